"""SymPy nodes for the two things that a derivation speaks of: an expectation and a divergence, not yet evaluated."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.core.symbol import Str

from kldiv.algebra.notation import DISCRETE


class Expectation(sp.Expr):
    """E_p[f(X)]: the expectation of an expression in x under a density, unevaluated.

    The arguments are the body, the bound variable, the ends of the support, the density, and two labels:
    the distribution's index ("p") and its kind.
    """

    is_real = True
    is_commutative = True

    def __new__(
        cls, body: sp.Expr, x: sp.Symbol, lower: sp.Expr, upper: sp.Expr, density: sp.Expr, index: Any, kind: Any
    ) -> Expectation:
        """Make the node; labels may be given as text."""
        index = index if isinstance(index, Str) else Str(index)
        kind = kind if isinstance(kind, Str) else Str(kind)
        return sp.Expr.__new__(  # type: ignore[no-any-return]
            cls, sp.sympify(body), x, sp.sympify(lower), sp.sympify(upper), sp.sympify(density), index, kind
        )

    body = property(lambda self: self.args[0])
    variable = property(lambda self: self.args[1])
    lower = property(lambda self: self.args[2])
    upper = property(lambda self: self.args[3])
    density = property(lambda self: self.args[4])
    index = property(lambda self: self.args[5].name.rstrip("<>"))
    kind = property(lambda self: self.args[6].name)

    @property
    def part(self) -> str:
        """Whether only a part of the support counts: "<" below the upper end, ">" above the lower one, "" for all."""
        return str(self.args[5].name[len(self.index) :])

    def below(self, upper: sp.Expr) -> Expectation:
        """The same expectation over the part of the support below a point: E[f(X); X <= c]."""
        body, x, lower, _, density, _, kind = self.args
        return Expectation(body, x, lower, upper, density, f"{self.index}<", kind)

    def above(self, lower: sp.Expr) -> Expectation:
        """The same expectation over the part of the support above a point: E[f(X); X >= c]."""
        body, x, _, upper, density, _, kind = self.args
        return Expectation(body, x, lower, upper, density, f"{self.index}>", kind)

    @property
    def bound_symbols(self) -> list[sp.Symbol]:
        """The variable that the expectation binds."""
        return [self.variable]

    @property
    def free_symbols(self) -> set[sp.Basic]:
        """The symbols of the body and the density, less the bound variable."""
        inside = self.body.free_symbols | self.density.free_symbols
        return set(inside | self.lower.free_symbols | self.upper.free_symbols) - {self.variable}

    def of(self, body: sp.Expr) -> Expectation:
        """The expectation of another expression under the same distribution."""
        return Expectation(body, *self.args[1:])

    def _eval_derivative(self, _symbol: sp.Symbol) -> None:
        return None

    def _latex(self, printer: Any) -> str:
        capital = _capital(self.variable)
        body = printer.doprint(self.body.xreplace({self.variable: capital}))
        limits = {"<": (r"\le", self.upper), ">": (r"\ge", self.lower)}
        sign, end = limits.get(self.part, ("", None))
        part = rf";\, {capital} {sign} {printer.doprint(end)}" if sign else ""
        return rf"\operatorname{{E}}_{{{self.index}}}\!\left[{body}{part}\right]"

    def _sympystr(self, printer: Any) -> str:
        capital = _capital(self.variable)
        part = {"<": f"; {capital} <= {self.upper}", ">": f"; {capital} >= {self.lower}"}.get(self.part, "")
        return f"E_{self.index}[{printer.doprint(self.body.xreplace({self.variable: capital}))}{part}]"


def _capital(variable: sp.Basic) -> sp.Basic:
    """The letter of a random variable, or of a random matrix of the same shape."""
    name = str(variable).upper()
    return sp.MatrixSymbol(name, *variable.shape) if isinstance(variable, sp.MatrixSymbol) else sp.Symbol(name)


class Divergence(sp.Expr):
    """D(p || q), unevaluated: the integral or sum of p log(p/q) over the support of p."""

    is_real = True
    is_commutative = True

    def __new__(cls, p: sp.Expr, q: sp.Expr, x: sp.Symbol, lower: sp.Expr, upper: sp.Expr, kind: Any) -> Divergence:
        """Make the node; the kind may be given as text."""
        kind = kind if isinstance(kind, Str) else Str(kind)
        return sp.Expr.__new__(cls, p, q, x, sp.sympify(lower), sp.sympify(upper), kind)  # type: ignore[no-any-return]

    variable = property(lambda self: self.args[2])
    kind = property(lambda self: self.args[5].name)

    @property
    def free_symbols(self) -> set[sp.Basic]:
        """The symbols of both densities, less the bound variable."""
        inside = self.args[0].free_symbols | self.args[1].free_symbols
        return set(inside | self.args[3].free_symbols | self.args[4].free_symbols) - {self.variable}

    def as_integral(self) -> sp.Expr:
        """The definition written out as an Integral or a Sum."""
        p, q, x, lower, upper, _ = self.args
        body = p * sp.log(p / q)
        return (sp.Sum if self.kind == DISCRETE else sp.Integral)(body, (x, lower, upper))

    def _latex(self, _printer: Any) -> str:
        return r"D(p \,\|\, q)"

    def _sympystr(self, _printer: Any) -> str:
        return "D(p || q)"
