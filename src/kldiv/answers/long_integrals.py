"""Incomplete gamma functions and exponential integrals in long doubles, with bounds on their errors.

Where all terms of a series are positive it is summed until what is left lies below a geometric series. Far out the
exponential integral is a continued fraction of positive numbers (NIST Digital Library of Mathematical Functions,
section 6.9): two convergents in turn enclose it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kldiv.answers.long_doubles import EULER, LONG, TINY, UNIT, Array

#: Where series are used: what is outside has no bound. From a number on the exponential integral is a fraction.
MOST, LEAST, FRACTION = 150.0, 1e-300, 2.0
#: Beyond, exp(-x) is below the range of a long double, or soon will be.
FAR = 5000.0
#: So deep the fraction goes, and so small beside the sum may be what a series leaves out.
DEPTH, NEGLIGIBLE = 160, 1e-24


def lower_gamma(s: Array, x: Array) -> tuple[Array, Array]:
    """Return the integral of t^(s-1) exp(-t) from 0 to x, and a bound on its error.

    Args:
        s: positive numbers.
        x: positive numbers.

    Returns:
        Long doubles, and bounds, infinite where `x` is too large.
    """
    s, x = np.broadcast_arrays(np.asarray(s, LONG), np.asarray(x, LONG))
    inside = (s > 0) & (s < MOST) & (x > LEAST) & (x < MOST)
    s, x = np.where(inside, s, 1), np.where(inside, x, 1)
    total, terms = _summed(1 / s, lambda k, term: term * (x / (s + k)))
    power = s * np.log(x)
    value = np.exp(power - x) * total
    return value, np.where(inside, value * 4 * UNIT * (4 + np.abs(power) + x + terms) + TINY, np.inf)


def exponential_integral(x: Array) -> tuple[Array, Array]:
    """Return the integral of exp(-t)/t from x on, E_1(x), and a bound on its error.

    Args:
        x: positive numbers.

    Returns:
        Long doubles, and bounds, infinite where `x` is too large.
    """
    x = np.asarray(x, LONG)
    inside = (x > LEAST) & (x < FAR)
    near, far = np.where(inside & (x < FRACTION), x, 1), np.where(inside & (x >= FRACTION), x, FRACTION)
    series, error = _by_series(-near)
    scaled, doubt = scaled_fraction(far)
    by_fraction = np.exp(-far) * scaled
    off = np.exp(-far) * doubt + by_fraction * 4 * UNIT * far + TINY
    value = np.where(x < FRACTION, -series, by_fraction)
    return value, np.where(inside, np.where(x < FRACTION, error, off), np.inf)


def scaled_fraction(x: Array) -> tuple[Array, Array]:
    """Return exp(x) E_1(x) for x of at least `FRACTION`, and a bound on its error."""
    one, other = (_fraction(x, depth) for depth in (DEPTH, DEPTH + 1))
    value: Array = (one + other) / 2
    return value, np.abs(one - other) + value * 16 * UNIT


def principal_value(x: Array) -> tuple[Array, Array]:
    """Return Ei(x), which is -E_1(-x) where x is negative, and a bound on its error.

    Args:
        x: numbers other than 0.

    Returns:
        Long doubles, and bounds, infinite where `x` is too large or 0.
    """
    x = np.asarray(x, LONG)
    inside, beyond = (x > LEAST) & (x < MOST), (x >= MOST) & (x < FAR)
    above, error = _by_series(np.where(inside, x, 1))
    far, doubt = _far_out(np.where(beyond, x, MOST))
    above, error, inside = np.where(beyond, far, above), np.where(beyond, doubt, error), inside | beyond
    below, off = exponential_integral(np.where(x < 0, -x, 1))
    outside = np.where(inside, error, np.inf)
    return np.where(x < 0, -below, above), np.where(x < 0, off, outside)


def order_one(order: Array, x: Array) -> tuple[Array, Array]:
    """Return E_1(x), the one of the functions E_n that is known here.

    Raises:
        LookupError: if an order is not 1.
    """
    if np.any(order != 1):
        raise LookupError("of the functions E_n only E_1 is known in long doubles")
    return exponential_integral(x)


def _by_series(x: Array) -> tuple[Array, Array]:
    """Return Euler's constant + log|x| + the sum of x^k / (k k!), for -FRACTION < x < MOST."""
    size = np.abs(x)
    # the sum of |x|^k / k!, over k: each as it stands, and signed
    value, total, term, k = EULER + np.log(size), LONG(1) + 0 * size, LONG(1) + 0 * size, 0
    while k < 2 * FRACTION or np.any(term > NEGLIGIBLE * (k + 1)) or np.any(2 * size > k):
        k += 1
        term = term * size / k
        total = total + term / k
        value = value + np.where(x < 0, LONG((-1) ** k), LONG(1)) * term / k
    return value, 4 * UNIT * (2 + np.abs(np.log(size)) + total * (1 + k)) + 2 * term


def _far_out(x: Array) -> tuple[Array, Array]:
    """Return Ei(x) for x of at least `MOST`: exp(x)/x times the sum of k!/x^k, whose terms fall for long.

    What is left out after N terms is at most 1 + (pi (N + pi/2)/2)^(1/2) times the first term that is (NIST Digital
    Library of Mathematical Functions, section 6.12(i)): for 30, less than ten times.
    """
    total, term = LONG(1) + 0 * x, LONG(1) + 0 * x
    for k in range(1, 31):
        term = term * k / x
        total = total + term
    value = np.exp(x) / x * total
    return value, value * (16 * UNIT * (1 + x) + 100 * term)


def _summed(first: Array, following: Callable[[int, Array], Array]) -> tuple[Array, int]:
    """Add up positive terms until those left out, of which each is at most half the one before, are negligible."""
    total, term, k = first, first, 0
    while True:
        k += 1
        new = following(k, term)
        total = total + new
        if np.all((new <= term / 2) & (new <= NEGLIGIBLE * total)):
            return total, k
        term = new


def _fraction(x: Array, depth: int) -> Array:
    """Return a convergent of exp(x) E_1(x) = 1/(x + 1/(1 + 1/(x + 2/(1 + 2/(x + ..."""
    value = 0 * x
    for level in range(depth, 0, -1):
        value = LONG(max(1, level // 2)) / ((x if level % 2 else 1) + value)
    return value
