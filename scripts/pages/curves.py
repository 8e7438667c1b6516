"""What the picture of a pair draws: both densities and p log(p/q), from the oracle, over a telling range."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from kldiv.arb import arb
from kldiv.distributions.base import Distribution
from kldiv.distributions.domains import as_exact
from kldiv.oracles.estimate import ball_values
from kldiv.oracles.known import DISCRETE, Known

#: How many points a curve is computed at, and how many tell where the mass of a density lies.
POINTS, SCOUTS = 240, 180

#: How much of the mass is left out at either end, of p and of q; and how far q may widen the range, in ranges of p.
_OUTSIDE = {"p": (0.003, 0.012), "q": (0.02, 0.05)}
_WIDER = 1.2

#: A tail is heavy if the range is so many times as wide as that of half the mass; then more of it is left out.
_HEAVY, _OF_HEAVY = 9.0, 0.06

#: No more outcomes are drawn than this.
OUTCOMES = 30


@dataclass(frozen=True)
class Curves:
    """Numbers for a picture.

    Attributes:
        x: where the densities are given, from left to right.
        p: the density, or the mass function, of p there.
        q: that of q.
        integrand: p log(p/q).
        ends: from where to where the picture goes.
        discrete: whether the distributions are.
    """

    x: tuple[float, ...]
    p: tuple[float, ...]
    q: tuple[float, ...]
    integrand: tuple[float, ...]
    ends: tuple[float, float]
    discrete: bool


class Density:
    """The density of a distribution with numbers for parameters, as a function of floats.

    Example:
        >>> from kldiv import Exponential
        >>> density = Density(Exponential(2.0))
        >>> density(0.0), density(-1.0)
        (2.0, 0.0)
    """

    def __init__(self, distribution: Distribution) -> None:
        known = type(distribution).known()
        if known is None:
            raise ValueError(f"{distribution.slug}: the oracle knows nothing of it")
        exact = [as_exact(value) for value in distribution.parameters.values()]
        self.known: Known = known
        balls = ball_values(exact)
        self._log = known.log_density(*balls)
        self.low, self.high = (float(arb(end)) for end in known.ends(*balls))
        self.centre, self.width = (float(arb(value)) for value in known.centre(*balls))

    def log(self, x: float) -> float:
        """The logarithm of the density; -inf outside the support."""
        if not self.low <= x <= self.high:
            return -math.inf
        at = arb(x)
        found = float(arb(self._log(at, at - self.low, arb(self.high) - at)))
        if math.isnan(found) and x in (self.low, self.high):  # such as 0 log 0; its limit
            return self.log(x + math.copysign(1e-12 * self.width, self.centre - x))
        return found

    def __call__(self, x: float) -> float:
        """The density; 0 outside the support."""
        return math.exp(min(self.log(x), 700.0))

    def scouts(self) -> list[float]:
        """Points that lie close where the mass is and reach far out."""
        steps = [(k + 0.5) / SCOUTS for k in range(SCOUTS)]
        if self.low == -math.inf:
            return [self.centre + self.width * math.sinh(12 * s - 6) for s in steps]
        if self.high == math.inf:
            return [self.low + self.width * math.exp(14 * s - 8) for s in steps]
        return [self.low + (self.high - self.low) * s for s in steps]

    def range(self, outside: tuple[float, float]) -> tuple[float, float]:
        """From where to where all but so much of the mass at the lower and at the upper end lies."""
        x = self.scouts()
        parts = [(b - a) * min(self((a + b) / 2), 1e6) for a, b in pairwise(x)]
        reached = list(accumulate(parts))

        def between(below: float, above: float) -> tuple[float, float]:
            first = next(k for k, mass in enumerate(reached) if mass >= below * reached[-1])
            last = next(k for k, mass in enumerate(reached) if mass >= (1 - above) * reached[-1])
            return x[first], x[last + 1]

        whole, half = between(*outside), between(0.25, 0.25)
        far = whole[1] - whole[0] > _HEAVY * (half[1] - half[0])
        return between(max(outside[0], _OF_HEAVY), max(outside[1], _OF_HEAVY)) if far else whole


def curves(p: Distribution, q: Distribution) -> Curves:
    """Compute what the picture of a pair draws.

    Args:
        p: the distribution of the data, a univariate one with numbers for parameters.
        q: the other one; its support must hold that of p.

    Returns:
        The numbers.
    """
    first, second = Density(p), Density(q)
    if first.known.kind == DISCRETE:
        return _outcomes(first, second)
    low, high = _ends(first, second)
    inset = (high - low) * 1e-5  # some densities are infinite at an end
    start, stop = max(low, first.low, second.low), min(high, first.high, second.high)
    both = [start + inset + (stop - start - 2 * inset) * k / (POINTS - 1) for k in range(POINTS)]
    alone = [x for x in _spread(low, high) if second.low < x < second.high and not start <= x <= stop]
    x = sorted([*both, *alone])
    return _over(first, second, x, (low, high), discrete=False)


def _spread(low: float, high: float) -> list[float]:
    return [low + (high - low) * k / (POINTS // 2) for k in range(POINTS // 2 + 1)]


def _over(p: Density, q: Density, x: Sequence[float], ends: tuple[float, float], discrete: bool) -> Curves:
    values = [(p(at), q(at), _integrand(p, q, at)) for at in x]
    of_p, of_q, integrand = zip(*values, strict=True)
    return Curves(tuple(x), of_p, of_q, integrand, ends, discrete)


def _integrand(p: Density, q: Density, x: float) -> float:
    log = p.log(x)
    if log == -math.inf or not p.low <= x <= p.high:
        return 0.0
    return math.exp(min(log, 700.0)) * (log - q.log(x))


def _ends(p: Density, q: Density) -> tuple[float, float]:
    """The range that holds most of p, and of q as far as that leaves p to be seen."""
    low, high = p.range(_OUTSIDE["p"])
    far, wide = q.range(_OUTSIDE["q"]), high - low
    low = max(min(low, far[0]), low - _WIDER * wide)
    high = min(max(high, far[1]), high + _WIDER * wide)
    margin = 0.06 * (high - low)
    # A support that ends close by is shown to its end.
    finite = [end for one in (p, q) for end in (one.low, one.high) if math.isfinite(end)]
    low = min([low, *(end for end in finite if low - 3 * margin < end <= low)])
    high = max([high, *(end for end in finite if high <= end < high + 3 * margin)])
    return low - margin, high + margin


def _outcomes(p: Density, q: Density) -> Curves:
    """The whole numbers that hold most of p."""
    start = int(p.low if math.isfinite(p.low) else p.centre - OUTCOMES // 2)
    mass, stop = 0.0, start
    for stop in range(start, int(min(p.high, start + OUTCOMES)) + 1):
        mass += p(stop)
        if mass > 1 - _OUTSIDE["p"][1] and stop > start:
            break
    first = int(max(q.low, start - 5))
    further = [x for x in range(stop + 1, start + OUTCOMES) if q(x) > 0.02]
    shown = [x for x in range(min(first, start), stop + 1) if x >= start or q(x) > 0] + further
    return _over(p, q, [float(x) for x in shown], (shown[0] - 0.6, shown[-1] + 0.6), discrete=True)
