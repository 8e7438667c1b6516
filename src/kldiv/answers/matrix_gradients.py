"""Gradients between distributions with covariance matrices, by matrix calculus; nothing cancels where p is near q.

Every parameter may carry a slope (`carried`), so only analytic operations are used.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kldiv.answers.carried import CarriedArray, Parts, digamma_gap, trigamma
from kldiv.answers.kernels.matrices import diagonal, refuse_mismatch, symmetrised
from kldiv.answers.kernels.registry import FloatArray


def _turned(matrix: CarriedArray) -> CarriedArray:
    return np.swapaxes(matrix, -1, -2)


def _trace(matrix: CarriedArray) -> CarriedArray:
    return np.asarray(np.trace(matrix, axis1=-2, axis2=-1))


def _wide(numbers: CarriedArray) -> CarriedArray:
    """Give one number for each distribution the axes of a matrix."""
    return np.asarray(numbers)[..., None, None]


# --- covariances, however they are given ---


def covariance(parts: Parts) -> CarriedArray:
    """Return the covariance matrix.

    Args:
        parts: what it is given by, by name, among other parameters.

    Returns:
        Symmetric matrices.

    Example:
        >>> covariance({"scale_tril": np.array([[2.0, 0], [1, 1]])})
        array([[4., 2.],
               [2., 2.]])
    """
    if "covariance_matrix" in parts:
        return np.asarray(symmetrised(parts["covariance_matrix"]))
    if "scale_tril" in parts:
        return np.asarray(parts["scale_tril"] @ _turned(parts["scale_tril"]))
    if "precision_matrix" in parts:
        return np.asarray(np.linalg.inv(symmetrised(parts["precision_matrix"])))
    factor = parts["cov_factor"]
    return np.asarray(factor @ _turned(factor) + _as_diagonal(parts["cov_diag"]))


def _as_diagonal(entries: CarriedArray) -> CarriedArray:
    return np.asarray(entries[..., None] * np.eye(entries.shape[-1]))


def _covariance_gap(p: Parts, q: Parts) -> CarriedArray:
    """Return the covariance of p less that of q, from the differences of what they are given by."""
    if "scale_tril" in p and "scale_tril" in q:
        return _square_gap(p["scale_tril"], q["scale_tril"])
    if "precision_matrix" in p and "precision_matrix" in q:
        gap = symmetrised(q["precision_matrix"]) - symmetrised(p["precision_matrix"])
        return np.asarray(covariance(p) @ gap @ covariance(q))
    if "cov_factor" in p and "cov_factor" in q and p["cov_factor"].shape[-1] == q["cov_factor"].shape[-1]:
        return _square_gap(p["cov_factor"], q["cov_factor"]) + _as_diagonal(p["cov_diag"] - q["cov_diag"])
    return covariance(p) - covariance(q)


def _square_gap(one: CarriedArray, other: CarriedArray) -> CarriedArray:
    """Return A A' - B B' from A - B."""
    change = one - other
    crossed = change @ _turned(other)
    return np.asarray(crossed + _turned(crossed) + change @ _turned(change))


_ONE = np.array(1.0)


@dataclass(frozen=True)
class _Pair:
    """Two covariance matrices A and B, of p and of q.

    Attributes:
        first: A.
        second: B.
        own: the inverse of A.
        precision: the inverse of B.
        gap: A - B.
    """

    first: CarriedArray
    second: CarriedArray
    own: CarriedArray
    precision: CarriedArray
    gap: CarriedArray

    @classmethod
    def of(cls, p: Parts, q: Parts) -> _Pair:
        """Read both from what they are given by."""
        first, second = covariance(p), covariance(q)
        own, precision = (symmetrised(np.linalg.inv(matrix)) for matrix in (first, second))
        return cls(first, second, own, precision, _covariance_gap(p, q))

    @property
    def stretch(self) -> CarriedArray:
        """The trace of B^{-1} A less that of 1."""
        far = _trace(self.precision @ self.first) - self.first.shape[-1]
        return np.asarray(np.where(self.near, _trace(self.precision @ self.gap), far))

    @cached_property
    def moved(self) -> FloatArray:
        """The eigenvalues of A in terms of B, less 1."""
        factor = np.linalg.inv(np.linalg.cholesky(self.second.real))
        return np.asarray(np.linalg.eigvalsh(symmetrised(factor @ self.gap.real @ _turned(factor))))

    @property
    def near(self) -> NDArray[np.bool_]:
        """Whether A is near B: elsewhere A - B may have lost the digits of the smaller one."""
        return np.asarray((np.abs(self.moved) <= 0.5).all(-1))

    def between(self, one: CarriedArray = _ONE, other: CarriedArray = _ONE) -> CarriedArray:
        """Return a B^{-1} - b A^{-1} for two numbers a and b."""
        near = _wide(one) * symmetrised(self.precision @ self.gap @ self.own) + _wide(one - other) * self.own
        far = _wide(one) * self.precision - _wide(other) * self.own
        return np.asarray(np.where(_wide(self.near), near, far))

    def behind(self, one: CarriedArray = _ONE, other: CarriedArray = _ONE) -> CarriedArray:
        """Return a B^{-1} A B^{-1} - b B^{-1} for two numbers a and b."""
        near = _wide(one) * symmetrised(self.precision @ self.gap @ self.precision)
        near = near + _wide(one - other) * self.precision
        far = _wide(one) * symmetrised(self.precision @ self.first @ self.precision) - _wide(other) * self.precision
        return np.asarray(np.where(_wide(self.near), near, far))

    def log_ratio(self) -> CarriedArray:
        """Return the logarithm of the determinant of A over that of B."""
        one, other = (diagonal(np.linalg.cholesky(matrix.real)) for matrix in (self.first, self.second))
        together = np.log1p(np.where(self.near[..., None], self.moved, 0.0)).sum(-1)
        value = np.where(self.near, together, 2 * np.log(one / other).sum(-1))
        if not np.iscomplexobj(self.gap):
            return np.asarray(value)
        carried = _trace(self.own.real @ self.first.imag) - _trace(self.precision.real @ self.second.imag)
        return np.asarray(value + 1j * carried)


def _spread_parts(parts: Parts, whole: CarriedArray, slope: CarriedArray) -> Parts:
    """Turn a derivative in the covariance into one in what it is given by."""
    if "covariance_matrix" in parts:
        return {"covariance_matrix": slope}
    if "scale_tril" in parts:
        return {"scale_tril": np.tril(2 * slope @ parts["scale_tril"])}
    if "precision_matrix" in parts:
        return {"precision_matrix": -whole @ slope @ whole}
    factor = 2 * slope @ parts["cov_factor"]
    return {"cov_factor": factor, "cov_diag": diagonal(slope).copy()}


# --- multivariate normal ---


def multivariate_normal(p: Parts, q: Parts) -> tuple[Parts, Parts]:
    """Differentiate in the mean, and in the spread as it is given.

    Args:
        p: the parameters of a multivariate normal distribution.
        q: those of another of that dimension; it may be given otherwise.

    Returns:
        The derivatives by parameter, of p and of q. Those in a symmetric matrix are symmetric: twice an entry off the
        diagonal is what both of its places contribute together. Those in a triangular factor are triangular.
    """
    refuse_mismatch("MultivariateNormal", "loc", p["loc"], q["loc"], 1)
    spread, shift = _Pair.of(p, q), (p["loc"] - q["loc"])[..., None]
    pull = (spread.precision @ shift)[..., 0]
    # halved before they are multiplied: an infinite product has no half that carries a slope
    in_second = -0.5 * spread.behind() - (0.5 * pull[..., :, None]) * pull[..., None, :]
    return (
        {"loc": pull, **_spread_parts(p, spread.first, 0.5 * spread.between())},
        {"loc": 0.0 - pull, **_spread_parts(q, spread.second, in_second)},
    )


# --- Wishart ---


def wishart(p: Parts, q: Parts) -> tuple[Parts, Parts]:
    """Differentiate in the degrees of freedom, and in the spread as it is given.

    Args:
        p: the parameters of a Wishart distribution.
        q: those of another of that dimension; it may be given otherwise.

    Returns:
        The derivatives by parameter, of p and of q; as for `multivariate_normal`.
    """
    refuse_mismatch("Wishart", "covariance", covariance(p), covariance(q), 2)
    spread = _Pair.of(p, q)
    a, b = np.broadcast_arrays(p["df"], q["df"])
    in_first, in_second = 0.5 * spread.between(a, b), -0.5 * spread.behind(a, b)
    half = (a[..., None] - np.arange(spread.first.shape[-1])) / 2
    change = np.broadcast_to((b - a)[..., None] / 2, half.shape)
    steps = digamma_gap(half, half + change, change)
    of_p = 0.5 * spread.stretch + (a - b) / 4 * trigamma(half).sum(-1)
    return (
        {"df": of_p, **_spread_parts(p, spread.first, in_first)},
        {"df": 0.5 * (steps.sum(-1) - spread.log_ratio()), **_spread_parts(q, spread.second, in_second)},
    )


# --- matrix normal ---


def _side(parts: Parts, side: str) -> Parts:
    """Return the spread among rows or among columns, under the names of one spread."""
    names = {"covariance_matrix": f"{side}_covariance", "scale_tril": f"scale_{side}"}
    return {name: parts[theirs] for name, theirs in names.items() if theirs in parts}


def _side_parts(parts: Parts, side: str, whole: CarriedArray, slope: CarriedArray) -> Parts:
    (found,) = _spread_parts(_side(parts, side), whole, slope).values()
    return {name: found for name in (f"{side}_covariance", f"scale_{side}") if name in parts}


def matrix_normal(p: Parts, q: Parts) -> tuple[Parts, Parts]:
    """Differentiate in the mean, and in both spreads as they are given.

    Args:
        p: the parameters of a matrix normal distribution.
        q: those of another of that shape; it may be given otherwise.

    Returns:
        The derivatives by parameter, of p and of q; as for `multivariate_normal`.
    """
    refuse_mismatch("MatrixNormal", "loc", p["loc"], q["loc"], 2)
    m, n = p["loc"].shape[-2:]
    rows, columns = (_Pair.of(_side(p, side), _side(q, side)) for side in ("row", "column"))
    shift = p["loc"] - q["loc"]
    pull = rows.precision @ shift @ columns.precision
    ours: Parts = {"loc": pull}
    theirs: Parts = {"loc": 0.0 - pull}
    across = pull @ _turned(shift) @ rows.precision, columns.precision @ _turned(shift) @ pull
    sides = (("row", rows, n, columns.stretch, across[0]), ("column", columns, m, rows.stretch, across[1]))
    for side, spread, count, more, moved in sides:
        # the other side's trace, count + more, multiplies this side's matrices
        in_first = 0.5 * (count * spread.between() + _wide(more) * spread.precision)
        in_second = _wide(count + more) * spread.behind() + _wide(more) * spread.precision + symmetrised(moved)
        ours |= _side_parts(p, side, spread.first, in_first)
        theirs |= _side_parts(q, side, spread.second, -0.5 * in_second)
    return ours, theirs
