"""Kernels of the multivariate normal, matrix normal, normal-gamma and Wishart distributions."""

from __future__ import annotations

import math

import numpy as np

from kldiv.answers.kernels.arithmetic import ARRAYS
from kldiv.answers.kernels.excess import excess, log_ratio
from kldiv.answers.kernels.matrices import (
    UNIT,
    Stretch,
    factor_blur,
    formed,
    log_determinant,
    refuse_mismatch,
    solving_blur,
    squared_length,
    stretch,
    stretch_by,
    stretch_of_factors,
    symmetrised,
)
from kldiv.answers.kernels.registry import (
    FloatArray,
    Parameters,
    add_cross_entropy,
    bounded_kernel,
    entropy_kernel,
)
from kldiv.answers.kernels.stirling import OF_EACH, gamma_gap, segment_mean, trigamma_rest
from kldiv.lazily import special

_LOG_TWO_PI = math.log(2 * math.pi)
#: What the gamma functions' share of a divergence may be wrong by, beside it.
_LAST_DIGITS = 1e-13


# --- multivariate normal ---


def _covariance(distribution: Parameters) -> FloatArray:
    """Return the covariance, however it is given."""
    if "covariance_matrix" in distribution:
        return symmetrised(distribution["covariance_matrix"])
    if "scale_tril" in distribution:
        return distribution["scale_tril"] @ np.swapaxes(distribution["scale_tril"], -1, -2)
    if "precision_matrix" in distribution:
        return symmetrised(np.linalg.inv(symmetrised(distribution["precision_matrix"])))
    factor = distribution["cov_factor"]
    return factor @ np.swapaxes(factor, -1, -2) + _as_diagonal(distribution["cov_diag"])


def _as_diagonal(entries: FloatArray) -> FloatArray:
    return entries[..., None] * np.eye(entries.shape[-1])


def _covariance_change(p: Parameters, q: Parameters) -> tuple[FloatArray, FloatArray]:
    """Return the difference of two low-rank covariances, and its parts' sizes; nothing cancels if ranks agree."""
    one, other = p["cov_factor"], q["cov_factor"]
    if one.shape[-1] != other.shape[-1]:
        first, second = _covariance(p), _covariance(q)
        return first - second, np.abs(first) + np.abs(second)
    moved, diagonal = one - other, _as_diagonal(p["cov_diag"] - q["cov_diag"])
    half = moved @ np.swapaxes(one, -1, -2) + other @ np.swapaxes(moved, -1, -2)
    size = np.abs(moved) @ np.swapaxes(np.abs(one), -1, -2) + np.abs(other) @ np.swapaxes(np.abs(moved), -1, -2)
    return half + diagonal, size + np.abs(diagonal)


def _inverted(distribution: Parameters) -> FloatArray | float:
    """Return how far a covariance that is an inverse may be from the right one, in its own scale."""
    if "precision_matrix" not in distribution:
        return 0.0
    factor = np.linalg.cholesky(symmetrised(distribution["precision_matrix"]))
    return factor_blur(factor) ** 2 / UNIT  # inverting squares the condition


def _normal_parts(p: Parameters, q: Parameters) -> tuple[Stretch, FloatArray, FloatArray]:
    """Return the covariance of p seen from that of q, the squared distance of the means seen from it, and its error."""
    gap = p["loc"] - q["loc"]
    both = set(p) & set(q)
    if "precision_matrix" in both:
        # Q^{-1} P for the covariances has the eigenvalues of P^{-1} Q for the precisions
        seen = stretch(q["precision_matrix"], p["precision_matrix"])
        root = np.linalg.cholesky(symmetrised(q["precision_matrix"]))
        distance = ((np.swapaxes(root, -1, -2) @ gap[..., None])[..., 0] ** 2).sum(-1)
        return seen, distance, factor_blur(root) * distance
    if "scale_tril" in both:
        distance = squared_length(q["scale_tril"], gap)
        seen = stretch_of_factors(p["scale_tril"], q["scale_tril"])
        return seen, distance, 2 * solving_blur(q["scale_tril"]) * distance
    one, other = _covariance(p), _covariance(q)
    root = np.linalg.cholesky(other)
    distance = squared_length(root, gap)
    if "cov_factor" in both:
        seen = stretch_by(*_covariance_change(p, q), one, other)
    else:
        seen = stretch(one, other)
        seen = seen if "covariance_matrix" in both else formed(seen, _inverted(p) + _inverted(q))
    return seen, distance, 2 * seen.blur * distance


