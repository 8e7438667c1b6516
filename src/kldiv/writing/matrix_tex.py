"""How matrices are written: transposes, traces, determinants, and scalars made of vectors."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.matrices.expressions.matexpr import MatrixElement

#: What may carry a superscript without brackets.
_WHOLE = (sp.MatrixSymbol, sp.Identity)


def _terms(total: sp.MatAdd) -> list[sp.MatrixExpr]:
    """The terms of a sum, nested ones included: the identity first, products later, negative ones last."""
    flat = [part for a in total.args for part in (_terms(a) if isinstance(a, sp.MatAdd) else [a])]
    return sorted(flat, key=lambda t: (_negative(t), not isinstance(t, sp.Identity), isinstance(t, sp.MatMul)))


def _factors(product: sp.MatrixExpr) -> list[sp.Expr]:
    """The factors of a product, nested ones included."""
    if not isinstance(product, sp.MatMul):
        return [product]
    return [part for a in product.args for part in _factors(a)]


def _negative(term: sp.MatrixExpr) -> bool:
    return isinstance(term, sp.MatMul) and bool(term.args[0].is_number and term.args[0].is_negative)


class MatrixTex:
    """Methods for a LaTeX printer, to go before SymPy's own."""

    def _print_MatAdd(self: Any, expr: sp.MatAdd) -> str:
        shown = ""
        for term in _terms(expr):
            if _negative(term):
                first, *rest = term.args
                factors = rest if first == -1 else [-first, *rest]
                shown += (" - " if shown else "-") + self._product_of_matrices(factors)
            else:
                shown += (" + " if shown else "") + self._print(term)
        return shown

    def _print_MatMul(self: Any, expr: sp.MatMul) -> str:
        first, *rest = expr.args
        if first == -1:
            return "-" + str(self._product_of_matrices(rest))
        return str(self._product_of_matrices(expr.args))

    def _product_of_matrices(self: Any, factors: Any) -> str:
        flat = [part for f in factors for part in _factors(f)]
        sums = (sp.Add, sp.MatAdd, sp.KroneckerProduct)
        return " ".join(self._add_parens(self._print(f)) if isinstance(f, sums) else self._print(f) for f in flat)

    def _raised(self: Any, base: sp.MatrixExpr, exponent: str) -> str:
        shown = self._print(base)
        return f"{shown if isinstance(base, _WHOLE) else self._add_parens(shown)}^{{{exponent}}}"

    def _print_Transpose(self: Any, expr: sp.Transpose) -> str:
        return str(self._raised(expr.arg, r"\mathsf{T}"))

    def _print_Inverse(self: Any, expr: sp.Inverse) -> str:
        return str(self._raised(expr.arg, "-1"))

    def _print_Identity(self: Any, _expr: sp.Identity) -> str:
        return "I"

    def _print_MatrixSymbol(self: Any, expr: sp.MatrixSymbol) -> str:
        return self.bound[expr] if expr in self.bound else str(self._print_Symbol(sp.Symbol(expr.name)))

    def _print_MatrixElement(self: Any, expr: MatrixElement) -> str:
        shown = self._print(expr.parent)
        row, column = (self._print(k) for k in expr.indices)
        return rf"{shown if '_' not in shown else f'({shown})'}_{{{row}, {column}}}"

    def _print_Determinant(self: Any, expr: sp.Determinant, exp: str | None = None) -> str:
        shown = self._print(expr.arg)
        tall = r"\left" in shown or r"\frac" in shown
        shown = rf"\left|{shown}\right|" if tall else f"|{shown}|"
        return f"{shown}^{{{exp}}}" if exp else shown

    def _print_Trace(self: Any, expr: sp.Trace, exp: str | None = None) -> str:
        parts: tuple[Any, ...] = expr.arg.args if isinstance(expr.arg, sp.MatMul) else ()
        if len(parts) == 2 and parts[0] == sp.Transpose(parts[1]):
            shown = self._length(parts[1])
        elif expr.arg.shape == (1, 1):  # a scalar already
            shown = self._print(expr.arg)
        else:
            inner = self._print(expr.arg)
            shown = r"\operatorname{tr}" + self._add_parens(inner)
        return rf"\left({shown}\right)^{{{exp}}}" if exp else shown

    def _length(self: Any, matrix: sp.MatrixExpr) -> str:
        """The squared length of a column, or of all columns of a matrix."""
        shown = self._print(matrix)
        sides = (r"\left\lVert ", r" \right\rVert") if r"\left" in shown else (r"\lVert ", r" \rVert")
        mark = "^2" if matrix.shape[1] == 1 else "_{F}^2"
        return f"{sides[0]}{shown}{sides[1]}{mark}"

    def _print_KroneckerProduct(self: Any, expr: sp.KroneckerProduct) -> str:
        return r" \otimes ".join(self._print(a) for a in expr.args)

    def _print_MultivariateGamma(self: Any, expr: sp.Function, exp: str | None = None) -> str:
        shown = rf"\Gamma_{{{self._print(expr.args[0])}}}" + self._add_parens(self._print(expr.args[1]))
        return f"{shown}^{{{exp}}}" if exp else shown

    def _print_CholeskyFactor(self: Any, expr: sp.MatrixExpr) -> str:
        return r"\operatorname{chol}" + str(self._add_parens(self._print(expr.args[0])))

    def _print_Vec(self: Any, expr: sp.MatrixExpr) -> str:
        return r"\operatorname{vec}" + str(self._add_parens(self._print(expr.args[0])))
