"""D(p || q) from random draws: a last route, which shares no integral with the others."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kldiv.arb import arb
from kldiv.oracles.densities import Source, known_as
from kldiv.oracles.estimate import ball_values
from kldiv.oracles.known import DISCRETE
from kldiv.oracles.truth import escapes
from kldiv.precision import ball_precision

#: Bits carried for each log-density: a double's, and some against cancellation.
SAMPLING_PRECISION = 80


@dataclass(frozen=True)
class Sampled:
    """A mean of random draws.

    Attributes:
        mean: the mean.
        standard_error: its standard deviation, estimated from the same draws.
        count: how many draws.
    """

    mean: float
    standard_error: float
    count: int


def sampled_divergence(
    p: Source,
    p_values: Mapping[str, Any],
    q: Source,
    q_values: Mapping[str, Any],
    *,
    count: int = 4000,
    seed: int = 1,
) -> Sampled:
    """Average log(p/q) over draws from p.

    Args:
        p: the distribution of the data, by slug or as the oracle knows it.
        p_values: its parameters, exact rationals, in the distribution's order.
        q: the other distribution.
        q_values: its parameters.
        count: how many draws.
        seed: makes the draws the same in every run.

    Returns:
        The mean and its standard error, both infinite where p has mass outside q's support. Where the
        divergence or the variance is infinite the standard error says little.

    Raises:
        KeyError: if the oracle does not know a distribution.
        ValueError: if p has no sampler.

    Example:
        >>> import kldiv.distributions  # which tell the oracle of themselves
        >>> r = sampled_divergence("normal", {"loc": 0, "scale": 1}, "normal", {"loc": 1, "scale": 1})
        >>> abs(r.mean - 0.5) < 4 * r.standard_error < 0.1
        True
    """
    first, second = known_as(p), known_as(q)
    if first.sample is None:
        raise ValueError(f"{p if isinstance(p, str) else 'the distribution'} has no sampler")
    with ball_precision(SAMPLING_PRECISION):
        a, b = ball_values(list(p_values.values())), ball_values(list(q_values.values()))
        if escapes(first, a, second, b):
            return Sampled(math.inf, math.inf, 0)
        log_p, log_q = first.log_density(*a), second.log_density(*b)
        (low, high), (below, above) = first.ends(*a), second.ends(*b)
        rng, numbers = random.Random(seed), [float(v) for v in a]
        ratios: list[float] = []
        while len(ratios) < count:
            x = arb(first.sample(rng, *numbers))
            if first.kind != DISCRETE and not (low < x and x < high):
                continue  # a float that rounding has put on the end of the support
            ratios.append(float(log_p(x, x - low, high - x) - log_q(x, x - below, above - x)))
    mean = math.fsum(ratios) / count
    variance = math.fsum((r - mean) ** 2 for r in ratios) / (count - 1)
    return Sampled(mean, math.sqrt(variance / count), count)
