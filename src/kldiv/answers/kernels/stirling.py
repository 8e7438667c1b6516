"""Gamma functions with their leading parts taken out, so that what is left can be compared without cancellation."""

from __future__ import annotations

import numpy as np

from kldiv.answers.kernels.excess import excess
from kldiv.answers.kernels.registry import FloatArray
from kldiv.lazily import special

# Bernoulli numbers B_2, B_4, ..., B_18.
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798)
#: From here on the asymptotic series are exact to a float.
_LARGE = 12.0
_HALF_LOG_TWO_PI = 0.5 * np.log(2 * np.pi)
_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(24)


def _stirling_rest(x: FloatArray) -> FloatArray:
    """Return log Gamma(x) - ((x - 1/2) log x - x + log(2 pi)/2)."""
    far = np.maximum(x, _LARGE)
    series = sum(b / (2 * k * (2 * k - 1)) / far ** (2 * k - 1) for k, b in enumerate(_BERNOULLI, 1))
    near = special.gammaln(x) - (x - 0.5) * np.log(x) + x - _HALF_LOG_TWO_PI
    return np.where(x < _LARGE, near, series)


def _digamma_rest(x: FloatArray) -> FloatArray:
    """Return log x - 1/(2x) - psi(x)."""
    far = np.maximum(x, _LARGE)
    series = sum(b / (2 * k) / far ** (2 * k) for k, b in enumerate(_BERNOULLI, 1))
    return np.where(x < _LARGE, np.log(x) - 0.5 / x - special.digamma(x), series)


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
    a, b, change = np.broadcast_arrays(a, b, b - a if change is None else change)
    far = 0.5 * excess(change / a) + _stirling_rest(b) - _stirling_rest(a) + change * _digamma_rest(a)
    close = (b < 3 * a) & (a < 3 * b)
    moved = np.where(close, change, 0.0)
    near = sum(w / 4 * (1 - t) * trigamma_rest(a + moved * (1 + t) / 2) for t, w in zip(_POINTS, _WEIGHTS, strict=True))
    return np.where(close, change**2 * near, np.maximum(far, 0.0))


def segment_mean(a: FloatArray, b: FloatArray, curvature: object) -> FloatArray:
    """Return the integral over t in [0, 1] of (1 - t) curvature(a + t (b - a)), for a smooth curvature."""
    change = b - a
    parts = (
        w / 4 * (1 - t) * curvature(a + change * (1 + t) / 2)  # type: ignore[operator]
        for t, w in zip(_POINTS, _WEIGHTS, strict=True)
    )
    return np.asarray(sum(parts))
