"""The function behind the kernels: x - log(1 + x), without its cancellation.

Near x = 0 the two parts of x - log(1 + x) agree in almost every digit, and their difference x^2 / 2 drowns.
So does a divergence between two distributions that are close. Written through this function, a divergence is a sum of
terms none of which is negative: nothing can cancel, and nothing can come out below zero.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kldiv.answers.kernels.registry import FloatArray

# With s = x / (2 + x), log(1 + x) = 2 artanh(s) = 2 (s + s^3/3 + s^5/5 + ...). For -1/2 <= x <= 1, s^2 is at
# most 1/9, and the terms left out are below 9^-18.
_LOWER, _UPPER = -0.5, 1.0
_COEFFICIENTS = tuple(1.0 / (2 * k + 3) for k in range(18))

# A quotient inside these bounds has neither overflowed nor lost digits to underflow.
_SMALL, _LARGE = 1e-290, 1e290


def excess(x: ArrayLike) -> FloatArray:
    """Return x - log(1 + x), accurate to a few units in the last place for every x >= -1.

    Args:
        x: numbers from -1 on.

    Returns:
        The excess, never negative: 0 at x = 0, about x^2 / 2 near it, infinite at -1.

    Example:
        >>> float(excess(1e-9))
        4.9999999966666...e-19
    """
    values = np.asarray(x, dtype=np.float64)
    with np.errstate(all="ignore"):
        return np.where(_is_near(values), _series(values), values - np.log1p(values))


def mass_term(p: FloatArray, q: FloatArray, difference: FloatArray) -> FloatArray:
    """Return p log(p/q) - p + q for masses p and q: one outcome's non-negative share of a divergence.

    Args:
        p: masses, zero or positive.
        q: masses, zero or positive.
        difference: q - p, from the caller, who may know it better than the subtraction would.

    Returns:
        The share: q where p = 0, infinite where q = 0 < p.
    """
    x = difference / p
    far = difference + p * log_ratio(p, q)
    share = np.where(_is_near(x), p * _series(x), far)
    return np.where(p == 0, q, share)


def log_ratio(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return log(a / b) for numbers zero or positive, also where the quotient leaves the range of a float.

    Args:
        a: the numerator.
        b: the denominator.

    Returns:
        The logarithm.
    """
    ratio = a / b
    inside = (ratio > _SMALL) & (ratio < _LARGE)
    return np.where(inside, np.log(ratio), np.log(a) - np.log(b))


def _is_near(x: FloatArray) -> np.ndarray:
    return (x >= _LOWER) & (x <= _UPPER)


def _series(x: FloatArray) -> FloatArray:
    s = x / (2 + x)
    y = s * s
    total = np.full_like(y, _COEFFICIENTS[-1])
    for coefficient in reversed(_COEFFICIENTS[:-1]):
        total = total * y + coefficient
    # x - 2s = s x, so x - log(1 + x) = s (x - 2y (1/3 + y/5 + ...)).
    return s * (x - 2 * y * total)
