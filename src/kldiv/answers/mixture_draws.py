"""Draws and log-densities of distributions of vectors and matrices, for mixtures of them, on whole arrays."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from kldiv.arb import arb
from kldiv.lazily import special
from kldiv.precision import ball_precision

Array = Any
Parameters = dict[str, Array]

LOG_TWO_PI = math.log(2 * math.pi)


@dataclass(frozen=True)
class Family:
    """What is asked of a family.

    Attributes:
        draw: (generator, parameters, count) -> so many draws, the first axis counting them.
        log_density: (draws, parameters) -> the logarithm of the density at each.
        overlap: the logarithm of the integral of two densities' product; None if it is not known.
    """

    draw: Callable[[np.random.Generator, Parameters, int], Array]
    log_density: Callable[[Array, Parameters], Array]
    overlap: Callable[[Parameters, Parameters], float] | None = None


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


def _normal_draw(rng: np.random.Generator, p: Parameters, count: int) -> Array:
    factor = np.linalg.cholesky(covariance(p))
    return p["loc"] + rng.standard_normal((count, len(factor))) @ factor.T


def _normal_overlap(p: Parameters, q: Parameters) -> float:
    """The normal density of one mean around the other, with the covariances added."""
    return float(_log_normal((p["loc"] - q["loc"])[None, :], covariance(p) + covariance(q))[0])


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


def _dirichlet_overlap(p: Parameters, q: Parameters) -> float:
    both = p["concentration"] + q["concentration"] - 1
    if not np.all(both > 0):
        return math.inf
    return _log_beta(both) - _log_beta(p["concentration"]) - _log_beta(q["concentration"])


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


def _wishart_log_density(x: Array, p: Parameters) -> Array:
    scale, df = _wishart_scale(p), p["df"]
    size = len(scale)
    inside = (df - size - 1) * np.linalg.slogdet(x)[1] - np.trace(np.linalg.solve(scale, x), axis1=-2, axis2=-1)
    constant = df * size * math.log(2) + df * np.linalg.slogdet(scale)[1] + 2 * special.multigammaln(df / 2, size)
    return (inside - constant) / 2


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


def _log_normaliser(size: int, kappa: float) -> float:
    """Return log(I_v(kappa) / kappa^v) for v = size/2 - 1, in balls: I_v leaves the range of a float."""
    with ball_precision(128):
        order, k = arb(size) / 2 - 1, arb(float(kappa))
        return float(k.bessel_i(order).log() - order * k.log())


def _sphere_log_density(x: Array, p: Parameters) -> Array:
    kappa, size = p["concentration"], len(p["loc"])
    return kappa * (x @ p["loc"]) - size / 2 * LOG_TWO_PI - _log_normaliser(size, kappa)


def _sphere_overlap(p: Parameters, q: Parameters) -> float:
    size = len(p["loc"])
    both = np.sqrt(((p["concentration"] * p["loc"] + q["concentration"] * q["loc"]) ** 2).sum())
    if not both > 0:
        return math.inf
    ends = _log_normaliser(size, p["concentration"]) + _log_normaliser(size, q["concentration"])
    return float(_log_normaliser(size, both) - ends - size / 2 * LOG_TWO_PI)


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
    "normal-gamma": Family(_normal_gamma_draw, _normal_gamma_log_density),
    "wishart": Family(_wishart_draw, _wishart_log_density),
    "von-mises-fisher": Family(_sphere_draw, _sphere_log_density, _sphere_overlap),
}
