"""Long doubles whose range does not end: beside a number stand bounds on the logarithm of its size.

Where a number is within range it is a long double with a bound on its error, as in `long_floats`; where it is not, its
sign and the bounds on its logarithm are carried on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kldiv.answers.floats import Rounded
from kldiv.answers.long_doubles import LONG, TINY, UNIT, Array

#: The logarithm of a number within the range of long doubles is at most this, up to its sign.
EDGE = 11000.0
#: A number is not larger: what stands for exp of it has a size of its own.
MOST = LONG("1e4900")
#: Where log(1 - y) goes over from one way to the other, as a logarithm of y.
HALF = -0.7


@dataclass(frozen=True)
class Wide(Rounded):
    """Values and bounds on their errors, and besides the range.

    Attributes:
        sign: that of the value; 0 where it is unknown.
        low: at most the logarithm of the value's size.
        high: at least that.
    """

    sign: Any
    low: Any
    high: Any

    @property
    def held(self) -> Any:
        """Where a number is within the range."""
        return np.isfinite(self.value) & np.isfinite(self.error)

    def positive(self, least: Any = 0.0, most: float = np.inf) -> Any:
        """Return where it is surely positive, within the range, and between two numbers."""
        return (self.sign > 0) & self.held & (self.value > least) & (self.value < most)


def made(value: Any, error: Any, sign: Any = 0.0, low: Any = -np.inf, high: Any = np.inf) -> Wide:
    """Put together what is known of a number, the value from the range or the range from the value.

    Args:
        value: the number, or something without meaning.
        error: a bound on its error, not finite where `value` has no meaning.
        sign: its sign, as far as it is known otherwise.
        low: a bound on the logarithm of its size, as far as that is known otherwise.
        high: one from above.

    Returns:
        Both, each as narrow as the other allows.
    """
    value, error, low, high = (np.asarray(one, LONG) for one in (value, error, low, high))
    value, error, sign, low, high = np.broadcast_arrays(value, error, np.asarray(sign, float), low, high)
    size = np.abs(value)
    held = np.isfinite(value) & np.isfinite(error)
    sure, nothing = held & (size > error), held & (size == 0) & (error == 0)
    relative = np.where(sure, error / size, np.inf)
    logarithm = np.log(size)
    low = np.where(sure, np.maximum(low, down(logarithm + np.log1p(-relative))), low)
    high = np.where(sure, np.minimum(high, up(logarithm + np.log1p(relative))), high)
    high = np.where(held & ~sure, np.minimum(high, up(np.log(size + error))), high)
    high = np.where(nothing, -np.inf, high)
    sign = np.where(sure, np.sign(value), sign)
    middle, half = (low + high) / 2, (high - low) / 2
    narrow = (sign != 0) & (low > -EDGE) & (high < EDGE) & (half < 1) & (2 * half < relative)
    found = sign * np.exp(middle)
    off = np.abs(found) * (np.expm1(np.abs(half)) + UNIT * (4 + np.abs(middle)))
    narrow &= ~(off >= error)
    value, error = np.where(narrow, found, value), np.where(narrow, off, error)
    below = ~(sure | narrow) & (high < -EDGE)
    value, error = np.where(below, LONG(0), value), np.where(below, np.maximum(np.exp(high), TINY), error)
    return Wide(value, np.where(np.isnan(error), np.inf, error), sign, low, high)


def unknown() -> Wide:
    """Return a number of which nothing is known."""
    return made(np.nan, np.inf)


def of_logarithm(logarithm: Any, error: Any, where: Any = True) -> Wide:
    """Return the positive number with a logarithm, known up to an error; where it is not, nothing is."""
    error = np.where(where, error, np.inf)
    return made(np.nan, np.inf, np.where(where, 1.0, 0.0), down(logarithm) - error, up(logarithm) + error)


def either(first: Any, one: Wide, other: Wide) -> Wide:
    """Return the one where a condition holds, the other elsewhere."""
    names = ("value", "error", "sign", "low", "high")
    return Wide(*(np.where(first, getattr(one, name), getattr(other, name)) for name in names))


def opposite(x: Wide) -> Wide:
    """Return -x."""
    return Wide(-x.value, x.error, -x.sign, x.low, x.high)


def ends(x: Wide) -> tuple[Array, Array]:
    """Return bounds on a number itself."""
    last = EDGE + 300
    least, most = np.exp(np.minimum(x.low, last)), np.exp(np.minimum(x.high, last))
    most = np.where(x.high > last, np.inf, most)
    low = np.where(x.sign > 0, least, -most)
    high = np.where(x.sign < 0, -least, most)
    low = np.where(x.held, np.maximum(low, x.value - x.error), low)
    high = np.where(x.held, np.minimum(high, x.value + x.error), high)
    return np.minimum(low, MOST), np.maximum(high, -MOST)


def up(x: Array) -> Array:
    """Return something above, by more than the last roundings."""
    return np.where(np.isfinite(x), x + 4 * UNIT * np.abs(x), x)


def down(x: Array) -> Array:
    """Return something below, by more than the last roundings."""
    return np.where(np.isfinite(x), x - 4 * UNIT * np.abs(x), x)


def log_of_difference(a: Array, b: Array) -> Array:
    """Return log(exp a - exp b); minus infinity where a is not the larger one."""
    gap = b - a
    usable = np.where(gap < 0, gap, -1)
    found = a + np.where(usable < HALF, np.log1p(-np.exp(usable)), np.log(-np.expm1(usable)))
    return np.where(b == -np.inf, a, np.where(gap < 0, found, -np.inf))


def log_of_product(a: Array, b: Array) -> Array:
    """Return a + b, minus infinity where either is: nothing times anything is nothing."""
    return np.where((a == -np.inf) | (b == -np.inf), -np.inf, a + b)


def log_of_power(logarithm: Array, exponent: Array) -> Array:
    """Return a logarithm times an exponent, 0 where that is 0."""
    return np.where(exponent == 0, LONG(0), exponent * logarithm)
