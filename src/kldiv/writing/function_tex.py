"""How functions are written: logarithms, exponentials, and the special functions by their usual letters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.printing.latex import LatexPrinter

from kldiv.writing.brackets import TALL, braces_end, enclose


class FunctionTex(LatexPrinter):
    """SymPy's LaTeX printer with the functions as people write them."""

    def _applied(self, name: str, arguments: Iterable[Any], exp: str | None = None) -> str:
        shown = name + enclose(", ".join(self._print(a) for a in arguments))
        return f"{shown}^{{{exp}}}" if exp else shown

    def _print_log(self, expr: sp.log, exp: str | None = None) -> str:
        argument = expr.args[0]
        tex = self._print(argument)
        plain = (
            isinstance(argument, (sp.Symbol, sp.NumberSymbol, sp.Indexed, sp.gamma, sp.Determinant, AppliedUndef))
            or argument.is_Integer
        )
        plain = plain or (tex.startswith(r"\frac") and braces_end(tex, 5) == len(tex))
        shown = rf"\log {tex}" if plain else rf"\log{enclose(tex)}"
        return f"{enclose(shown)}^{{{exp}}}" if exp else shown

    def _print_exp(self, expr: sp.exp, exp: str | None = None) -> str:
        tex = self._print(expr.args[0])
        shown = rf"\exp{enclose(tex)}" if TALL.search(tex) else f"e^{{{tex}}}"
        return f"{enclose(shown)}^{{{exp}}}" if exp else shown

    def _print_ExpBase(self, expr: sp.exp, exp: str | None = None) -> str:
        return self._print_exp(expr, exp)

    def _print_polygamma(self, expr: sp.polygamma, exp: str | None = None) -> str:
        order, argument = expr.args
        name = r"\psi" if order == 0 else rf"\psi_{{{self._print(order)}}}"
        return self._applied(name, [argument], exp)

    def _print_digamma(self, expr: sp.Function, exp: str | None = None) -> str:
        return self._applied(r"\psi", expr.args, exp)

    def _print_trigamma(self, expr: sp.Function, exp: str | None = None) -> str:
        return self._applied(r"\psi_{1}", expr.args, exp)

    def _print_gamma(self, expr: sp.gamma, exp: str | None = None) -> str:
        return self._applied(r"\Gamma", expr.args, exp)

    def _print_loggamma(self, expr: sp.loggamma, exp: str | None = None) -> str:
        return self._applied(r"\log\Gamma", expr.args, exp)

    def _print_beta(self, expr: sp.beta, exp: str | None = None) -> str:
        return self._applied(r"\operatorname{B}", expr.args, exp)

    def _print_betainc_regularized(self, expr: sp.Function, exp: str | None = None) -> str:
        first, second, start, end = expr.args
        if start != 0:
            return str(super()._print_betainc_regularized(expr, exp))
        return self._applied(rf"I_{{{self._print(end)}}}", [first, second], exp)

    def _print_expint(self, expr: sp.Function, exp: str | None = None) -> str:
        return self._applied(rf"\mathrm{{E}}_{{{self._print(expr.args[0])}}}", expr.args[1:], exp)

    def _print_Abs(self, expr: sp.Abs, exp: str | None = None) -> str:
        shown = enclose(self._print(expr.args[0]), "|", "|")
        return f"{shown}^{{{exp}}}" if exp else shown

    def _print_Function(self, expr: sp.Function, exp: str | None = None) -> str:
        if isinstance(expr, AppliedUndef):
            name = self._print(sp.Symbol(expr.func.__name__))
            return self._applied(name, expr.args, exp)
        return str(super()._print_Function(expr, exp))
