"""Divergences between distributions given by logits: nothing is lost where probabilities round to 0 or to 1.

Let a and b be the logits of p and q, and let x be b - a less its mean under p. Then

    D(p || q) = log E[exp(x)] = log(1 + E[exp(x) - 1 - x]),

where no term is negative, so that nothing cancels. What q gives to outcomes that p holds impossible adds to the mean of
exp(x). A probability given as such is turned into its logarithm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kldiv.answers.kernels.registry import FloatArray

_EPS = 2.0**-53
#: Beyond this exp would overflow, and nothing cancels any longer.
_HUGE = 600.0
_TERMS = 19


@dataclass(frozen=True)
class Outcomes:
    """The outcomes of a distribution along the last axis.

    Attributes:
        logits: logarithms of weights, -inf for what cannot happen.
        exact: whether the logits are as they were given, and not rounded here.
    """

    logits: FloatArray
    exact: bool

    @classmethod
    def of_probabilities(cls, probs: FloatArray) -> Outcomes:
        """Take logarithms of the probabilities of outcomes."""
        return cls(np.log(probs), False)

    @classmethod
    def of_trial(cls, probs: FloatArray) -> Outcomes:
        """Take logarithms of the probabilities of 0 and of 1; only that of 1 is given."""
        return cls(np.stack([np.log1p(-probs), np.log(probs)], axis=-1), False)

    @classmethod
    def of_log_odds(cls, logits: FloatArray) -> Outcomes:
        """Take the logits of a trial's 1; that of 0 is 0. The certain trials have a finite one, too."""
        one = np.where(logits == np.inf, 0.0, logits)
        zero = np.where(logits == np.inf, -np.inf, 0.0)
        return cls(np.stack(np.broadcast_arrays(zero, one), axis=-1), True)


def escapes(p: Outcomes, q: Outcomes) -> NDArray[np.bool_]:
    """Return where p gives mass to an outcome that q holds impossible."""
    return np.asarray(np.any((p.logits > -np.inf) & (q.logits == -np.inf), axis=-1))


def divergence(p: Outcomes, q: Outcomes) -> tuple[FloatArray, FloatArray]:
    """Return D(p || q), and a bound on its error to first order in the rounding.

    Args:
        p: the outcomes of p.
        q: those of q, equally many.

    Returns:
        Both.
    """
    with np.errstate(all="ignore"):
        p_logits, q_logits = np.broadcast_arrays(p.logits, q.logits)
        weights, chosen = _weights(p_logits), p_logits.argmax(-1)[..., None]
        possible = weights > 0
        x = np.where(possible, _relative(q_logits, p_logits, chosen), 0.0)
        x = np.where(possible, x - (weights * x).sum(-1, keepdims=True), 0.0)
        # the logarithm of weight times exp(x), also where the weight is 0 or too small for a float
        reach = _at(x + _log_weights(p_logits), chosen) + (q_logits - _at(q_logits, chosen))
        small = possible & (x < 1)
        far = np.exp(np.minimum(reach, _HUGE)) - np.where(possible, weights * (1 + x), 0.0)
        near = np.log1p(np.where(small, weights * _second_order(x), far).sum(-1))
        top = reach.max(-1)
        value = np.where(top > _HUGE, top + np.log(np.exp(reach - top[..., None]).sum(-1)), near)
        value = np.where(escapes(p, q), np.inf, value)
        rounded = [np.where(possible, np.abs(one.logits), 0.0).max(-1) for one in (p, q) if not one.exact]
        doubt = 4 * _EPS * (sum(rounded) if rounded else np.zeros(()))
        slope = np.where(small, weights * np.abs(np.expm1(x)), np.exp(np.minimum(reach, 0.0))).sum(-1)
        bound = doubt * np.minimum(slope, 2.0) + 64 * _EPS * value
        return value, np.where(np.isfinite(value), bound, 0.0)


