"""Where an integrand has its mass: its peaks, how wide they are, and from where to where it counts."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from kldiv.arb import arb

#: The logarithm of something positive, as a function of the coordinate.
Height = Callable[[arb], float]

#: A peak is found when the height falls by less than this within a step.
NEARLY_LEVEL = 0.1

#: So many steps are taken towards a peak, and so many doublings away from it: at least up to this distance, or to
#: this many widths.
MOST_STEPS, MOST_DOUBLINGS, FAR, MANY_WIDTHS = 3000, 1000, 2.0**50, 2.0**40

#: So often is halved what lies between a point that counts and one that does not, or until it is no steeper than this.
HALVINGS, STEEP = 60, 20.0

#: The first doublings take so many steps each, and so many of them do.
FINE = 4

#: Beyond what is looked for, heights must be lower by this before nobody looks further.
MARGIN = 200.0


@dataclass(frozen=True)
class Landmark:
    """A place around which something changes over about a width."""

    at: arb
    width: arb


@dataclass(frozen=True)
class Range:
    """From where to where an integrand counts.

    Attributes:
        low: from where.
        high: to where.
        beyond: a bound on the logarithm of what lies outside.
        landmarks: its peaks, and its ends where they are cliffs.
    """

    low: arb
    high: arb
    beyond: float
    landmarks: tuple[Landmark, ...]


def climbed(height: Height, start: arb, step: float = 1.0, least: float = 0.0) -> Landmark:
    """Climb to a peak, with steps that double while it goes up and halve where it does not.

    Args:
        height: what to climb; -inf where there is nothing.
        start: from where.
        step: the first step.
        least: steps are not halved below this.

    Returns:
        The peak, and how far from it the height has fallen by about one, on the steeper side.
    """
    at, top = arb(start.mid()), height(start)
    for _ in range(MOST_STEPS):
        left, right = _moved(at, -step), _moved(at, step)
        lower, upper = height(left), height(right)
        if max(lower, upper) > top:
            at, top = (left, lower) if lower > upper else (right, upper)
            step *= 2
        elif top - max(lower, upper) < NEARLY_LEVEL or step <= least:
            break
        else:
            step = max(step / 2, least)
    for _ in range(MOST_DOUBLINGS):
        if min(height(_moved(at, -step)), height(_moved(at, step))) < top - 1:
            break
        step *= 2
    return Landmark(at, arb(step))


def range_of(height: Height, start: arb, low: arb, high: arb, depth: float, least: float = 0.0) -> Range:
    """Find where an integrand counts.

    Args:
        height: its logarithm, but for its sign.
        start: about where it is.
        low: where the coordinate begins, maybe -inf.
        high: where it ends.
        depth: what is lower than its peak by more than this does not count.
        least: the smallest distance of the coordinate.

    Returns:
        The range, with peaks that lie apart from the first: of p far out, where q has next to nothing.
    """
    peaks = [climbed(height, start, least=least)]
    seen = _looked(height, peaks[0], low, high)
    for before, here, after in zip(seen, seen[1:], seen[2:], strict=False):
        if here[1] > max(before[1], after[1]) and here[0] != peaks[0].at:
            width = float((after[0] - before[0]).mid()) / 8
            peaks.append(climbed(height, here[0], max(width, least), least))
            seen = sorted([*seen, *_looked(height, peaks[-1], low, high)], key=lambda point: _key(point[0]))
    top = max(h for _, h in seen)
    _tighten(height, seen, top - depth)
    counted = [n for n, (_, h) in enumerate(seen) if h >= top - depth]
    first, last = counted[0] - 1, counted[-1] + 1
    left, below = _end(seen, first, -1, low)
    right, above = _end(seen, last, 1, high)
    peaks += [_edge(seen, first, 1), _edge(seen, last, -1)]
    return Range(left, right, _log_sum(below, above), tuple(peaks))


def _moved(at: arb, step: float) -> arb:
    return arb((at + arb(step)).mid())


def _key(at: arb) -> float:
    return float(at.mid())


def _looked(height: Height, peak: Landmark, low: arb, high: arb) -> list[tuple[arb, float]]:
    """Heights at distances from a peak that double, to both sides, until there is nothing to be seen."""
    found = [(peak.at, height(peak.at))]
    for side, end in ((-1, low), (1, high)):
        top, previous = found[0][1], found[0][1]
        for n in range(MOST_DOUBLINGS):
            # at first in smaller steps: the range between two doublings may hide a peak
            away = float(peak.width) * 2.0 ** (n / FINE if n < FINE * FINE else n - FINE * FINE + FINE)
            at = _moved(peak.at, side * away)
            if not (low < at and at < high):
                if end.is_finite() and peak.at != end:
                    found.append((end, height(end)))
                break
            here = height(at)
            found.append((at, here))
            top = max(top, here)
            if away > max(FAR, MANY_WIDTHS * float(peak.width)) and here < top - MARGIN and here <= previous:
                break
            previous = here
    return sorted(found, key=lambda point: _key(point[0]))


def _tighten(height: Height, seen: list[tuple[arb, float]], least: float) -> None:
    """Add points so that those next to what counts are not much lower than it: so cliffs are found."""
    counted = [n for n, (_, h) in enumerate(seen) if h >= least]
    for n, side in ((counted[-1], 1), (counted[0], -1)):
        if not 0 <= n + side < len(seen):
            continue
        (near, inside), (far, outside) = seen[n], seen[n + side]
        for _ in range(HALVINGS):
            if outside > inside - STEEP:
                break
            middle = arb(((near + far) / 2).mid())
            here = height(middle)
            if here >= least:
                near, inside = middle, here
            else:
                far, outside = middle, here
        seen += [(near, inside), (far, outside)]
    seen.sort(key=lambda point: _key(point[0]))


def _edge(seen: list[tuple[arb, float]], n: int, inwards: int) -> Landmark:
    """The end of the range; its width is that over which the height falls away, which is little at a cliff."""
    inside = seen[n + inwards][0]
    at = seen[n][0] if 0 <= n < len(seen) else inside
    return Landmark(at, abs(at - inside))


def _end(seen: list[tuple[arb, float]], n: int, side: int, limit: arb) -> tuple[arb, float]:
    """Where the range ends, and twice what lies beyond, if it goes on to fall at least as fast as there.

    It does in a chart's coordinate, in which powers are exponentials, and so do counts: nothing falls more slowly.
    """
    if not 0 <= n < len(seen):
        if not limit.is_finite():
            return seen[n - side][0], math.inf
        return limit, -math.inf
    at, here = seen[n]
    before, there = seen[n - side]
    if at == limit or here == -math.inf:
        return at, -math.inf
    slope = (there - here) / max(abs(_key(at - before)), 1e-300)
    return at, here - math.log(min(slope, 1) / 2) if slope > 0 else math.inf


def _log_sum(a: float, b: float) -> float:
    top = max(a, b)
    return top if math.isinf(top) else top + math.log(math.exp(a - top) + math.exp(b - top))


__all__ = ["Landmark", "Range", "climbed", "range_of"]
