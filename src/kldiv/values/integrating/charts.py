"""Charts: the support of p as the whole line, so that what happens at its ends happens far out.

A power of x, at infinity or at a finite end, becomes an exponential, and nothing falls more slowly than that. The
distances from both ends come with x, because near an end they are accurate where x alone is not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kldiv.arb import arb

INFINITE = float("inf")


@dataclass(frozen=True)
class Place:
    """A point of p's support: x, its distances from both ends, and log dx/du."""

    x: arb
    from_low: arb
    to_high: arb
    log_speed: arb


@dataclass(frozen=True)
class Chart:
    """A coordinate u on a support.

    Attributes:
        place: u -> where that is.
        inverse: x -> u; not finite outside the support.
        counted: whether only whole u count.
    """

    place: Callable[[arb], Place]
    inverse: Callable[[arb], arb]
    counted: bool = False


def chart_of(low: Any, high: Any, centre: arb, width: arb) -> Chart:
    """Choose the chart for an interval.

    Args:
        low: its lower end, maybe -inf.
        high: its upper end.
        centre: where p is, on the whole line.
        width: how wide it is there; on a half line, how far from the end.

    Returns:
        x = centre + width sinh u, x = low + width exp u (or down from high), or x = (low + high exp u)/(1 + exp u).
    """
    if low == -INFINITE and high == INFINITE:
        return _line(centre, width)
    if low == -INFINITE or high == INFINITE:
        return _half_line(low, high, width)
    return _interval(arb(low), arb(high))


def _line(centre: arb, width: arb) -> Chart:
    infinite, log_width = arb("inf"), width.log()

    def place(u: arb) -> Place:
        return Place(centre + width * u.sinh(), infinite, infinite, log_width + u.cosh().log())

    return Chart(place, lambda x: ((x - centre) / width).asinh())


def _half_line(low: Any, high: Any, width: arb) -> Chart:
    infinite, log_width = arb("inf"), width.log()
    rising = high == INFINITE
    end = arb(low if rising else high)

    def place(u: arb) -> Place:
        gone = width * u.exp()
        if rising:
            return Place(end + gone, gone, infinite, log_width + u)
        return Place(end - gone, infinite, gone, log_width + u)

    return Chart(place, lambda x: ((x - end if rising else end - x) / width).log())


def _interval(low: arb, high: arb) -> Chart:
    span = high - low

    def place(u: arb) -> Place:
        a, b = span / (1 + (-u).exp()), span / (1 + u.exp())
        return Place(low + a if a < b else high - b, a, b, (a * b / span).log())

    return Chart(place, lambda x: ((x - low) / (high - x)).log())


def counting_chart(low: Any, high: Any) -> Chart:
    """The whole numbers themselves, from low to high."""
    first, last = arb(low), arb(high)
    return Chart(lambda u: Place(u, u - first, last - u, arb(0)), lambda x: x, counted=True)
