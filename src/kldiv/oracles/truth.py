"""D(p || q) from hand-written densities alone, to thirty digits."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from kldiv.arb import arb
from kldiv.oracles.densities import Known, Source, known_as
from kldiv.oracles.estimate import ball_values
from kldiv.oracles.known import DISCRETE, POWER, LogDensity
from kldiv.oracles.quadrature import PRECISION, Estimate, NoConvergence, add_up, integrate_with_ends, total
from kldiv.precision import ball_precision

#: A statistic is told log p(x), x, and the distances of x from both ends of the support of p.
Statistic = Callable[[arb, arb, arb, arb], arb]

#: Accuracy of partial integrals: enough to see that they grow.
COARSE = 1e-12

INFINITY = math.inf


def divergence_by_quadrature(
    p: Source, p_values: Mapping[str, Any], q: Source, q_values: Mapping[str, Any]
) -> Estimate:
    """Integrate (or sum) p log(p/q) numerically.

    Args:
        p: the distribution of the data, by slug or as the oracle knows it.
        p_values: its parameters, exact rationals, in the distribution's order.
        q: the other distribution.
        q_values: its parameters.

    Returns:
        The divergence in nats and an estimate of its error; infinite where p has mass outside q's support.

    Raises:
        KeyError: if the oracle does not know a distribution.
        kldiv.oracles.quadrature.NoConvergence: if the integral does not settle, as when it diverges.

    Example:
        >>> import kldiv.distributions  # which tell the oracle of themselves
        >>> r = divergence_by_quadrature("normal", {"loc": 1, "scale": 1}, "normal", {"loc": 3, "scale": 1})
        >>> print(r.value.str(20, radius=False))
        2.0000000000000000000
    """
    with ball_precision(PRECISION):
        first, second = known_as(p), known_as(q)
        a, b = ball_values(list(p_values.values())), ball_values(list(q_values.values()))
        if escapes(first, a, second, b):
            return Estimate(arb(INFINITY), arb(0), 0)
        centres = first.centre(*a)[0], second.centre(*b)[0]
        return _expect(first, a, _log_ratio(first, a, second, b), second.splits(*b), centres)


def escapes(first: Known, a: list[arb], second: Known, b: list[arb]) -> bool:
    """Whether the first distribution has mass outside the second's support."""
    if first.kind != second.kind:
        return True
    if first.circular and second.circular:
        return False
    (low, high), (below, above) = first.ends(*a), second.ends(*b)
    return bool(low < below or high > above)


def expectation_by_quadrature(
    p: Source,
    p_values: Mapping[str, Any],
    statistic: Callable[..., arb],
    splits: Iterable[Any] = (),
    *,
    with_ends: bool = False,
) -> Estimate:
    """Integrate (or sum) p times a function of x.

    Args:
        p: the distribution, by slug or as the oracle knows it.
        p_values: its parameters, exact rationals, in the distribution's order.
        statistic: a function of x.
        splits: where the function is not smooth.
        with_ends: whether it also takes the distances of x from both ends of the support, which x alone does not tell.

    Returns:
        The expectation and an estimate of its error.

    Raises:
        KeyError: if the oracle does not know the distribution.
        kldiv.oracles.quadrature.NoConvergence: if the integral does not settle, as when it diverges.

    Example:
        >>> import kldiv.distributions  # which tell the oracle of themselves
        >>> r = expectation_by_quadrature("gamma", {"concentration": 2, "rate": 3}, lambda x: x)
        >>> print(r.value.str(10, radius=False))
        0.6666666667
    """
    with ball_precision(PRECISION):
        a = ball_values(list(p_values.values()))
        told: Statistic = lambda _, *at: statistic(*at) if with_ends else statistic(at[0])  # noqa: E731
        return _expect(known_as(p), a, told, tuple(map(arb, splits)))


