"""The modified Bessel function I_0, its slope and its curvature in the logarithm, for arrays.

Below 20 the ratio I_1 / I_0 is a continued fraction, evaluated from its far end and differentiated with it. From 20 on
what is left of the asymptotic series is a quotient of polynomials in s = 1/x (scripts/tools/rational_fits.py).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from kldiv.answers.kernels.binet import polynomial
from kldiv.lazily import special

#: Where the asymptotic series takes over, and how many levels the continued fraction has below.
LARGE = 20.0
_LEVELS = 70

# x log(I_0(x) exp(-x) sqrt(2 pi x)), relative error 9e-18.
_VALUE = (
    (0.125, -2.3658506725859803, 14.428607281029297, -33.0381493231162, 24.10933165183651, -2.1115866974415716),
    (1.0, -19.426805380687817, 124.62142760522875, -317.31028058104226, 300.73051631709, -74.96846661039864),
)
# x^2 (1 - 1/(2x) - I_1(x)/I_0(x)), relative error 1e-16.
_SLOPE = (
    (0.125, -2.7583066443520075, 19.821850819145254, -53.97986112422082, 46.47692525659546, -3.3147783415803884),
    (1.0, -23.06645315481576, 180.07875970779443, -579.1263156028085, 736.1518104355833, -275.4290101379217),
)
# x^2 times the derivative of I_1(x)/I_0(x), relative error 5e-17.
_CURVATURE = (
    (0.5, -11.076541123583453, 80.89812088050884, -231.0698097180232, 232.02850394287387, -49.01411121284773),
    (1.0, -22.653082247166747, 172.37278288450062, -532.8986991685744, 632.5597083288801, -204.51238981195894),
)
# I_0(x) - 1 = sum over k >= 1 of (x^2/4)^k / k!^2, for x < 1.
_SERIES = tuple(1 / float(np.prod(np.arange(1, k + 1, dtype=float))) ** 2 for k in range(1, 12))


def _quotient(fit: Any, s: Any) -> Any:
    return polynomial(fit[0], s) / polynomial(fit[1], s)


def _fraction(x: Any) -> tuple[Any, Any]:
    """Return I_1 / I_0 and its derivative for x < 20."""
    ratio, slope = x / (2 * _LEVELS + 2), np.full_like(x, 1 / (2 * _LEVELS + 2))
    for k in range(_LEVELS - 1, -1, -1):
        below = 2 * k + 2 + x * ratio
        slope = (2 * k + 2 - x * x * slope) / below**2
        ratio = x / below
    return ratio, slope


def short_of_one(x: Any) -> Any:
    """Return 1 - I_1(x) / I_0(x).

    Args:
        x: an array of positive numbers.

    Returns:
        What the ratio lacks to 1.
    """
    s = 1 / np.maximum(x, LARGE)
    return np.where(x < LARGE, 1 - _fraction(np.minimum(x, LARGE))[0], s * (0.5 + s * _quotient(_SLOPE, s)))


def ratio(x: Any) -> Any:
    """Return I_1(x) / I_0(x)."""
    return np.where(x < 1, _fraction(np.minimum(x, 1.0))[0], 1 - short_of_one(x))


def curvature(x: Any) -> Any:
    """Return the derivative of I_1(x) / I_0(x), which is positive."""
    s = 1 / np.maximum(x, LARGE)
    return np.where(x < LARGE, _fraction(np.minimum(x, LARGE))[1], s * s * _quotient(_CURVATURE, s))


def far_gap(a: Any, b: Any, change: Any) -> Any:
    """Return F(b) - F(a) - (b - a) F'(a) for F = log I_0 and numbers that are not close.

    Args:
        a: an array of positive numbers.
        b: another.
        change: b - a.

    Returns:
        The gap: for two small numbers by the series, for two large ones by what is left of the asymptotic one.
    """
    lacking = short_of_one(a)
    gap = np.log(special.i0e(b)) - np.log(special.i0e(a)) + change * lacking
    small, large = (a < 1) & (b < 1), (a >= LARGE) & (b >= LARGE)
    one, other, step = np.where(small, a, 0.5), np.where(small, b, 0.5), np.where(small, change, 0.0)
    near_zero = _log_series(other) - _log_series(one) - step * _fraction(one)[0]
    one, other, step = np.where(large, a, LARGE), np.where(large, b, LARGE), np.where(large, change, 0.0)
    s, t = 1 / one, 1 / other
    left = t * _quotient(_VALUE, t) - s * _quotient(_VALUE, s) + step * (s * s * _quotient(_SLOPE, s))
    x = step * s
    far_out = 0.5 * (x - np.where(x < -0.5, np.log(other / one), np.log1p(x))) + left
    return np.where(small, near_zero, np.where(large, far_out, gap))


def _log_series(x: Any) -> Any:
    y = x * x / 4
    return np.log1p(y * polynomial(_SERIES, y))
