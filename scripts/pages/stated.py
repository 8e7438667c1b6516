"""What each entry of the catalogue states and cites, as the register keeps it.

The build notes it down of every entry that it makes. The register, and the tests that ask about all entries, read it
there: nothing is derived for them that has been derived from the same sources before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import sympy as sp

from kldiv.algebra.exact import exact
from kldiv.derived import Derivation
from kldiv.entries import catalogue
from kldiv.register.meaning import lemma_fingerprint
from kldiv.register.registry import Entry, from_row
from kldiv.writing.address import place_of
from scripts.build.remember import entry_key, stored

#: The page of the lemmas that many derivations share.
SHARED = "reference/lemmas.html"


@dataclass(frozen=True)
class Stated:
    """What an entry states and cites.

    Attributes:
        entries: what of it has a permanent id: the derivation first, its equation, its lemmas.
        digests: the kind, and a digest of the exact form, of its statement and of each lemma, by their ids.
        references: the key of each source that it cites, and the place there.
    """

    entries: tuple[Entry, ...]
    digests: dict[str, tuple[str, str]]
    references: tuple[tuple[str, str], ...]


def stated(name: str) -> Stated:
    """Say what an entry states, from memory if it has been made from the same sources before.

    Args:
        name: its id.

    Returns:
        What it states and cites.

    Raises:
        KeyError: if the catalogue has no such entry.
    """
    kept = stored("stated", name, entry_key(name, __name__), lambda: _noted(catalogue()[name]))
    return Stated(
        tuple(map(from_row, kept["entries"])),
        {one: (kind, said) for one, (kind, said) in kept["digests"].items()},
        tuple((key, locator) for key, locator in kept["references"]),
    )


def _noted(derivation: Derivation) -> dict[str, Any]:
    return {
        "entries": [asdict(one) for one in _entries(derivation)],
        "digests": dict(_digests(derivation)),
        "references": list(derivation.references),
    }


def _entries(derivation: Derivation) -> Iterator[Entry]:
    name, version, page = derivation.id, derivation.version, place_of(derivation)
    lemmas = tuple(lemma.id for lemma in derivation.lemmas.values())
    about = catalogue().pairs.get(name, ())
    meaning = derivation.fingerprint()
    yield Entry(
        name, derivation.kind, derivation.title, version, meaning, page, derivation.status, about=about, lemmas=lemmas
    )
    if derivation.kind == "infinite":
        return
    if derivation.kind != "undecided":
        title = f"{derivation.title}: the statement"
        place = page if "#" in page else f"{page}#eq-{name}"  # a row of a table has one anchor
        yield Entry(f"eq:{name}", "equation", title, version, meaning, place)
    for lemma in derivation.lemmas.values():
        if lemma.id not in catalogue():  # a derivation may serve as a lemma
            states = lemma_fingerprint(lemma, next(iter(derivation.distributions), None))
            place = f"{SHARED if lemma.cases else page}#{lemma.id}"
            yield Entry(lemma.id, "lemma", lemma.title, 1, states, place, lemma.status)


def _digests(derivation: Derivation) -> Iterator[tuple[str, tuple[str, str]]]:
    parts = derivation.left, derivation.result, *derivation.assumptions, *derivation.scope
    yield derivation.id, (derivation.kind, digest(*parts, str(derivation.otherwise)))
    for lemma in derivation.lemmas.values():
        if lemma.id not in catalogue():  # a result that is cited has an entry of its own
            yield lemma.id, ("lemma", digest(lemma.left, lemma.value, *lemma.conditions))


def digest(*parts: object) -> str:
    """Hash exactly how something is written, to see that it has changed at all.

    Args:
        *parts: expressions, or anything that can be printed.

    Returns:
        Sixteen hexadecimal digits.
    """
    text = " | ".join(exact(part) if isinstance(part, sp.Basic) else str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
