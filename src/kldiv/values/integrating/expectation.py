"""Divergence and entropy as numbers, by integrals or long sums, with a bound on the error."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from kldiv.arb import arb
from kldiv.oracles.estimate import Estimate, NoConvergence
from kldiv.oracles.known import Known
from kldiv.precision import ball_precision
from kldiv.values.integrating.integrand import (
    Escapes,
    Integrand,
    divergence_integrand,
    entropy_integrand,
)
from kldiv.values.integrating.landmarks import Landmark, climbed, range_of
from kldiv.values.integrating.refining import Refining, Total, parts_of

#: The accuracy that is wanted, relative to the value, and the one that is still worth telling.
GOAL, WORTH = 2.0**-56, 1e-4

#: Of what is so far beyond the largest float nothing is told but that.
LARGEST = 2**4096

#: Working precisions in bits; the next is tried where cancellation leaves too few digits.
PRECISIONS = (128, 256, 512)

#: The range is not cut more finely around q than this beside the width of p.
NARROWEST = 2.0**-100

#: What is smaller than the peak by exp of this is left out, and how much more with each precision.
DEPTH = 60.0

Values = Mapping[str, Any]


def divergence_number(p: Known, p_values: Values, q: Known, q_values: Values) -> Estimate:
    """Integrate, or add up, p log(p/q) to a float's digits.

    Args:
        p: what is known of the distribution of the data.
        p_values: its parameters, exact, in the distribution's order.
        q: what is known of the other distribution.
        q_values: its parameters.

    Returns:
        The divergence in nats, infinite if p has mass outside q's support, and a bound on its error.

    Raises:
        NoConvergence: if not even a few digits are found.

    Example:
        >>> from kldiv.distributions import Cauchy, Normal
        >>> from kldiv.values.known import known_of
        >>> narrow, wide = {"loc": 1, "scale": 1}, {"loc": 0, "scale": 1000}
        >>> float(divergence_number(known_of(Normal), narrow, known_of(Cauchy), wide).value)
        6.6335...
    """
    try:
        return expected(lambda: divergence_integrand(p, list(p_values.values()), q, list(q_values.values())))
    except Escapes:
        return Estimate(arb("inf"), arb(0), 0)


def entropy_number(p: Known, p_values: Values) -> Estimate:
    """Integrate, or add up, -p log p to a float's digits.

    Args:
        p: what is known of the distribution.
        p_values: its parameters, exact, in the distribution's order.

    Returns:
        The entropy in nats and a bound on its error.

    Raises:
        NoConvergence: if not even a few digits are found.

    Example:
        >>> from kldiv.distributions import Poisson
        >>> from kldiv.values.known import known_of
        >>> float(entropy_number(known_of(Poisson), {"rate": 10**8}).value)
        10.6292789043475...
    """
    return expected(lambda: entropy_integrand(p, list(p_values.values())))


def expected(integrand: Callable[[], Integrand]) -> Estimate:
    """Integrate, or add up, with more digits until cancellation leaves enough.

    Args:
        integrand: makes what is integrated, at the precision that is set.

    Returns:
        The integral and a bound on its error.

    Raises:
        Escapes: if what is averaged is infinite where p is not zero.
        NoConvergence: if not even a few digits are found.
    """
    best: Estimate | None = None
    for n, bits in enumerate(PRECISIONS):
        with ball_precision(bits):
            found = _integrated(integrand(), DEPTH * 2**n)
            if best is None or found.error < best.error:
                best = found
            if best.error <= 4 * GOAL * abs(best.value):
                break
    assert best is not None
    if not best.error <= WORTH * (abs(best.value) + WORTH) and not best.value > LARGEST:
        raise NoConvergence("the error of the best estimate is too large for it to be of use")
    return best


def _integrated(integrand: Integrand, depth: float) -> Estimate:
    """Integrate with the digits that are set, leaving out what is so far below the peak."""
    counted = integrand.chart.counted
    least = 1.0 if counted else 0.0
    start = arb((integrand.start + arb(0.5)).floor().mid()) if counted else integrand.start
    found = range_of(integrand.height, start, integrand.low, integrand.high, depth, least)
    if found.beyond == math.inf:
        raise NoConvergence("the integrand is not seen to fall off: the integral may be infinite")
    low, high = found.low, found.high
    landmarks = [mark for mark in found.landmarks if mark.width > 0]
    # nothing much lies within far less than p's own width of where q is largest
    finest = min(mark.width for mark in landmarks) * NARROWEST
    for there, height in integrand.others:
        other = climbed(height, there, least=least)
        landmarks.append(Landmark(other.at, max(other.width, finest)))
    if not counted:  # in a chart powers of x turn into each other over about 1
        turns = [arb(0), integrand.start, *(there for there, _ in integrand.others)]
        landmarks += [Landmark(turn, arb(1)) for turn in turns]
    if counted:
        low, high = arb(low.floor().mid()), arb(high.floor().mid()) + 1
        landmarks += [Landmark(end, arb(32)) for end in (integrand.low, integrand.high) if end.is_finite()]
    parts = parts_of(low, high, integrand.kinks, landmarks, counted=counted)
    total = Refining(integrand.value, counted).total(parts, GOAL)
    return _estimate(total, found.beyond)


def _estimate(total: Total, beyond: float) -> Estimate:
    tail = arb(beyond).exp() if beyond > -float("inf") else arb(0)
    error = arb((total.error + total.rounding + tail).abs_upper())
    return Estimate(total.value, error, total.evaluations)


__all__ = ["divergence_number", "entropy_number", "expected"]
