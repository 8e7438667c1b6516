"""What the checks of a derivation need besides its steps; the class says which checks are asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sympy as sp

from kldiv.distributions.base import Distribution
from kldiv.proof.report import Check
from kldiv.values.instances import Instance
from kldiv.values.settings import Setting

if TYPE_CHECKING:
    from kldiv.proof.record import Record

#: A check of a derivation's own, beyond those of its kind.
Extra = Callable[[Any], Check]


@dataclass(frozen=True)
class Evidence:
    """What every kind has.

    Attributes:
        extra: checks of the derivation's own.
    """

    extra: tuple[Extra, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True)
class PairEvidence(Evidence):
    """Two distributions: the points of the checks are parameters of theirs.

    Attributes:
        p: the distribution of the data.
        q: the other distribution.
    """

    p: Any
    q: Any

    @property
    def distributions(self) -> tuple[Distribution, Distribution]:
        """Both distributions."""
        return self.p, self.q


@dataclass(frozen=True)
class ArrayEvidence(PairEvidence):
    """Two distributions of arrays in symbols.

    Attributes:
        oracle: the name by which the oracle knows the distribution.
        settings: numbers for the steps.
        fresh: settings that the checks do not use, to tell whether a mutant changed anything.
        large: settings of higher dimension, in which no expectation is evaluated.
        joined: settings in which q is p.
        near: settings in which q is almost p.
    """

    oracle: str
    settings: tuple[Setting, ...]
    fresh: tuple[Setting, ...]
    large: tuple[Setting, ...]
    joined: tuple[Setting, ...]
    near: tuple[Setting, ...]


@dataclass(frozen=True)
class GivenEvidence(PairEvidence):
    """Two distributions with listed arrays.

    Attributes:
        general: the derivation in symbols that the arrays were put into.
    """

    general: Record


@dataclass(frozen=True)
class OutcomesEvidence(PairEvidence):
    """Two categorical distributions on K outcomes, K a symbol.

    Attributes:
        names: what the lists of probabilities are called.
        instances: lists of numbers for them.
    """

    names: tuple[str, str]
    instances: tuple[Instance, ...]


@dataclass(frozen=True)
class ListedEvidence(PairEvidence):
    """Two categorical distributions with listed probabilities.

    Attributes:
        probs: the two lists.
        instances: numbers for the symbols in them.
        escaped: the outcome that p allows and q does not, if there is one.
    """

    probs: tuple[Sequence[sp.Expr], Sequence[sp.Expr]]
    instances: tuple[Instance, ...] = ()
    escaped: int | None = None


@dataclass(frozen=True)
class IdentityEvidence(Evidence):
    """A general statement.

    Attributes:
        instances: concrete instances at which every step is tested.
        fresh: instances that the checks do not use.
        lean: names under which the statement is formally proved in Mathlib.
        related: ids of results to read next to it.
        distribution: the distribution that it is about, if it is about one.
        directions: for a Fisher information, the direction in which each parameter is changed.
    """

    instances: tuple[Instance, ...]
    fresh: tuple[Instance, ...] = ()
    lean: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    distribution: Any = None
    directions: Mapping[sp.Symbol, sp.Symbol] = field(default_factory=dict)
