"""Theorems about matrices: determinants and inverses of sums and Kronecker products, triangular factors."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.arrays import CholeskyFactor, Vec
from kldiv.distributions.arrays import whole_number
from kldiv.proof.literature.trying import drawn_matrices
from kldiv.proof.statements import Statement
from kldiv.proof.theorems import theorem

m, n, rank = map(whole_number, "mnr")
i = sp.Symbol("i", integer=True, nonnegative=True)

#: Any square matrix, and one of few columns.
D, W = sp.MatrixSymbol("D", n, n), sp.MatrixSymbol("W", n, rank)
#: Two positive definite matrices, and a triangular one with a positive diagonal.
S, R, T = (sp.MatrixSymbol(name, n, n) for name in "SRT")
#: Square matrices of m and of n rows, and one of m rows and n columns.
U, P = (sp.MatrixSymbol(name, m, m) for name in "UP")
V, Q = (sp.MatrixSymbol(name, n, n) for name in "VQ")
X = sp.MatrixSymbol("X", m, n)

outer = sp.Inverse(D)
core = sp.MatAdd(sp.Identity(rank), sp.MatMul(sp.Transpose(W), outer, W))
low_rank = sp.MatAdd(D, sp.MatMul(W, sp.Transpose(W)))
correction = sp.MatMul(-1, outer, W, sp.Inverse(core), sp.Transpose(W), outer)
joint = sp.KroneckerProduct(V, U)


def invertible(*matrices: sp.MatrixExpr) -> tuple[sp.Basic, ...]:
    """Say that determinants are not zero."""
    return tuple(sp.Ne(sp.Determinant(matrix), 0, evaluate=False) for matrix in matrices)


WOODBURY = Statement(sp.Inverse(low_rank), "=", sp.MatAdd(outer, correction), invertible(D, core))
DETERMINANT_LEMMA = Statement(sp.Determinant(low_rank), "=", sp.Determinant(D) * sp.Determinant(core), invertible(D))
TRIANGULAR = Statement(sp.Determinant(T), "=", sp.Product(T[i, i], (i, 0, n - 1)))
CHOLESKY = Statement(sp.MatMul(CholeskyFactor(S), sp.Transpose(CholeskyFactor(S))), "=", S)
KRONECKER_DETERMINANT = Statement(sp.Determinant(joint), "=", sp.Determinant(V) ** m * sp.Determinant(U) ** n)
KRONECKER_TRACE = Statement(
    sp.Trace(sp.MatMul(sp.Inverse(joint), sp.KroneckerProduct(Q, P))),
    "=",
    sp.Trace(sp.MatMul(sp.Inverse(V), Q)) * sp.Trace(sp.MatMul(sp.Inverse(U), P)),
    invertible(U, V),
)
VEC = Statement(
    sp.Trace(sp.MatMul(sp.Transpose(Vec(X)), sp.Inverse(sp.KroneckerProduct(R, U)), Vec(X))),
    "=",
    sp.Trace(sp.MatMul(sp.Inverse(R), sp.Transpose(X), sp.Inverse(U), X)),
    invertible(U),
)

theorem(
    "woodbury",
    "Woodbury's identity",
    "$(D + W W^{\\mathsf T})^{-1} = D^{-1} - D^{-1} W (I + W^{\\mathsf T} D^{-1} W)^{-1} W^{\\mathsf T} D^{-1}$: the "
    "second inverse is of a matrix as small as the rank.",
    WOODBURY,
    references=(("bishop2006", "eq. C.7"), ("petersen2012", "sec. 3.2.2")),
    test=drawn_matrices(WOODBURY),
)
theorem(
    "matrix-determinant-lemma",
    "Matrix determinant lemma",
    "$|D + W W^{\\mathsf T}| = |D| \\, |I + W^{\\mathsf T} D^{-1} W|$: the second determinant is as small as the rank.",
    DETERMINANT_LEMMA,
    references=(("bishop2006", "eq. C.14"),),
    test=drawn_matrices(DETERMINANT_LEMMA),
)
theorem(
    "triangular-determinant",
    "Determinant of a triangular matrix",
    "The determinant of a triangular matrix is the product of its diagonal.",
    TRIANGULAR,
    references=(("muirhead1982", "appendix"),),
    test=drawn_matrices(TRIANGULAR),
)
theorem(
    "cholesky",
    "Cholesky's factor",
    "Every symmetric positive definite matrix is $L L^{\\mathsf T}$ with one lower triangular $L$ whose diagonal is "
    "positive.",
    CHOLESKY,
    references=(("muirhead1982", "Theorem A9.7"),),
    test=drawn_matrices(CHOLESKY),
)
theorem(
    "kronecker-determinant",
    "Determinant of a Kronecker product",
    "$|V \\otimes U| = |V|^m |U|^n$ for $U$ of $m$ rows and $V$ of $n$.",
    KRONECKER_DETERMINANT,
    references=(("muirhead1982", "sec. 2.2"), ("petersen2012", "sec. 10.2")),
    test=drawn_matrices(KRONECKER_DETERMINANT),
)
theorem(
    "kronecker-trace",
    "Trace of a Kronecker product",
    "$(V \\otimes U)^{-1} (Q \\otimes P) = V^{-1} Q \\otimes U^{-1} P$, and the trace of a Kronecker product is the "
    "product of the traces.",
    KRONECKER_TRACE,
    references=(("muirhead1982", "sec. 2.2"), ("petersen2012", "sec. 10.2")),
    test=drawn_matrices(KRONECKER_TRACE),
)
theorem(
    "vec",
    "Columns set one below the other",
    "$\\operatorname{vec}(X)^{\\mathsf T} (R \\otimes U)^{-1} \\operatorname{vec}(X) = "
    "\\operatorname{tr}(R^{-1} X^{\\mathsf T} U^{-1} X)$ for a symmetric $R$.",
    VEC,
    references=(("muirhead1982", "sec. 2.2"), ("petersen2012", "sec. 10.2")),
    test=drawn_matrices(VEC),
)
