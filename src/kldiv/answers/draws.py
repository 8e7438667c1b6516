"""Distributions of numbers beside draws: their log-densities at many points, and draws of their own."""

from __future__ import annotations

import random

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from kldiv.algebra.logarithms import expand_logs
from kldiv.answers.arrays import floats
from kldiv.answers.floats import RoundedWalker
from kldiv.answers.given import float_parameters, own_axes
from kldiv.distributions.base import DISCRETE, UNIVARIATE, Distribution
from kldiv.distributions.categorical import Categorical
from kldiv.values.known import known_of

Array = NDArray[np.float64]

#: More outcomes than this are not listed.
MOST = 100_000


def log_density(distribution: Distribution, points: Array, discrete: bool) -> Array:
    """Return a distribution's log-density at each row of points.

    Args:
        distribution: one of numbers or labels, or a multivariate normal one; its parameters are numbers.
        points: one row for each.
        discrete: whether the points are draws of something discrete.

    Returns:
        The logarithms, -inf outside of the support, and where one is discrete and the other is not.

    Raises:
        ValueError: if the points have another dimension, or if the distribution is of another kind.
    """
    name = distribution.title
    _require_single(distribution)
    if discrete != (distribution.kind == DISCRETE):
        return np.full(len(points), -np.inf)
    size = np.shape(distribution.parameters["loc"])[-1] if distribution.slug == "multivariate-normal" else 1
    if points.shape[1] != size:
        raise ValueError(f"from_samples: a draw has {points.shape[1]} numbers, one of {name} has {size}")
    if distribution.slug == "multivariate-normal":
        return _normal_vectors(distribution, points)
    at = points[:, 0]
    if isinstance(distribution, Categorical):
        labels = (at >= 0) & (at < len(distribution.probs)) & (at % 1 == 0)
        probs = np.asarray(distribution.probs, dtype=float)
        with np.errstate(divide="ignore"):
            return np.where(labels, np.log(probs[np.where(labels, at, 0).astype(int)]), -np.inf)
    if distribution.variate != UNIVARIATE:
        raise ValueError(f"{name}: no density beside draws is known here")
    kind = type(distribution)
    general = kind.symbolic("p")
    x, support = sp.Symbol("x_drawn", positive=True), general.support()
    walker = RoundedWalker.at({**floats(distribution, "p"), x: (at, True)})
    with np.errstate(all="ignore"):
        inside = np.full(len(at), True)
        for end, sign in ((support.lower, 1), (support.upper, -1)):
            if end.is_finite is not False:
                inside &= sign * (at - walker.value(end).value) >= 0
        if distribution.kind == DISCRETE:
            inside &= at % 1 == 0
        logs = walker.value(expand_logs(sp.log(general.density(x)), general.positive_on_support(x))).value
    return np.where(inside, np.broadcast_to(logs, at.shape), -np.inf)


def _require_single(distribution: Distribution) -> None:
    """Refuse arrays of distributions, and symbols."""
    if not distribution.is_symbolic:
        axes = own_axes(distribution)
        if all(value.ndim <= axes[name] for name, value in float_parameters(distribution).items()):
            return
    raise ValueError(f"{distribution.title}: beside draws it must be a single distribution, its parameters numbers")


def _normal_vectors(distribution: Distribution, points: Array) -> Array:
    from kldiv.answers.matrix_gradients import covariance

    given = float_parameters(distribution)
    factor, loc = np.linalg.cholesky(covariance(given)), given["loc"]
    gap = np.linalg.solve(factor, (points - loc).T)
    logs = np.log(np.diagonal(factor)).sum() + 0.5 * len(loc) * np.log(2 * np.pi)
    return np.asarray(-0.5 * (gap**2).sum(0) - logs)


def drawn(distribution: Distribution, count: int, seed: int) -> Array:
    """Draw from a distribution of numbers.

    Args:
        distribution: one with a density.
        count: how many.
        seed: of the draws.

    Returns:
        One row for each draw.

    Raises:
        ValueError: if no way to draw is known.
    """
    _require_single(distribution)
    known = known_of(type(distribution)) if distribution.variate == UNIVARIATE else None
    if known is None or known.sample is None:
        raise ValueError(f"{distribution.title}: no draws of it can be made here")
    rng = random.Random(seed)
    values = [float(v) for v in distribution.parameters.values()]
    return np.array([[float(known.sample(rng, *values))] for _ in range(count)])


def outcomes(distribution: Distribution) -> Array | None:
    """List the outcomes of a discrete distribution.

    Args:
        distribution: a discrete one.

    Returns:
        One row for each; None if there are infinitely many, or too many.
    """
    _require_single(distribution)
    if isinstance(distribution, Categorical):
        return np.arange(len(distribution.probs), dtype=float)[:, None]
    support = distribution.support()
    if distribution.kind != DISCRETE or not distribution.finite or support.upper - support.lower > MOST:
        return None
    return np.arange(float(support.lower), float(support.upper) + 1)[:, None]
