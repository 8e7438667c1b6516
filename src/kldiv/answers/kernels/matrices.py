"""Two positive definite matrices compared: how far one is stretched against the other, without cancellation.

Errors are bounded to first order by backward analysis. The factor L that comes out of a matrix A belongs to a matrix
that differs from A, entry by entry, by at most (n + 1) u sqrt(a_ii a_jj) (Demmel; u is half a unit in the last
place). So in the scale of A it differs by at most n (n + 1) u r^2, where r is the spectral norm of the inverse of L
with its rows scaled to length 1: the condition number, but for what a change of units can do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kldiv.answers.kernels.excess import excess, log_ratio
from kldiv.answers.kernels.registry import FloatArray

#: Half a unit in the last place of 1.
UNIT = 2.0**-53


@dataclass(frozen=True)
class Stretch:
    """One positive definite matrix seen from another: the eigenvalues of Q^{-1} P.

    Attributes:
        change: the eigenvalues less 1, shape (..., n); accurate where all are near 0.
        trace: their sum.
        log_diagonal: the logarithms of the diagonals of the factors of P over those of Q; half the logarithms' sum.
        blur: how far the factors of P and of Q are from the matrices, in their own scales.
        slip: how far each eigenvalue may be from the right one.
    """

    change: FloatArray
    trace: FloatArray
    log_diagonal: FloatArray
    blur: FloatArray
    slip: FloatArray

    @property
    def size(self) -> int:
        """The dimension."""
        return int(self.change.shape[-1])

    def excess(self, scale: FloatArray | float = 1.0, rise: FloatArray | float = 0.0) -> FloatArray:
        """Return the sum of x - 1 - log x over x = scale times each eigenvalue.

        Args:
            scale: a positive factor.
            rise: scale - 1, from the caller, who may know it better than the subtraction would.

        Returns:
            The sum, never negative.
        """
        rise = np.asarray(rise)[..., None]
        x = self.change + rise * (1 + self.change)
        near = np.all((x >= -0.5) & (x <= 1), axis=-1)
        far = scale * self.trace - self.size - 2 * self.log_diagonal.sum(-1) - self.size * np.log(scale)
        return np.where(near, excess(x).sum(-1), np.maximum(far, 0.0))

    def doubt(self, scale: FloatArray | float = 1.0, rise: FloatArray | float = 0.0) -> FloatArray:
        """Return a bound on the error of `excess`, to first order."""
        rise = np.asarray(rise)[..., None]
        x = self.change + rise * (1 + self.change)
        slip = (1 + np.abs(rise[..., 0])) * self.slip + 4 * UNIT * np.abs(x).max(-1)
        near = 2 * slip * np.abs(x).sum(-1) + self.size * slip**2
        logs = 2 * np.abs(self.log_diagonal).sum(-1) + self.size * np.abs(np.log(scale))
        far = self.blur * (scale * self.trace + self.size) + self.size * UNIT * (logs + scale * self.trace)
        return np.where(np.all((x >= -0.5) & (x <= 1), axis=-1), near, far)


def formed(seen: Stretch, more: FloatArray | float = 0.0) -> Stretch:
    """Allow for rounding when P and Q were formed from what was given, by products or, `more`, by inverting."""
    more = seen.blur + more
    return replace(seen, blur=seen.blur + more, slip=seen.slip + (1 + np.abs(seen.change).max(-1)) * more)


def factor_blur(factor: FloatArray) -> FloatArray:
    """Return how far the matrix of a factor may be from the matrix that was factorised, in its scale."""
    n = factor.shape[-1]
    return n * (n + 10) * UNIT * _inverse_length(factor) ** 2


def solving_blur(factor: FloatArray) -> FloatArray:
    """Return how far, relative to its length, the solution of triangular equations may be from the right one."""
    return 3 * factor.shape[-1] ** 2 * UNIT * _inverse_length(factor)


def _inverse_length(factor: FloatArray) -> FloatArray:
    """Return a bound on the spectral norm of the inverse of a factor whose rows are scaled to length 1."""
    inverse = np.abs(np.linalg.inv(factor / np.sqrt((factor**2).sum(-1, keepdims=True))))
    by_sums = inverse.sum(-1).max(-1) * inverse.sum(-2).max(-1)
    return np.sqrt(np.minimum((inverse**2).sum(axis=(-1, -2)), by_sums))


def symmetrised(matrix: FloatArray) -> FloatArray:
    """Return the mean of a matrix and its transpose."""
    return (matrix + np.swapaxes(matrix, -1, -2)) / 2


def diagonal(matrix: FloatArray) -> FloatArray:
    """Return the diagonals of a batch of matrices."""
    return np.diagonal(matrix, axis1=-2, axis2=-1)


def stretch(p: FloatArray, q: FloatArray) -> Stretch:
    """Compare two positive definite matrices.

    Args:
        p: symmetric matrices.
        q: symmetric matrices of the same size.

    Returns:
        P seen from Q.
    """
    p, q = symmetrised(p), symmetrised(q)
    return _seen(np.linalg.cholesky(p), np.linalg.cholesky(q), p - q)


def stretch_of_factors(p: FloatArray, q: FloatArray) -> Stretch:
    """Compare two positive definite matrices given by triangular factors."""
    inside = np.linalg.solve(q, p - q)
    turned = np.swapaxes(inside, -1, -2)
    blur = solving_blur(q)
    length = np.sqrt((inside**2).sum(axis=(-1, -2)))
    return _stretch(p, q, inside + turned + inside @ turned, blur, 2 * blur * (length + length**2))


def stretch_by(difference: FloatArray, parts: FloatArray, p: FloatArray, q: FloatArray) -> Stretch:
    """Compare two positive definite matrices whose difference the caller knows better than the subtraction would.

    Args:
        difference: P - Q.
        parts: the sum of the sizes of what was added up to it.
        p: P.
        q: Q.
    """
    seen = _seen(np.linalg.cholesky(symmetrised(p)), np.linalg.cholesky(symmetrised(q)), symmetrised(difference))
    scale = np.sqrt(diagonal(q))
    length = np.sqrt(((parts / scale[..., :, None] / scale[..., None, :]) ** 2).sum(axis=(-1, -2)))
    return replace(seen, slip=seen.slip + seen.blur * length)


def _seen(p: FloatArray, q: FloatArray, difference: FloatArray) -> Stretch:
    half = np.swapaxes(np.linalg.solve(q, difference), -1, -2)
    inside, blur = np.linalg.solve(q, half), factor_blur(q)
    slip = 2 * blur * np.sqrt((inside**2).sum(axis=(-1, -2)))
    return _stretch(p, q, inside, blur + factor_blur(p), slip)


def _stretch(p: FloatArray, q: FloatArray, inside: FloatArray, blur: FloatArray, slip: FloatArray) -> Stretch:
    ratio = np.linalg.solve(q, p)
    change = np.linalg.eigvalsh(symmetrised(inside))
    logs = log_ratio(diagonal(p), diagonal(q))
    trace = (ratio**2).sum(axis=(-1, -2))
    batch = np.broadcast_shapes(change.shape[:-1], logs.shape[:-1])
    return Stretch(np.broadcast_to(change, (*batch, change.shape[-1])), trace, logs, blur, slip)


def squared_length(factor: FloatArray, vector: FloatArray) -> FloatArray:
    """Return the squared length of factor^{-1} vector."""
    return (np.linalg.solve(factor, vector[..., None])[..., 0] ** 2).sum(-1)


def log_determinant(matrix: FloatArray) -> FloatArray:
    """Return the logarithm of the determinant of a positive definite matrix."""
    return 2 * np.log(diagonal(np.linalg.cholesky(symmetrised(matrix)))).sum(-1)


def refuse_mismatch(distribution: str, what: str, p: FloatArray, q: FloatArray, axes: int) -> None:
    """Refuse parameters whose last axes differ: NumPy would broadcast a single entry against many.

    Args:
        distribution: the distribution's name.
        what: the parameter.
        p: the parameter of p.
        q: the parameter of q.
        axes: how many axes are not the batch's.

    Raises:
        ValueError: if they differ.
    """
    one, other = p.shape[p.ndim - axes :], q.shape[q.ndim - axes :]
    if one != other:
        shown = [str(s[0]) if axes == 1 else str(s) for s in (one, other)]
        word = "dimension" if axes == 1 else "shape"
        raise ValueError(f"{distribution}: {what} of p and q must have the same {word}, got {shown[0]} and {shown[1]}")
