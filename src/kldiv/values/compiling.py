"""Formulas as functions of Arb's balls: what stays is computed once, what varies at every call.

Compiling is one more walk: its numbers are balls, and functions of a point where a letter is involved. An integrand
is evaluated thousands of times at the same parameters, of which nothing but the letter's part is then left to do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import add, itemgetter, mul
from typing import Any

import sympy as sp

from kldiv.arb import arb
from kldiv.oracles.quadrature import integrate
from kldiv.values.balls import BallWalker, whole_power
from kldiv.values.functions import Known

#: What the letters stand for, in their order.
Point = tuple[Any, ...]
Varying = Callable[[Point], Any]


class OneMinusPower(sp.Function):
    """1 - x**exponent for x in (0, 1), given x, 1 - x and the exponent, without cancellation near 1."""

    nargs = 3


class LogBelowOne(sp.Function):
    """log(x) for x in (0, 1), given x and 1 - x, without cancellation near 1."""

    nargs = 2


class Softplus(sp.Function):
    """log(1 + exp(x)), computed without overflow."""

    nargs = 1


def near_one(expression: sp.Expr, x: sp.Symbol, gap: sp.Symbol) -> sp.Expr:
    """Write 1 - x and 1 - x**a through the distance of x from 1, which an x that is nearly 1 does not tell.

    Args:
        expression: formula.
        x: a letter for a number in (0, 1).
        gap: the letter for 1 - x.
    """
    table: dict[sp.Expr, sp.Expr] = {1 - x: gap, x - 1: -gap}
    for node in expression.atoms(sp.Add):  # such as 2 - 2 x, which SymPy makes of 2 (1 - x)
        slope = node.coeff(x)
        if slope.is_number and node == sp.expand(slope * (x - 1)):
            table[node] = -slope * gap
    for power in [n for n in expression.atoms(sp.Pow) if n.base == x]:
        table[1 - power] = OneMinusPower(x, gap, power.exp)
        table[power - 1] = -OneMinusPower(x, gap, power.exp)
    return expression.xreplace(table)


class Compiler(BallWalker):
    """Compiles formulas at the precision that is set: to balls, or to functions of a point.

    Args:
        values: a ball for each free symbol.
        letters: the symbols that a point gives values to.
    """

    def __init__(self, values: Mapping[sp.Basic, arb], letters: tuple[Any, ...] = ()) -> None:
        super().__init__({**values, **{letter: itemgetter(k) for k, letter in enumerate(letters)}})
        self.given, self.letters = values, letters

    def function(self, expression: sp.Basic) -> Varying:
        """Compile a formula.

        Args:
            expression: free of sums and expectations.

        Returns:
            A function of a point.

        Raises:
            Unsupported: if some part of it has no meaning here.
        """
        return _at_points(self.value(expression))

    def total(self, terms: list[Any]) -> Any:
        """Add up; what stays is added once."""
        return super().total(sorted(terms, key=callable))

    def product(self, factors: list[Any]) -> Any:
        """Multiply; what stays is multiplied once."""
        fixed = [f for f in factors if not callable(f)]
        moving = [f for f in factors if callable(f)]
        return reduce(self.multiply, moving, super().product(fixed)) if fixed else reduce(self.multiply, moving)

    def add(self, a: Any, b: Any) -> Any:
        """Add."""
        return lifted(add, a, b)

    def multiply(self, a: Any, b: Any) -> Any:
        """Multiply two numbers."""
        return lifted(mul, a, b)

    def power(self, base: Any, exponent: Any, written: sp.Expr) -> Any:
        """Return a power."""
        if callable(base) and written == 2:
            return lambda point: (b := base(point)) * b
        if callable(base) and isinstance(written, sp.Integer):
            whole = int(written)
            return lambda point: whole_power(base(point), whole)
        if callable(base) and written == sp.S.Half:
            return lambda point: base(point).sqrt()
        raised = super().power
        return lifted(lambda b, x: raised(b, x, written), base, exponent)

    def apply(self, function: Known, arguments: list[Any]) -> Any:
        """Return a function's value."""
        return lifted(function.ball, *arguments)

    def cases(self, pieces: list[tuple[sp.Expr, sp.Basic]]) -> Any:
        """Return the first piece whose condition holds."""
        for k, (piece, condition) in enumerate(pieces):
            held = self.truth(condition)
            if callable(held):
                then, otherwise = _at_points(self.value(piece)), _at_points(self.cases(pieces[k + 1 :]))
                return lambda point: (then if held(point) else otherwise)(point)
            if held:
                return self.value(piece)
        return super().cases([])

    def both(self, a: Any, b: Any) -> Any:
        """Return a and b."""
        return lifted(super().both, a, b)

    def either(self, a: Any, b: Any) -> Any:
        """Return a or b."""
        return lifted(super().either, a, b)

    def negated(self, a: Any) -> Any:
        """Return not a."""
        return lifted(super().negated, a)

    def equal(self, a: Any, b: Any) -> Any:
        """Compare for equality."""
        return lifted(super().equal, a, b)

    def greater(self, a: Any, b: Any, *, strict: bool) -> Any:
        """Return a > b, or a >= b."""
        compared = super().greater
        return lifted(lambda one, other: compared(one, other, strict=strict), a, b)

    def other(self, e: sp.Basic) -> Any:
        """Return an integral, whose limits and body may hold letters."""
        if not isinstance(e, sp.Integral):
            return super().other(e)
        *inner, (x, low, high) = e.limits
        body = sp.Integral(e.function, *inner) if inner else e.function
        inside = Compiler(self.given, (*self.letters, x)).function(body)
        ends = [self._end(low), self._end(high)]

        def at(point: Point) -> arb:
            return integrate(lambda t: inside((*point, t)), *(end(point) for end in ends)).value

        varies = e.free_symbols & set(self.letters)
        return at if varies else at((None,) * len(self.letters))

    def _end(self, limit: sp.Expr) -> Varying:
        if limit in (sp.oo, -sp.oo):
            return lambda _: arb("inf") if limit == sp.oo else arb("-inf")
        return self.function(limit)


def _at_points(part: Any) -> Varying:
    return part if callable(part) else lambda _: part


def lifted(operation: Callable[..., Any], *parts: Any) -> Any:
    """Apply an operation to balls at once, to functions of a point when there is one."""
    moving = [callable(part) for part in parts]
    if not any(moving):
        return operation(*parts)
    if len(parts) == 1:
        (a,) = parts
        return lambda point: operation(a(point))
    if len(parts) == 2:
        a, b = parts
        if all(moving):
            return lambda point: operation(a(point), b(point))
        return (lambda point: operation(a(point), b)) if moving[0] else (lambda point: operation(a, b(point)))
    return lambda point: operation(*(part(point) if callable(part) else part for part in parts))
