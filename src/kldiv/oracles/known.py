"""What the oracle knows of a distribution: its support, its log-density and hints for the quadrature.

Nothing here imports python-flint: the file of a distribution hands its knowledge over without it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

#: A ball of Arb's, an interval that holds the true value.
Ball: TypeAlias = Any

#: (x, x - lower, upper - x) -> log-density. Near an end the distance to it is accurate where x alone is not. They are
#: balls; to enclose an integral also complex boxes and functions on a whole tail, of which neither a comparison nor
#: abs is asked: |x - m| is `balls.distance(x, m)`.
LogDensity: TypeAlias = Callable[[Ball, Ball, Ball], Ball]

#: (generator, *parameters) -> one random draw.
Sampler: TypeAlias = Callable[..., float]

CONTINUOUS, DISCRETE = "continuous", "discrete"

#: How an integrand falls towards an end: like a power of the distance (or not at all, at a finite end), like
#: an exponential, or faster (at a finite end: faster than any power).
POWER, EXPONENTIAL, FAST = "power", "exponential", "fast"

INFINITY = math.inf


@dataclass(frozen=True)
class Known:
    """A distribution as the oracle knows it; every function takes the parameters, as balls, in their order.

    Attributes:
        ends: the lower and upper end of the support.
        log_density: a function of x and of its distances to both ends, valid inside the support.
        centre: a typical value and the width of the distribution; on a half line, the distance from its end.
        tails: how the density falls towards each end: POWER, EXPONENTIAL or FAST.
        splits: where the interval is cut, because the log-density turns there or has a complex pole above.
        sample: one draw, from Python's generator and the parameters as floats; None where there is no sampler.
        kind: CONTINUOUS or DISCRETE; the class of the distribution says it.
        circular: whether the support is a whole circle, cut open only to be written as an interval; so too.
        independent: whether the log-density was written by hand, not compiled from the one that is to be checked.
    """

    ends: Callable[..., tuple[Any, Any]]
    log_density: Callable[..., LogDensity]
    centre: Callable[..., tuple[Any, Any]]
    tails: tuple[str, str] = (POWER, POWER)
    splits: Callable[..., tuple[Any, ...]] = lambda *_: ()
    sample: Sampler | None = None
    kind: str = CONTINUOUS
    circular: bool = False
    independent: bool = True


def whole_line(*_: Ball) -> tuple[Any, Any]:
    """The support of a distribution on the real line."""
    return -INFINITY, INFINITY


def positive_half(*_: Ball) -> tuple[Any, Any]:
    """The support of a distribution on the positive numbers, or on the whole numbers from 0."""
    return 0, INFINITY


def unit_interval(*_: Ball) -> tuple[Any, Any]:
    """The support of a distribution on the unit interval, or on 0 and 1."""
    return 0, 1


def between(low: Ball, high: Ball) -> tuple[Any, Any]:
    """The support of a distribution whose parameters are its ends."""
    return low, high


def loc_and_scale(*parameters: Ball) -> tuple[Ball, Ball]:
    """Typical value and width where the last two parameters are a location and a scale."""
    return parameters[-2], parameters[-1]


def at_loc(*parameters: Ball) -> tuple[Ball, ...]:
    """A cut at the location, where the last two parameters are a location and a scale."""
    return (parameters[-2],)


def one_scale(scale: Ball, *_: Ball) -> tuple[Ball, Ball]:
    """Typical value and width where the first parameter is a scale: from the end at zero, the mass lies so far."""
    return scale, scale


def around(width: Callable[..., Ball]) -> Callable[..., tuple[Ball, Ball]]:
    """Take a typical value for the width as well."""
    return lambda *parameters: (width(*parameters), width(*parameters))


def middle(low: Ball, high: Ball) -> tuple[Ball, Ball]:
    """Typical value and width of a distribution between two ends."""
    return (low + high) / 2, (high - low) / 2


def one_half(*_: Ball) -> tuple[Any, Any]:
    """Typical value and width of a distribution on the unit interval."""
    return 0.5, 0.5
