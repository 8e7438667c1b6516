"""An export's letters said once: `Symbol('x', positive=True)` stands at its head, and x where it is used.

A whole number that is an argument stands bare as well: `Mul(-1, x)`. Both save a third of a file. A letter stays as it
is where its name means something else in the same file: another letter, a function, the name of a distribution.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kldiv.algebra.exact import FACTS
from kldiv.algebra.rebuild import is_taken

LETTER = re.compile(r"(?<!\w)Symbol\('([A-Za-z]\w*)'(?:, \w+=(?:True|False))*\)")

_WHOLE = re.compile(r"(?<=[(\[ ])Integer\((-?\d+)\)(?=[,)\]])")
#: A bare whole number, and before it what its digits may be a part of: a text, a number's or a letter's own notation.
_BARE = re.compile(r"'[^']*'|(?:Integer|Rational|Float|Symbol|Dummy)\([^()]*\)|(?<=[(\[ ])(-?\d+)(?=[,)\]])")

#: No letter's notation is longer; a longer one could make of a small file a huge one.
LONGEST = 120

#: Nor may all notations together be longer than so many letters.
MOST_LETTERS = 50_000_000


def said_once(data: Mapping[str, Any]) -> dict[str, Any]:
    """Put an export's letters at its head.

    Args:
        data: an export whose fields "sympy" hold SymPy's exact notation.

    Returns:
        The same, with bare names in these fields, and what they stand for under "symbols".

    Raises:
        ValueError: if a whole number stands bare already.

    Example:
        >>> said_once({"left": {"sympy": "Pow(Symbol('x', positive=True), Integer(2))"}})
        {'left': {'sympy': 'Pow(x, 2)'}, 'symbols': {'x': "Symbol('x', positive=True)"}}
    """
    texts = list(_notations(data))
    meanings = defaultdict(set)
    for letter in (found for text in texts for found in LETTER.finditer(text)):
        meanings[letter[1]].add(letter[0])
    besides = {word for text in texts for word in re.findall(r"\w+", LETTER.sub(" ", text))}
    symbols = {
        name: min(notations)
        for name, notations in sorted(meanings.items())
        if len(notations) == 1 and not (name in besides or _means_more(name)) and len(min(notations)) <= LONGEST
    }

    if bare := next((text for text in texts if _with_wholes(text) != text), None):
        raise ValueError(f"{bare[:60]!r} has a bare whole number already, which would come back as another notation")

    def short(text: str) -> str:
        return _bare(LETTER.sub(lambda found: found[1] if found[1] in symbols else found[0], text))

    return {**_changed(data, short), "symbols": symbols}


def bare_numbers(data: Any) -> Any:
    """Write whole numbers that are arguments bare, in the fields "sympy" of some data.

    Example:
        >>> bare_numbers({"sympy": "Pow(Symbol('x'), Integer(-2))"})
        {'sympy': "Pow(Symbol('x'), -2)"}
    """
    return _changed(data, _bare)


def _bare(text: str) -> str:
    made = _WHOLE.sub(r"\1", text)
    return made if _with_wholes(made) == text else text


def _with_wholes(text: str) -> str:
    return _BARE.sub(lambda found: f"Integer({found[1]})" if found[1] else found[0], text)


def written_out(data: Mapping[str, Any]) -> dict[str, Any]:
    """Put an export's letters back where they are used, and say of bare numbers what they are.

    Args:
        data: what `said_once` gives; of an export without "symbols" nothing is changed.

    Returns:
        The export.

    Raises:
        ValueError: if "symbols" is not a table of letters.

    Example:
        >>> written_out({"left": {"sympy": "Pow(x, 2)"}, "symbols": {"x": "Symbol('x')"}})
        {'left': {'sympy': "Pow(Symbol('x'), Integer(2))"}}
    """
    symbols = data.get("symbols", {})
    for name, notation in symbols.items() if isinstance(symbols, dict) else [("symbols", symbols)]:
        letter = LETTER.fullmatch(notation) if isinstance(notation, str) and len(notation) <= LONGEST else None
        if letter is None or letter[1] != name or _means_more(name):
            raise ValueError(f"'symbols': {str(notation)[:60]!r} is no letter named {str(name)[:60]!r}")
    if "symbols" not in data:
        return dict(data)
    rest = {key: value for key, value in data.items() if key != "symbols"}
    room = MOST_LETTERS

    def put_in(text: str) -> str:
        nonlocal room
        text = _with_wholes(text)
        room -= sum(len(symbols.get(word, word)) for word in re.findall(r"\w+", text))
        if room < 0:
            raise ValueError(f"'symbols': with its letters put in, it is longer than {MOST_LETTERS:,} letters")
        return re.sub(r"\w+", lambda found: symbols.get(found[0], found[0]), text)

    return dict(_changed(rest, put_in))


def _means_more(name: str) -> bool:
    """Whether a bare name would be read as something other than a letter."""
    return name in FACTS or is_taken(name)


def _notations(data: Any) -> Iterator[str]:
    for key, part in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        if key == "sympy" and isinstance(part, str):
            yield part
        yield from _notations(part)


def _changed(data: Any, change: Callable[[str], str]) -> Any:
    if isinstance(data, list):
        return [_changed(part, change) for part in data]
    if not isinstance(data, dict):
        return data
    return {
        key: change(part) if key == "sympy" and isinstance(part, str) else _changed(part, change)
        for key, part in data.items()
    }
