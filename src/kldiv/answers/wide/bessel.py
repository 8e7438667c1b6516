"""The logarithm of exp(x) K_n(x), Bessel's function K scaled, for any order and any x > 0.

Where x and n are moderate it is the trapezoidal rule of `long_bessel`. Where r = (n^2 + x^2)^(1/2) is large it is
Debye's expansion in n/r, which holds for every order (NIST Digital Library of Mathematical Functions, 10.41). Near 0
the two leading powers of x are all there is.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

from kldiv.answers.long_bessel import LEAST, MOST, MOST_ORDER, bessel_k
from kldiv.answers.long_doubles import LONG, UNIT, Array
from kldiv.answers.long_floats import log_gamma

#: So many terms of Debye's expansion, from such an r on: what is left out is below 1e-17.
TERMS, LARGE = 14, 60.0
HALF_PI = LONG("1.57079632679489661923132169163975144")
#: Near 0, orders from here to there need the second power of x, and smaller ones more than that.
TWO_POWERS, ONE_POWER = 1e-3, 0.9


def log_scaled_k(order: Array, x: Array) -> tuple[Array, Array]:
    """Return log(exp(x) K_n(x)), and a bound on its error.

    Args:
        order: real numbers.
        x: positive ones.

    Returns:
        Long doubles, and bounds, infinite where nothing is known.
    """
    n, x = np.broadcast_arrays(np.abs(np.asarray(order, LONG)), np.asarray(x, LONG))
    r = np.hypot(n, x)
    far, near = r >= LARGE, (x < LEAST) & (n <= MOST_ORDER) & (n >= TWO_POWERS)
    value, error = bessel_k(n, x)
    found, doubt = x + np.log(value), error / value + 2 * UNIT * x
    for where, way in ((near, _near), (far, _debye)):
        this, off = way(np.where(where, n, 1), np.where(where, x, 1))
        found, doubt = np.where(where, this, found), np.where(where, off, doubt)
    return found, np.where(near | far | ((x <= MOST) & (x >= LEAST) & (n <= MOST_ORDER)), doubt, np.inf)


def _debye(n: Array, x: Array) -> tuple[Array, Array]:
    r = np.hypot(n, x)
    t = n / r
    polynomials = _over_powers()
    total = LONG(1) + 0 * t
    for k in range(1, TERMS):
        inner = sum((c * (t * t) ** j for j, c in enumerate(polynomials[k][0])), LONG(0))
        total = total + (-1) ** k * inner / r**k
    parts = -n * (n / (x + r)), -n * np.log(x / (n + r)), 0.5 * np.log(HALF_PI / r)
    size = sum(map(np.abs, parts)) + n
    left_out = 4 * polynomials[TERMS][1] / r**TERMS
    return sum(parts, np.log(total)), 8 * UNIT * (8 + size) + left_out


def _near(n: Array, x: Array) -> tuple[Array, Array]:
    logarithm, error = log_gamma(n)
    logs = n * np.log(2 / x)
    less = np.where(n < ONE_POWER, n, 0.5)  # Gamma(-n) is -Gamma(1 - n)/n
    power = 2 * less * np.log(np.minimum(x, LEAST) / 2)
    parts = log_gamma(1 - less), log_gamma(less + 1)
    ratio = np.exp(parts[0][0] - parts[1][0] + power)
    doubt = (
        ratio / -np.expm1(parts[0][0] - parts[1][0] + power) * (parts[0][1] + parts[1][1] + 4 * UNIT * np.abs(power))
    )
    second = np.where(n < ONE_POWER, np.log1p(-ratio), LONG(0))
    left_out = np.where(n < ONE_POWER, doubt + 10 * x * x / less, x**1.8)
    return logs + logarithm - np.log(LONG(2)) + second + x, error + 8 * UNIT * (2 + np.abs(logs)) + left_out


@cache
def _over_powers() -> list[tuple[list[Any], float]]:
    """Return Debye's polynomials U_k(t)/t^k, in t^2, and of each a bound on its size between 0 and 1."""
    found, current = [], {0: Fraction(1)}
    at = np.linspace(0, 1, 400)
    for k in range(TERMS + 1):
        terms = [current.get(k + 2 * j, Fraction(0)) for j in range(k + 1)]
        sizes = np.abs(sum(float(c) * at ** (2 * j) for j, c in enumerate(terms)))
        exact = [LONG(str(c.numerator)) / LONG(str(c.denominator)) for c in terms]
        found.append((exact, 1.1 * float(np.max(sizes))))
        following: dict[int, Fraction] = {}
        for power, c in current.items():
            low, high = c * power / 2 + c / (8 * (power + 1)), -c * power / 2 - 5 * c / (8 * (power + 3))
            for to, amount in ((power + 1, low), (power + 3, high)):
                following[to] = following.get(to, Fraction(0)) + amount
        current = following
    return found
