"""Theorems: what derivations take from the literature, each with a test that hunts for a counterexample.

A theorem is a schema. A step fills in its letters; the conditions must then follow from those of the derivation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sympy as sp

from kldiv.proof.report import Check
from kldiv.proof.statements import Statement


@dataclass(frozen=True)
class Theorem:
    """A theorem from the literature.

    Attributes:
        id: its permanent name.
        title: in words.
        says: what it says, one sentence (Markdown with TeX).
        statement: the schema; None if its letters are functions, so that only a rule can apply it.
        references: bibliography keys with locators.
        test: hunts for a counterexample; the report of a search that found none.
        lean: names under which it is formally proved in Mathlib.
    """

    id: str
    title: str
    says: str
    statement: Statement | None
    references: tuple[tuple[str, str], ...]
    test: Callable[[], Check]
    lean: tuple[str, ...] = ()


#: Every theorem by its id.
THEOREMS: dict[str, Theorem] = {}


def theorem(
    name: str,
    title: str,
    says: str,
    statement: Statement | None,
    *,
    references: tuple[tuple[str, str], ...],
    test: Callable[[], Check],
    lean: tuple[str, ...] = (),
) -> Theorem:
    """Register a theorem.

    Raises:
        ValueError: if the name is taken, or no source is given.
    """
    if name in THEOREMS:
        raise ValueError(f"{name}: a theorem of this name is registered already")
    if not references:
        raise ValueError(f"{name}: a theorem needs a source")
    THEOREMS[name] = Theorem(name, title, says, statement, references, test, lean)
    return THEOREMS[name]


def letters(statement: Statement) -> list[sp.Basic]:
    """The letters of a statement that may be filled in."""
    found = set().union(*(part.free_symbols for part in (statement.left, statement.right, *statement.conditions)))
    return sorted(found, key=str)
