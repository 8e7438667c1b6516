"""Which distribution of arrays is one of numbers, where the array is as small as can be."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from kldiv import kl_divergence
from kldiv.distributions import CLASSES, DISTRIBUTIONS, Distribution


@dataclass(frozen=True)
class Smallest:
    """A distribution of arrays that is one of numbers where the array has but one free entry.

    Attributes:
        source: the slug of the distribution of arrays.
        target: the slug of the distribution of numbers.
        words: when it is.
        sign: what stands on the map.
        make: the distribution of arrays, from the target's parameters.
    """

    source: str
    target: str
    words: str
    sign: str
    make: Callable[..., Distribution]
    special = True


SMALLEST = (
    Smallest(
        "multivariate-normal",
        "normal",
        "in one dimension",
        "n = 1",
        lambda loc, scale: CLASSES["MultivariateNormal"](loc=[loc], covariance_matrix=[[scale**2]]),
    ),
    Smallest(
        "wishart",
        "gamma",
        "in one dimension",
        "n = 1",
        lambda concentration, rate: CLASSES["Wishart"](df=2 * concentration, covariance_matrix=[[1 / (2 * rate)]]),
    ),
    Smallest(
        "dirichlet",
        "beta",
        "with two entries",
        "K = 2",
        lambda concentration1, concentration0: CLASSES["Dirichlet"](concentration=[concentration1, concentration0]),
    ),
    Smallest(
        "categorical",
        "bernoulli",
        "with two labels",
        "K = 2",
        lambda probs: CLASSES["Categorical"](probs=[1 - probs, probs]),
    ),
    Smallest(
        "von-mises-fisher",
        "von-mises",
        "in the plane",
        "n = 2",
        lambda loc, concentration: CLASSES["VonMisesFisher"](
            loc=[math.cos(loc), math.sin(loc)], concentration=concentration
        ),
    ),
)


def gap_of_smallest(relation: Smallest, pairs: int = 3) -> float:
    """Compare the divergence between two of the target with that between two of the source.

    Args:
        relation: any of them.
        pairs: how many pairs, with parameters drawn at random.

    Returns:
        The largest relative difference.
    """
    rng = random.Random(f"{relation.source} to {relation.target}")
    target = DISTRIBUTIONS[relation.target]
    worst = 0.0
    for _ in range(pairs):
        drawn = [{name: float(value) for name, value in target.draw(rng).items()} for _ in "pq"]
        small, large = (kl_divergence(make(**drawn[0]), make(**drawn[1])) for make in (target, relation.make))
        worst = max(worst, abs(large / small - 1))
    return worst
