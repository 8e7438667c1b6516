"""D(p || q) proved: a ball that certainly contains the integral, or the sum, that defines it.

Unlike quadrature, which estimates its error, nothing here is estimated. `acb.integral` bounds the error of Gauss and
Legendre's rule on each cell by the largest value of the integrand on an ellipse around it (Johansson, Numerical
integration in arbitrary-precision ball arithmetic, 2018). What lies beyond the cells is bounded by what the densities
are there, on the whole of the tail at once. Both see the hand-written densities and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kldiv.arb import acb, arb
from kldiv.oracles.charts import Chart, line_chart, plain_chart, stretched_chart
from kldiv.oracles.densities import Source, known_as
from kldiv.oracles.far import NotBounded
from kldiv.oracles.known import INFINITY
from kldiv.oracles.remainders import settled_tail
from kldiv.oracles.two_densities import NotEnclosed, TwoDensities
from kldiv.precision import ball_precision

#: Working precision in bits, and what is asked of each integral.
BITS, GOAL = 128, 2.0**-96

#: What lies in a tail below this is not integrated.
NEGLIGIBLE = 1e-30

#: So many evaluations may a piece take, so many terms a sum.
MOST_EVALUATIONS, MOST_TERMS = 200_000, 100_000

#: Half the width of the cell around a kink, in the coordinate of its chart.
HALF_CELL = 2.0**-112

#: What has fewer digits is not called enclosed.
LEAST_DIGITS = 15

#: An endless sum is cut off this far from its beginning, tried from the smallest.
CUTS = tuple(2**k for k in range(4, 17))


@dataclass(frozen=True)
class Enclosure:
    """A ball that certainly contains a divergence.

    Attributes:
        value: the ball, in nats.
        digits: how many digits it fixes, relative above 1, absolute below.
    """

    value: arb
    digits: int


def divergence_enclosure(p: Source, p_values: Mapping[str, Any], q: Source, q_values: Mapping[str, Any]) -> Enclosure:
    """Enclose the integral, or the sum, of p log(p/q).

    Args:
        p: the distribution of the data, by slug or as the oracle knows it.
        p_values: its parameters, exact rationals, in the distribution's order.
        q: the other distribution.
        q_values: its parameters.

    Returns:
        A ball that contains the divergence in nats, to fifteen digits at least.

    Raises:
        KeyError: if the oracle does not know a distribution.
        NotEnclosed: if no such ball is found, as when the divergence is infinite.

    Example:
        >>> import kldiv.distributions  # which tell the oracle of themselves
        >>> found = divergence_enclosure("normal", {"loc": 1, "scale": 1}, "normal", {"loc": 3, "scale": 1})
        >>> found.value.contains(2), found.digits >= 25
        (True, True)
    """
    with ball_precision(BITS):
        both = TwoDensities(known_as(p), list(p_values.values()), known_as(q), list(q_values.values()))
        try:
            value = _sum(both) if both.discrete else _integral(both)
        except NotBounded as error:
            raise NotEnclosed(f"no bound was found for a tail: {error}") from None
        if not value.is_finite():
            raise NotEnclosed("the integral, or the sum, does not settle")
        digits = math.floor(int(value.rel_one_accuracy_bits()) * math.log10(2))
        if digits < LEAST_DIGITS:
            raise NotEnclosed(f"only {max(digits, 0)} digits are certain")
        return Enclosure(value, digits)


def _sum(both: TwoDensities) -> arb:
    """The sum, with a bound for what is left out."""
    low, whole = int(both.low), arb(0)
    if both.high == INFINITY:
        start, remainder = settled_tail(
            both.to_infinity(1), 1, NEGLIGIBLE, (arb(low + cut).log() for cut in CUTS if low + cut > 1)
        )
        whole += _at_most(remainder)
        high = math.ceil(float(start.exp())) + 1
    else:
        high = int(both.high)
    if high - low > MOST_TERMS:
        raise NotEnclosed(f"more than {MOST_TERMS} terms would have to be added")
    for k in range(low, high + 1):
        to_high = arb(INFINITY) if both.high == INFINITY else arb(high - k)
        log_p, log_q = both.logs(arb(k), arb(k - low), to_high)
        whole += 0 if log_p == -INFINITY else log_p.exp() * (log_p - log_q)
    return whole


def _integral(both: TwoDensities) -> arb:
    """The integrals over the charts, with bounds for the tails."""
    kinks = both.kinks()
    return sum(
        (_over(both, part, kinks) if isinstance(part, Chart) else _at_most(part) for part in _parts(both)), arb(0)
    )


def _parts(both: TwoDensities) -> Iterator[Chart | arb]:
    """The charts that cover p's support, and a bound for each tail that they leave out."""
    low, high, width = both.low, both.high, both.width
    if low == -INFINITY and high == INFINITY:
        left, below = settled_tail(both.to_infinity(-1), 1, NEGLIGIBLE)
        right, above = settled_tail(both.to_infinity(1), 1, NEGLIGIBLE)
        yield below + above
        yield line_chart(both.centre, width, -left.exp(), right.exp())
    elif low == -INFINITY or high == INFINITY:
        end, other, side = (low, high, 1) if high == INFINITY else (high, low, -1)
        start, beyond = settled_tail(both.to_infinity(side), 1, NEGLIGIBLE)
        yield beyond
        far = abs(start.exp() - side * end)
        if both.smooth_at(end, side):
            yield plain_chart(end, other, side, width)
            yield stretched_chart(end, other, side, width, None, far)
        else:
            start, beyond = settled_tail(both.to_end(end, side), -1, NEGLIGIBLE)
            yield beyond
            yield stretched_chart(end, other, side, width, (-start).exp(), far)
    else:
        half = arb(high - low) / 2
        for end, other, side in ((low, high, 1), (high, low, -1)):
            if both.smooth_at(end, side):
                yield plain_chart(end, other, side, half)
            else:
                start, beyond = settled_tail(both.to_end(end, side), -1, NEGLIGIBLE)
                yield beyond
                yield stretched_chart(end, other, side, half, (-start).exp(), None)


def _over(both: TwoDensities, chart: Chart, kinks: list[arb]) -> arb:
    """The integral over a chart, with a tiny cell of its own around each kink."""
    whole, begin = arb(0), chart.low
    for y in sorted((y for y in map(chart.inverse, kinks) if y.is_finite()), key=float):
        low, high = arb(y.lower()) - HALF_CELL, arb(y.upper()) + HALF_CELL
        if high <= begin or low >= chart.high:
            continue
        if low > begin:
            whole += _piece(both, chart, begin, low)
            begin = low
        end = high if high < chart.high else chart.high
        whole += (end - begin) * both.integrand(chart, None)(acb(begin.union(end)), False).real
        begin = end
    return whole + _piece(both, chart, begin, chart.high) if begin < chart.high else whole


def _piece(both: TwoDensities, chart: Chart, low: arb, high: arb) -> arb:
    """The integral over a piece that has no kink inside."""
    ends = sorted((chart.image(y)[0] for y in (low, high)), key=float)
    found = acb.integral(
        both.integrand(chart, (ends[0], ends[1])),
        acb(low),
        acb(high),
        rel_tol=arb(GOAL),
        abs_tol=arb(GOAL),
        eval_limit=MOST_EVALUATIONS,
    )
    return found.real


def _at_most(bound: arb) -> arb:
    """The ball of what is no larger than a bound."""
    return arb(0, bound.upper())


__all__ = ["Enclosure", "NotEnclosed", "divergence_enclosure"]
