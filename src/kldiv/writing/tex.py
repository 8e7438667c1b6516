"""Expressions as the TeX that a person would write; Temml renders it, and LaTeX needs only amsmath for it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.printing.latex import LatexPrinter

from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.writing.brackets import TALL, enclose, with_few_braces
from kldiv.writing.function_tex import FunctionTex
from kldiv.writing.matrix_tex import MatrixTex
from kldiv.writing.ordering import OPERATORS, SPECIAL, ordered_factors, ordered_terms
from kldiv.writing.printed_once import PrintedOnce

#: What runs over a range, and is wide.
RANGED = (sp.Sum, sp.Integral)

#: What is written above the bar if its like is below.
ALIKE = (RANGED, (sp.log,))


def _square_out(number: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """Write the number below a root as the square of a whole number, which is returned, times what stays below it."""
    whole, rest = number.as_coeff_Mul()
    root = sp.prod(prime ** (power // 2) for prime, power in sp.factorint(whole).items()) if whole.is_Integer else 1
    return sp.Integer(root), rest * whole / root**2


class TexPrinter(PrintedOnce, FunctionTex, MatrixTex, LatexPrinter):
    """SymPy's LaTeX printer with the order, the fractions and the names that people use."""

    printed = {}

    def __init__(self) -> None:
        super().__init__({"diff_operator": "rd", "mat_str": "pmatrix", "mat_delim": ""})
        self.bound: dict[sp.Symbol, str] = {}

    def surroundings(self) -> tuple[Hashable, ...]:
        """The random variables around a part, by which its terms are put in order."""
        return tuple(self.bound.items())

    def doprint(self, expr: Any) -> str:
        """Print an expression, with braces only round scripts that need them."""
        return with_few_braces(str(super().doprint(expr)))

    def anew(self, expr: Any, **kwargs: Any) -> str:
        """Print a part. SymPy asks an object's own `_latex` first; ours know no order, so the printer's methods do."""
        if isinstance(expr, (Expectation, Divergence)):
            return str(getattr(self, f"_print_{type(expr).__name__}")(expr, **kwargs))
        return str(super().anew(expr, **kwargs))

    def _add_parens(self, s: str) -> str:
        return enclose(s)

    @contextmanager
    def binding(self, variable: sp.Symbol) -> Iterator[None]:
        """Print a variable as a random one, in capitals."""
        outer, self.bound = (
            self.bound,
            {**self.bound, variable: str(sp.latex(sp.Symbol(variable.name.upper())))},
        )
        try:
            yield
        finally:
            self.bound = outer

    def _print_Symbol(self, expr: sp.Symbol, style: str = "plain") -> str:
        return self.bound[expr] if expr in self.bound else str(super()._print_Symbol(expr, style))

    # --- sums and products ---

    def signed(self, term: sp.Expr) -> tuple[str, str]:
        """Split a term into its sign, "+" or "-", and the TeX of what follows it."""
        if term.is_Rational and term < 0:
            return "-", self._print(-term)
        if term.is_Mul and term.args[0].is_Rational and term.args[0] < 0:
            return "-", self._product(-term.args[0], term.args[1:])
        shown = self._print(term)
        return "+", enclose(shown) if isinstance(term, (sp.Piecewise, sp.Add)) else shown

    def terms(self, expression: sp.Expr) -> list[str]:
        """The terms of a sum in order, each with its sign; the first has none if it is positive."""
        shown = []
        for number, term in enumerate(ordered_terms(expression, self.bound)):
            sign, tex = self.signed(term)
            shown.append(tex if number == 0 and sign == "+" else f"{sign} {tex}" if number else f"{sign}{tex}")
        return shown

    def _print_Add(self, expr: sp.Add, order: Any = None) -> str:
        return " ".join(self.terms(expr))

    def _print_Mul(self, expr: sp.Mul) -> str:
        first = expr.args[0]
        if first.is_Rational and first < 0:
            return f"-{self._product(-first, expr.args[1:])}"
        return self._product(sp.S.One, expr.args) if not first.is_Rational else self._product(first, expr.args[1:])

    def _product(self, coefficient: sp.Rational, factors: Iterable[sp.Expr]) -> str:
        above, below, after = self._sorted_out(coefficient, list(factors))
        outside = [f for f in above if isinstance(f.base if f.is_Pow else f, OPERATORS)] if below else []
        inside = [f for f in above if f not in outside]
        if (
            not inside
            and len(outside) == 1
            and any(isinstance(outside[0], k) and b.has(*k) for k in ALIKE for b in below)
        ):
            inside, outside = outside, []  # a quotient of two sums, or of two logarithms
        if below and len(inside) >= 1 and all(f.is_number for f in below):
            # A half of a sum of fractions reads better with the half in front.
            nested = [f for f in inside if f.is_Add and TALL.search(self._print(f))]
            inside, outside = [f for f in inside if f not in nested], nested + outside
        head = self._juxtapose(inside, alone=bool(below) and len(inside) == 1)
        if below:
            head = rf"\frac{{{head or '1'}}}{{{self._juxtapose(below, alone=len(below) == 1)}}}"
        tail = self._juxtapose(outside + after)
        return f"{head} {tail}".strip()

    def _sorted_out(
        self, coefficient: sp.Rational, factors: list[sp.Expr]
    ) -> tuple[list[sp.Expr], list[sp.Expr], list[sp.Expr]]:
        """Split a product into numerator, denominator and what comes after the fraction."""
        numbers = [f for f in factors if f.is_number and (f.is_Pow or f == sp.exp(sp.S.Half))]
        constant = [coefficient, *numbers]
        others = [f for f in factors if f not in numbers]
        above: list[sp.Expr] = []
        below: list[sp.Expr] = []
        rooted = any((c.is_Pow or isinstance(c, sp.exp)) and c.exp.is_Rational and c.exp.q == 2 for c in constant)
        square = sp.Mul(*(c**2 for c in constant)) if rooted and len(constant) > 1 else sp.S.Zero
        (front, over), (divisor, under) = map(_square_out, sp.fraction(square))
        if square:  # 1/sqrt(2 pi) is stored as sqrt(2)/(2 sqrt(pi))
            above += [front] if front != 1 else []
            below += [divisor] if divisor != 1 else []
            if over == 1 and under != 1:
                below.append(sp.sqrt(under, evaluate=False))
            elif (over, under) != (1, 1):
                above.append(sp.sqrt(over / under, evaluate=False))
        else:
            above += [sp.Integer(coefficient.p)] if coefficient.p != 1 else []
            below += [sp.Integer(coefficient.q)] if coefficient.q != 1 else []
            others += constant[1:]
        for factor in others:
            if factor.is_Pow and factor.exp.as_coeff_Mul()[0].is_negative and not factor.exp.is_Add:
                below.append(sp.Pow(factor.base, -factor.exp, evaluate=False) if factor.exp != -1 else factor.base)
            else:
                above.append(factor)
        return ordered_factors(above, self.bound), ordered_factors(below, self.bound), []

    def _juxtapose(self, factors: list[sp.Expr], alone: bool = False) -> str:
        shown = ""
        for number, factor in enumerate(factors):
            last = number == len(factors) - 1
            tex = self._print(factor)
            unsafe = isinstance(factor, (*SPECIAL, sp.Sum, sp.Integral)) and not last
            if not alone and (factor.is_Add or isinstance(factor, sp.Piecewise) or unsafe):
                tex = enclose(tex)
            digits = bool(shown) and shown[-1].isdigit() and tex[0].isdigit()
            shown += (r" \cdot " if digits else " " if shown else "") + tex
        return shown

    def _print_Pow(self, expr: sp.Pow) -> str:
        base, exponent = expr.base, expr.exp
        if exponent.as_coeff_Mul()[0].is_negative and not exponent.is_Add:
            return self._product(sp.S.One, [expr])
        if exponent == sp.S.Half:
            return rf"\sqrt{{{self._print(base)}}}"
        shown = self._print(base)
        whole = (
            sp.Symbol,
            sp.NumberSymbol,
            sp.polygamma,
            sp.Abs,
            sp.Indexed,
            Expectation,
            AppliedUndef,
            sp.gamma,
            sp.Determinant,
        )
        if not (isinstance(base, whole) or (base.is_Integer and base >= 0)):
            shown = enclose(shown)
        return f"{shown}^{{{self._print(exponent)}}}"

    def _print_Indexed(self, expr: sp.Indexed) -> str:
        return rf"{self._print(expr.base)}_{{{', '.join(self._print(i) for i in expr.indices)}}}"

    def _print_Piecewise(self, expr: sp.Piecewise) -> str:
        rows = [
            rf"{self._print(value)} & \text{{otherwise}}"
            if holds == sp.true
            else rf"{self._print(value)} & \text{{if }} {self._print(holds)}"
            for value, holds in expr.args
        ]
        return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"

    # --- what binds a variable ---

    def _limits(self, sign: str, limits: Any) -> str:
        shown = ""
        for limit in reversed(limits):
            variable = self._print(limit[0])
            if len(limit) == 3:
                start = variable + " = " if sign == r"\sum" else ""
                shown += rf"{sign}_{{{start}{self._print(limit[1])}}}^{{{self._print(limit[2])}}} "
            else:
                shown += f"{sign} " if sign == r"\int" else f"{sign}_{{{variable}}} "
        return shown

    def _print_Sum(self, expr: sp.Sum) -> str:
        body = self._print(expr.function)
        unclear = expr.function.is_Add or body.startswith("-")
        return self._limits(r"\sum", expr.limits) + (enclose(body) if unclear else body)

    def _print_Integral(self, expr: sp.Integral) -> str:
        body = self._print(expr.function)
        ends = "".join(rf" \, \mathrm{{d}}{self._print(limit[0])}" for limit in expr.limits)
        return self._limits(r"\int", expr.limits) + (enclose(body) if expr.function.is_Add else body) + ends

    def expectation_head(self, expr: Expectation) -> str:
        """The letter E with its index; a standard variable, named in capitals inside, needs none."""
        standard = expr.index in ("", expr.variable.name)
        return r"\operatorname{E}" if standard else rf"\operatorname{{E}}_{{{expr.index}}}"

    def _part(self, expr: Expectation) -> str:
        """Over which part of the support, where it is not the whole."""
        sign, end = {"<": (r"\le", expr.upper), ">": (r"\ge", expr.lower)}.get(expr.part, ("", None))
        return rf";\, {self._print(expr.variable)} {sign} {self._print(end)}" if sign else ""

    def _print_Expectation(self, expr: Expectation, exp: str | None = None) -> str:
        with self.binding(expr.variable):
            body = self._print(expr.body) + self._part(expr)
        gap = r"\!" if TALL.search(body) else ""
        shown = self.expectation_head(expr) + gap + enclose(body, "[", "]")
        return f"{shown}^{{{exp}}}" if exp else shown

    def _print_Divergence(self, _expr: Divergence, exp: str | None = None) -> str:
        return r"D(p \,\|\, q)" + (f"^{{{exp}}}" if exp else "")

    def _print_And(self, expr: sp.And) -> str:
        return r" \text{ and } ".join(self._print(a) for a in sorted(expr.args, key=sp.default_sort_key))

    def _print_Or(self, expr: sp.Or) -> str:
        return r" \text{ or } ".join(self._print(a) for a in sorted(expr.args, key=sp.default_sort_key))

    def _print_Relational(self, expr: Any) -> str:
        signs = {"==": "=", "!=": r"\ne", ">": ">", "<": "<", ">=": r"\ge", "<=": r"\le"}
        return f"{self._print(expr.lhs)} {signs[expr.rel_op]} {self._print(expr.rhs)}"


@lru_cache(maxsize=4096)  # a step's line is the next step's first, and the page, the data and the exports all print it
def expression_tex(expression: sp.Basic) -> str:
    r"""Write an expression in TeX, on one line.

    Args:
        expression: anything that a step may hold.

    Returns:
        TeX for mathematics mode.

    Example:
        >>> s, t = sp.symbols("sigma_p sigma_q", positive=True)
        >>> print(expression_tex(sp.log(t / s) - sp.Rational(1, 2) + s**2 / (2 * t**2)))
        \log \frac{\sigma_q}{\sigma_p} + \frac{\sigma_p^2}{2 \sigma_q^2} - \frac{1}{2}
    """
    if expression == sp.oo:
        return r"+\infty"
    return TexPrinter().doprint(expression)
