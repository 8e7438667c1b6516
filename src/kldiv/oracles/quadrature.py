"""Integrals and sums to thirty digits by double-exponential quadrature in ball arithmetic.

The rule is that of Takahasi and Mori (1974): a change of variable makes the integrand fall off doubly
exponentially, and the trapezoidal rule then converges as fast as its step shrinks. Arithmetic is Arb's, so
rounding is tracked; the error of the rule itself is estimated by halving the step until two results agree.

The change of variable has two stages. A chart carries the whole line, with coordinate y, to the interval
of integration: x = y, x = sinh y, x = exp y or x = 1 / (1 + exp(-y)). Then y = t + exp(t) - exp(-t), where
either exponential is left out on a side on which the integrand, as a function of y, already falls fast enough.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from flint import arb, ctx

#: Working precision in bits: thirty digits are promised, the rest absorbs rounding.
PRECISION = 200

#: Two successive results must agree to this relative accuracy.
TOLERANCE = arb(10) ** -27

#: How an integrand falls towards an end: like a power of the distance (or not at all, at a finite end), like
#: an exponential, or faster (at a finite end: faster than any power).
POWER, EXPONENTIAL, FAST = "power", "exponential", "fast"

#: Terms this much smaller than the largest are the tail; this many in a row end it.
NEGLIGIBLE, QUIET = arb(10) ** -42, 3

#: The first step, how often it is halved, and how far t goes on a side with and without its exponential.
FIRST_STEP, HALVINGS, FAR_STRETCHED, FAR_PLAIN = 0.5, 9, 9.5, 400.0

Integrand = Callable[[Any], Any]
EndsIntegrand = Callable[[arb, arb, arb], arb]


@dataclass(frozen=True)
class Estimate:
    """A number and an estimate of its error.

    Attributes:
        value: the number.
        error: how far the last two refinements differed, with a rigorous bound on rounding added. Each
            refinement about doubles the correct digits, so this is pessimistic.
        evaluations: how many times the integrand was evaluated.
    """

    value: arb
    error: arb
    evaluations: int


class NoConvergence(ArithmeticError):
    """The estimates did not settle: the integral diverges or the rule does not fit it."""


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


def _settle(term: Callable[[float], arb], left: bool, right: bool, tolerance: arb) -> Estimate:
    """Sum term(t) h over t = k h, halving h until two results agree."""
    middle = term(0.0)
    if not middle.is_finite():
        raise NoConvergence("the integrand is not finite")
    above, largest = _reach(term, 1, FAR_STRETCHED if right else FAR_PLAIN, abs(middle).mid())
    below, largest = _reach(term, -1, FAR_STRETCHED if left else FAR_PLAIN, largest)
    low, high = -len(below) * FIRST_STEP, len(above) * FIRST_STEP
    terms = [middle, *above, *below]
    total, sizes, count, step = sum(terms, arb(0)), sum(map(abs, terms), arb(0)), len(terms), FIRST_STEP
    previous = total * step
    difference = arb(0)
    for _ in range(HALVINGS):
        half = step / 2
        new = [term(low + half + k * step) for k in range(round((high - low) / step))]
        total, sizes, count, step = sum(new, total), sum(map(abs, new), sizes), count + len(new), half
        current = total * step
        difference = abs(current - previous).mid()
        if difference <= tolerance * (abs(current) + sizes * step * NEAR_ZERO).mid():
            return Estimate(current.mid(), arb((difference + current.rad()).abs_upper()), count)
        previous = current
    raise NoConvergence(f"two refinements still differ by {difference.str(3, radius=False)}")


#: Where positive and negative parts cancel, accuracy is asked relative to this fraction of their sizes.
NEAR_ZERO = arb(10) ** -6


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
        >>> from flint import arb
        >>> print(integrate(lambda x: (-x).exp(), arb(0), arb("inf")).value.str(20, radius=False))
        1.0000000000000000000
    """
    return integrate_with_ends(lambda x, _a, _b: f(x), lower, upper, **options)


