"""Every derivation by its permanent id, derived when first asked for."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

import kldiv.identities as identities_package
from kldiv.algebra.notation import shortly
from kldiv.derived import Derivation, derive
from kldiv.deriving.table import FURTHER_FORMS, SPECIAL
from kldiv.distributions import DISTRIBUTIONS, DistributionLike
from kldiv.distributions.base import UNIVARIATE
from kldiv.distributions.spelling import misspelt
from kldiv.identities import IDENTITIES
from kldiv.precision import one_at_a_time


class Catalogue(Mapping[str, Derivation]):
    """A mapping from permanent ids to derivations; each is derived on first use and kept.

    Example:
        >>> catalogue()["normal-normal"].kind
        'closed form'
    """

    def __init__(self, pairs: dict[str, tuple[DistributionLike, DistributionLike]]) -> None:
        self._pairs = pairs
        self._made: dict[str, Derivation] = {}

    @cached_property
    def pairs(self) -> Mapping[str, tuple[str, str]]:
        """The slugs of the two distributions of every pair, by id."""
        return {name: (_slug(p), _slug(q)) for name, (p, q) in self._pairs.items()}

    @one_at_a_time
    def __getitem__(self, name: str) -> Derivation:
        if name not in self._made:
            if name in self._pairs:
                self._made[name] = derive(*self._pairs[name])
            elif name in IDENTITIES:
                self._made[name] = Derivation.of(IDENTITIES[name]())
            else:
                raise KeyError(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._pairs
        yield from IDENTITIES

    def __len__(self) -> int:
        return len(self._pairs) + len(IDENTITIES)

    def __contains__(self, name: object) -> bool:
        return name in self._pairs or name in IDENTITIES

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as a name: there is one catalogue, and every process can make it."""
        return catalogue, ()

    def find(self, name: str) -> Derivation:
        """Look up an id; an unknown one suggests the nearest.

        Args:
            name: a permanent id.

        Returns:
            The derivation.

        Raises:
            ValueError: if there is none of that id.
        """
        if name in self:
            return self[name]
        near = misspelt(name, self)
        hint = f"did you mean {near[0]}?" if len(near) == 1 else "'kldiv list' shows those that there are"
        raise ValueError(f"unknown id {shortly(repr(name))}; {hint}")


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Return the catalogue.

    Returns:
        Ids and derivations: every ordered pair of distributions, and every identity.

    Example:
        >>> "normal-normal" in catalogue()
        True
    """
    for module in pkgutil.iter_modules(identities_package.__path__):
        importlib.import_module(f"kldiv.identities.{module.name}")
    pairs: dict[str, tuple[DistributionLike, DistributionLike]] = {
        f"{p}-{q}": (p, q) for p in DISTRIBUTIONS for q in DISTRIBUTIONS if _comparable(p, q)
    }
    return Catalogue({**pairs, **FURTHER_FORMS})


def _slug(distribution: DistributionLike) -> str:
    return distribution if isinstance(distribution, str) else distribution.slug


def _comparable(p: str, q: str) -> bool:
    """Whether the catalogue holds a pair: all univariate ones, others where a derivation is registered."""
    return DISTRIBUTIONS[p].variate == DISTRIBUTIONS[q].variate == UNIVARIATE or (p, q) in SPECIAL
