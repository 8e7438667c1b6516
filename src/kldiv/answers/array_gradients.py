"""Gradients between distributions of vectors and labels by matrix calculus, so written that nothing cancels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from kldiv.answers.kernels import KERNELS
from kldiv.answers.kernels.matrices import refuse_mismatch, symmetrised
from kldiv.answers.kernels.registry import FloatArray
from kldiv.answers.kernels.stirling import trigamma_rest
from kldiv.distributions.base import Distribution
from kldiv.lazily import special

Parts = dict[str, FloatArray]
_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(24)


def _given(distribution: Distribution) -> Parts:
    return {name: np.asarray(value, dtype=np.float64) for name, value in distribution.parameters.items()}


def _turned(matrix: FloatArray) -> FloatArray:
    return np.swapaxes(matrix, -1, -2)


# --- labels ---


@np.errstate(all="ignore")
def categorical(p: Distribution, q: Distribution) -> tuple[Parts, Parts]:
    """Differentiate in the probabilities, each as a share of their sum: to scale them all changes nothing.

    Args:
        p: a categorical distribution.
        q: another, of as many outcomes.

    Returns:
        The derivatives by parameter, of p and of q: log(p/q) less its mean, and 1 - p/q.
    """
    one, other = _given(p)["probs"], _given(q)["probs"]
    refuse_mismatch("Categorical", "probs", one, other, 1)
    one, other = (row / row.sum(-1, keepdims=True) for row in (one, other))
    divergence = KERNELS["categorical", "categorical"]({"probs": one}, {"probs": other})[..., None]
    near = np.abs(one - other) <= 0.5 * other
    logs = np.where(near, np.log1p((one - other) / other), np.log(one) - np.log(other))
    of_p = np.where(other == 0, np.inf, logs - divergence)  # to give mass to what q holds impossible
    of_q = np.where(one == 0, 1.0, (other - one) / other)
    lost = np.isinf(divergence)
    return {"probs": np.where(lost, np.nan, of_p)}, {"probs": np.where(lost, np.nan, of_q)}


# --- Dirichlet ---


def _digamma_gap(a: FloatArray, b: FloatArray, change: FloatArray) -> FloatArray:
    """Return psi(b) - psi(a), where they are close as the integral of the trigamma function between them."""
    close = (b < 3 * a) & (a < 3 * b)
    moved = np.where(close, change, 0.0)
    nodes = [(w / 2, a + moved * (1 + t) / 2) for t, w in zip(_POINTS, _WEIGHTS, strict=True)]
    near = moved * np.asarray(sum(w * (trigamma_rest(x) + 1 / x) for w, x in nodes))
    return np.asarray(np.where(close, near, special.digamma(b) - special.digamma(a)))


def dirichlet(p: Distribution, q: Distribution) -> tuple[Parts, Parts]:
    """Differentiate in the concentrations.

    Args:
        p: a Dirichlet distribution.
        q: another, of as many components.

    Returns:
        The derivatives by parameter, of p and of q.
    """
    one, other = _given(p)["concentration"], _given(q)["concentration"]
    refuse_mismatch("Dirichlet", "concentration", one, other, 1)
    one, other = np.broadcast_arrays(one, other)
    change = other - one
    total, rise = one.sum(-1, keepdims=True), change.sum(-1, keepdims=True)
    of_p = special.polygamma(1, total) * rise - special.polygamma(1, one) * change
    of_q = _digamma_gap(one, other, change) - _digamma_gap(total, other.sum(-1, keepdims=True), rise)
    return {"concentration": of_p}, {"concentration": of_q}


# --- multivariate normal ---


def _covariance(parts: Parts) -> FloatArray:
    if "covariance_matrix" in parts:
        return np.asarray(symmetrised(parts["covariance_matrix"]))
    if "scale_tril" in parts:
        return np.asarray(parts["scale_tril"] @ _turned(parts["scale_tril"]))
    if "precision_matrix" in parts:
        return np.asarray(np.linalg.inv(symmetrised(parts["precision_matrix"])))
    factor = parts["cov_factor"]
    return np.asarray(factor @ _turned(factor) + _as_diagonal(parts["cov_diag"]))


def covariance_of(distribution: Distribution) -> FloatArray:
    """Return the covariance matrix of a multivariate normal distribution, however it is given."""
    return _covariance(_given(distribution))


def _as_diagonal(entries: FloatArray) -> FloatArray:
    return np.asarray(entries[..., None] * np.eye(entries.shape[-1]))


def _covariance_gap(p: Parts, q: Parts) -> FloatArray:
    """Return the covariance of p less that of q, from the differences of what they are given by."""
    if "scale_tril" in p and "scale_tril" in q:
        return _square_gap(p["scale_tril"], q["scale_tril"])
    if "precision_matrix" in p and "precision_matrix" in q:
        gap = symmetrised(q["precision_matrix"]) - symmetrised(p["precision_matrix"])
        return np.asarray(_covariance(p) @ gap @ _covariance(q))
    if "cov_factor" in p and "cov_factor" in q and p["cov_factor"].shape[-1] == q["cov_factor"].shape[-1]:
        return _square_gap(p["cov_factor"], q["cov_factor"]) + _as_diagonal(p["cov_diag"] - q["cov_diag"])
    return _covariance(p) - _covariance(q)


def _square_gap(one: FloatArray, other: FloatArray) -> FloatArray:
    """Return A A' - B B' from A - B."""
    change = one - other
    crossed = change @ _turned(other)
    return np.asarray(crossed + _turned(crossed) + change @ _turned(change))


def multivariate_normal(p: Distribution, q: Distribution) -> tuple[Parts, Parts]:
    """Differentiate in the mean, and in the spread as it is given.

    Args:
        p: a multivariate normal distribution.
        q: another of that dimension; it may be given otherwise.

    Returns:
        The derivatives by parameter, of p and of q. Those in a symmetric matrix are symmetric: twice an entry off the
        diagonal is what both of its places contribute together. Those in a triangular factor are triangular.
    """
    ours, theirs = _given(p), _given(q)
    refuse_mismatch("MultivariateNormal", "loc", ours["loc"], theirs["loc"], 1)
    first, second, gap = _covariance(ours), _covariance(theirs), _covariance_gap(ours, theirs)
    shift = (ours["loc"] - theirs["loc"])[..., None]
    precision = symmetrised(np.linalg.inv(second))
    pull = (precision @ shift)[..., 0]
    in_first = 0.5 * symmetrised(precision @ gap @ np.linalg.inv(first))
    in_second = -0.5 * (symmetrised(precision @ gap @ precision) + pull[..., :, None] * pull[..., None, :])
    return (
        {"loc": pull, **_spread_parts(ours, first, in_first)},
        {"loc": 0.0 - pull, **_spread_parts(theirs, second, in_second)},
    )


def _spread_parts(parts: Parts, covariance: FloatArray, slope: FloatArray) -> Parts:
    """Turn a derivative in the covariance into one in what it is given by."""
    if "covariance_matrix" in parts:
        return {"covariance_matrix": slope}
    if "scale_tril" in parts:
        return {"scale_tril": np.tril(2 * slope @ parts["scale_tril"])}
    if "precision_matrix" in parts:
        return {"precision_matrix": -covariance @ slope @ covariance}
    factor = 2 * slope @ parts["cov_factor"]
    return {"cov_factor": factor, "cov_diag": np.diagonal(slope, axis1=-2, axis2=-1).copy()}


# --- Wishart ---


def wishart(p: Distribution, q: Distribution) -> tuple[Parts, Parts]:
    """Differentiate in the degrees of freedom, and in the spread as it is given.

    Args:
        p: a Wishart distribution.
        q: another of that dimension; it may be given otherwise.

    Returns:
        The derivatives by parameter, of p and of q; as for `multivariate_normal`.
    """
    ours, theirs = _given(p), _given(q)
    first, second, gap = _covariance(ours), _covariance(theirs), _covariance_gap(ours, theirs)
    refuse_mismatch("Wishart", "covariance", first, second, 2)
    a, b = np.broadcast_arrays(ours["df"], theirs["df"])
    more = (a - b)[..., None, None]
    precision, own = (symmetrised(np.linalg.inv(matrix)) for matrix in (second, first))
    stretch = precision @ gap
    in_first = 0.5 * (a[..., None, None] * symmetrised(stretch @ own) + more * own)
    in_second = -0.5 * (a[..., None, None] * symmetrised(stretch @ precision) + more * precision)
    half = (a[..., None] - np.arange(first.shape[-1])) / 2
    factor = np.linalg.inv(np.linalg.cholesky(second))
    logs = np.log1p(np.linalg.eigvalsh(symmetrised(factor @ gap @ _turned(factor)))).sum(-1)
    steps = _digamma_gap(half, half + (b - a)[..., None] / 2, np.broadcast_to((b - a)[..., None] / 2, half.shape))
    of_p = 0.5 * np.trace(stretch, axis1=-2, axis2=-1) + (a - b) / 4 * special.polygamma(1, half).sum(-1)
    return (
        {"df": of_p, **_spread_parts(ours, first, in_first)},
        {"df": 0.5 * (steps.sum(-1) - logs), **_spread_parts(theirs, second, in_second)},
    )


#: From the slugs of p and q to what differentiates.
ARRAY_GRADIENTS: dict[tuple[str, str], Callable[[Distribution, Distribution], tuple[Any, Any]]] = {
    ("categorical", "categorical"): categorical,
    ("dirichlet", "dirichlet"): dirichlet,
    ("multivariate-normal", "multivariate-normal"): multivariate_normal,
    ("wishart", "wishart"): wishart,
}
