"""What is known of a matrix: by the domain of its letter, and of sums, products and inverses by their parts.

A symbol for a number carries its assumptions; one for a matrix cannot. Its letter says as much: Sigma_p is a
covariance wherever it stands.
"""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.arrays import CholeskyFactor
from kldiv.distributions.array_domains import LOWER_TRIANGULAR, POSITIVE_DEFINITE, POSITIVE_DIAGONAL
from kldiv.distributions.arrays import ArrayDistribution
from kldiv.distributions.domains import Domain
from kldiv.distributions.registry import DISTRIBUTIONS
from kldiv.distributions.remembering import remembered

DEFINITE = (POSITIVE_DEFINITE, POSITIVE_DIAGONAL)
TRIANGULAR = (LOWER_TRIANGULAR, POSITIVE_DIAGONAL)


@remembered
def _letters() -> dict[str, Domain]:
    """The domain of each letter of a matrix, where all distributions agree on it."""
    found: dict[str, list[Domain]] = {}
    own: dict[str, Domain] = dict.fromkeys("SR", POSITIVE_DEFINITE)  # in general statements
    for kind in DISTRIBUTIONS.values():
        if issubclass(kind, ArrayDistribution):
            own |= kind.own_letters
            for parameter in kind.spec:
                for index in ("p", "q"):
                    found.setdefault(f"{parameter.letter}_{index}", []).append(parameter.domain)
    return own | {letter: first for letter, (first, *rest) in found.items() if all(d is first for d in rest)}


def domain_of(matrix: sp.MatrixExpr) -> Domain | None:
    """Return the domain that a letter stands for, or None where nothing is known of it."""
    return _letters().get(matrix.name) if isinstance(matrix, sp.MatrixSymbol) else None


def is_triangular(matrix: sp.MatrixExpr) -> bool:
    """Whether a matrix is known to be lower triangular with a positive diagonal."""
    return isinstance(matrix, CholeskyFactor) or domain_of(matrix) in TRIANGULAR


def is_definite(matrix: sp.MatrixExpr) -> bool:
    """Whether a matrix is known to be symmetric and positive definite.

    Example:
        >>> n = sp.Symbol("n", integer=True, positive=True)
        >>> is_definite(sp.Inverse(sp.MatrixSymbol("Sigma_p", n, n))), is_definite(sp.MatrixSymbol("W_p", n, n))
        (True, False)
    """
    if isinstance(matrix, sp.MatrixBase):
        return matrix.is_positive_definite is True and matrix == matrix.T
    if isinstance(matrix, sp.Identity) or domain_of(matrix) in DEFINITE:
        return True
    if isinstance(matrix, (sp.Inverse, sp.Transpose)):
        return is_definite(matrix.arg)
    if isinstance(matrix, sp.KroneckerProduct):
        return all(map(is_definite, matrix.args))
    if isinstance(matrix, sp.MatAdd):
        return all(map(is_semidefinite, matrix.args)) and any(map(is_definite, matrix.args))
    if isinstance(matrix, sp.MatMul):
        scalars, factors = _apart(matrix)
        if not all(s.is_positive for s in scalars):
            return False
        return _around(factors, invertible=True)
    return False


def is_semidefinite(matrix: sp.MatrixExpr) -> bool:
    """Whether a matrix is known to be symmetric and without negative eigenvalues."""
    if isinstance(matrix, sp.MatMul):
        scalars, factors = _apart(matrix)
        return all(s.is_nonnegative for s in scalars) and _around(factors, invertible=False)
    return is_definite(matrix)


def has_positive_determinant(matrix: sp.MatrixExpr) -> bool:
    """Whether a matrix is known to have a positive determinant."""
    return is_triangular(matrix) or is_definite(matrix)


def symmetric_letters(expression: sp.Basic) -> frozenset[sp.MatrixExpr]:
    """The matrices in an expression that are known to equal their transposes."""
    return frozenset(m for m in expression.atoms(sp.MatrixSymbol) if domain_of(m) in DEFINITE)


def _apart(product: sp.MatMul) -> tuple[list[sp.Expr], list[sp.MatrixExpr]]:
    scalars = [f for f in product.args if not f.is_Matrix]
    return scalars, [f for f in product.args if f.is_Matrix]


def _around(factors: list[sp.MatrixExpr], *, invertible: bool) -> bool:
    """Whether a product reads B S B^T with a definite S, or none; B must be invertible if the product is to be."""
    if not factors:
        return True
    if len(factors) == 1:
        return is_definite(factors[0])
    first, *inner, last = factors
    if last != sp.Transpose(first) and first != sp.Transpose(last):
        return False
    bare = first.arg if isinstance(first, sp.Transpose) else first
    return (has_positive_determinant(bare) or not invertible) and _around(inner, invertible=invertible)
