"""Two positive definite matrices compared: how far one is stretched against the other, without cancellation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kldiv.answers.kernels.excess import excess, log_ratio
from kldiv.answers.kernels.registry import FloatArray


@dataclass(frozen=True)
class Stretch:
    """One positive definite matrix seen from another: the eigenvalues of Q^{-1} P.

    Attributes:
        change: the eigenvalues less 1, shape (..., n); accurate where all are near 0.
        trace: their sum.
        log_diagonal: the logarithms of the diagonals of the factors of P over those of Q; half the logarithms' sum.
    """

    change: FloatArray
    trace: FloatArray
    log_diagonal: FloatArray

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
    return _stretch(p, q, inside + turned + inside @ turned)


def stretch_by(difference: FloatArray, p: FloatArray, q: FloatArray) -> Stretch:
    """Compare two positive definite matrices whose difference the caller knows better than the subtraction would."""
    return _seen(np.linalg.cholesky(symmetrised(p)), np.linalg.cholesky(symmetrised(q)), symmetrised(difference))


def _seen(p: FloatArray, q: FloatArray, difference: FloatArray) -> Stretch:
    half = np.swapaxes(np.linalg.solve(q, difference), -1, -2)
    return _stretch(p, q, np.linalg.solve(q, half))


def _stretch(p: FloatArray, q: FloatArray, inside: FloatArray) -> Stretch:
    ratio = np.linalg.solve(q, p)
    change = np.linalg.eigvalsh(symmetrised(inside))
    logs = log_ratio(diagonal(p), diagonal(q))
    trace = (ratio**2).sum(axis=(-1, -2))
    batch = np.broadcast_shapes(change.shape[:-1], logs.shape[:-1])
    return Stretch(np.broadcast_to(change, (*batch, change.shape[-1])), trace, logs)


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
