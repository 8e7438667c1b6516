"""Estimates from draws as answers: in the unit that was asked for, with their error, and labelled."""

from __future__ import annotations

from dataclasses import dataclass

from kldiv.algebra.notation import unit_name
from kldiv.answers.found import ESTIMATE
from kldiv.answers.measures import Answer, _log_base
from kldiv.answers.samples import Estimated, EstimateNotice, Samples, divergence_from_samples, entropy_from_samples
from kldiv.distributions.base import Distribution


@dataclass(frozen=True)
class Estimate(Answer):
    """A divergence estimated from draws.

    Attributes:
        value: the estimate.
        unit: "nats", "bits", ...
        method: "estimate".
        error_bound: None: nothing bounds the error.
        standard_error: how much the estimate scatters, in the unit of the value.
        remark: what else is to be said of it, such as a bias; of which any number is in nats.

    Example:
        >>> Estimate(0.5, "nats", "estimate", standard_error=0.125).standard_error
        0.125
    """

    standard_error: float = 0.0
    remark: str = ""


def divergence(p: Samples | Distribution, q: Samples | Distribution, base: float | None) -> Estimate:
    """Estimate D(p || q).

    Args:
        p: draws, or a distribution.
        q: draws, or a distribution.
        base: the base of the logarithm; None for e.

    Returns:
        The answer.
    """
    return _in_units(divergence_from_samples(_of_numbers(p, q), _of_numbers(q, p)), base)


def _of_numbers(one: Samples | Distribution, other: Samples | Distribution) -> Samples | Distribution:
    """Take a distribution of vectors with one entry for one of numbers, beside draws of numbers."""
    if isinstance(one, Samples) or not isinstance(other, Samples) or other.draws.shape[1] != 1:
        return one
    return one.as_number() or one


def entropy(p: Samples, base: float | None) -> Estimate:
    """Estimate H(p).

    Args:
        p: draws.
        base: the base of the logarithm; None for e.

    Returns:
        The answer.
    """
    return _in_units(entropy_from_samples(p), base)


def notice(answer: Estimate) -> EstimateNotice:
    """Return what is warned of.

    Args:
        answer: an estimate.

    Returns:
        The notice.
    """
    return EstimateNotice(answer.standard_error, answer.remark)


def _in_units(found: Estimated, base: float | None) -> Estimate:
    unit = _log_base(base)
    return Estimate(
        found.value / unit, unit_name(base), ESTIMATE, standard_error=found.error / abs(unit), remark=found.remark
    )
