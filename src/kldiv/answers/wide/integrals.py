"""Exponential integrals, incomplete gamma and beta functions, Bessel's K and arcs, of wide numbers."""

from __future__ import annotations

import numpy as np

from kldiv.answers.floats import EPS, computed
from kldiv.answers.kernels import bessel
from kldiv.answers.long_doubles import EULER, LONG, UNIT
from kldiv.answers.long_floats import log_gamma
from kldiv.answers.long_integrals import FRACTION, exponential_integral, scaled_fraction
from kldiv.answers.wide.bessel import log_scaled_k
from kldiv.answers.wide.gammas import LARGE
from kldiv.answers.wide.numbers import EDGE, Wide, down, either, ends, made, of_logarithm, unknown, up
from kldiv.answers.wide.tails import log_lower_beta, log_lower_gamma
from kldiv.values.functions import Known, known

#: Smaller numbers have an exponential integral that is a logarithm.
SMALL, LOG_SMALL = 1e-40, -92.1
#: Smaller numbers are known by their logarithm.
SMALLEST, LOG_SMALLEST = 1e-300, -690.7
LEAST = LONG("1e-4900")
#: Below, what a logarithm is short of its tangent is a series.
CLOSE = 0.1
#: From there on Bessel's ratio is an expansion far out.
FAR_OUT = 50.0
#: exp(-x) I(x), which does not overflow.
SCALED_I = Known("besseli", known("besseli").ball, "ive({0}, {1})", ulps=64, lacks="words: a part of one alone")
#: Below the logarithm of a unit in the last place, with room.
NOTHING = -100


def order_one(x: Wide, *, scaled: bool = False) -> Wide:
    """Return E_1(x) for x > 0, or exp(x) E_1(x), however small or large x is.

    Near 0 it is -gamma - log x up to x. Far out exp(x) E_1(x) lies between 1/(x + 1) and 1/x (NIST Digital Library of
    Mathematical Functions, section 6.8).
    """
    held = x.positive(SMALL)
    at = np.where(held, x.value, 1)
    least, most = np.minimum(at, FRACTION), np.maximum(at, FRACTION)
    near, error = exponential_integral(least)
    fraction, off = scaled_fraction(most)
    passed = np.where(held, x.error, np.inf)
    factor = np.exp(least) if scaled else LONG(1)
    value = near * factor
    within = made(value, error * factor + passed * (1 + 1 / at) + 4 * UNIT * value)
    beyond = made(fraction, off + passed * fraction)
    low, high = (LONG(0), LONG(0)) if scaled else ends(x)
    if not scaled:
        beyond = made(np.nan, np.inf, 1.0, beyond.low - high, beyond.high - low)
    log, half = (x.low + x.high) / 2, (x.high - x.low) / 2
    left_out = np.exp(np.minimum(x.high, 0)) * (2 + np.abs(log))
    tail = made(-EULER - log, half + UNIT * (1 + np.abs(log)) + left_out)
    huge = made(np.nan, np.inf, 1.0, down(-high - x.high - np.exp(-x.low)), up(-low - x.low))
    ranged = either(x.high < LOG_SMALL, tail, either(x.low > EDGE, huge, unknown()))
    return either(held, either(at < FRACTION, within, beyond), either(x.sign > 0, ranged, unknown()))


def near_one(x: Wide) -> Wide:
    """Return exp(x) E_1(x) + gamma + log(x) for 0 < x < 1, which is about -x log(x)."""
    inside = (x.sign > 0) & (x.high < 0)
    at = np.where(inside & (x.value > 0), x.value, 0.5)
    log = np.where(inside, (x.low + x.high) / 2, 0)
    total, term = 0 * at, LONG(1) + 0 * at
    for k in range(1, 40):
        term = -term * at / k
        total = total - term / k
    value = np.expm1(at) * (-EULER - log) + np.exp(at) * total
    error = (16 * UNIT * at + x.error) * (2 + np.abs(log)) + at * (x.high - x.low)
    tiny = inside & (x.high < NOTHING)
    value = np.where(tiny, 0, value)
    error = np.where(tiny, np.exp(np.minimum(x.high, 0)) * (2 + np.abs(log)), error)
    return made(value, np.where(inside, error, np.inf))


def lower_gamma(s: Wide, x: Wide) -> Wide:
    """Return P(s, x), the lower incomplete gamma function divided by Gamma(s)."""
    usable = s.positive(most=LARGE)
    inside = usable & x.positive(SMALLEST)
    of, at = np.where(usable, s.value, 1), np.where(inside, x.value, 1)
    log, error = log_lower_gamma(of, at)
    passed = s.error * (np.abs(np.log(at / of)) + 1 + 1 / of) + x.error / at * (of + 1)
    error = error + np.where(log == 0, 0, passed)  # all of the mass lies below, whatever the rounding
    lead, doubt = log_gamma(of + 1)
    near_zero, beyond = usable & (x.high < LOG_SMALLEST), usable & (x.low > EDGE)
    least, most = down(of * x.low - lead) - doubt, up(of * x.high - lead) + doubt
    there = made(np.nan, np.inf, 1.0, least, most)
    elsewhere = either(beyond, made(1, 2 * UNIT), either(near_zero, there, unknown()))
    return either(inside, of_logarithm(log, error, inside), elsewhere)


