"""Pairs whose derivation has an idea of its own, and where results have been published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kldiv.distributions.base import Distribution
from kldiv.proof.record import Record
from kldiv.register.sources import SOURCES

#: Derives the divergence between two distributions, mostly of one class each.
Maker = Callable[[Any, Any], Record]


#: Pairs that need an idea of their own: (p's slug, q's slug) -> derivation.
SPECIAL: dict[tuple[str, str], Maker] = {}


#: Further derivations of a registered pair, for distributions given by other parameters: id -> the two distributions.
FURTHER_FORMS: dict[str, tuple[Distribution, Distribution]] = {}


def special(p: str, q: str) -> Callable[[Maker], Maker]:
    """Register the derivation of one pair.

    Args:
        p: p's slug.
        q: q's slug.

    Returns:
        A decorator.

    Raises:
        ValueError: if the pair is registered already.
    """

    def add(make: Maker) -> Maker:
        if (p, q) in SPECIAL:
            raise ValueError(f"{p}-{q}: a derivation is registered already")
        SPECIAL[p, q] = make
        return make

    return add


def sourced(derivation: Record) -> Record:
    """Add where the result has been published, if that is known."""
    return replace(derivation, references=SOURCES.get(derivation.id, ()))
