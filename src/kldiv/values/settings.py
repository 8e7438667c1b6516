"""Exact numbers for everything that a statement about arrays leaves open, and the value of any expression there."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import sympy as sp

if TYPE_CHECKING:
    from kldiv.arb import arb
    from kldiv.oracles.multivariate import Values


def frozen(values: Any) -> Any:
    """Turn nested lists of rationals into nested tuples of fractions."""
    return tuple(frozen(v) for v in values) if isinstance(values, (list, tuple)) else Fraction(values)


@dataclass(frozen=True)
class Root:
    """The lower triangular factor of a positive definite matrix, taken when its balls are asked for.

    Attributes:
        rows: the matrix.
    """

    rows: Any


@dataclass(frozen=True)
class Draw:
    """What an expectation averages over.

    Attributes:
        slug: the distribution, as the oracle names it.
        values: its parameters.
        variable: the letter of the draw.
        more: further letters, if a point of the cubature has several parts.
    """

    slug: str
    values: Values
    variable: Any
    more: tuple[Any, ...] = ()

    def letters(self) -> tuple[Any, ...]:
        """All letters, in the order of a point's parts."""
        return (self.variable, *self.more)

    def parts(self, point: Any) -> tuple[Any, ...]:
        """The parts of a point of the cubature."""
        return point if self.more else (point,)


@dataclass(eq=False)
class Setting:
    """Numbers for one test of a statement.

    Attributes:
        symbols: a rational for each symbol, whole numbers for dimensions.
        matrices: rows of rationals for each MatrixSymbol, or the root of such, by its name.
        arrays: entries for each IndexedBase, numbered from 1.
        distributions: for each index of an expectation what it averages over; others are one-dimensional.
        by_density: the same for distributions that are told apart by their densities, where an index stands for
            several.
        truth: the parameters of p and of q in the form that the oracles want.
    """

    symbols: dict[sp.Symbol, Fraction] = field(default_factory=dict)
    matrices: dict[str, Any] = field(default_factory=dict)
    arrays: dict[str, tuple[Fraction, ...]] = field(default_factory=dict)
    distributions: dict[str, Draw] = field(default_factory=dict)
    by_density: dict[sp.Expr, Draw] = field(default_factory=dict)
    truth: dict[str, Values] = field(default_factory=dict)
    known: dict[sp.Basic, arb] = field(default_factory=dict, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        """What a copy is made of: balls that have been computed cannot be copied, and are computed again."""
        return {**self.__dict__, "known": {}}

    def draw_of(self, density: sp.Expr, index: str) -> Draw | None:
        """What an expectation under a density averages over; None where it is one-dimensional."""
        return self.by_density.get(density) or self.distributions.get(index)

    def exact(self, expression: sp.Expr) -> Fraction:
        """Evaluate a rational expression in symbols and arrays exactly."""

        def entry(node: sp.Basic) -> sp.Basic:
            if isinstance(node, sp.Sum):
                ((index, low, high),) = node.limits
                span = range(int(self.exact(low)), int(self.exact(high)) + 1)
                return sp.Add(*(entry(node.function.xreplace({index: sp.Integer(k)})) for k in span))
            if isinstance(node, sp.Indexed):
                found = self.arrays[str(node.base.label)][int(self.exact(node.indices[0])) - 1]
                return sp.Rational(found.numerator, found.denominator)
            if isinstance(node, sp.Symbol):
                found = Fraction(self.symbols[node])
                return sp.Rational(found.numerator, found.denominator)
            return node.func(*(entry(a) for a in node.args)) if node.args else node

        made = entry(expression)
        return Fraction(int(made.p), int(made.q))


def generator(*names: object) -> random.Random:
    """A source of random numbers, the same in every run."""
    return random.Random(" ".join(map(str, names)))
