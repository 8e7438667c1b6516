"""Charts: a support, or a half of it, as an interval of y on which a density is easily integrated.

A chart carries y to x and its distances from both ends of the support, and says how fast x moves. On the whole line
x = c + w sinh y. From a finite end the distance is w exp y, which reaches the end and infinity alike as y does; where a
density is smooth at the end it is y itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kldiv.arb import arb
from kldiv.oracles.known import INFINITY

#: y -> x, x - lower, upper - x, and the speed |dx/dy|.
Image = Callable[[Any], tuple[Any, Any, Any, Any]]


@dataclass(frozen=True)
class Chart:
    """A part of a support.

    Attributes:
        image: y -> x, its distances from both ends, and the speed; of balls or of boxes.
        inverse: x -> y, to cut where a density has a kink.
        low: where y begins.
        high: where y ends.
    """

    image: Image
    inverse: Callable[[arb], arb]
    low: arb
    high: arb


def line_chart(centre: arb, width: arb, low: arb, high: arb) -> Chart:
    """The line from low to high, or a little more."""
    far = arb(INFINITY)

    def image(y: Any) -> tuple[Any, Any, Any, Any]:
        return y.sinh() * width + centre, far, far, y.cosh() * width

    def inverse(x: arb) -> arb:
        return ((x - centre) / width).asinh()

    return Chart(image, inverse, below(inverse(low)), above(inverse(high)))


def plain_chart(end: Any, other: Any, side: int, width: arb) -> Chart:
    """What lies within a distance of a finite end, the lower one (side 1) or the upper (side -1)."""
    return Chart(_image(end, other, side, lambda y: (y, 1)), lambda x: side * (x - end), arb(0), width)


def stretched_chart(end: Any, other: Any, side: int, width: arb, near: arb | None, far: arb | None) -> Chart:
    """What lies between two distances of a finite end, or a little more; None for what is just the width."""

    def gone(y: Any) -> tuple[Any, Any]:
        distance = y.exp() * width
        return distance, distance

    def inverse(x: arb) -> arb:
        return (side * (x - end) / width).log()

    low = arb(0) if near is None else below((near / width).log())
    high = arb(0) if far is None else above((far / width).log())
    return Chart(_image(end, other, side, gone), inverse, low, high)


def _image(end: Any, other: Any, side: int, gone: Callable[[Any], tuple[Any, Any]]) -> Image:
    span = arb(INFINITY) if abs(other) == INFINITY else arb(side * (other - end))

    def image(y: Any) -> tuple[Any, Any, Any, Any]:
        distance, speed = gone(y)
        left = span - distance if span.is_finite() else span
        x = end + side * distance
        return (x, distance, left, speed) if side > 0 else (x, left, distance, speed)

    return image


def below(y: arb) -> arb:
    """A number with few digits just below."""
    return arb((arb(y.lower()) * 16).floor().lower()) / 16


def above(y: arb) -> arb:
    """A number with few digits just above."""
    return -below(-y)
