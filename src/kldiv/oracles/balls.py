"""Small functions of balls that hand-written densities share; python-flint is imported when they are called."""

from __future__ import annotations

from typing import Any

from kldiv.oracles.known import INFINITY, Ball


def ball(value: Any) -> Ball:
    """Return a number as a ball."""
    from kldiv.arb import arb

    return arb(value)


def pi() -> Ball:
    """Return pi at the precision that is set."""
    from kldiv.arb import arb

    return arb.pi()


def square(x: Ball) -> Ball:
    """Return x * x; Arb's x ** 2 is undefined for a ball around zero that is not a point."""
    return x * x


def log_of(probability: Ball) -> Ball:
    """Return log(probability), with log 0 = -inf."""
    return ball(-INFINITY) if probability == 0 else probability.log()


def times(count: Ball, log: Ball) -> Ball:
    """Return count log, with 0 (-inf) = 0."""
    return ball(0) if count == 0 else count * log


def distance(x: Ball, point: Ball) -> Ball:
    """Return |x - point|, of balls or of what else a density is asked about and that knows its distances."""
    from kldiv.arb import arb

    return abs(x - point) if isinstance(x, arb) else x.distance(point)


def log_near_one(a: Ball, b: Ball) -> Ball:
    """Return log x for x = a = 1 - b in the unit interval, from the smaller of a and b where that can be told."""
    from kldiv.arb import arb

    small = a < 0.5 if isinstance(a, arb) else a.mostly_below(0.5)
    return a.log() if small else (-b).log1p()
