"""Long doubles with a running bound on the error, for what doubles cannot vouch for.

Where a long double has 64 bits, elementary functions are computed in it. Gamma functions are Stirling's leading parts
in it, and what is left, which is small, from the kernels' rational functions. Other functions stay as exact as in
doubles. Where a long double is a double, nothing is gained, and nothing lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from kldiv.answers.floats import EPS, TINY, Array, Rounded, RoundedWalker, computed
from kldiv.answers.kernels import binet
from kldiv.answers.long_bessel import bessel_k
from kldiv.answers.long_doubles import EULER, LONG, UNIT
from kldiv.answers.long_integrals import lower_gamma, order_one, principal_value
from kldiv.values.functions import Known
from kldiv.values.walking import Unsupported

#: Whether rounding costs less than in a double.
UNIT_OF_DOUBLES = EPS / 2
LONGER = UNIT < UNIT_OF_DOUBLES / 4

#: More digits than a double has.
_CONSTANTS: dict[str, Any] = {
    "Pi": LONG("3.14159265358979323846264338327950288"),
    "Exp1": LONG("2.71828182845904523536028747135266250"),
    "EulerGamma": EULER,
    "Catalan": LONG("0.91596559417721901505460351493238411"),
}
_HALF_LOG_TWO_PI = LONG("0.91893853320467274178032973640561764")

#: NumPy computes these in long doubles.
_ELEMENTARY = frozenset(["Abs", "sign", "exp", "log", "sin", "cos", "tan", "atan", "sinh", "cosh", "tanh"])


def log_gamma(x: Array) -> tuple[Array, Array]:
    """Return log Gamma(x) for x > 0 and its error: from x + 1, where the rest is that of binet.py."""
    y = x + 1
    lead = (y - 0.5) * np.log(y) - y + _HALF_LOG_TWO_PI
    value = lead + binet.rest(y) - np.log(x)
    size = np.abs(lead) + y + np.abs(np.log(x))
    return value, 8 * UNIT * size + 2 * EPS * binet.rest(y)


def _digamma(x: Array) -> tuple[Array, Array]:
    """Return psi(x) for x > 0 and its error."""
    y = x + 1
    slope = binet.slope_rest(y)
    value = np.log(y) - 0.5 / y - slope - 1 / x
    return value, 8 * UNIT * (np.log(y) + 1 / x + 1) + 4 * EPS * slope


def _trigamma(x: Array) -> tuple[Array, Array]:
    """Return psi'(x) for x > 0 and its error."""
    y = x + 1
    bend = binet.curvature(y)
    value = bend + 1 / y + 1 / (x * x)
    return value, 8 * UNIT * value + 2 * EPS * bend


def _gamma(x: Array) -> tuple[Array, Array]:
    """Return Gamma(x) for x > 0 and its error."""
    logarithm, error = log_gamma(x)
    value = np.exp(logarithm)
    return value, value * (2 * error + 4 * UNIT)


def _of_order(order: Array, x: Array) -> tuple[Array, Array]:
    if np.all(order == 0):
        return _digamma(x)
    if np.all(order == 1):
        return _trigamma(x)
    raise LookupError


_OWN: dict[str, Callable[..., tuple[Array, Array]]] = {
    "loggamma": log_gamma,
    "digamma": _digamma,
    "gamma": _gamma,
    "polygamma": _of_order,
    "besselk": bessel_k,
    "lowergamma": lower_gamma,
    "expint": order_one,
    "Ei": principal_value,
}


class LongWalker(RoundedWalker):
    """Evaluates formulas on arrays of long doubles, with a running bound on the error."""

    unit = UNIT

    @classmethod
    def at(cls, values: Mapping[sp.Symbol, tuple[Array, bool]]) -> LongWalker:
        """Start from parameters.

        Args:
            values: for each symbol its doubles, and whether they are exact.
        """
        known: dict[sp.Basic, Rounded] = {}
        for symbol, (value, exact) in values.items():
            long: Any = value.astype(LONG)
            known[symbol] = Rounded(long, np.abs(value) * (0.0 if exact else EPS))
        return cls(known)

    def rational(self, number: sp.Rational) -> Rounded:
        """Return a rational number."""
        value = LONG(str(number.p)) / LONG(str(number.q))
        exact = abs(number.p) < 2**53 and number.q & (number.q - 1) == 0
        return Rounded(np.asarray(value), np.asarray(0.0 if exact else 3 * UNIT * abs(value)))

    def own(self, function: Known, points: list[Array]) -> tuple[Array, Array]:
        """Return a function's value at exact arguments, and a bound on its error."""
        if function.name in _CONSTANTS:
            constant: Any = np.asarray(_CONSTANTS[function.name])
            return constant, UNIT * constant
        if function.name in _ELEMENTARY:
            value = _in_long(function, points)
            return value, 2 * UNIT * max(function.ulps, 1) * np.abs(value) + TINY
        try:
            return _OWN[function.name](*points)
        except LookupError:
            return self._in_doubles(function, points)

    def _in_doubles(self, function: Known, points: list[Array]) -> tuple[Array, Array]:
        """Return a function's value at arguments that are rounded to doubles, and a bound on its error."""
        rounded = [point.astype(float) for point in points]
        value, error = super().own(function, rounded)
        for k, point in enumerate(points):
            if np.any(point != rounded[k]):
                next_one = [*rounded[:k], np.nextafter(rounded[k], np.inf), *rounded[k + 1 :]]
                error = error + np.abs(computed(function, next_one) - value)
        return value, error


def _in_long(function: Known, points: list[Array]) -> Array:
    names = {"Abs": "abs", "atan": "arctan"}
    found: Any = getattr(np, names.get(function.name, function.name))(*points)
    return np.asarray(found)


def look_again(
    values: Mapping[sp.Symbol, tuple[Array, bool]], formula: sp.Expr, where: NDArray[np.bool_]
) -> tuple[Array, Array]:
    """Evaluate a formula in long doubles at some places.

    Args:
        values: for each symbol its doubles, which broadcast to the shape of `where`, and whether they are exact.
        formula: what to evaluate.
        where: at which places.

    Returns:
        Doubles, and bounds on their errors; infinite bounds elsewhere and where nothing is gained.
    """
    if not (LONGER and where.any()):
        return nowhere(where.shape)
    return put_in(LongWalker.at(chosen(values, where)), formula, where)


def put_in(walker: LongWalker, formula: sp.Expr, where: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Evaluate a formula at some places of an array.

    Args:
        walker: given the values at these places.
        formula: what to evaluate.
        where: the places.

    Returns:
        Doubles, and bounds on their errors, infinite elsewhere.
    """
    found, error = nowhere(where.shape)
    with suppress(Unsupported):
        there = walker.value(formula)
        found[where] = there.value
        error[where] = there.error + UNIT_OF_DOUBLES * np.abs(found[where])
    return found, error


def chosen(
    values: Mapping[sp.Symbol, tuple[Array, bool]], where: NDArray[np.bool_]
) -> dict[sp.Symbol, tuple[Array, bool]]:
    """Choose the values at some places."""
    return {s: (np.broadcast_to(v, where.shape)[where], exact) for s, (v, exact) in values.items()}


def nowhere(shape: tuple[int, ...]) -> tuple[Array, Array]:
    """Return numbers of which nothing is known: each with an infinite bound."""
    return np.full(shape, np.nan), np.full(shape, np.inf)