@bounded_kernel("multivariate-normal", "multivariate-normal")
def multivariate_normal(p: Parameters, q: Parameters) -> tuple[FloatArray, FloatArray]:
    """D(p || q): one share for each eigenvalue, one for the means, none negative."""
    refuse_mismatch("MultivariateNormal", "loc", p["loc"], q["loc"], 1)
    seen, distance, doubt = _normal_parts(p, q)
    return 0.5 * (seen.excess() + distance), 0.5 * (seen.doubt() + doubt)


@entropy_kernel("multivariate-normal")
def multivariate_normal_entropy(p: Parameters) -> FloatArray:
    """H(p)."""
    return 0.5 * (p["loc"].shape[-1] * (1 + _LOG_TWO_PI) + log_determinant(_covariance(p)))


# --- matrix normal ---


def _side(distribution: Parameters, side: str) -> FloatArray:
    """Return the covariance among rows or among columns."""
    factor = distribution.get(f"scale_{side}")
    return symmetrised(distribution[f"{side}_covariance"]) if factor is None else factor @ np.swapaxes(factor, -1, -2)


def _side_stretch(p: Parameters, q: Parameters, side: str) -> Stretch:
    name = f"scale_{side}"
    if name in p and name in q:
        return stretch_of_factors(p[name], q[name])
    seen = stretch(_side(p, side), _side(q, side))
    return formed(seen) if name in p or name in q else seen


@bounded_kernel("matrix-normal", "matrix-normal")
def matrix_normal(p: Parameters, q: Parameters) -> tuple[FloatArray, FloatArray]:
    """D(p || q): one share for each pair of eigenvalues, of rows and of columns, and one for the means."""
    refuse_mismatch("MatrixNormal", "loc", p["loc"], q["loc"], 2)
    rows, columns = _side_stretch(p, q, "row"), _side_stretch(p, q, "column")
    one, other = rows.change[..., :, None], columns.change[..., None, :]
    x = one + other + one * other
    # where one side is far wider and the other far narrower, their changes have lost the digits that x would need
    near = np.all([(y >= -0.5) & (y <= 1) for y in np.broadcast_arrays(x, one, other)], axis=(0, -1, -2))
    far = rows.trace * columns.trace - rows.size * columns.size
    far = far - 2 * (columns.size * rows.log_diagonal.sum(-1) + rows.size * columns.log_diagonal.sum(-1))
    spread = np.where(near, excess(x).sum(axis=(-1, -2)), np.maximum(far, 0.0))
    left = np.linalg.solve(np.linalg.cholesky(_side(q, "row")), p["loc"] - q["loc"])
    whole = np.linalg.solve(np.linalg.cholesky(_side(q, "column")), np.swapaxes(left, -1, -2))
    distance = (whole**2).sum(axis=(-1, -2))
    blur = rows.blur + columns.blur
    slip = rows.slip * (1 + np.abs(columns.change).max(-1)) + columns.slip * (1 + np.abs(rows.change).max(-1))
    slip = slip + 4 * UNIT * (np.abs(rows.change).max(-1) + np.abs(columns.change).max(-1))
    count = rows.size * columns.size
    near_doubt = 2 * slip * np.abs(x).sum(axis=(-1, -2)) + count * slip**2
    logs = columns.size * np.abs(rows.log_diagonal).sum(-1) + rows.size * np.abs(columns.log_diagonal).sum(-1)
    size = rows.trace * columns.trace + count
    far_doubt = blur * size + count * UNIT * (2 * logs + size)
    return 0.5 * (spread + distance), 0.5 * (np.where(near, near_doubt, far_doubt) + blur * distance)


@entropy_kernel("matrix-normal")
def matrix_normal_entropy(p: Parameters) -> FloatArray:
    """H(p)."""
    m, n = p["loc"].shape[-2:]
    logs = n * log_determinant(_side(p, "row")) + m * log_determinant(_side(p, "column"))
    return 0.5 * (m * n * (1 + _LOG_TWO_PI) + logs)


# --- normal-gamma ---


