"""Divergence and entropy of distributions with finitely many outcomes, by adding up."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from kldiv.answers.arrays import edge_parameters
from kldiv.answers.formulas import Kind, Values
from kldiv.arb import arb
from kldiv.distributions.categorical import Categorical
from kldiv.oracles.estimate import Estimate
from kldiv.precision import ball_precision
from kldiv.values.balls import PRECISIONS, ball
from kldiv.values.known import known_of

#: More outcomes than this are not added up one by one, and so many only where nothing else is known.
FEW, MOST = 2_000, 100_000


class TooMany(ValueError):
    """There are too many outcomes to add up."""


def divergence_by_summation(p: Kind, p_values: Values, q: Kind, q_values: Values) -> Estimate:
    """Add up p log(p/q) over the outcomes of p.

    Args:
        p: the class of a distribution with finitely many outcomes.
        p_values: its parameters, exact; the probabilities of a categorical distribution as a tuple.
        q: the class of a discrete distribution.
        q_values: its parameters.

    Returns:
        The divergence, infinite if an outcome of p is impossible under q, and a bound on its error.

    Raises:
        TooMany: if there are too many outcomes.

    Example:
        >>> from kldiv.distributions import Bernoulli, Geometric
        >>> half = {"probs": Fraction(1, 2)}
        >>> float(divergence_by_summation(Bernoulli, half, Geometric, half).value)
        0.34657359027997...
    """

    def add_up() -> Estimate:
        outcomes, log_p = _masses(p, p_values)
        _require_few(p, outcomes)
        reached, log_q = _masses(q, q_values)
        total = arb(0)
        for k in outcomes:
            here = log_p(k)
            if here == arb("-inf"):
                continue
            there = log_q(k) if k in reached else arb("-inf")
            if there == arb("-inf"):
                return Estimate(arb("inf"), arb(0), len(outcomes))
            total += here.exp() * (here - there)
        return Estimate(total.mid(), arb(total.rad()), len(outcomes))

    return _precisely(add_up)


def entropy_by_summation(p: Kind, p_values: Values) -> Estimate:
    """Add up -p log p over the outcomes.

    Args:
        p: the class of a distribution with finitely many outcomes.
        p_values: its parameters, exact.

    Returns:
        The entropy and a bound on its error.

    Raises:
        TooMany: if there are too many outcomes.
    """

    def add_up() -> Estimate:
        outcomes, log_p = _masses(p, p_values)
        _require_few(p, outcomes)
        logs = [log for log in map(log_p, outcomes) if log != arb("-inf")]
        total = sum((-log.exp() * log for log in logs), arb(0))
        return Estimate(total.mid(), arb(total.rad()), len(outcomes))

    return _precisely(add_up)


def _precisely(add_up: Callable[[], Estimate]) -> Estimate:
    """Add with more digits while the terms cancel."""
    for precision in PRECISIONS:
        with ball_precision(precision):
            found = add_up()
            if found.error <= abs(found.value) * arb(2) ** -70:
                break
    return found


def few_outcomes(kind: Kind, values: Values) -> bool:
    """Whether the outcomes of a distribution with finitely many are few enough to be added up one by one.

    Args:
        kind: its class.
        values: its parameters, exact.

    Returns:
        No if there are more than `FEW`.
    """
    if issubclass(kind, Categorical):
        return True
    low, high = known_of(kind).ends(*(ball(v) for v in values.values()))
    return bool(arb(high) - arb(low) < FEW)


class _Endless:
    """The outcomes 0, 1, 2, ..."""

    def __contains__(self, k: int) -> bool:
        return k >= 0


def _require_few(kind: Kind, outcomes: Any) -> None:
    if len(outcomes) > MOST:
        raise TooMany(f"{kind.title}: more than {MOST} outcomes are too many to add up")


def _masses(kind: Kind, values: Values) -> tuple[Any, Callable[[int], arb]]:
    """Return the outcomes and the logarithm of each one's probability."""
    if issubclass(kind, Categorical):
        probs = [ball(Fraction(v)) for v in values["probs"]]
        total = sum(probs, arb(0))
        return range(len(probs)), lambda k: arb("-inf") if probs[k].is_zero() else (probs[k] / total).log()
    known = known_of(kind)
    given = [ball(v) for v in values.values()]
    low, high = (arb(end) for end in known.ends(*given))
    log_mass = known.log_density(*given)
    if not high.is_finite():
        return _Endless(), lambda k: log_mass(arb(k), arb(k), arb("inf"))
    first, last = int(low.unique_fmpz()), int(high.unique_fmpz())
    if any(values[name] in (0, 1) for name in edge_parameters(kind)):
        return (first, last), lambda k: log_mass(arb(k), k - low, high - k)  # one of the two is certain
    return range(first, last + 1), lambda k: log_mass(arb(k), k - low, high - k)
