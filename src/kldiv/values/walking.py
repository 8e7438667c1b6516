"""One walk over a formula, whatever kind of number it is evaluated in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import reduce
from typing import Generic, TypeVar

import sympy as sp
from sympy.core.function import Application
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from kldiv.values.functions import Known, Unsupported, known

__all__ = ["Unsupported", "Walker"]

N = TypeVar("N")
T = TypeVar("T")


class Walker(ABC, Generic[N, T]):
    """Evaluates formulas in one arithmetic: N is its kind of number, T its kind of truth value.

    Attributes:
        values: a number for each free symbol.
    """

    def __init__(self, values: Mapping[sp.Basic, N]) -> None:
        self.values = values
        self._known: dict[sp.Basic, N] = {}

    def value(self, expression: sp.Basic) -> N:
        """Evaluate a formula; a part that occurs twice is evaluated once.

        Args:
            expression: free of integrals and sums.

        Returns:
            Its value.

        Raises:
            Unsupported: if some part of it has no meaning here.
        """
        if expression not in self._known:
            self._known[expression] = self._compute(expression)
        return self._known[expression]

    def _compute(self, e: sp.Basic) -> N:
        if e in self.values:
            return self.values[e]
        if isinstance(e, sp.Symbol):
            raise Unsupported(f"no value is given for {e}")
        if isinstance(e, sp.Rational):
            return self.rational(e)
        if e in (sp.oo, -sp.oo, sp.zoo, sp.nan):
            raise Unsupported(f"the formula holds {e}")
        if isinstance(e, sp.Float):
            return self.decimal(e)
        if isinstance(e, sp.Add):
            return self.total([self.value(a) for a in e.args])
        if isinstance(e, sp.Mul):
            return self.product([self.value(a) for a in e.args])
        if isinstance(e, sp.Pow):
            return self.power(self.value(e.base), self.value(e.exp), e.exp)
        if isinstance(e, sp.Piecewise):
            return self.cases([(piece, condition) for piece, condition in e.args])
        if isinstance(e, (Application, sp.NumberSymbol)):
            return self.apply(known(type(e).__name__), [self.value(a) for a in e.args])
        return self.other(e)

    def other(self, e: sp.Basic) -> N:
        """Evaluate what is neither a number nor arithmetic nor a function."""
        raise Unsupported(f"no numeric value of {type(e).__name__}")

    def truth(self, condition: sp.Basic) -> T:
        """Decide a condition.

        Args:
            condition: comparisons, joined by and, or, not.

        Returns:
            Its truth value.

        Raises:
            Unsupported: if it is of another kind.
        """
        if isinstance(condition, (BooleanTrue, BooleanFalse)):
            return self.known_truth(bool(condition))
        if isinstance(condition, sp.And):
            return reduce(self.both, map(self.truth, condition.args))
        if isinstance(condition, sp.Or):
            return reduce(self.either, map(self.truth, condition.args))
        if isinstance(condition, sp.Not):
            return self.negated(self.truth(condition.args[0]))
        if isinstance(condition, sp.core.relational.Relational):
            relation, a, b = type(condition), condition.lhs, condition.rhs
            if sp.oo in (a, b) or -sp.oo in (a, b):
                raise Unsupported(f"the condition {condition} holds infinity")
            if relation in (sp.Eq, sp.Ne):
                same = self.equal(self.value(a), self.value(b))
                return same if relation is sp.Eq else self.negated(same)
            if relation in (sp.Lt, sp.Le):
                a, b = b, a
            strict = relation in (sp.Lt, sp.Gt)
            return self.greater(self.value(a), self.value(b), strict=strict)
        raise Unsupported(f"cannot decide {condition}")

    def total(self, terms: list[N]) -> N:
        """Add up."""
        return reduce(self.add, terms)

    def product(self, factors: list[N]) -> N:
        """Multiply."""
        return reduce(self.multiply, factors)

    def decimal(self, number: sp.Float) -> N:
        """Return a decimal number; where every number is exact there is none."""
        raise Unsupported(f"{number} is not exact")

    @abstractmethod
    def rational(self, number: sp.Rational) -> N:
        """Return a rational number."""

    @abstractmethod
    def add(self, a: N, b: N) -> N:
        """Add."""

    @abstractmethod
    def multiply(self, a: N, b: N) -> N:
        """Multiply two numbers."""

    @abstractmethod
    def power(self, base: N, exponent: N, written: sp.Expr) -> N:
        """Return a power, knowing how its exponent is written."""

    @abstractmethod
    def apply(self, function: Known, arguments: list[N]) -> N:
        """Return a function's value, or a constant."""

    @abstractmethod
    def cases(self, pieces: list[tuple[sp.Expr, sp.Basic]]) -> N:
        """Return the first piece whose condition holds."""

    @abstractmethod
    def known_truth(self, held: bool) -> T:
        """Return true or false."""

    @abstractmethod
    def both(self, a: T, b: T) -> T:
        """Return a and b."""

    @abstractmethod
    def either(self, a: T, b: T) -> T:
        """Return a or b."""

    @abstractmethod
    def negated(self, a: T) -> T:
        """Return not a."""

    @abstractmethod
    def equal(self, a: N, b: N) -> T:
        """Compare for equality."""

    @abstractmethod
    def greater(self, a: N, b: N, *, strict: bool) -> T:
        """Return a > b, or a >= b."""


class PlainWalker(Walker[N, bool]):
    """A walker whose conditions hold or do not: its truths are Python's."""

    def known_truth(self, held: bool) -> bool:
        """Return true or false."""
        return held

    def both(self, a: bool, b: bool) -> bool:
        """Return a and b."""
        return a and b

    def either(self, a: bool, b: bool) -> bool:
        """Return a or b."""
        return a or b

    def negated(self, a: bool) -> bool:
        """Return not a."""
        return not a