def entropy_by_quadrature(p: Source, p_values: Mapping[str, Any]) -> Estimate:
    """Integrate (or sum) -p log p.

    Args:
        p: the distribution, by slug or as the oracle knows it.
        p_values: its parameters, exact rationals, in the distribution's order.

    Returns:
        The entropy in nats (for continuous distributions the differential entropy) and an estimate of its error.

    Raises:
        KeyError: if the oracle does not know the distribution.

    Example:
        >>> import kldiv.distributions
        >>> print(entropy_by_quadrature("uniform", {"low": 1, "high": 2}).value.str(5, radius=False))
        0
    """
    with ball_precision(PRECISION):
        return _expect(known_as(p), ball_values(list(p_values.values())), lambda log_p, *_: -log_p, ())


def partial_divergences(
    p: Source, p_values: Mapping[str, Any], q: Source, q_values: Mapping[str, Any], cuts: Sequence[int]
) -> list[Estimate]:
    """Integrate p log(p/q) over parts of the support that stay away from its ends, each wider than the last.

    With s = 2 ** cut, a part is what lies within 10 ** s widths of p's centre on an open side, and further
    than 10 ** -s widths from a finite end. If the divergence is infinite, the results for cut = 1, 2, 3, 4
    grow without bound; if it is finite they approach it.

    Args:
        p: the distribution of the data, by slug or as the oracle knows it, continuous.
        p_values: its parameters, exact rationals, in the distribution's order.
        q: the other distribution.
        q_values: its parameters.
        cuts: how close to the ends to go, from 1 up, rising.

    Returns:
        The partial integrals in nats, each to about ten digits. What lies inside a narrower part is integrated once.

    Raises:
        KeyError: if the oracle does not know a distribution.
        ValueError: if p is discrete or its support is not inside q's.

    Example:
        >>> import kldiv.distributions
        >>> inverse = {"concentration": 1, "rate": 1}
        >>> for part in partial_divergences("inverse-gamma", inverse, "gamma", inverse, (1, 2, 3, 4)):
        ...     print(part.value.str(3, radius=False))
        2.00
        6.48
        15.7
        34.1
    """
    with ball_precision(PRECISION):
        first, second = known_as(p), known_as(q)
        a, b = ball_values(list(p_values.values())), ball_values(list(q_values.values()))
        if first.kind == DISCRETE or escapes(first, a, second, b):
            raise ValueError("there is no partial divergence: the mass of p is counted or escapes")
        statistic = _log_ratio(first, a, second, b)
        ends = {cut: _part(first, a, 2**cut) for cut in cuts}
        widest = ends[max(cuts)]
        inner = [*_part(first, a, 0), *(end for pair in ends.values() for end in pair)]
        splits = [*first.splits(*a), *second.splits(*b), *inner]
        points = _increasing([x for x in splits if _inside(x, *widest)])
        pieces = list(enumerate(pairwise([widest[0], *points, widest[1]])))
        parts: list[tuple[arb, arb, Estimate]] = []
        largest = arb(0)
        # outwards from the middle: what lies far out often adds nothing to the first few
        for _, (u, v) in sorted(pieces, key=lambda piece: abs(2 * piece[0] - len(pieces))):
            found = _piece(first, a, statistic, u, v, tolerance=COARSE, enough=COARSE * largest)
            parts.append((u, v, found))
            largest = max(largest, abs(found.value))
        return [total(found for u, v, found in parts if _within(u, v, *pair)) for pair in ends.values()]


def _part(known: Known, values: list[arb], decades: int) -> tuple[arb, arb]:
    """Return the ends of what lies within so many factors of ten of p's centre, and so many short of a finite end."""
    low, high = (arb(end) for end in known.ends(*values))
    centre, width = (arb(v) for v in known.centre(*values))
    away, near = arb(10) ** decades, arb(10) ** -decades
    if not low.is_finite() and not high.is_finite():
        return centre - width * away, centre + width * away
    if not high.is_finite():
        return low + width * near, low + width * away
    half = (high - low) / 2
    return low + half * near, high - half * near


