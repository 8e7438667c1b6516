"""What the oracle knows of a distribution: its support, its log-density and hints for the quadrature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import arb

from kldiv.oracles.quadrature import EXPONENTIAL, FAST, POWER

#: (x, x - lower, upper - x) -> log-density. Near an end the distance to it is accurate where x alone is not.
LogDensity = Callable[[arb, arb, arb], arb]

CONTINUOUS, DISCRETE = "continuous", "discrete"

INFINITY = arb("inf")


@dataclass(frozen=True)
class Known:
    """A distribution as the oracle knows it; every function takes the parameters, as balls, in their order.

    Attributes:
        ends: the lower and upper end of the support.
        log_density: a function of x and of its distances to both ends, valid inside the support.
        centre: a typical value and the width of the distribution; on a half line, the distance from its end.
        tails: how the density falls towards each end: POWER, EXPONENTIAL or FAST.
        splits: where the interval is cut, because the log-density turns there or has a complex pole above.
        kind: CONTINUOUS or DISCRETE.
        circular: whether the support is a whole circle, cut open only to be written as an interval.
    """

    ends: Callable[..., tuple[Any, Any]]
    log_density: Callable[..., LogDensity]
    centre: Callable[..., tuple[Any, Any]]
    tails: tuple[str, str] = (POWER, POWER)
    splits: Callable[..., tuple[Any, ...]] = lambda *_: ()
    kind: str = CONTINUOUS
    circular: bool = False


def square(x: arb) -> arb:
    """Return x * x; Arb's x ** 2 is undefined for a ball around zero that is not a point."""
    return x * x


def whole_line(*_: arb) -> tuple[Any, Any]:
    """The support of a distribution on the real line."""
    return -INFINITY, INFINITY


def positive_half(*_: arb) -> tuple[Any, Any]:
    """The support of a distribution on the positive numbers."""
    return arb(0), INFINITY


def unit_interval(*_: arb) -> tuple[Any, Any]:
    """The support of a distribution on the unit interval."""
    return arb(0), arb(1)


__all__ = [
    "CONTINUOUS",
    "DISCRETE",
    "EXPONENTIAL",
    "FAST",
    "INFINITY",
    "POWER",
    "Known",
    "LogDensity",
    "positive_half",
    "square",
    "unit_interval",
    "whole_line",
]
