"""Numbers for Bernoulli and categorical distributions of which at least one is given by logits."""

from __future__ import annotations

from typing import Any

import numpy as np

from kldiv.answers.kernels import log_odds
from kldiv.answers.kernels.log_odds import Outcomes
from kldiv.answers.kernels.registry import FloatArray
from kldiv.distributions.base import Distribution
from kldiv.distributions.bernoulli import Bernoulli
from kldiv.distributions.categorical import Categorical


def by_logits(p: Distribution, q: Distribution) -> bool:
    """Whether both distributions have outcomes to list, and one of them is given by logits."""
    kinds = (Bernoulli, Categorical)
    return isinstance(p, kinds) and isinstance(q, kinds) and (p.logits is not None or q.logits is not None)


def divergence_by_logits(p: Distribution, q: Distribution) -> tuple[FloatArray, Any, FloatArray]:
    """Find D(p || q).

    Args:
        p: a Bernoulli or categorical distribution.
        q: another.

    Returns:
        The value in nats; where it is infinite; and a bound on its error.

    Raises:
        ValueError: if two categorical distributions have different numbers of outcomes.
    """
    one, other = _together(p, q)
    value, bound = log_odds.divergence(one, other)
    return value, log_odds.escapes(one, other), bound


def cross_entropy_by_logits(p: Distribution, q: Distribution) -> FloatArray:
    """Find H(p, q); for p and q alike the entropy.

    Args:
        p: a Bernoulli or categorical distribution.
        q: another.

    Returns:
        The value in nats.

    Raises:
        ValueError: if two categorical distributions have different numbers of outcomes.
    """
    return log_odds.cross_entropy(*_together(p, q))


def gradient_by_logits(p: Distribution, q: Distribution) -> tuple[FloatArray, FloatArray]:
    """Differentiate D(p || q) in the probabilities of both.

    Args:
        p: a Bernoulli or categorical distribution.
        q: another of that kind.

    Returns:
        The derivatives in the probabilities of p and of q: for categorical ones each as a share of their sum.

    Raises:
        ValueError: if two categorical distributions have different numbers of outcomes.
    """
    of_p, of_q = log_odds.gradient(*_together(p, q))
    if isinstance(p, Categorical):
        return of_p, of_q
    with np.errstate(invalid="ignore"):
        return of_p[..., 1] - of_p[..., 0], of_q[..., 1] - of_q[..., 0]


def hessian_by_logits(p: Distribution, q: Distribution) -> FloatArray | None:
    """Differentiate D(p || q) twice in the probabilities of two trials; None if one of them is no trial, or certain.

    Args:
        p: a distribution.
        q: another.

    Returns:
        Matrices whose rows and columns are the probabilities of p and of q; every term of an entry has one sign.
    """
    if not (isinstance(p, Bernoulli) and isinstance(q, Bernoulli)):
        return None
    a, b = np.broadcast_arrays(*(one.logits[..., 1] - one.logits[..., 0] for one in _together(p, q)))
    if not np.isfinite([a, b]).all():
        return None
    with np.errstate(over="ignore"):
        crossed = -2 - 2 * np.cosh(b)
        odds, no_odds = (2 * np.logaddexp(0, sign * b) - np.logaddexp(0, sign * a) for sign in (-1, 1))
        twice_q = np.exp(odds) + np.exp(no_odds)
        return np.stack([np.stack([2 + 2 * np.cosh(a), crossed], -1), np.stack([crossed, twice_q], -1)], -2)


def hessian_of_labels(p: Distribution, q: Distribution) -> FloatArray:
    """Differentiate D(p || q) twice in the probabilities of two categorical distributions, given in either way.

    Args:
        p: a categorical distribution.
        q: another.

    Returns:
        Matrices whose rows and columns are the probabilities of p and then those of q.

    Raises:
        ValueError: if they have different numbers of outcomes.
    """
    return log_odds.hessian(*_together(p, q))


def _together(p: Distribution, q: Distribution) -> tuple[Outcomes, Outcomes]:
    """Return the outcomes of both, the same number of each."""
    one, other = _outcomes(p), _outcomes(q)
    count = [one.logits.shape[-1], other.logits.shape[-1]]
    if isinstance(p, Categorical) and isinstance(q, Categorical) and count[0] != count[1]:
        raise ValueError(f"Categorical: p and q must have equally many outcomes, got {count[0]} and {count[1]}")
    return _padded(one, max(count)), _padded(other, max(count))


def _outcomes(distribution: Distribution) -> Outcomes:
    trial = isinstance(distribution, Bernoulli)
    logits = distribution.logits  # type: ignore[attr-defined]
    if logits is not None:
        read = np.asarray(logits, dtype=np.float64)
        return Outcomes.of_log_odds(read) if trial else Outcomes(read, True)
    with np.errstate(divide="ignore"):
        probs = np.asarray(distribution.parameters["probs"], dtype=np.float64)
        return Outcomes.of_trial(probs) if trial else Outcomes.of_probabilities(probs)


def _padded(outcomes: Outcomes, count: int) -> Outcomes:
    """Give a distribution of fewer outcomes further ones that cannot happen."""
    logits = outcomes.logits
    missing = np.full((*logits.shape[:-1], count - logits.shape[-1]), -np.inf)
    return Outcomes(np.concatenate([logits, missing], axis=-1), outcomes.exact)
