"""A density is a height, not a probability: what the page on densities says in numbers."""

from __future__ import annotations

import math
from fractions import Fraction

import sympy as sp

import kldiv
from scripts.examples.display import Numbers, number
from scripts.examples.second_route import agreed, integral, normal_density

NARROW = Fraction(1, 10)
INTERVAL = Fraction(1, 100)
UNIFORM = (Fraction(0), Fraction(1, 4))


def peak(loc: Fraction, scale: Fraction) -> float:
    """Return the height of a normal density at its mean, by both routes.

    Args:
        loc: the mean.
        scale: the standard deviation.

    Returns:
        The height.
    """
    x = sp.Rational(loc.numerator, loc.denominator)
    distribution = kldiv.Normal(loc=x, scale=sp.Rational(scale.numerator, scale.denominator))
    return agreed("peak", float(distribution.density(x)), normal_density(loc, scale)(float(loc)))


def normal_within(width: float) -> float:
    """Return the probability that a standard normal is nearer to zero than this, by both routes.

    Args:
        width: the distance.

    Returns:
        The probability.
    """
    area = 2 * integral(normal_density(Fraction(0), Fraction(1)), [0, width])
    return agreed("normal probability", math.erf(width / math.sqrt(2)), area)


def numbers() -> Numbers:
    """Compute the numbers of the page on densities.

    Returns:
        Name -> value, unit and text.
    """
    narrow = peak(Fraction(0), NARROW)
    inside = normal_within(float(INTERVAL / 2 / NARROW))
    low, high = UNIFORM
    waiting = agreed("waiting", math.exp(-1), 1 - float(integral(lambda t: math.e ** (-t), [0, 1])))
    return {
        "densities.standard.peak": number(peak(Fraction(0), Fraction(1)), how="1/sqrt(2*pi)"),
        "densities.q.peak": number(peak(Fraction(2), Fraction(1, 2)), how="1/(0.5*sqrt(2*pi))"),
        "densities.narrow.scale": number(float(NARROW), "", None),
        "densities.narrow.peak": number(narrow, how="1/(0.1*sqrt(2*pi))"),
        "densities.narrow.interval": number(float(INTERVAL), "", None),
        "densities.narrow.interval.probability": number(inside),
        "densities.narrow.interval.estimate": number(narrow * float(INTERVAL)),
        "densities.uniform.low": number(float(low), "", None),
        "densities.uniform.high": number(float(high), "", None),
        "densities.uniform.height": number(float(1 / (high - low)), "", None),
        "densities.normal.within-one": number(100 * normal_within(1.0), "%", 0),
        "densities.exponential.memory": number(waiting, how="exp(-1)"),
    }
