"""Formulas as plain Python functions: fast, to about fifteen digits, or exact where all is rational.

A formula is compiled once, and then evaluated for thousands of draws.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from fractions import Fraction
from functools import reduce
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from kldiv.algebra.quantities import unfold
from kldiv.values.functions import Unsupported

#: What symbols, arrays (numbered from 1) and, by their names, undefined functions stand for.
Values = dict[Any, Any]
Compiled = Callable[[Values], Any]

#: Functions by their SymPy classes.
FUNCTIONS: Mapping[type, Callable[..., Any]] = {
    sp.log: math.log,
    sp.exp: math.exp,
    sp.Abs: abs,
    sp.Min: min,
    sp.Max: max,
    sp.sin: math.sin,
    sp.cos: math.cos,
    sp.sinh: math.sinh,
    sp.cosh: math.cosh,
    sp.tanh: math.tanh,
    sp.gamma: math.gamma,
    sp.loggamma: math.lgamma,
    sp.erf: math.erf,
}

COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
}

#: An integral over the line is a sum over x = sinh(u), u in steps of this, to this many steps either way.
STEP, STEPS = 1 / 8, 36


def plain(expression: sp.Basic, *, exact: bool = False) -> Compiled:
    """Compile a formula.

    Args:
        expression: may hold sums of symbolic size, arrays, undefined functions, integrals over the line or an interval.
        exact: whether numbers are fractions.

    Returns:
        A function of the values.

    Raises:
        Unsupported: if some part of it has no meaning here.

    Example:
        >>> t = sp.Symbol("t")
        >>> plain(sp.log(t) + t)({t: 1.0})
        1.0
    """
    return Plain(Fraction if exact else float).compiled(unfold(expression))


def _sum_of_two(a: Compiled, b: Compiled) -> Compiled:
    return lambda at: a(at) + b(at)


def _product_of_two(a: Compiled, b: Compiled) -> Compiled:
    return lambda at: a(at) * b(at)


class Plain:
    """Compiles formulas.

    Args:
        number: the kind of the constants.
    """

    def __init__(self, number: Callable[..., Any]) -> None:
        self.number = number

    def compiled(self, e: sp.Basic) -> Compiled:
        """Compile a formula without named quantities."""
        if isinstance(e, sp.Integer):
            whole = int(e)
            return lambda _: whole
        if isinstance(e, sp.Rational):
            ratio = self.number(Fraction(int(e.p), int(e.q)))
            return lambda _: ratio
        if isinstance(e, sp.NumberSymbol):
            constant = float(e)
            return lambda _: constant
        if isinstance(e, sp.Symbol):
            return lambda at: at[e]
        if isinstance(e, sp.Indexed):
            return self._entry(e)
        if isinstance(e, (sp.Sum, sp.Product)):
            return self._ranged(e, list(e.limits))
        if isinstance(e, sp.Integral):
            return self._integral(e)
        if isinstance(e, Relational):
            compare, (left, right) = COMPARED[e.rel_op], map(self.compiled, e.args)
            return lambda at: compare(left(at), right(at))
        if isinstance(e, sp.Piecewise):
            pieces = [(self.compiled(piece), self.compiled(condition)) for piece, condition in e.args]
            return lambda at: next(piece(at) for piece, held in pieces if held(at))
        if isinstance(e, (sp.And, sp.Or)):
            parts, joined = [self.compiled(a) for a in e.args], all if isinstance(e, sp.And) else any
            return lambda at: joined(part(at) for part in parts)
        if e in (sp.true, sp.false):
            truth = bool(e)
            return lambda _: truth
        return self._operation(e, [self.compiled(a) for a in e.args])

    def _operation(self, e: sp.Basic, parts: list[Compiled]) -> Compiled:
        if isinstance(e, (sp.Add, sp.Mul)):
            return reduce(_sum_of_two if isinstance(e, sp.Add) else _product_of_two, parts)
        if isinstance(e, sp.Pow):
            base, exponent = parts
            if e.exp == sp.S.Half:
                return lambda at: math.sqrt(base(at))
            if e.exp == -1:
                return lambda at: 1 / base(at)
            return lambda at: base(at) ** exponent(at)
        if isinstance(e, AppliedUndef):
            name = e.func.__name__  # SymPy takes long to hash an undefined function
            return lambda at: at[name](*(part(at) for part in parts))
        if type(e) not in FUNCTIONS:
            raise Unsupported(f"no plain value of {type(e).__name__}")
        function = FUNCTIONS[type(e)]
        if len(parts) == 1:
            (argument,) = parts
            return lambda at: function(argument(at))
        return lambda at: function(*(part(at) for part in parts))

    def _entry(self, e: sp.Indexed) -> Compiled:
        base, indices = e.base, [self.compiled(k) for k in e.indices]
        if all(isinstance(k, sp.Symbol) for k in e.indices) and len(indices) <= 2:
            first, *rest = e.indices
            if not rest:
                return lambda at: at[base][at[first] - 1]
            (second,) = rest
            return lambda at: at[base][at[first] - 1][at[second] - 1]

        def at_indices(at: Values) -> Any:
            found = at[base]
            for index in indices:
                found = found[index(at) - 1]
            return found

        return at_indices

    def _ranged(self, e: sp.Expr, limits: list[Any]) -> Compiled:
        if not limits:
            return self.compiled(e.function)
        index, low, high = limits[-1]
        inner, first, last = self._ranged(e, limits[:-1]), self.compiled(low), self.compiled(high)
        is_sum = isinstance(e, sp.Sum)

        def total(at: Values) -> Any:
            before, found = at.get(index), 0 if is_sum else 1
            for k in range(first(at), last(at) + 1):
                at[index] = k
                found = found + inner(at) if is_sum else found * inner(at)
            if before is None:
                at.pop(index, None)
            else:
                at[index] = before
            return found

        return total

    def _integral(self, e: sp.Integral) -> Compiled:
        ((x, low, high),) = e.limits
        body = self.compiled(e.function)
        if (low, high) != (-sp.oo, sp.oo):
            raise Unsupported("plain integrals are over the whole line")

        def total(at: Values) -> float:
            here, found = dict(at), 0.0
            for k in range(-STEPS, STEPS + 1):
                here[x] = math.sinh(k * STEP)
                with suppress(ZeroDivisionError, ValueError):  # far out a density is below the smallest float
                    found += math.cosh(k * STEP) * body(here)
            return found * STEP

        return total
