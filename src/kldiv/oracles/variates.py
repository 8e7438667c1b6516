"""Random variates that the samplers of several distributions are built from, by Python's own generator.

A draw is carried through the inverse of the distribution function wherever that has a closed form, else built from
the standard library's normal and gamma variates.
"""

from __future__ import annotations

import math
import random


def open_unit(rng: random.Random) -> float:
    """Draw from (0, 1), both ends excluded."""
    while True:
        u = rng.random()
        if u > 0:
            return u


def exponential(rng: random.Random) -> float:
    """Draw a standard exponential."""
    return -math.log(open_unit(rng))


def gamma(rng: random.Random, shape: float) -> float:
    """Draw a standard gamma; a small shape is raised by one and brought back, so that nothing underflows."""
    if shape < 1:
        return rng.gammavariate(shape + 1, 1) * open_unit(rng) ** (1 / shape)
    return rng.gammavariate(shape, 1)


def cauchy(rng: random.Random) -> float:
    """Draw a standard Cauchy."""
    return math.tan(math.pi * (open_unit(rng) - 0.5))


def poisson(rng: random.Random, rate: float) -> int:
    """Count the arrivals of a Poisson process before time `rate`."""
    time, count = exponential(rng), 0
    while time < rate:
        time, count = time + exponential(rng), count + 1
    return count


def logit(u: float) -> float:
    """Return the log-odds of a probability."""
    return math.log(u) - math.log1p(-u)
