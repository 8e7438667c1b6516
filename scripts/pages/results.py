"""A general result as plain data: what the list and the graph of all results say of it."""

from __future__ import annotations

from dataclasses import dataclass

from kldiv.derived import Derivation
from kldiv.entries import catalogue


@dataclass(frozen=True)
class Result:
    """A general result.

    Attributes:
        id: its id.
        title: in words.
        statement: in TeX.
        uses: the ids of the results that its steps use.
        lemmas: the titles of its lemmas by id.
    """

    id: str
    title: str
    statement: str
    uses: tuple[str, ...]
    lemmas: dict[str, str]


def result_of(derivation: Derivation) -> Result:
    """Give a derivation as a result.

    Example:
        >>> from kldiv.entries import catalogue
        >>> result_of(catalogue()["gibbs-inequality"]).uses
        ()
    """
    known = catalogue()
    uses = tuple(name for name in derivation.uses if name in known)
    lemmas = {lemma.id: lemma.title for lemma in derivation.lemmas.values() if lemma.id not in known}
    return Result(derivation.id, derivation.title, derivation.statement, uses, lemmas)