def gradient(p: Outcomes, q: Outcomes) -> tuple[FloatArray, FloatArray]:
    """Differentiate D(p || q) in the probabilities, each as a share of their sum.

    Args:
        p: the outcomes of p.
        q: those of q, equally many.

    Returns:
        log(p/q) less its mean, and 1 - p/q; nan where the divergence is infinite.
    """
    value = divergence(p, q)[0][..., None]
    with np.errstate(all="ignore"):
        p_logits, q_logits = np.broadcast_arrays(p.logits, q.logits)
        weights, chosen = _weights(p_logits), p_logits.argmax(-1)[..., None]
        x = _relative(q_logits, p_logits, chosen)
        of_p = np.where(weights > 0, weights * x, 0.0).sum(-1, keepdims=True) - x
        of_q = 0.0 - np.expm1(value + of_p)
        of_p = np.where(q_logits == -np.inf, np.inf, of_p)  # to give mass to what q holds impossible
        of_q = np.where(p_logits == -np.inf, 1.0, of_q)
    lost = np.isinf(value)
    return np.where(lost, np.nan, of_p), np.where(lost, np.nan, of_q)


def hessian(p: Outcomes, q: Outcomes) -> FloatArray:
    """Differentiate D(p || q) twice in the probabilities, each as a share of their sum.

    Args:
        p: the outcomes of p.
        q: those of q, equally many.

    Returns:
        Matrices whose rows and columns are the probabilities of p and then those of q, which sum to 1; nan where the
        divergence is infinite, and in p where q holds an outcome impossible.
    """
    value, in_p = divergence(p, q)[0][..., None], gradient(p, q)[0]
    with np.errstate(all="ignore"):
        log_p, log_q = np.broadcast_arrays(_log_weights(p.logits), _log_weights(q.logits))
        ratio = np.where(log_p == -np.inf, -np.inf, value + in_p)  # log p/q
        size = np.eye(log_p.shape[-1], dtype=bool)
        sides = in_p[..., :, None] + in_p[..., None, :]
        twice_p = np.where(size, np.expm1(-log_p)[..., None], -1.0) - sides
        twice_p = np.where((log_q == -np.inf)[..., None] | (log_q == -np.inf)[..., None, :], np.nan, twice_p)
        across = np.where(size, (np.exp(-log_q) * np.expm1(log_p))[..., None], np.exp(ratio)[..., None, :])
        lack = np.where(log_p == -np.inf, -1.0, np.expm1(ratio - log_q))  # p/q^2 - 1
        twice_q = np.where(size, lack[..., None], -1.0)
        found = np.block([[twice_p, across], [np.swapaxes(across, -1, -2), twice_q]])
    return np.where(np.isinf(value)[..., None], np.nan, found)


def cross_entropy(p: Outcomes, q: Outcomes) -> FloatArray:
    """Return H(p, q), with 0 log 0 = 0; no term is negative."""
    with np.errstate(all="ignore"):
        weights, surprise = _weights(p.logits), -_log_weights(q.logits)
        return np.asarray(np.where(weights == 0, 0.0, weights * surprise).sum(-1))


def _log_weights(logits: FloatArray) -> FloatArray:
    """Return the logarithms of the probabilities, accurate also where one of them is nearly 1."""
    largest = np.arange(logits.shape[-1]) == logits.argmax(-1)[..., None]
    below, more = _difference(logits, logits.max(-1, keepdims=True))
    rest = np.where(largest, 0.0, np.exp(below) * (1 + np.where(np.isfinite(more), more, 0.0))).sum(-1, keepdims=True)
    return np.where(np.isfinite(below), below + more, below) - np.log1p(rest)


def _relative(q: FloatArray, p: FloatArray, chosen: NDArray[np.intp]) -> FloatArray:
    """Return q - p less the same at the chosen outcome, rounded once."""
    high, low = _difference(q, p)
    step, more = _difference(high, _at(high, chosen))
    return step + (more + (low - _at(low, chosen)))


def _at(values: FloatArray, chosen: NDArray[np.intp]) -> FloatArray:
    return np.take_along_axis(values, chosen, -1)


def _weights(logits: FloatArray) -> FloatArray:
    below, more = _difference(logits, logits.max(-1, keepdims=True))
    weights = np.exp(below) * (1 + np.where(np.isfinite(more), more, 0.0))
    return weights / weights.sum(-1, keepdims=True)


def _difference(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return a - b as a float, and what it was rounded by (Knuth's two-sum)."""
    high = a - b
    back = high - a
    low = (a - (high - back)) - (b + back)
    return high, np.where(np.isfinite(low), low, 0.0)


def _second_order(x: FloatArray) -> FloatArray:
    """Return exp(x) - 1 - x, never negative."""
    total = np.ones_like(x)
    for k in range(_TERMS, 2, -1):
        total = 1 + x / k * total
    return np.where(np.abs(x) < 1, x * x / 2 * total, np.expm1(x) - x)
