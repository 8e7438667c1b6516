"""Floats that know how wrong they may be: a running bound on rounding, carried along with arrays of values.

The bound is of first order, as one would put it on paper: each operation adds its own rounding, and passes on
that of its arguments times its derivative. Where terms cancel the bound stays while the value shrinks, which
is how a loss of digits shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from kldiv.values.functions import Known, special_names
from kldiv.values.walking import Unsupported, Walker

Array = NDArray[np.float64]
EPS, TINY = float(np.finfo(float).eps), 5e-324
#: Functions without bound near 0.
SINGULAR = frozenset(["log", "gamma", "loggamma", "polygamma", "expint", "Ei", "besselk", "cot", "coth"])
#: Step of the difference quotients that stand in for derivatives, relative to the argument.
STEP = 1e-6


@dataclass(frozen=True)
class Rounded:
    """Values and bounds on their errors."""

    value: Array
    error: Array


@dataclass(frozen=True)
class Truth:
    """Truth values, and where rounding leaves no doubt of them."""

    held: NDArray[np.bool_]
    sure: NDArray[np.bool_]


@cache
def _compiled(code: str, count: int) -> Callable[..., Any]:
    """Turn code of the table of functions into a function of arrays."""
    names: dict[str, Any] = {"np": np}
    special = special_names(code)
    if special:  # importing them takes half a second
        names |= {name: getattr(import_module("scipy.special"), name) for name in special}
    arguments = [f"x{k}" for k in range(count)]
    compiled: Callable[..., Any] = eval(f"lambda {', '.join(arguments)}: {code.format(*arguments)}", names)
    return compiled


def computed(function: Known, points: list[Array]) -> Array:
    """Return a function's value by the code of the table of functions."""
    code = next((code for place, at, code in function.variants if np.all(points[place] == at)), function.code)
    if code is None:
        raise Unsupported(f"no floating-point {function.name}")
    return np.asarray(_compiled(code, len(points))(*points), dtype=float)


class RoundedWalker(Walker[Rounded, Truth]):
    """Evaluates formulas on arrays of floats, with a running bound on the error.

    Attributes:
        unit: what rounding costs a sum or a product, relative to it.
    """

    unit = EPS / 2

    @classmethod
    def at(cls, values: Mapping[sp.Symbol, tuple[Array, bool]]) -> RoundedWalker:
        """Start from parameters.

        Args:
            values: for each symbol its floats, and whether they are exact.
        """
        return cls({s: _known(v, 0.0 if exact else EPS) for s, (v, exact) in values.items()})

    def rational(self, number: sp.Rational) -> Rounded:
        """Return a rational number."""
        value = float(number)
        return _known(np.asarray(value), 0.0 if sp.Rational(value) == number else EPS)

    def decimal(self, number: sp.Float) -> Rounded:
        """Return a decimal number."""
        return _known(np.asarray(float(number)), EPS)

    def add(self, a: Rounded, b: Rounded) -> Rounded:
        """Add."""
        value = a.value + b.value
        return Rounded(value, a.error + b.error + self.unit * np.abs(value))

    def multiply(self, a: Rounded, b: Rounded) -> Rounded:
        """Multiply."""
        value = a.value * b.value
        passed = np.abs(a.value) * b.error + np.abs(b.value) * a.error
        return Rounded(value, passed + self.unit * np.abs(value) + TINY)

    def power(self, base: Rounded, exponent: Rounded, written: sp.Expr) -> Rounded:
        """Return a power."""
        value = np.power(base.value, exponent.value)
        passed = np.abs(exponent.value / base.value) * base.error
        # near 0 a slope says nothing
        passed = np.where((2 * base.error < np.abs(base.value)) | (base.error == 0), passed, np.inf)
        if np.any(exponent.error):
            passed = passed + np.abs(np.log(np.abs(base.value))) * exponent.error
        error = np.abs(value) * (passed + 4 * self.unit) + TINY
        if written.is_Integer and written > 0:  # there is a bound everywhere
            most = (np.abs(base.value) + base.error) ** int(written)
            error = np.where(np.isfinite(passed), error, most - np.abs(value) + 4 * self.unit * most + TINY)
        return Rounded(value, error)

    def apply(self, function: Known, arguments: list[Rounded]) -> Rounded:
        """Return a function's value: its own error, and that of its arguments times its slope."""
        points = [a.value for a in arguments]
        value, error = self.own(function, points)
        if function.name == "exp":  # which goes on growing: no slope bounds it
            (x,) = arguments
            return Rounded(value, error + np.maximum(value * np.expm1(x.error), np.exp(x.value + x.error) - value))
        for k, one in enumerate(arguments):
            if not np.any(one.error):
                continue
            if function.name in SINGULAR:  # near 0 a slope says nothing
                error = np.where(2 * one.error < np.abs(one.value), error, np.inf)
            step = np.where(one.value == 0, STEP, STEP * np.abs(one.value))
            moved = [*points[:k], one.value + step, *points[k + 1 :]]
            slope = 1 if function.name in ("sin", "cos") else np.abs((self.own(function, moved)[0] - value) / step)
            error = error + slope * one.error
        return Rounded(value, error)

    def own(self, function: Known, points: list[Array]) -> tuple[Array, Array]:
        """Return a function's value at exact arguments, and a bound on its error."""
        value = computed(function, points)
        return value, EPS * (function.ulps * np.abs(value) + function.floor) + TINY

    def cases(self, pieces: list[tuple[sp.Expr, sp.Basic]]) -> Rounded:
        """Return the first piece whose condition holds."""
        value, error = np.asarray(np.nan), np.asarray(np.inf)
        for piece, condition in reversed(pieces):
            chosen, held = self.value(piece), self.truth(condition)
            value = np.where(held.held, chosen.value, value)
            error = np.where(held.held, chosen.error, error)
            error = np.where(held.sure, error, np.inf)
        return Rounded(value, error)

    def known_truth(self, held: bool) -> Truth:
        """Return true or false."""
        return Truth(np.asarray(held), np.asarray(True))

    def both(self, a: Truth, b: Truth) -> Truth:
        """Return a and b."""
        # one sure "no" settles it
        sure = (a.sure & b.sure) | (a.sure & ~a.held) | (b.sure & ~b.held)
        return Truth(a.held & b.held, sure)

    def either(self, a: Truth, b: Truth) -> Truth:
        """Return a or b."""
        return self.negated(self.both(self.negated(a), self.negated(b)))

    def negated(self, a: Truth) -> Truth:
        """Return not a."""
        return Truth(~a.held, a.sure)

    def equal(self, a: Rounded, b: Rounded) -> Truth:
        """Compare for equality."""
        doubt = a.error + b.error
        return Truth(a.value == b.value, (np.abs(a.value - b.value) > doubt) | (doubt == 0))

    def greater(self, a: Rounded, b: Rounded, *, strict: bool) -> Truth:
        """Return a > b, or a >= b."""
        held = a.value > b.value if strict else a.value >= b.value
        doubt = a.error + b.error
        return Truth(held, (np.abs(a.value - b.value) > doubt) | (doubt == 0))


def _known(value: Any, relative: float) -> Rounded:
    array = np.asarray(value, dtype=float)
    return Rounded(array, relative * np.abs(array))
