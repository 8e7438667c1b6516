"""Expressions about vectors and matrices as Python code that mpmath evaluates, expectations as calls with a lambda."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable
from typing import Any

import sympy as sp
from sympy.matrices.expressions.matexpr import MatrixElement
from sympy.printing.str import StrPrinter

from kldiv.algebra.nodes import Divergence, Expectation

#: Functions by the names that mpmath has for them, or that the pasted part has.
FUNCTIONS = {
    "log": "log",
    "exp": "exp",
    "gamma": "gamma",
    "loggamma": "loggamma",
    "polygamma": "psi",
    "besseli": "besseli",
    "MultivariateGamma": "multigamma",
    "Trace": "trace",
    "Determinant": "det",
    "CholeskyFactor": "mpmath.cholesky",
    "Vec": "vec",
    "KroneckerProduct": "kronecker",
}


class MpmathSource(StrPrinter):
    """Prints lines as code; `letters` collects the names that are to be given, `averaged` the expectations."""

    printmethod = "_mpmathsource"

    def __init__(
        self, taken: Iterable[str], averages: dict[tuple[sp.Basic, sp.Basic], tuple[str, tuple[Any, ...]]]
    ) -> None:
        """Begin with the names that the script has, and those of what takes expectations over arrays."""
        super().__init__()
        self.taken, self.averages = set(taken), averages
        self.names: dict[tuple[str, str], str] = {}
        self.letters: set[str] = set()
        self.explained: set[str] = set()
        self.bound: list[str] = []

    def name(self, letter: str, kind: str = "number") -> str:
        """The name of a letter in the script: one each for a number, a matrix and an array called alike."""
        if (kind, letter) not in self.names:
            name = letter if letter.isidentifier() else "letter"
            while name in self.taken or keyword.iskeyword(name):
                name += "_"
            self.taken.add(name)
            self.names[kind, letter] = name
        return self.names[kind, letter]

    def doprint(self, expr: Any) -> str:
        """Print a line."""
        return self.spaced(super().doprint(expr))

    @staticmethod
    def spaced(code: str) -> str:
        """Code with room around each product, where long lines can be broken."""
        return re.sub(r"(?<!\*)\*(?!\*)", " * ", code)

    def function(self, variables: Iterable[sp.Basic], body: sp.Basic) -> str:
        """A function of variables that are bound in it."""
        names = [self.name(v.name, self._kind(v, body)) for v in variables]
        self.bound += names
        code = self._print(body)
        del self.bound[-len(names) :]
        return f"lambda {', '.join(names)}: {code}"

    @staticmethod
    def _kind(letter: Any, body: sp.Basic) -> str:
        if isinstance(letter, sp.MatrixSymbol):
            return "matrix"
        return "array" if any(base.label == letter for base in body.atoms(sp.IndexedBase)) else "number"

    def _letter(self, name: str) -> str:
        if name not in self.bound:
            self.letters.add(name)
        return name

    def _print(self, expr: Any, **kwargs: Any) -> str:
        name = type(expr).__name__
        if name in FUNCTIONS:
            return f"{FUNCTIONS[name]}({', '.join(map(self._print, expr.args))})"
        if isinstance(expr, sp.Function):
            raise NotImplementedError(f"no script can evaluate {name}")
        return str(super()._print(expr, **kwargs))

    def _print_Symbol(self, expr: sp.Symbol) -> str:
        return self._letter(self.name(expr.name))

    def _print_MatrixSymbol(self, expr: sp.MatrixSymbol) -> str:
        return self._letter(self.name(expr.name, "matrix"))

    def _print_Rational(self, expr: sp.Rational) -> str:
        return f"mpf({expr.p})/{expr.q}"

    def _print_Half(self, expr: sp.Rational) -> str:
        return self._print_Rational(expr)

    def _print_Inverse(self, expr: sp.Inverse) -> str:
        return f"inverse({self._print(expr.arg)})"

    def _print_Pow(self, expr: sp.Pow, rational: bool = False) -> str:
        if expr.base.is_Integer and expr.exp != -1:  # whole numbers would make floats
            return f"mpf({expr.base})**{self.parenthesize(expr.exp, 61, strict=False)}"
        return str(super()._print_Pow(expr, rational))

    def _print_Transpose(self, expr: sp.Transpose) -> str:
        return f"{self.parenthesize(expr.arg, 61, strict=False)}.T"

    def _print_Identity(self, expr: sp.Identity) -> str:
        return f"mpmath.eye({self._size(expr.shape[0])})"

    def _print_ZeroMatrix(self, expr: sp.ZeroMatrix) -> str:
        return f"mpmath.zeros({', '.join(map(self._size, expr.shape))})"

    def _size(self, size: sp.Expr) -> str:
        return self._print(size)

    def _print_Indexed(self, expr: sp.Indexed) -> str:
        base = self._letter(self.name(str(expr.base.label), "array"))
        return f"{base}[{', '.join(map(self._print, expr.indices))}]"

    def _print_MatrixElement(self, expr: MatrixElement) -> str:
        return f"{self._print(expr.parent)}[{', '.join(map(self._print, expr.indices))}]"

    def _print_Sum(self, expr: sp.Sum) -> str:
        return self._range("added", expr)

    def _print_Product(self, expr: sp.Product) -> str:
        return self._range("multiplied", expr)

    def _range(self, name: str, expr: Any) -> str:
        *inner, (index, low, high) = expr.limits
        body = expr.func(expr.function, *inner) if inner else expr.function
        return f"{name}({self.function([index], body)}, {self._print(low)}, {self._print(high)})"

    def _print_Infinity(self, _: sp.Basic) -> str:
        return "mpmath.inf"

    def _print_NegativeInfinity(self, _: sp.Basic) -> str:
        return "-mpmath.inf"

    def _print_Integral(self, expr: sp.Integral) -> str:
        ((variable, low, high),) = expr.limits
        body, ends = self.function([variable], expr.function), f"{self._print(low)}, {self._print(high)}"
        return f"integrated({body}, {ends}, trapezoids)"

    def _print_Derivative(self, expr: sp.Derivative) -> str:
        ((variable, count),) = expr.variable_count
        if count != 1:
            raise NotImplementedError("no script takes a derivative of a derivative")
        return f"mpmath.diff({self.function([variable], expr.expr)}, {self._print(variable)})"

    def _print_Divergence(self, expr: Divergence) -> str:
        p, q, variable, low, high, kind = expr.args
        return self._print(Expectation(sp.log(p) - sp.log(q), variable, low, high, p, "p", kind))

    def _print_Expectation(self, expr: Expectation) -> str:
        """Over an array by its rule, else by an integral."""
        known = self.averages.get((expr.density, expr.variable))
        if known is not None:
            name, letters = known
            return f"{self._letter(name)}({self.function(letters, expr.body)})"
        if getattr(expr.variable, "is_Matrix", False) or expr.kind != "continuous":
            raise NotImplementedError("no script takes this expectation")
        return self._print_Integral(sp.Integral(expr.body * expr.density, (expr.variable, expr.lower, expr.upper)))
