"""Power series cut short on an interval: written in Chebyshev's polynomials, their last terms are the least missed.

Of all polynomials of a degree with the same leading coefficient, a multiple of Chebyshev's stays nearest to 0 on an
interval. So fewer terms have as many digits as the power series, and the sum of what is left out bounds the error.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.polynomial import chebyshev, polynomial


def economized(coefficients: Iterable[Fraction], low: float, high: float, error: float) -> tuple[float, ...]:
    """Shorten a polynomial.

    Args:
        coefficients: from the constant on.
        low: the lower end of the interval.
        high: the upper end.
        error: how far the shortened polynomial may be from the given one, anywhere in between.

    Returns:
        The coefficients that are left, rounded to floats.

    Example:
        >>> economized([Fraction(1), Fraction(1, 2), Fraction(1, 8)], -1, 1, 0.1)
        (1.0625, 0.5)
    """
    middle, half = (Fraction(low) + Fraction(high)) / 2, (Fraction(high) - Fraction(low)) / 2
    shares = chebyshev.poly2cheb(_of_line(list(coefficients), middle, half))  # in t = (y - middle) / half
    kept = next(n for n in range(1, len(shares) + 1) if sum(map(abs, shares[n:])) <= error)
    return tuple(map(float, _of_line(chebyshev.cheb2poly(shares[:kept]), -middle / half, 1 / half)))


def _of_line(coefficients: Any, start: Fraction, slope: Fraction) -> Any:
    """The coefficients of a polynomial of start + slope y; NumPy computes with fractions as with any objects."""
    line, total = np.array([start, slope]), np.array([Fraction(0)])
    for coefficient in reversed(coefficients):
        total = polynomial.polyadd(polynomial.polymul(total, line), np.array([coefficient]))
    return total


def halvings(limit: float, reach: float) -> int:
    """How often a limit can be halved, up to 30 times, and not fall below the reach; below 0 to be doubled.

    Example:
        >>> halvings(0.15, 0.07), halvings(0.15, 0.2), halvings(0.15, 0.0)
        (1, -1, 30)
    """
    if reach <= limit * 2.0**-30:
        return 30
    times = math.floor(math.log2(limit / reach))
    return times if limit * 2.0**-times >= reach else times - 1  # the quotient may have been rounded up
