"""Gamma functions with their leading parts taken out, so that what is left can be compared without cancellation."""

from __future__ import annotations

import numpy as np

from kldiv.answers.kernels.arithmetic import ARRAYS
from kldiv.answers.kernels.legendre import RULE
from kldiv.answers.kernels.registry import FloatArray

# Bernoulli numbers B_2, B_4, ..., B_18.
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798)
#: From here on the asymptotic series are exact to a float.
_LARGE = 12.0
#: What a gap, or another part that is told one by one, may be wrong by, beside its size.
OF_EACH = 1e-14


def trigamma_rest(x: FloatArray) -> FloatArray:
    """Return psi'(x) - 1/x, a positive number.

    Args:
        x: positive numbers.

    Returns:
        The rest, to a few units in the last place.
    """
    total = np.zeros_like(x)
    for k in range(int(_LARGE)):  # psi'(x) = 1/x^2 + psi'(x + 1)
        total = total + 1 / ((x + k) ** 2 * (x + k + 1))
    far = x + _LARGE
    series = 0.5 / far**2 + sum(b / far ** (2 * k + 1) for k, b in enumerate(_BERNOULLI, 1))
    return total + series


def gamma_gap(a: FloatArray, b: FloatArray, change: FloatArray | None = None) -> FloatArray:
    """Return log Gamma(b) - log Gamma(a) - (b - a) psi(a), less the same of x log x - x. It is never negative.

    Args:
        a: positive numbers.
        b: positive numbers.
        change: b - a, from the caller, who may know it better than the subtraction would.

    Returns:
        The gap, accurate also where a and b are close or large.
    """
    given = np.broadcast_arrays(a, b, b - a if change is None else change)
    gap = ARRAYS.gamma_gap(*(np.ravel(one) for one in given))
    return np.asarray(gap).reshape(given[0].shape)


def segment_mean(a: FloatArray, b: FloatArray, curvature: object) -> FloatArray:
    """Return the integral over t in [0, 1] of (1 - t) curvature(a + t (b - a)), for a smooth curvature."""
    change = b - a
    parts = (w * (1 - t) * curvature(a + change * t) for t, w in RULE)  # type: ignore[operator]
    return np.asarray(sum(parts))