def _log_ratio(first: Known, a: list[arb], second: Known, b: list[arb]) -> Statistic:
    """Return the statistic log(p/q)."""
    log_q = second.log_density(*b)
    if first.circular and second.circular:
        return lambda log_p, x, d, e: log_p - log_q(x, d, e)
    (low, high), (below, above) = first.ends(*a), second.ends(*b)
    # distances from q's ends: exact where an end is common to both distributions
    left = low - below if arb(below).is_finite() else arb(INFINITY)
    right = above - high if arb(above).is_finite() else arb(INFINITY)
    return lambda log_p, x, d, e: log_p - log_q(x, d + left, e + right)


def _expect(
    known: Known, values: list[arb], statistic: Statistic, splits: tuple[Any, ...], centres: tuple[Any, ...] = ()
) -> Estimate:
    """Integrate, cut at the splits; if that does not settle, cut at the centres as well, and expect heavy tails."""
    low, high = (arb(end) for end in known.ends(*values))
    if known.kind == DISCRETE:
        return _expect_sum(known.log_density(*values), low, high, statistic, known.centre(*values)[0])
    points = _increasing([k for k in (*known.splits(*values), *splits) if _inside(k, low, high)])
    try:
        return total(_piece(known, values, statistic, u, v) for u, v in pairwise([low, *points, high]))
    except NoConvergence:  # a peak or a turn far from all cuts and much narrower than the rest, or far out in the tail
        if not centres:
            raise
        ends = [low, *_increasing([*points, *(k for k in centres if _inside(k, low, high))]), high]
        return total(_piece(known, values, statistic, u, v, tails=(POWER, POWER)) for u, v in pairwise(ends))


def _expect_sum(log_density: LogDensity, low: arb, high: arb, statistic: Statistic, centre: Any) -> Estimate:
    def term(k: arb) -> arb:
        a, b = k - low, high - k
        here = log_density(k, a, b)
        weight = here.exp()
        return arb(0) if weight == 0 else weight * statistic(here, k, a, b)

    last = None if high == INFINITY else int(high.unique_fmpz())
    return add_up(term, int(low.unique_fmpz()), last, beyond=int(min(float(centre), 1e18)))


def _piece(known: Known, values: list[arb], statistic: Statistic, u: arb, v: arb, **options: Any) -> Estimate:
    """Integrate over one interval inside the support."""
    low, high = (arb(end) for end in known.ends(*values))
    log_density = known.log_density(*values)
    left = u - low if low.is_finite() else arb(INFINITY)
    right = high - v if high.is_finite() else arb(INFINITY)

    def f(x: arb, to_u: arb, to_v: arb) -> arb:
        a, b = to_u + left, to_v + right
        here = log_density(x, a, b)
        return here.exp() * statistic(here, x, a, b)

    centre, width = (arb(value) for value in known.centre(*values))
    if u.is_finite() or v.is_finite():
        end = u if u.is_finite() else v
        distance = centre - end if u.is_finite() else end - centre
        width = distance if distance > width else width
    # at an end that is not the support's the density just stops, which POWER covers
    near = known.tails[0] if left == 0 or not u.is_finite() else POWER
    far = known.tails[1] if right == 0 or not v.is_finite() else POWER
    return integrate_with_ends(f, u, v, **{"centre": centre, "width": width, "tails": (near, far), **options})


def _inside(x: Any, low: arb, high: arb) -> bool:
    return bool(low < x) and bool(x < high)


def _within(u: arb, v: arb, low: arb, high: arb) -> bool:
    """Whether a piece, of which no end lies inside another's, is part of what lies between two ends."""
    return bool(low.mid() <= u.mid()) and bool(v.mid() <= high.mid())


def _increasing(points: list[Any]) -> list[arb]:
    kept: list[arb] = []
    for point in sorted((arb(p) for p in points), key=float):
        if not kept or point > kept[-1]:
            kept.append(point)
    return kept


__all__ = [
    "NoConvergence",
    "divergence_by_quadrature",
    "entropy_by_quadrature",
    "escapes",
    "expectation_by_quadrature",
    "partial_divergences",
]
