"""Regularised incomplete gamma and beta functions in long doubles, as logarithms: far down a tail they fit no float.

Below the bulk of a distribution its probability is a power times a series of positive terms; far above it is 1 but for
what Chernoff's inequality bounds.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kldiv.answers.kernels import binet
from kldiv.answers.long_doubles import LONG, UNIT, Array
from kldiv.answers.long_floats import log_gamma
from kldiv.answers.wide.gammas import log_ratio

#: A series is summed where its terms fall by this factor or more, and at most so long.
FALL, LONGEST = 0.9, 900
#: What a series leaves out, beside its sum.
NEGLIGIBLE = 1e-22
#: Beyond, what is missing from 1 is no more than exp(-FAR).
FAR = 50.0
HALF_LOG_TWO_PI = LONG("0.91893853320467274178032973640561764")


def log_lower_gamma(s: Array, x: Array) -> tuple[Array, Array]:
    """Return log P(s, x), of the lower incomplete gamma function divided by Gamma(s), and a bound on its error.

    Args:
        s: positive numbers.
        x: positive numbers.

    Returns:
        Long doubles, and bounds, infinite near the bulk and above it, as far as it is not far above.
    """
    below = x < FALL * (s + 1)
    far = (x > s) & (x - s - s * np.log(np.where(x > s, x / s, 1)) > FAR)
    at, of = np.where(below, x, 1), np.where(below, s, 1)
    total = _series(at, lambda k: at / (of + k))
    log_power, size = _log_power(of, at)
    error = 16 * UNIT * (size + 4) + 4 * UNIT * LONGEST
    value = np.where(far, LONG(0), log_power + np.log(total))
    return value, np.where(far, np.exp(-FAR), np.where(below, error, np.inf))


def log_lower_beta(a: Array, b: Array, x: Array, rest: Array, passed: Array) -> tuple[Array, Array]:
    """Return log I_x(a, b), of the regularised incomplete beta function, and a bound on its error.

    Args:
        a: positive numbers.
        b: positive numbers.
        x: numbers between 0 and 1.
        rest: 1 - x, exactly.
        passed: what rounding of the arguments does to the logarithm of I, and to that of 1 - I, at most.

    Returns:
        Long doubles, and bounds, infinite near the bulk.
    """
    below = (x * (a + b) < FALL * (a + 1)) & (x < FALL)
    above = (rest * (a + b) < FALL * (b + 1)) & (rest < FALL)
    found, error = _log_below(a, b, x, rest, below)
    other, doubt = _log_below(b, a, rest, x, above & ~below)
    missing = np.exp(np.minimum(other, 0))
    small = missing < 0.9
    missing = np.where(small, missing, 0)
    off = missing / (1 - missing) * (doubt + passed + UNIT) + 4 * UNIT * missing
    off = np.where(above & small, off, np.inf)
    return np.where(below, found, np.log1p(-missing)), np.where(below, error + passed, off)


def _log_below(a: Array, b: Array, x: Array, rest: Array, where: Array) -> tuple[Array, Array]:
    a, b, x, rest = (np.where(where, value, fill) for value, fill in ((a, 1), (b, 1), (x, 0.25), (rest, 0.75)))
    total = _series(x, lambda k: x * (a + b + k - 1) / (a + k))
    ratio, doubt = log_ratio(a + b, b, a)
    alone, more = log_gamma(a + 1)
    parts = a * np.log(x), b * np.log(rest), ratio, -alone
    error = 16 * UNIT * sum(map(np.abs, parts)) + doubt + more + 4 * UNIT * LONGEST
    return sum(parts, np.log(total)), error


def _series(like: Array, ratio: Callable[[int], Array]) -> Array:
    """Return 1 + r_1 + r_1 r_2 + ..., of ratios that fall."""
    total, term, k = LONG(1) + 0 * like, LONG(1) + 0 * like, 0
    while k < LONGEST:
        k += 1
        term = term * ratio(k)
        total = total + term
        if np.all(term <= NEGLIGIBLE * (1 - FALL) * total):
            break
    return total


def _log_power(s: Array, x: Array) -> tuple[Array, Array]:
    """Return log(x^s exp(-x) / Gamma(s + 1)), and the size of what is added up."""
    large = s >= 1
    many = np.where(large, s, 1)
    parts = -(x - many), many * np.log(x / many), -0.5 * np.log(many), -HALF_LOG_TWO_PI - binet.rest(many)
    few = np.where(large, 1, s)
    other = few * np.log(x), -x, -log_gamma(few + 1)[0]
    value = np.where(large, sum(parts, LONG(0)), sum(other, LONG(0)))
    size = np.where(large, sum(map(np.abs, parts)), sum(map(np.abs, other)))
    return value, size + np.where(large, 2e3 * binet.rest(many), 0)
