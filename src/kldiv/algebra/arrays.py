"""Matrix expressions that SymPy lacks, and the unevaluated expectation over an array."""

from __future__ import annotations

from typing import Any

import sympy as sp

from kldiv.algebra.nodes import Expectation


class Vec(sp.MatrixExpr):
    """The columns of a matrix set one below the other, as one column."""

    def __new__(cls, matrix: sp.MatrixExpr) -> Vec:
        """Make the node."""
        return sp.MatrixExpr.__new__(cls, matrix)  # type: ignore[no-any-return]

    @property
    def shape(self) -> tuple[sp.Expr, sp.Expr]:
        """As many rows as the matrix has entries."""
        rows, columns = self.args[0].shape
        return rows * columns, sp.S.One

    def _entry(self, i: sp.Expr, _j: sp.Expr, **_: Any) -> sp.Expr:
        rows = self.args[0].shape[0]
        return self.args[0][i % rows, sp.floor(i / rows)]

    def _sympystr(self, printer: Any) -> str:
        return f"vec({printer.doprint(self.args[0])})"


class CholeskyFactor(sp.MatrixExpr):
    """The lower triangular L with a positive diagonal for which L L^T is a given positive definite matrix."""

    def __new__(cls, matrix: sp.MatrixExpr) -> CholeskyFactor:
        """Make the node."""
        return sp.MatrixExpr.__new__(cls, matrix)  # type: ignore[no-any-return]

    @property
    def shape(self) -> tuple[sp.Expr, sp.Expr]:
        """That of the matrix."""
        return self.args[0].shape  # type: ignore[no-any-return]

    def _sympystr(self, printer: Any) -> str:
        return f"chol({printer.doprint(self.args[0])})"


def under(density: sp.Expr, body: sp.Expr, x: sp.Basic, index: str) -> Expectation:
    """Write the expectation of a body in x, X having a density."""
    return Expectation(body, x, -sp.oo, sp.oo, density, index, "continuous")


def minus(a: sp.MatrixExpr, b: sp.MatrixExpr) -> sp.MatrixExpr:
    """Write a - b without evaluating anything."""
    return sp.MatAdd(a, sp.MatMul(-1, b))


def square(form: sp.MatrixExpr, gap: sp.MatrixExpr) -> sp.Expr:
    """Write the scalar gap^T form gap."""
    return sp.Trace(sp.MatMul(sp.Transpose(gap), form, gap))


class MultivariateGamma(sp.Function):
    """The multivariate gamma function: pi^(n(n-1)/4) times Gamma(a) Gamma(a - 1/2) ... Gamma(a - (n-1)/2)."""

    nargs = 2
    is_real = True
    is_positive = True

    def as_product(self) -> sp.Expr:
        """Write the function out by ordinary gamma functions."""
        n, a = self.args
        i = sp.Symbol("i", integer=True, nonnegative=True)
        return sp.pi ** (n * (n - 1) / 4) * sp.Product(sp.gamma(a - i / sp.Integer(2)), (i, 0, n - 1))
