"""Gamma and digamma functions beside each other, and what Stirling leaves of them, of wide numbers."""

from __future__ import annotations

from typing import Any

import mpmath
import numpy as np

from kldiv.answers.floats import EPS, computed
from kldiv.answers.kernels import binet
from kldiv.answers.long_doubles import LONG, UNIT, Array
from kldiv.answers.wide.numbers import Wide, made
from kldiv.values.functions import known

#: Larger arguments are left alone.
LARGE = 1e300
#: Below, psi'(1 + x) is its series at 1, of so many terms.
NEAR_ONE, TERMS = 0.25, 30
#: The sum of 1/k^2.
SQUARES = LONG("1.64493406684822643647241516664602519")
#: Digamma functions this close, relatively, differ by an integral, with Gauss's three nodes and weights on [0, 1].
CLOSE = 1e-3
THREE = ((0.1127016653792583, 5 / 18), (0.5, 8 / 18), (0.8872983346207417, 5 / 18))


def log_ratio(x: Array, y: Array, step: Array) -> tuple[Array, Array]:
    """Return log Gamma(x) - log Gamma(y), by Stirling's parts from x + 1 and y + 1.

    Args:
        x: positive numbers.
        y: positive numbers.
        step: x - y, exactly.

    Returns:
        Long doubles, and bounds on their errors.
    """
    above, below = x + 1, y + 1
    parts = (below - 0.5) * _log_quotient(above, below, step), step * np.log(above), -step, -_log_quotient(x, y, step)
    rests = binet.rest(above), -binet.rest(below)
    error = 16 * UNIT * sum(map(np.abs, parts)) + 2 * EPS * (rests[0] - rests[1])
    value: Array = np.add.reduce([*parts, *rests])
    return value, error


def _log_quotient(x: Array, y: Array, step: Array) -> Array:
    """Return log(x/y) for x - y = step."""
    share = step / y
    return np.where(share > -0.5, np.log1p(share), np.log(x / y))


def log_gamma_ratio(x: Wide, y: Wide, change: Wide) -> tuple[Array, Array]:
    """Return log Gamma(x) - log Gamma(y) for x - y = change, and a bound on its error."""
    inside = x.positive(most=LARGE) & y.positive(most=LARGE) & change.held
    one, other, step = (np.where(inside, a.value, fill) for a, fill in ((x, 1), (y, 1), (change, 0)))
    value, error = log_ratio(one, other, step)
    size = np.abs(step)
    above, below = one + 1, other + 1
    passed = change.error * (1 + np.log(above) + 1 / one) + x.error * (size / above + 1 / above**2)
    passed = passed + y.error * (
        np.abs(_log_quotient(above, below, step)) + size / above + size / one / other + 1 / below**2
    )
    return value, np.where(inside, error + passed, np.inf)


def digamma_gap(x: Wide, y: Wide, change: Wide) -> Wide:
    """Return psi(x) - psi(y) for x - y = change."""
    inside = x.positive(most=LARGE) & y.positive(most=LARGE) & change.held
    one, other, step = (np.where(inside, a.value, fill) for a, fill in ((x, 1), (y, 1), (change, 0)))
    above, below = one + 1, other + 1
    least = np.minimum(above, below)
    close = np.abs(step) < CLOSE * least
    short = np.where(close, step, 0)
    places = [(below + t * short, weight) for t, weight in THREE]
    smooth = short * sum((weight * (0.5 / at**2 - binet.curvature(at)) for at, weight in places), LONG(0))
    rests = binet.slope_rest(above), binet.slope_rest(below)
    doubt = np.where(close, 4 * EPS * np.abs(short) / least**2, 4 * EPS * (rests[0] + rests[1]))
    rest = np.where(close, smooth, rests[0] - rests[1])
    parts = _log_quotient(above, below, step), 0.5 * step / above / below, step / one / other, -rest
    size = np.abs(step)
    passed = change.error * (2 / above + 1 / one / other) + x.error * (size / one / one / other + (1 + size) / above**2)
    passed = passed + y.error * (size / one / other / other + (1 + size / above) / below)
    error = 8 * UNIT * sum(map(np.abs, parts)) + doubt + passed
    return made(sum(parts, LONG(0)), np.where(inside, error, np.inf))


def rest(x: Wide) -> Wide:
    """Return log Gamma(x) - ((x - 1/2) log x - x + log(2 pi)/2)."""
    inside, at, small, above = _moved_up(x)
    lead = np.where(small, (at + 0.5) * np.log1p(1 / at) - 1, LONG(0))
    there = binet.rest(above)
    error = 2 * EPS * there + 8 * UNIT * (np.abs(lead) + small) + x.error * (1 / at + np.log1p(1 / at))
    return made(there + lead, np.where(inside, error, np.inf))


def slope_rest(x: Wide) -> Wide:
    """Return log x - 1/(2x) - psi(x)."""
    inside, at, small, above = _moved_up(x)
    lead = np.where(small, 0.5 / at + 0.5 / above - np.log1p(1 / at), LONG(0))
    there = binet.slope_rest(above)
    rounding = 8 * UNIT * np.where(small, 1 / at + 1, there)
    error = 4 * EPS * there + rounding + 2 * x.error / at**2
    return made(there + lead, np.where(inside, error, np.inf))


def _moved_up(x: Wide) -> tuple[Any, Array, Any, Array]:
    inside = x.positive(most=LARGE)
    at = np.where(inside, x.value, 1)
    small = at < 1
    return inside, at, small, np.where(small, at + 1, at)


def trigamma_gap(x: Wide) -> Wide:
    """Return psi'(1) - psi'(1 + x) for x > 0."""
    inside = x.positive(most=LARGE)
    at = np.where(inside, x.value, 1)
    small = at < NEAR_ONE
    few = np.where(small, at, 0)
    total = 0 * few
    for k in reversed(range(1, TERMS)):
        total = few * ((k + 1) * (1 if k % 2 else -1) * float(mpmath.zeta(k + 2)) + total)
    above = binet.curvature(at + 1) + 1 / (at + 1)
    value = np.where(small, total, SQUARES - above)
    error = np.where(small, 2 * EPS * few * TERMS, 4 * EPS * above + 4 * UNIT) + 3 * x.error
    return made(value, np.where(inside, error, np.inf))


def trigamma_difference(x: Wide, y: Wide, change: Wide) -> Wide:
    """Return psi'(x) - psi'(y) for x - y = change."""
    inside = x.positive(most=LARGE) & y.positive(most=LARGE) & change.held
    one, other, step = (np.where(inside, a.value, fill) for a, fill in ((x, 1), (y, 1), (change, 0)))
    least = np.minimum(one, other)
    close = np.abs(step) < CLOSE * least
    short = np.where(close, step, 0)
    places = [((other + t * short).astype(float), weight) for t, weight in THREE]
    slopes = [computed(known("polygamma"), [np.full_like(at, 2), at]) for at, _ in places]
    smooth = short * sum((weight * slope for (_, weight), slope in zip(places, slopes, strict=True)), LONG(0))
    sizes = [binet.curvature(at + 1) + 1 / (at + 1) + 1 / at**2 for at in (one, other)]
    steepest = 2 * (1 / least**2 + 1 / least**3)
    rounding = np.where(
        close, 64 * EPS * np.abs(smooth), 4 * EPS * (1 / (least + 1)) + 8 * UNIT * (sizes[0] + sizes[1])
    )
    passed = steepest * change.error + 3 * np.abs(step) * steepest / least * (x.error + y.error)
    return made(np.where(close, smooth, sizes[0] - sizes[1]), np.where(inside, rounding + passed, np.inf))