def integrate_with_ends(
    f: EndsIntegrand,
    lower: Any,
    upper: Any,
    *,
    tolerance: arb = TOLERANCE,
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
        centre: about where the mass sits, for an infinite interval.
        width: about how wide it is there, or on a half line how far from its end.
        tails: how f falls towards each end; POWER always works, EXPONENTIAL or FAST is quicker where true.

    Returns:
        The integral and an estimate of its error.

    Raises:
        NoConvergence: if refinements do not settle.
    """
    old, ctx.prec = ctx.prec, PRECISION
    try:
        low, high, centre, width = arb(lower), arb(upper), arb(centre), arb(width)
        if low.is_finite() and high.is_finite():
            return _over_interval(f, low, high, tails, tolerance)
        if low.is_finite() or high.is_finite():
            return _over_half_line(f, low, high, width, tails, tolerance)
        return _over_line(f, centre, width, tails, tolerance)
    finally:
        ctx.prec = old


def _over_interval(f: EndsIntegrand, low: arb, high: arb, tails: tuple[str, str], tolerance: arb) -> Estimate:
    left, right = (tail != FAST for tail in tails)
    span = high - low

    def term(t: float) -> arb:
        x, rest, dx = _node("unit", left, right, t)
        a, b = span * x, span * rest
        return f(low + a if t < 0 else high - b, a, b) * (dx * span)

    return _settle(term, left, right, tolerance)


def _over_half_line(
    f: EndsIntegrand, low: arb, high: arb, width: arb, tails: tuple[str, str], tolerance: arb
) -> Estimate:
    rising = low.is_finite()
    near, far = tails if rising else tails[::-1]
    left, right = near != FAST, far == POWER
    infinite = arb("inf")

    def term(t: float) -> arb:
        x, _, dx = _node("half", left, right, t)
        a = width * x
        return (f(low + a, a, infinite) if rising else f(high - a, infinite, a)) * (dx * width)

    return _settle(term, left, right, tolerance)


def _over_line(f: EndsIntegrand, centre: arb, width: arb, tails: tuple[str, str], tolerance: arb) -> Estimate:
    heavy = POWER in tails
    left, right = (heavy or tail == EXPONENTIAL for tail in tails)
    chart, infinite = "heavy" if heavy else "line", arb("inf")

    def term(t: float) -> arb:
        x, _, dx = _node(chart, left, right, t)
        return f(centre + width * x, infinite, infinite) * (dx * width)

    return _settle(term, left, right, tolerance)


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


def total(parts: Any) -> Estimate:
    """Add estimates up, and their errors."""
    value, error, count = arb(0), arb(0), 0
    for part in parts:
        value, error, count = value + part.value, error + part.error, count + part.evaluations
    return Estimate(value, error, count)


def add_up(f: Integrand, lower: int, upper: int | None, *, most: int = 20000, beyond: int = 0) -> Estimate:
    """Sum f(k) for whole k from lower to upper.

    Args:
        f: the summand; for an endless sum it must end up falling geometrically.
        lower: the first k.
        upper: the last k, or None for an endless sum.
        most: how many terms may be taken before giving up.
        beyond: an endless sum is not cut off before this k.

    Returns:
        The sum, infinite if a term is, and a bound on what was left out.

    Raises:
        NoConvergence: if the terms have not become negligible.

    Example:
        >>> print(add_up(lambda k: arb(2) ** -k, 0, None).value.str(20, radius=False))
        2.0000000000000000000
    """
    old, ctx.prec = ctx.prec, PRECISION
    try:
        total, tail, term, k = arb(0), arb(0), arb(0), lower
        small = 0
        while upper is None or k <= upper:
            previous, term = term, f(arb(k))
            if term == arb("inf"):
                return Estimate(arb("inf"), arb(0), k - lower + 1)
            if not term.is_finite() or k - lower >= most:
                raise NoConvergence(f"the sum has not settled at {k}")
            total, k = total + term, k + 1
            if upper is None and k > beyond:
                tail = _geometric_tail(previous, term)
                small = small + 1 if bool(tail <= arb(10) ** -34 * abs(total)) else 0
                if small == 2 * QUIET:
                    break
        return Estimate(total.mid(), arb((tail + total.rad()).abs_upper()), k - lower)
    finally:
        ctx.prec = old


def _geometric_tail(previous: arb, term: arb) -> arb:
    """Bound what follows two terms, as if their ratio stayed; it is taken a little larger than it is."""
    if term == 0:
        return arb(0)
    ratio = abs(term / previous) * arb("1.01") if previous != 0 else arb("inf")
    if not ratio < 1:
        return arb("inf")
    return arb((abs(term) * ratio / (1 - ratio)).abs_upper())
