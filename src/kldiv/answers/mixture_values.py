"""Mixtures of distributions of numbers: the divergence itself by integrals, products of densities, and draws."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from kldiv.answers.arrays import fraction
from kldiv.arb import arb
from kldiv.distributions.base import Distribution
from kldiv.oracles.estimate import Estimate, NoConvergence, ball_values, total
from kldiv.oracles.known import DISCRETE, INFINITY, Known
from kldiv.precision import ball_precision
from kldiv.values.integrating.charts import Place
from kldiv.values.integrating.expectation import expected
from kldiv.values.integrating.integrand import Escapes, Integrand, LogAt, ends_of, log_within
from kldiv.values.known import known_of

#: Bits carried for the log-density at a draw: a double's, and some against cancellation.
DRAWING = 80

#: What is known of a component, and its exact parameters.
Component = tuple[Known, list[Fraction]]

#: Components with their weights.
Weighted = Sequence[tuple[Fraction, Component]]


def component(distribution: Distribution) -> Component:
    """What is known of a distribution of numbers, and its exact parameters; a certain outcome is all that it is."""
    distribution = distribution.regular() if distribution.finite else distribution
    return known_of(distribution), [fraction(v) for v in distribution.parameters.values()]


def mixture_integral(p: Weighted, q: Weighted) -> Estimate | None:
    """Integrate p log(p/q), one component of p after the other.

    Args:
        p: the components of p with positive weights.
        q: those of q.

    Returns:
        The divergence in nats and a bound on its error; infinite where p has mass and q none; None if no integral
        settles, as where the divergence is infinite because q falls too fast.
    """
    try:
        parts = [_share(weight, one, p, q) for weight, one in p]
    except Escapes:
        return Estimate(arb(INFINITY), arb(0), 0)
    except NoConvergence:
        return None
    return total(parts)


def log_overlap(one: Component, other: Component) -> float:
    """The logarithm of the integral of the product of two densities.

    Args:
        one: a component.
        other: another.

    Returns:
        The logarithm of what the integral does not exceed: itself, but for two that lie far apart; infinite if the
        integral is, or is not found.
    """

    def integrand() -> Integrand:
        log_q = _anywhere(one, other)
        return Integrand(*one, lambda place, _: log_q(place).exp(), [(*other, log_q)], _ends([other]))

    try:
        found = expected(integrand)
    except (NoConvergence, Escapes):
        return math.inf
    with ball_precision(DRAWING):
        largest = found.value + found.error
        return float(largest.log()) if largest > 0 else -math.inf


def log_ratios(p: Weighted, q: Weighted, count: int, seed: int) -> list[float] | None:
    """Draw from p, and take log(p/q) at each draw.

    Args:
        p: the components of p with positive weights.
        q: those of q.
        count: how many draws.
        seed: makes the draws the same in every run.

    Returns:
        The log-ratios; None if a component of p has no sampler.
    """
    if any(known.sample is None for _, (known, _) in p):
        return None
    rng = random.Random(seed)
    weights = [float(weight) for weight, _ in p]
    with ball_precision(DRAWING):
        above = [(weight, _at_number(one)) for weight, one in p]
        below = [(weight, _at_number(one)) for weight, one in q]
        found: list[float] = []
        while len(found) < count:
            known, values = rng.choices(p, weights)[0][1]
            x = arb(known.sample(rng, *map(float, values)))  # type: ignore[misc]
            log_p = _log_mixed([(weight, log(x)) for weight, log in above])
            if log_p == -INFINITY:
                continue  # a float that rounding has put on the end of a support
            found.append(float(log_p - _log_mixed([(weight, log(x)) for weight, log in below])))
    return found


def _share(weight: Fraction, one: Component, p: Weighted, q: Weighted) -> Estimate:
    """The part of the integral that comes from one component of p."""

    def integrand() -> Integrand:
        all_of_p = [(w, _anywhere(one, other)) for w, other in p]
        all_of_q = [(w, _anywhere(one, other)) for w, other in q]

        def averaged(place: Place, _: arb) -> arb:
            log_q = _log_mixed([(w, log(place)) for w, log in all_of_q])
            return _log_mixed([(w, log(place)) for w, log in all_of_p]) - log_q

        seen = [(*other, log) for (_, other), (_, log) in zip([*p, *q], [*all_of_p, *all_of_q], strict=True)]
        return Integrand(*one, averaged, seen, _ends([other for _, other in (*p, *q)]))

    found = expected(integrand)
    share = ball_values([weight])[0]
    return Estimate(arb((found.value * share).mid()), arb((found.error * share).upper()), found.evaluations)


def _ends(components: Sequence[Component]) -> list[arb]:
    """Where the supports of components end: there a mixture's density may jump."""
    ends = [arb(end) for one in components for end in ends_of(*one)]
    return [end for end in ends if end.is_finite()]


def _anywhere(one: Component, other: Component) -> LogAt:
    """The log-density of another component at a place of one's support, where it may be zero."""
    try:
        return log_within(*one, *other)
    except Escapes:
        log = _at_number(other)
        return lambda place: log(place.x)


def _at_number(one: Component) -> Any:
    """The log-density of a component at any number."""
    known, values = one
    low, high = (arb(end) for end in known.ends(*ball_values(values)))
    log_density, counted = known.log_density(*ball_values(values)), known.kind == DISCRETE

    def at(x: arb) -> arb:
        inside = low <= x and x <= high if counted else low < x and x < high
        return log_density(x, x - low, high - x) if inside else arb(-INFINITY)

    return at


def _log_mixed(parts: Sequence[tuple[Fraction, arb]]) -> arb:
    """The logarithm of a weighted sum of exponentials."""
    logs = [log + ball_values([weight])[0].log() for weight, log in parts]
    finite = [log for log in logs if log != -INFINITY]
    if not finite:
        return arb(-INFINITY)
    top = max(finite, key=lambda log: arb(log.mid()))
    return top + sum(((log - top).exp() for log in finite), arb(0)).log()
