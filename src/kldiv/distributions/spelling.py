"""Names as they are compared, and the one that a misspelt name was meant for, if that is plain."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Names are compared without these, and in small letters.
_IGNORED = re.compile(r"[\s_'’′().–-]+")

#: A prime at the end is part of the name, as in beta'.
_PRIME = re.compile(r"(?<!s)['’′]\s*$")


def key_of(name: str) -> str:
    """Return a name as it is compared: in small letters, without spaces, hyphens and apostrophes.

    Example:
        >>> key_of("Student's t"), key_of("chi-squared")
        ('studentst', 'chisquared')
    """
    prime = "prime" if _PRIME.search(name) else ""
    return _IGNORED.sub("", name).lower() + prime


def misspelt(word: str, names: Iterable[str]) -> list[str]:
    """Return the names that a word is almost: one edit away if it is short, two from eight letters.

    A hint must never lead to something else. So a short word gets none, and neither does a word further away, one with
    another first letter (double gamma is not gamma), or one with a letter more at the end (Pareto II is not Pareto).

    Args:
        word: what was written.
        names: what there is.

    Returns:
        The names.

    Example:
        >>> misspelt("norml", ["normal", "log-normal"]), misspelt("LogLogistic", ["logistic"])
        (['normal'], [])
    """
    key = key_of(word)
    allowed = 0 if len(key) < 5 else 1 if len(key) < 8 else 2
    keys = ((name, key_of(name)) for name in names)
    return [
        name
        for name, known in keys
        if len(known) >= 5 and _alike(word, known) and edits(key, known, allowed) <= allowed
    ]


def _alike(word: str, known: str) -> bool:
    key = key_of(word)
    more = key[len(known) :] if key.startswith(known) else ""
    doubled = not more.strip(known[-1]) and not re.search(r"[\s_-]\w$", word)  # a doubled letter, but not "gumbel_l"
    return key[:1] == known[:1] and (not more or doubled)


def edits(one: str, other: str, most: int) -> int:
    """Count the letters to insert, drop, replace or swap with their neighbours that turn one word into another.

    Args:
        one: a word.
        other: another.
        most: more than this are not counted exactly.

    Returns:
        The number, or one that is larger than `most`.

    Example:
        >>> edits("norml", "normal", 2), edits("gmama", "gamma", 2)
        (1, 1)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
