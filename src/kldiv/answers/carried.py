"""Numbers that carry a slope: a derivative rides along as an imaginary part, too small to touch the real part.

Where f is analytic, f(x + i h v) = f(x) + i h f'(x) v for a tiny h, and nothing was subtracted to get there. So a
gradient that is written in sums, products and inverses differentiates itself. What is no such thing, as a special
function of real numbers, is told its own slope here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kldiv.answers.kernels import stirling
from kldiv.answers.kernels.legendre import RULE
from kldiv.answers.kernels.registry import FloatArray
from kldiv.lazily import special

#: Floats, or complex numbers whose imaginary parts are slopes.
CarriedArray: TypeAlias = NDArray[Any]
#: A distribution's parameters, or derivatives in them, by name.
Parts: TypeAlias = dict[str, CarriedArray]


def carried(
    function: Callable[[CarriedArray], CarriedArray], slope: Callable[[CarriedArray], CarriedArray], x: CarriedArray
) -> CarriedArray:
    """Return a function of real numbers where they may carry slopes.

    Args:
        function: of floats.
        slope: its derivative.
        x: floats, or complex numbers that carry slopes.

    Returns:
        Its values, which carry slopes where x does.

    Example:
        >>> carried(np.sin, np.cos, np.array(0.0 + 1e-30j))
        array(0.+1.e-30j)
    """
    if not np.iscomplexobj(x):
        return np.asarray(function(x))
    return np.asarray(function(x.real) + 1j * (slope(x.real) * x.imag))


def with_slope_of(plain: CarriedArray, value: CarriedArray) -> CarriedArray:
    """Return a number with the slope of another form of it, which cancels more, but less when it is differentiated.

    Args:
        plain: the other form, which may carry a slope.
        value: the number, without one.

    Example:
        >>> with_slope_of(np.array(1.5 + 1e-30j), np.array(1.0))
        array(1.+1.e-30j)
    """
    return np.asarray(value + 1j * plain.imag) if np.iscomplexobj(plain) else value


def trigamma(x: CarriedArray) -> CarriedArray:
    """Return psi'(x) for positive x, which may carry slopes."""
    return carried(lambda y: stirling.trigamma_rest(y) + 1 / y, lambda y: special.polygamma(2, y), x)


def digamma(x: CarriedArray) -> CarriedArray:
    """Return psi(x) for positive x, which may carry slopes."""
    return carried(special.digamma, trigamma, x)


def digamma_gap(a: CarriedArray, b: CarriedArray, change: CarriedArray) -> CarriedArray:
    """Return psi(b) - psi(a) for positive numbers, where they are close as an integral of the trigamma function.

    Args:
        a: positive numbers.
        b: positive numbers.
        change: b - a, from the caller, who may know it better than the subtraction would.
    """
    return _gap(trigamma, digamma, a, b, change)


def digamma_rest_gap(a: FloatArray, b: FloatArray, change: FloatArray) -> FloatArray:
    """Return psi(b) - log(b) less psi(a) - log(a) for floats, as `digamma_gap` does."""
    return _gap(stirling.trigamma_rest, lambda x: special.digamma(x) - np.log(x), a, b, change)


def _gap(
    slope: Callable[[CarriedArray], CarriedArray],
    function: Callable[[CarriedArray], CarriedArray],
    a: CarriedArray,
    b: CarriedArray,
    change: CarriedArray,
) -> CarriedArray:
    close = (b.real < 3 * a.real) & (a.real < 3 * b.real)
    moved = np.where(close, change, 0.0)
    mean = sum(w * slope(a + moved * t) for t, w in RULE)
    return np.asarray(np.where(close, moved * np.asarray(mean), function(b) - function(a)))
