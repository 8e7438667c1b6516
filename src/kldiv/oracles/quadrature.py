"""Integrals and sums to thirty digits by double-exponential quadrature in ball arithmetic.

The rule is that of Takahasi and Mori (1974): a change of variable makes the integrand fall off doubly
exponentially, and the trapezoidal rule then converges as fast as its step shrinks. Arithmetic is Arb's, so
rounding is tracked; the error of the rule itself is foreseen from how fast its results close in on one another while
the step is halved, as mpmath does after Borwein, Bailey and Girgensohn, but with a margin. What is much narrower than
the last step goes unseen, and so may what is below 1e-18 of the whole and settles later.

The change of variable has two stages. A chart carries the whole line, with coordinate y, to the interval
of integration: x = y, x = sinh y, x = exp y or x = 1 / (1 + exp(-y)). Then y = t + exp(t) - exp(-t), where
either exponential is left out on a side on which the integrand, as a function of y, already falls fast.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from kldiv.arb import arb
from kldiv.oracles.estimate import PRECISION, Estimate, NoConvergence, total
from kldiv.oracles.known import EXPONENTIAL, FAST, POWER
from kldiv.oracles.summation import add_up
from kldiv.precision import ball_precision

#: The relative error that may be left.
TOLERANCE = 1e-27

#: The error is taken for so many times what is foreseen, and digits are not expected to grow faster than this.
MARGIN, GROWTH = 1e3, 1.7

#: Terms this much smaller than the largest are the tail; this many in a row end it.
NEGLIGIBLE, QUIET = 1e-42, 3

#: The first step, how often it is halved, and how far t goes on a side with and without its exponential.
FIRST_STEP, HALVINGS, FAR_STRETCHED, FAR_PLAIN = 0.5, 11, 12.0, 400.0

#: Refining ends before so many terms: what has not settled by then will not.
MOST_TERMS = 50_000

Integrand = Callable[[Any], Any]
EndsIntegrand = Callable[[arb, arb, arb], arb]


@dataclass(frozen=True)
class Wanted:
    """The accuracy at which refinement stops: either of the two is enough."""

    relative: float
    absolute: arb


@lru_cache(maxsize=1 << 17)
def _node(chart: str, left: bool, right: bool, t: float) -> tuple[arb, arb, arb]:
    """Return the chart's x, its complement 1 - x (for the unit interval) and dx/dt at t."""
    up, down = arb(t).exp() if right else arb(0), arb(-t).exp() if left else arb(0)
    y, slope = t + up - down, 1 + up + down
    if chart == "line":
        return y, arb(0), slope
    if chart == "heavy":
        return y.sinh(), arb(0), y.cosh() * slope
    e = y.exp()
    if chart == "half":
        return e, arb(0), e * slope
    x, rest = 1 / (1 + (-y).exp()), 1 / (1 + e)
    return x, rest, x * rest * slope


def _reach(term: Callable[[float], arb], side: int, limit: float, largest: arb) -> tuple[list[arb], arb]:
    """Walk from 0 to one side in first steps until only the tail is left; return the terms met."""
    found: list[arb] = []
    quiet, t = 0, FIRST_STEP
    while quiet < QUIET:
        if t > limit:
            raise NoConvergence("the integrand does not fall off: the integral seems to diverge")
        value = term(side * t)
        if not value.is_finite():
            raise NoConvergence("the integrand is not finite: the integral seems to diverge")
        found.append(value)
        size = arb(value.abs_upper())  # the ball's far side: a value drowned in rounding is not small
        largest = max(largest, size)
        quiet = quiet + 1 if size <= NEGLIGIBLE * largest else 0
        t += FIRST_STEP
    return found, largest


def _settle(term: Callable[[float], arb], left: bool, right: bool, wanted: Wanted) -> Estimate:
    """Sum term(t) h over t = k h, halving h until the error that is foreseen is small enough."""
    middle = term(0.0)
    if not middle.is_finite():
        raise NoConvergence("the integrand is not finite")
    above, largest = _reach(term, 1, FAR_STRETCHED if right else FAR_PLAIN, abs(middle).mid())
    below, largest = _reach(term, -1, FAR_STRETCHED if left else FAR_PLAIN, largest)
    low, high = -len(below) * FIRST_STEP, len(above) * FIRST_STEP
    terms = [middle, *above, *below]
    total, sizes, count, step = sum(terms, arb(0)), sum(map(abs, terms), arb(0)), len(terms), FIRST_STEP
    previous = total * step
    difference, before = arb(0), 1.0
    for _ in range(HALVINGS):
        if 2 * count > MOST_TERMS:
            break
        half = step / 2
        new = [term(low + half + k * step) for k in range(round((high - low) / step))]
        total, sizes, count, step = sum(new, total), sum(map(abs, new), sizes), count + len(new), half
        current = total * step
        difference = abs(current - previous).mid()
        scale = (abs(current) + sizes * step * NEAR_ZERO).mid()
        last = float(difference / scale) if scale > 0 else 0.0
        error = _foreseen(last, before) * scale
        if error <= wanted.relative * scale or error <= wanted.absolute:
            return Estimate(current.mid(), arb((error + current.rad()).abs_upper()), count)
        previous, before = current, last
    raise NoConvergence(f"two refinements still differ by {difference.str(3, radius=False)}")


