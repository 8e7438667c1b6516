"""Floats that know how wrong they may be: a running bound on rounding, carried along with arrays of values.

The bound is of first order, as one would put it on paper: each operation adds its own rounding, and passes on
that of its arguments times its derivative. Where terms cancel the bound stays while the value shrinks, which
is how a loss of digits shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from kldiv.values.walking import Unsupported, Walker

Array = NDArray[np.float64]
EPS, TINY = float(np.finfo(float).eps), 5e-324
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


@dataclass(frozen=True)
class FloatFunction:
    """A function of floats and its own error.

    Attributes:
        compute: the function.
        ulps: its error relative to its value, in units of the last place.
        floor: a further absolute error, in the same units: the relative one is worse near a zero.
    """

    compute: Callable[..., Any]
    ulps: float = 2
    floor: float = 0


class _Special:
    """SciPy's special functions, imported when the first is needed: that takes half a second."""

    def __getattr__(self, name: str) -> Any:
        import scipy.special

        return getattr(scipy.special, name)


special = _Special()


def _polygamma(order: Any, x: Any) -> Any:
    if np.all(order == 0):
        return special.digamma(x)
    return special.polygamma(np.asarray(order, int), x)


def _expint(order: Any, x: Any) -> Any:
    return special.exp1(x) if np.all(order == 1) else special.expn(np.asarray(order, int), x)


#: SymPy's names. The libraries' documented errors are a few units; the figures here leave room.
FUNCTIONS: dict[str, FloatFunction] = {
    "log": FloatFunction(np.log),
    "exp": FloatFunction(np.exp),
    "Abs": FloatFunction(np.abs, 0),
    "sin": FloatFunction(np.sin),
    "cos": FloatFunction(np.cos),
    "tan": FloatFunction(np.tan, 4),
    "cot": FloatFunction(lambda x: 1 / np.tan(x), 4),
    "atan": FloatFunction(np.arctan),
    "sinh": FloatFunction(np.sinh),
    "cosh": FloatFunction(np.cosh),
    "tanh": FloatFunction(np.tanh),
    "coth": FloatFunction(lambda x: 1 / np.tanh(x), 4),
    "gamma": FloatFunction(lambda x: special.gamma(x), 16),
    "loggamma": FloatFunction(lambda x: special.gammaln(x), 8, 8),
    "polygamma": FloatFunction(_polygamma, 8, 8),
    "digamma": FloatFunction(lambda x: special.digamma(x), 8, 8),
    "erf": FloatFunction(lambda x: special.erf(x), 4),
    "erfc": FloatFunction(lambda x: special.erfc(x), 8),
    "Ei": FloatFunction(lambda x: special.expi(x), 16, 16),
    "expint": FloatFunction(_expint, 16),
    "lowergamma": FloatFunction(lambda s, x: special.gammainc(s, x) * special.gamma(s), 64),
    "uppergamma": FloatFunction(lambda s, x: special.gammaincc(s, x) * special.gamma(s), 64),
    "besselk": FloatFunction(lambda n, x: special.kv(n, x), 64),
    "besseli": FloatFunction(lambda n, x: special.iv(n, x), 64),
    "betainc_regularized": FloatFunction(
        lambda a, b, low, high: special.betainc(a, b, high) - special.betainc(a, b, low), 64, 8
    ),
}


class RoundedWalker(Walker[Rounded, Truth]):
    """Evaluates formulas on arrays of floats, with a running bound on the error."""

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

    def constant(self, number: sp.Expr) -> Rounded:
        """Return pi, e, Euler's constant or a decimal number."""
        return _known(np.asarray(float(number)), EPS)

    def add(self, a: Rounded, b: Rounded) -> Rounded:
        """Add."""
        value = a.value + b.value
        return Rounded(value, a.error + b.error + EPS * np.abs(value))

    def multiply(self, a: Rounded, b: Rounded) -> Rounded:
        """Multiply."""
        value = a.value * b.value
        passed = np.abs(a.value) * b.error + np.abs(b.value) * a.error
        return Rounded(value, passed + EPS * np.abs(value) + TINY)

    def power(self, base: sp.Expr, exponent: sp.Expr) -> Rounded:
        """Return a power."""
        b, x = self.value(base), self.value(exponent)
        value = np.power(b.value, x.value)
        passed = np.abs(x.value / b.value) * b.error
        if np.any(x.error):
            passed = passed + np.abs(np.log(np.abs(b.value))) * x.error
        return Rounded(value, np.abs(value) * (passed + 2 * EPS) + TINY)

    def function(self, name: str, arguments: tuple[sp.Expr, ...]) -> Rounded:
        """Return a function's value."""
        if name not in FUNCTIONS:
            raise Unsupported(f"no floating-point {name}")
        known, given = FUNCTIONS[name], [self.value(a) for a in arguments]
        points = [g.value for g in given]
        value = np.asarray(known.compute(*points), dtype=float)
        error = EPS * (known.ulps * np.abs(value) + known.floor) + TINY
        for k, one in enumerate(given):
            if not np.any(one.error):
                continue
            step = np.where(one.value == 0, STEP, STEP * np.abs(one.value))
            moved = [*points[:k], one.value + step, *points[k + 1 :]]
            slope = np.abs((np.asarray(known.compute(*moved), dtype=float) - value) / step)
            error = error + slope * one.error
        return Rounded(value, error)

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
