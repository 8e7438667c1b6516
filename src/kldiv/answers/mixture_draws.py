"""Draws and log-densities of distributions of vectors and matrices, for mixtures of them, on whole arrays."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from kldiv.answers.kernels.directions import log_constant
from kldiv.lazily import special

Array = Any
Parameters = dict[str, Array]

LOG_TWO_PI, EPS = math.log(2 * math.pi), 2.0**-52


@dataclass(frozen=True)
class Family:
    """What is asked of a family.

    Attributes:
        draw: (generator, parameters, count) -> so many draws, the first axis counting them.
        log_density: (draws, parameters) -> the logarithm of the density at each.
        overlap: the logarithm of the integral of two densities' product, infinite where that is.
    """

    draw: Callable[[np.random.Generator, Parameters, int], Array]
    log_density: Callable[[Array, Parameters], Array]
    overlap: Callable[[Parameters, Parameters], float]


def covariance(p: Parameters) -> Array:
    """The covariance of a multivariate normal distribution, however it is given."""
    if "covariance_matrix" in p:
        return p["covariance_matrix"]
    if "scale_tril" in p:
        return p["scale_tril"] @ p["scale_tril"].T
    if "precision_matrix" in p:
        return np.linalg.inv(p["precision_matrix"])
    return p["cov_factor"] @ p["cov_factor"].T + np.diag(p["cov_diag"])


def _log_normal(gaps: Array, spread: Array) -> Array:
    factor = np.linalg.cholesky(spread)
    scaled = np.linalg.solve(factor, gaps.T)
    return -(scaled**2).sum(0) / 2 - np.log(np.diag(factor)).sum() - len(spread) * LOG_TWO_PI / 2


def _blur(*spreads: Array) -> float:
    """How far rounding may move the logarithms of determinants, and distances, of matrices: more, the worse they are.

    Scales of the entries cost nothing, so the condition is that of the correlations.
    """
    worst = 0.0
    for spread in spreads:
        scale = np.sqrt(np.diag(spread))
        worst += 8 * len(spread) * EPS * float(np.linalg.cond(spread / np.outer(scale, scale)))
    return worst


def _normal_draw(rng: np.random.Generator, p: Parameters, count: int) -> Array:
    factor = np.linalg.cholesky(covariance(p))
    return p["loc"] + rng.standard_normal((count, len(factor))) @ factor.T


def _normal_overlap(p: Parameters, q: Parameters) -> float:
    """The normal density of one mean around the other, with the covariances added."""
    one, other = covariance(p), covariance(q)
    value = float(_log_normal((p["loc"] - q["loc"])[None, :], one + other)[0])
    return _not_below(value, blur=_blur(one, other, one + other) * (1 + abs(value)))


def _sides(p: Parameters) -> tuple[Array, Array]:
    rows = p["row_covariance"] if "row_covariance" in p else p["scale_row"] @ p["scale_row"].T
    columns = p["column_covariance"] if "column_covariance" in p else p["scale_column"] @ p["scale_column"].T
    return rows, columns


def _as_normal(p: Parameters) -> Parameters:
    """A matrix normal distribution is a normal one of its entries, row by row."""
    return {"loc": p["loc"].ravel(), "covariance_matrix": np.kron(*_sides(p))}


def _log_beta(shares: Array) -> float:
    return float(special.gammaln(shares).sum() - special.gammaln(shares.sum()))


def _dirichlet_log_density(x: Array, p: Parameters) -> Array:
    shares = p["concentration"]
    return special.xlogy(shares - 1, x).sum(-1) - _log_beta(shares)


def _not_below(*terms: Any, blur: float = 0.0) -> float:
    """Add up, and round upwards by more than rounding has cost: too small an overlap would be a false bound."""
    numbers = [float(term) for term in terms]
    value = math.fsum(numbers) + 32 * EPS * math.fsum(map(abs, numbers)) + blur
    return value if math.isfinite(value) else math.inf


def _dirichlet_overlap(p: Parameters, q: Parameters) -> float:
    both = p["concentration"] + q["concentration"] - 1
    if not np.all(both > 0):
        return math.inf
    return _not_below(_log_beta(both), -_log_beta(p["concentration"]), -_log_beta(q["concentration"]))


def _normal_gamma_draw(rng: np.random.Generator, p: Parameters, count: int) -> Array:
    precision = rng.gamma(p["concentration"], 1 / p["rate"], count)
    spread = np.linalg.cholesky(np.linalg.inv(p["precision_matrix"]))
    away = rng.standard_normal((count, len(spread))) @ spread.T / np.sqrt(precision)[:, None]
    return np.column_stack([p["loc"] + away, precision])


def _normal_gamma_log_density(x: Array, p: Parameters) -> Array:
    gaps, precision = x[:, :-1] - p["loc"], x[:, -1]
    a, b, size = p["concentration"], p["rate"], x.shape[1] - 1
    normal = _log_normal(gaps * np.sqrt(precision)[:, None], np.linalg.inv(p["precision_matrix"]))
    gamma = a * np.log(b) - special.gammaln(a) + (a - 1) * np.log(precision) - b * precision
    return normal + size * np.log(precision) / 2 + gamma


def _normal_gamma_overlap(p: Parameters, q: Parameters) -> float:
    """For a known precision t as for normal distributions, t to the size/2 included; then a gamma integral over t."""
    gap, size = p["loc"] - q["loc"], len(p["loc"])
    spread = np.linalg.inv(p["precision_matrix"]) + np.linalg.inv(q["precision_matrix"])
    (at_centre,) = _log_normal(np.zeros((1, size)), spread)
    far = np.linalg.solve(np.linalg.cholesky(spread), gap)
    shape = p["concentration"] + q["concentration"] - 1 + size / 2
    if not shape > 0:
        return math.inf
    rate = p["rate"] + q["rate"] + (far**2).sum() / 2
    shapes, rates = (shape, p["concentration"], q["concentration"]), (rate, p["rate"], q["rate"])
    gammas = (sign * special.gammaln(a) for sign, a in zip((1, -1, -1), shapes, strict=True))
    powers = (sign * a * np.log(b) for sign, a, b in zip((-1, 1, 1), shapes, rates, strict=True))
    blur = _blur(p["precision_matrix"], q["precision_matrix"], spread)
    return _not_below(at_centre, *gammas, *powers, blur=blur * (1 + shape))


def _wishart_scale(p: Parameters) -> Array:
    return p["covariance_matrix"] if "covariance_matrix" in p else p["scale_tril"] @ p["scale_tril"].T


def _wishart_draw(rng: np.random.Generator, p: Parameters, count: int) -> Array:
    """Bartlett's way: a lower triangle of chi and normal variables."""
    factor = np.linalg.cholesky(_wishart_scale(p))
    size = len(factor)
    triangle = np.tril(rng.standard_normal((count, size, size)), -1)
    for k in range(size):
        triangle[:, k, k] = np.sqrt(rng.chisquare(p["df"] - k, count))
    half = factor @ triangle
    return half @ np.swapaxes(half, -1, -2)