@bounded_kernel("normal-gamma", "normal-gamma")
def normal_gamma(p: Parameters, q: Parameters) -> tuple[FloatArray, FloatArray]:
    """D(p || q): the shares of the normal distribution at the mean precision, and those of the gamma distribution."""
    refuse_mismatch("NormalGamma", "loc", p["loc"], q["loc"], 1)
    seen, distance, doubt = _normal_parts(
        {"loc": p["loc"], "precision_matrix": p["precision_matrix"]},
        {"loc": q["loc"], "precision_matrix": q["precision_matrix"]},
    )
    a, b = p["concentration"], q["concentration"]
    both = np.broadcast_arrays(a, p["rate"], b, q["rate"])
    means = ARRAYS.mean_excess(*(np.ravel(one) for one in both)).reshape(both[0].shape)
    gamma = b * means + gamma_gap(a, b)
    normal = 0.5 * (seen.excess() + a / p["rate"] * distance)
    return normal + gamma, 0.5 * (seen.doubt() + a / p["rate"] * doubt) + _LAST_DIGITS * (normal + gamma)


@entropy_kernel("normal-gamma")
def normal_gamma_entropy(p: Parameters) -> FloatArray:
    """H(p)."""
    a, n = p["concentration"], p["loc"].shape[-1]
    mean_log = special.digamma(a) - np.log(p["rate"])
    gamma = a - np.log(p["rate"]) + special.gammaln(a) + (1 - a) * special.digamma(a)
    return 0.5 * (n * (1 + _LOG_TWO_PI - mean_log) - log_determinant(p["precision_matrix"])) + gamma


# --- Wishart ---


def _wishart_gap(a: FloatArray, b: FloatArray, size: int) -> tuple[FloatArray, FloatArray]:
    """Return the gap of log Gamma_n between a and b, less n times that of x log x - x; and the sizes of its parts."""
    steps = np.arange(size) / 2
    low = steps[-1]
    close = (b - low < 3 * (a - low)) & (a - low < 3 * (b - low))
    end = np.where(close, b, a)

    def curvature(x: FloatArray) -> FloatArray:
        y = x[..., None] - steps
        return (trigamma_rest(y) + steps / (x[..., None] * y)).sum(-1)

    near = (b - a) ** 2 * segment_mean(a, end, curvature)
    apart = gamma_gap(a[..., None] - steps, b[..., None] - steps).sum(-1)
    # the gap of x log x - x between a - s and b - s, less that between a and b: so a - b, which may be huge, drops out
    whole, other = a[..., None], b[..., None]
    above, below = other * np.log1p(-steps / other), other * np.log1p(-steps / whole)
    across = steps * log_ratio(other - steps, whole - steps)
    gap = np.where(close, near, apart + (above - below - across).sum(-1))
    parts = apart + (np.abs(above) + np.abs(below) + np.abs(across)).sum(-1)
    return gap, np.where(close, near, parts)


@bounded_kernel("wishart", "wishart")
def wishart(p: Parameters, q: Parameters) -> tuple[FloatArray, FloatArray]:
    """D(p || q): the shares of the means' eigenvalues, and the gap of the gamma functions."""
    names = "scale_tril" in p and "scale_tril" in q
    one, other = (
        distribution["scale_tril"] if "scale_tril" in distribution else distribution["covariance_matrix"]
        for distribution in (p, q)
    )
    refuse_mismatch("Wishart", "covariance", one, other, 2)
    seen = stretch_of_factors(one, other) if names else stretch(_covariance(p), _covariance(q))
    seen = formed(seen) if set(p) != set(q) else seen
    a, b = np.asarray(p["df"] / 2), np.asarray(q["df"] / 2)
    spread, (gap, parts) = b * seen.excess(a / b, (a - b) / b), _wishart_gap(a, b, seen.size)
    return spread + gap, b * seen.doubt(a / b, (a - b) / b) + OF_EACH * parts + _LAST_DIGITS * (spread + gap)


@entropy_kernel("wishart")
def wishart_entropy(p: Parameters) -> FloatArray:
    """H(p)."""
    spread = _covariance(p)
    n, half = spread.shape[-1], np.asarray(p["df"] / 2)
    mean = special.digamma(half[..., None] - np.arange(n) / 2).sum(-1)
    logs = (n + 1) / 2 * (log_determinant(spread) + n * math.log(2))
    return logs + special.multigammaln(half, n) - (half - (n + 1) / 2) * mean + half * n


for _slug in ("multivariate-normal", "matrix-normal", "normal-gamma", "wishart"):
    add_cross_entropy(_slug)
