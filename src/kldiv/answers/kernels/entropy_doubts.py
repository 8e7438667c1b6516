"""How far the entropies of vectors and matrices may be wrong: by what rounding does to logarithms of determinants."""

from __future__ import annotations

import numpy as np

from kldiv.answers.kernels.matrices import UNIT, factor_blur, symmetrised
from kldiv.answers.kernels.registry import ENTROPY_DOUBTS, FloatArray, Parameters


def _of_log_determinant(given: Parameters, matrix: str, factor: str = "") -> FloatArray:
    """Return a bound on the error of the logarithm of a matrix's determinant, the matrix formed from what is given."""
    if factor in given:
        root = given[factor]
    elif matrix in given:
        root = np.linalg.cholesky(symmetrised(given[matrix]))
    elif "precision_matrix" in given:
        root = np.linalg.cholesky(symmetrised(given["precision_matrix"]))
        return root.shape[-1] * factor_blur(root) ** 2 / UNIT  # inverting squares the condition
    else:
        wide, narrow = given["cov_factor"], given["cov_diag"]
        root = np.linalg.cholesky(wide @ np.swapaxes(wide, -1, -2) + narrow[..., None] * np.eye(narrow.shape[-1]))
    return 2 * root.shape[-1] * factor_blur(root)


def _matrix_normal(p: Parameters) -> FloatArray:
    m, n = p["loc"].shape[-2:]
    rows = _of_log_determinant(p, "row_covariance", "scale_row")
    return 0.5 * (n * rows + m * _of_log_determinant(p, "column_covariance", "scale_column"))


def _wishart(p: Parameters) -> FloatArray:
    size = p.get("scale_tril", p.get("covariance_matrix", np.eye(1))).shape[-1]
    return (size + 1) / 2 * _of_log_determinant(p, "covariance_matrix", "scale_tril")


ENTROPY_DOUBTS.update(
    {
        "multivariate-normal": lambda p: 0.5 * _of_log_determinant(p, "covariance_matrix", "scale_tril"),
        "normal-gamma": lambda p: 0.5 * _of_log_determinant({"its": p["precision_matrix"]}, "its"),
        "matrix-normal": _matrix_normal,
        "wishart": _wishart,
    }
)
