"""Integrals and sums to thirty digits by double-exponential quadrature in ball arithmetic.

The rule is that of Takahasi and Mori (1974): a change of variable makes the integrand fall off doubly exponentially,
and the trapezoidal rule then converges as fast as its step shrinks. Arithmetic is Arb's, so rounding is tracked;
the error of the rule itself is estimated by halving the step until two results agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import arb, ctx

#: Working precision in bits: thirty digits are promised, the rest absorbs rounding.
PRECISION = 200

#: Two successive results must agree to this relative accuracy.
TOLERANCE = arb(10) ** -27

Integrand = Callable[[Any], Any]


@dataclass(frozen=True)
class Estimate:
    """A number and a bound on its error.

    Attributes:
        value: the estimate.
        error: how far two successive refinements differed, rounding included.
        evaluations: how many times the integrand was evaluated.
    """

    value: arb
    error: arb
    evaluations: int


class NoConvergence(ArithmeticError):
    """The estimates did not settle: the integral diverges or the rule does not fit it."""


def _line(t: arb) -> tuple[arb, arb]:
    """Map t to the real line, x = sinh(3 sinh(t) / 2), which also tames tails that fall like a power."""
    s, c = t.sinh(), t.cosh()
    inner = s * 3 / 2
    return inner.sinh(), inner.cosh() * c * 3 / 2


def _half_line(t: arb) -> tuple[arb, arb]:
    """Map t to (0, oo), x = exp(3 sinh(t) / 2)."""
    x = (t.sinh() * 3 / 2).exp()
    return x, x * t.cosh() * 3 / 2


def _unit(t: arb) -> tuple[arb, arb, arb]:
    """Map t to (0, 1); return x, 1 - x and dx/dt, both ends without cancellation."""
    e = (t.sinh() * 3 / 2).exp()
    x = e / (1 + e)
    y = 1 / (1 + e)
    return x, y, x * y * t.cosh() * 3 / 2


def _settle(term: Callable[[arb], arb], tolerance: arb) -> Estimate:
    """Sum term(t) h over t = k h, halving h until two results agree."""
    limit = arb("5.6")  # beyond it every map is within 1e-150 of its end
    step = arb(1) / 4
    total, count = _both_sides(term, step, arb(0), step, limit)
    total += term(arb(0))
    previous = total * step
    for _ in range(9):
        half = step / 2
        extra, more = _both_sides(term, half, half, step, limit)
        total, count, step = total + extra, count + more, half
        current = total * step
        difference = abs(current - previous)
        if difference < tolerance * (1 + abs(current)):
            return Estimate(current.mid(), arb(difference.abs_upper()) + arb(current.rad()), count + 1)
        previous = current
    raise NoConvergence(f"two refinements differ by {difference.str(3, radius=False)}")


def _both_sides(
    term: Callable[[arb], arb], start: arb, first: arb, step: arb, limit: arb
) -> tuple[arb, int]:
    total, count = arb(0), 0
    for sign in (1, -1):
        t = start if first != 0 else step
        quiet = 0
        while t < limit and quiet < 4:
            value = term(t * sign)
            if not value.is_finite():
                break  # the density has underflowed: nothing of the tail is left
            total += value
            count += 1
            quiet = quiet + 1 if abs(value) < arb(10) ** -60 else 0
            t = t + step
    return total, count


def integrate(f: Integrand, lower: arb, upper: arb, *, tolerance: arb = TOLERANCE, centre: Any = 0, width: Any = 1) -> Estimate:
    """Integrate f from lower to upper, either of which may be infinite.

    Args:
        f: maps an arb to an arb; near a finite end it is called with points very close to that end.
        lower: the lower limit, maybe -inf.
        upper: the upper limit, maybe +inf.
        tolerance: the relative accuracy at which refinement stops.
        centre: about where the mass sits, for infinite intervals.
        width: about how wide it is.

    Returns:
        The integral and a bound on its error.

    Raises:
        NoConvergence: if refinements do not settle.

    Example:
        >>> from flint import arb
        >>> print(integrate(lambda x: (-x).exp(), arb(0), arb("inf")).value.str(20, radius=False))
        1.0000000000000000000
    """
    old, ctx.prec = ctx.prec, PRECISION
    try:
        low_open, high_open = not arb(lower).is_finite(), not arb(upper).is_finite()
        centre, width = arb(centre), arb(width)
        if low_open and high_open:

            def term(t: arb) -> arb:
                x, dx = _line(t)
                return f(centre + width * x) * dx * width
        elif high_open:

            def term(t: arb) -> arb:
                x, dx = _half_line(t)
                return f(lower + width * x) * dx * width
        elif low_open:

            def term(t: arb) -> arb:
                x, dx = _half_line(t)
                return f(upper - width * x) * dx * width
        else:
            span = arb(upper) - arb(lower)

            def term(t: arb) -> arb:
                x, y, dx = _unit(t)
                return f(lower + span * x if x < arb("0.5") else upper - span * y) * dx * span

        return _settle(term, tolerance)
    finally:
        ctx.prec = old


def integrate_pieces(f: Integrand, points: list[arb], **options: Any) -> Estimate:
    """Integrate f over consecutive intervals, so that kinks fall on their ends.

    Args:
        f: the integrand.
        points: the ends, increasing; the outer two may be infinite.
        **options: passed to `integrate`.

    Returns:
        The sum of the parts, with the sum of their bounds.
    """
    value, error, count = arb(0), arb(0), 0
    for low, high in zip(points, points[1:], strict=False):
        part = integrate(f, low, high, **options)
        value, error, count = value + part.value, error + part.error, count + part.evaluations
    return Estimate(value, error, count)


def add_up(f: Integrand, lower: int, upper: int | None, *, most: int = 20000) -> Estimate:
    """Sum f(k) for whole k from lower to upper.

    Args:
        f: the summand; for an endless sum it must end up falling geometrically.
        lower: the first k.
        upper: the last k, or None for an endless sum.
        most: how many terms may be taken before giving up.

    Returns:
        The sum and a bound on what was left out.

    Raises:
        NoConvergence: if the terms have not become negligible.
    """
    old, ctx.prec = ctx.prec, PRECISION
    try:
        total, count, small = arb(0), 0, 0
        term = previous = arb(0)
        k = lower
        while upper is None or k <= upper:
            previous, term = term, f(arb(k))
            if not term.is_finite():
                raise NoConvergence(f"the term at {k} is not finite")
            total, count, k = total + term, count + 1, k + 1
            small = small + 1 if abs(term) < arb(10) ** -45 * (1 + abs(total)) else 0
            if upper is None and small > 8:
                break
            if count > most:
                raise NoConvergence(f"{most} terms were not enough")
        tail = arb(0)
        if upper is None:
            ratio = abs(term / previous) if previous != 0 else arb(0)
            tail = abs(term) / (1 - ratio) if ratio < 1 else arb("inf")
        return Estimate(total.mid(), arb(tail.abs_upper()) + arb(total.rad()), count)
    finally:
        ctx.prec = old