def lower_beta(a: Wide, b: Wide, x: Wide, rest: Wide) -> Wide:
    """Return I_x(a, b), the regularised incomplete beta function, of x and 1 - x."""
    inside = a.positive() & b.positive() & x.positive(LEAST) & rest.positive(LEAST)
    n, m, at, other = (np.where(inside, one.value, 0.5) for one in (a, b, x, rest))
    passed = (x.error / at + rest.error / other) * (n + m + 1)
    passed = passed + (a.error + b.error) * (4 + np.abs(np.log(at)) + np.abs(np.log(other)) + 1 / n + 1 / m)
    log, error = log_lower_beta(n, m, at, other, passed)
    return of_logarithm(log, error, inside)


def scaled_bessel_k(order: Wide, x: Wide) -> Wide:
    """Return exp(x) K(x), Bessel's function of an order."""
    inside = x.positive() & order.held
    n, at = np.where(inside, order.value, 1), np.where(inside, x.value, 1)
    logarithm, error = log_scaled_k(n, at)
    size = np.abs(n) + 1
    slope = 1 + np.abs(np.log(at / (size + np.hypot(size, at))))
    return of_logarithm(logarithm, error + x.error * size / at + order.error * slope, inside)


def angle_between(x: Wide, y: Wide, change: Wide) -> Wide:
    """Return atan(x) - atan(y) for x - y = change."""
    below = 1 + x.value * y.value
    close = below > 0.5
    divisor = np.where(close, below, 1)
    tangent = np.where(close, change.value / divisor, 0)
    passed = np.abs(x.value) * y.error + np.abs(y.value) * x.error
    off = (change.error + np.abs(tangent) * passed) / divisor + 8 * UNIT * np.abs(tangent)
    apart, doubt = np.arctan(x.value) - np.arctan(y.value), x.error + y.error + 8 * UNIT
    return made(np.where(close, np.arctan(tangent), apart), np.where(close, off, doubt))


def log_one_plus(x: Wide) -> Wide:
    """Return log(1 + x)."""
    value = np.log1p(x.value)
    sure = 2 * x.error < 1 + x.value
    return made(value, np.where(sure, 2 * x.error / (1 + x.value) + 4 * UNIT * np.abs(value), np.inf))


def angle_rest(x: Wide, y: Wide, change: Wide) -> Wide:
    """Return atan(x) - atan(y) - (x - y) for x - y = change, where that is small."""
    below = 1 + x.value * y.value
    close = (below > 0.5) & (np.abs(change.value) < 0.5 * below)
    divisor = np.where(close, below, 1)
    tangent = np.where(close, change.value, 0) / divisor
    curved, term = 0 * tangent, tangent
    for k in range(3, 160, 2):
        term = -term * tangent * tangent
        curved = curved + term / k
    bent = -tangent * x.value * y.value
    passed = np.abs(tangent) * (np.abs(x.value) * y.error + np.abs(y.value) * x.error) * 2 / divisor
    slope = tangent * tangent + np.abs(x.value * y.value) / divisor
    error = 8 * UNIT * (np.abs(curved) + np.abs(bent)) + passed + slope * change.error
    return made(curved + bent, np.where(close, error, np.inf))


def shortfall(x: Wide) -> Wide:
    """Return x (1 - I_1(x)/I_0(x))."""
    inside = x.positive(FAR_OUT, 1e15)
    at = np.where(inside, x.value, FAR_OUT).astype(float)
    value = at * bessel.shortfall(0, at)
    return made(value, np.where(inside, 64 * EPS * value + x.error, np.inf))


def log_scaled_i(x: Wide) -> Wide:
    """Return log(exp(-x) I_0(x))."""
    inside = x.positive(most=1e300)
    at = np.where(inside, x.value, 1).astype(float)
    value = np.log(computed(SCALED_I, [np.zeros_like(at), at]))
    return made(value, np.where(inside, EPS * (64 + np.abs(value)) + x.error, np.inf))


def log_rest(x: Wide) -> Wide:
    """Return log(1 + x) - x."""
    near = np.abs(x.value) < CLOSE
    at = np.where(near, x.value, 0)
    total, power = 0 * at, at
    for k in range(2, 24):
        power = -power * at
        total = total + power / k
    value = np.where(near, total, np.log1p(x.value) - x.value)
    rounding = np.where(near, 16 * UNIT * np.abs(total), 8 * UNIT * (1 + np.abs(x.value) + np.abs(value)))
    passed = x.error * np.abs(x.value) / (1 + x.value) * 2
    return made(value, np.where(2 * x.error < 1 + x.value, rounding + passed, np.inf))


def sinc_rest(x: Wide) -> Wide:
    """Return 1 - sin(x)/x for |x| < 1."""
    inside = np.abs(x.value) < 1
    square = np.where(inside, x.value, 0) ** 2
    total, term = 0 * square, LONG(1) + 0 * square
    for k in range(1, 14):
        term = -term * square / ((2 * k) * (2 * k + 1))
        total = total - term
    return made(total, np.where(inside, 8 * UNIT * total + np.abs(x.value) * x.error, np.inf))
