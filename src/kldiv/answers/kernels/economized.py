"""Power series cut short on an interval: Chebyshev's polynomials take the last terms' place, at a known error.

Of all polynomials of degree n with the leading coefficient 1, a multiple of Chebyshev's is nearest to 0 on an interval.
So a series' last term is best given up by taking such a multiple away: fewer terms then have as many digits.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction


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
    left = list(coefficients)
    middle, half = (Fraction(low) + Fraction(high)) / 2, (Fraction(high) - Fraction(low)) / 2
    allowed, furthest = Fraction(error), abs(middle) + half
    # A term that is far below the error is not worth replacing.
    while len(left) > 1 and (size := abs(left[-1]) * furthest ** (len(left) - 1)) < allowed / 64:
        allowed -= size
        left.pop()
    while len(left) > 1:
        smallest = _chebyshev(len(left) - 1, middle, half)
        share = left[-1] / smallest[-1]
        if abs(share) > allowed:  # in the interval the polynomial lies between -1 and 1
            break
        allowed -= abs(share)
        left = [mine - share * other for mine, other in zip(left[:-1], smallest[:-1], strict=True)]
    return tuple(map(float, left))


def _chebyshev(degree: int, middle: Fraction, half: Fraction) -> list[Fraction]:
    """The coefficients of Chebyshev's polynomial in y on the interval: T_n(t) for t = (y - middle) / half."""
    before, now = [Fraction(1)], [-middle / half, 1 / half]
    if degree == 0:
        return before
    for _ in range(degree - 1):
        grown = [Fraction(0)] * (len(now) + 1)
        for power, part in enumerate(now):
            grown[power] -= 2 * middle / half * part
            grown[power + 1] += 2 / half * part
        for power, part in enumerate(before):
            grown[power] -= part
        before, now = now, grown
    return now


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