def _wishart_constant(df: Array, size: int, *log_volumes: float) -> list[float]:
    """What divides the density, its logarithm in parts; `log_volumes` add up to that of the scale's determinant."""
    return [df * size * math.log(2) / 2, special.multigammaln(df / 2, size), *(df * v / 2 for v in log_volumes)]


def _wishart_log_density(x: Array, p: Parameters) -> Array:
    scale, df = _wishart_scale(p), p["df"]
    size = len(scale)
    inside = (df - size - 1) * np.linalg.slogdet(x)[1] - np.trace(np.linalg.solve(scale, x), axis1=-2, axis2=-1)
    return inside / 2 - sum(_wishart_constant(df, size, np.linalg.slogdet(scale)[1]))


def _wishart_overlap(p: Parameters, q: Parameters) -> float:
    """The product of two densities is one of the family again: the inverse scales are added, and so are degrees."""
    one, other = _wishart_scale(p), _wishart_scale(q)
    size = len(one)
    df = p["df"] + q["df"] - size - 1
    if not df > size - 1:
        return math.inf
    first, second, together = (float(np.linalg.slogdet(scale)[1]) for scale in (one, other, one + other))
    # the inverse of the sum of the inverses is one (one + other)^-1 other
    both = _wishart_constant(df, size, first, second, -together)
    ends = _wishart_constant(p["df"], size, first) + _wishart_constant(q["df"], size, second)
    blur = _blur(one, other, one + other) * (p["df"] + q["df"])
    return _not_below(*both, *(-part for part in ends), blur=blur)


def _sphere_draw(rng: np.random.Generator, p: Parameters, count: int) -> Array:
    """Wood's way (1994): the cosine by rejection, the rest uniform around the mean direction."""
    mean, kappa = p["loc"], float(p["concentration"])
    free = len(mean) - 1
    b = free / (2 * kappa + math.sqrt(4 * kappa**2 + free**2))
    x = (1 - b) / (1 + b)
    c = kappa * x + free * math.log(1 - x * x)
    cosines = np.empty(0)
    while len(cosines) < count:
        z = rng.beta(free / 2, free / 2, count)
        w = (1 - (1 + b) * z) / (1 - (1 - b) * z)
        kept = kappa * w + free * np.log(1 - x * w) - c >= np.log(rng.random(count))
        cosines = np.concatenate([cosines, w[kept]])
    w = cosines[:count, None]
    around = rng.standard_normal((count, len(mean)))
    around -= (around @ mean)[:, None] * mean
    around /= np.sqrt((around**2).sum(1))[:, None]
    return w * mean + np.sqrt(np.maximum(1 - w * w, 0)) * around


def _sphere_log_density(x: Array, p: Parameters) -> Array:
    kappa, size = p["concentration"], len(p["loc"])
    return kappa * (x @ p["loc"]) - size / 2 * LOG_TWO_PI - log_constant(size / 2 - 1, kappa)


def _sphere_overlap(p: Parameters, q: Parameters) -> float:
    size = len(p["loc"])
    both = np.sqrt(((p["concentration"] * p["loc"] + q["concentration"] * q["loc"]) ** 2).sum())
    if not both > 0:
        return math.inf
    order = size / 2 - 1
    ends = log_constant(order, p["concentration"]) + log_constant(order, q["concentration"])
    return float(log_constant(order, both) - ends - size / 2 * LOG_TWO_PI)


#: The families, by slug.
FAMILIES: dict[str, Family] = {
    "multivariate-normal": Family(_normal_draw, lambda x, p: _log_normal(x - p["loc"], covariance(p)), _normal_overlap),
    "matrix-normal": Family(
        lambda rng, p, count: _normal_draw(rng, _as_normal(p), count),
        lambda x, p: _log_normal(x - p["loc"].ravel(), np.kron(*_sides(p))),
        lambda p, q: _normal_overlap(_as_normal(p), _as_normal(q)),
    ),
    "dirichlet": Family(
        lambda rng, p, count: rng.dirichlet(p["concentration"], count), _dirichlet_log_density, _dirichlet_overlap
    ),
    "normal-gamma": Family(_normal_gamma_draw, _normal_gamma_log_density, _normal_gamma_overlap),
    "wishart": Family(_wishart_draw, _wishart_log_density, _wishart_overlap),
    "von-mises-fisher": Family(_sphere_draw, _sphere_log_density, _sphere_overlap),
}