def _foreseen(last: float, before: float) -> float:
    """Foresee the relative error of a result from how far it is from the one before, and that one from its own.

    Halving the step multiplies the correct digits by a factor that comes near to two. Which it was last is taken for
    the next, if it is not more than what every smooth integrand reaches.
    """
    if not 0 < last < before < 1:
        return last
    growth = min(GROWTH, math.log(last) / math.log(before))
    return min(last, MARGIN * math.pow(last, growth))


#: Where positive and negative parts cancel, accuracy is asked relative to this fraction of their sizes.
NEAR_ZERO = 1e-6


def integrate(f: Integrand, lower: Any, upper: Any, **options: Any) -> Estimate:
    """Integrate f from lower to upper, either of which may be infinite.

    Args:
        f: maps an arb to an arb; near a finite end it is called with points very close to that end.
        lower: the lower limit, maybe -inf.
        upper: the upper limit, maybe +inf.
        **options: as for `integrate_with_ends`.

    Returns:
        The integral and an estimate of its error.

    Raises:
        NoConvergence: if refinements do not settle.

    Example:
        >>> from kldiv.arb import arb
        >>> print(integrate(lambda x: (-x).exp(), arb(0), arb("inf")).value.str(20, radius=False))
        1.0000000000000000000
    """
    return integrate_with_ends(lambda x, _a, _b: f(x), lower, upper, **options)


def integrate_with_ends(
    f: EndsIntegrand,
    lower: Any,
    upper: Any,
    *,
    tolerance: float = TOLERANCE,
    enough: Any = 0,
    centre: Any = 0,
    width: Any = 1,
    tails: tuple[str, str] = (POWER, POWER),
) -> Estimate:
    """Integrate a function that is told its distances to both ends.

    Args:
        f: maps x, x - lower and upper - x to an arb; the distances are accurate however small they are.
        lower: the lower limit, maybe -inf.
        upper: the upper limit, maybe +inf.
        tolerance: the relative accuracy at which refinement stops.
        enough: an absolute accuracy at which it stops as well.
        centre: about where the mass sits, for an infinite interval.
        width: about how wide it is there, or on a half line how far from its end.
        tails: how f falls towards each end; POWER always works, EXPONENTIAL or FAST is quicker where true.

    Returns:
        The integral and an estimate of its error.

    Raises:
        NoConvergence: if refinements do not settle.
    """
    with ball_precision(PRECISION):
        low, high, centre, width = arb(lower), arb(upper), arb(centre), arb(width)
        wanted = Wanted(tolerance, arb(enough))
        if low.is_finite() and high.is_finite():
            return _over_interval(f, low, high, tails, wanted)
        if low.is_finite() or high.is_finite():
            return _over_half_line(f, low, high, width, tails, wanted)
        return _over_line(f, centre, width, tails, wanted)


def _over_interval(f: EndsIntegrand, low: arb, high: arb, tails: tuple[str, str], wanted: Wanted) -> Estimate:
    left, right = (tail != FAST for tail in tails)
    span = high - low

    def term(t: float) -> arb:
        x, rest, dx = _node("unit", left, right, t)
        a, b = span * x, span * rest
        return f(low + a if t < 0 else high - b, a, b) * (dx * span)

    return _settle(term, left, right, wanted)


def _over_half_line(
    f: EndsIntegrand, low: arb, high: arb, width: arb, tails: tuple[str, str], wanted: Wanted
) -> Estimate:
    rising = low.is_finite()
    near, far = tails if rising else tails[::-1]
    left, right = near != FAST, far == POWER
    infinite = arb("inf")

    def term(t: float) -> arb:
        x, _, dx = _node("half", left, right, t)
        a = width * x
        return (f(low + a, a, infinite) if rising else f(high - a, infinite, a)) * (dx * width)

    return _settle(term, left, right, wanted)


def _over_line(f: EndsIntegrand, centre: arb, width: arb, tails: tuple[str, str], wanted: Wanted) -> Estimate:
    heavy = POWER in tails
    left, right = (heavy or tail == EXPONENTIAL for tail in tails)
    chart, infinite = "heavy" if heavy else "line", arb("inf")

    def term(t: float) -> arb:
        x, _, dx = _node(chart, left, right, t)
        return f(centre + width * x, infinite, infinite) * (dx * width)

    return _settle(term, left, right, wanted)


def integrate_pieces(f: Integrand, points: list[arb], **options: Any) -> Estimate:
    """Integrate f over consecutive intervals, so that kinks fall on their ends.

    Args:
        f: the integrand.
        points: the ends, increasing; the outer two may be infinite.
        **options: passed to `integrate`.

    Returns:
        The sum of the parts, with the sum of their errors.
    """
    return total(integrate(f, low, high, **options) for low, high in pairwise(points))


__all__ = [
    "EXPONENTIAL",
    "FAST",
    "POWER",
    "PRECISION",
    "TOLERANCE",
    "Estimate",
    "NoConvergence",
    "add_up",
    "integrate",
    "integrate_pieces",
    "integrate_with_ends",
    "total",
]
