"""SymPy expressions as Python code that makes them again, with expectations as calls."""

from __future__ import annotations

import keyword
from collections.abc import Iterable

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.core.symbol import Str
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.logic.boolalg import Boolean
from sympy.printing.str import StrPrinter

from kldiv.algebra.exact import assumed
from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.writing.printed_once import PrintedOnce

#: What a script can evaluate: numbers of one variable.
PLAIN = (
    *(sp.Add, sp.Mul, sp.Pow, sp.Symbol, sp.Number, sp.NumberSymbol, sp.Function, sp.Integral, sp.Sum, sp.Tuple),
    *(sp.Limit, sp.Piecewise, sp.Min, sp.Max, Relational, ExprCondPair, Boolean, Str, Expectation, Divergence),
)


class SymPySource(PrintedOnce, StrPrinter):
    """Prints expressions with names of SymPy's that `used` collects, and of symbols and expectations that it gives."""

    printmethod = "_sympysource"  # not the plain text that nodes have for readers

    def __init__(self, taken: Iterable[str] = ()) -> None:
        """Begin with no names but those that the script itself needs."""
        super().__init__()
        self.printed = {}
        self.used: set[str] = {"log"}
        self.explained: set[str] = set()
        self.taken = set(taken)
        self.symbols: dict[sp.Symbol, str] = {}
        self.means: dict[tuple[sp.Basic, ...], tuple[str, sp.Expr, sp.Expr]] = {}

    def anew(self, expr: sp.Basic, **kwargs: object) -> str:
        """Print a part, and note what of SymPy's it needs."""
        if isinstance(expr, sp.Basic) and (not isinstance(expr, PLAIN) or isinstance(expr, AppliedUndef)):
            raise NotImplementedError(f"no script can evaluate {type(expr).__name__}")
        if isinstance(expr, (sp.Function, sp.Integral, sp.Sum, sp.Limit, sp.Min, sp.Max)):
            self.used.add(type(expr).__name__)
        return str(super().anew(expr, **kwargs))

    def _as_ordered_terms(self, expr: sp.Add, order: str | None = None) -> list[sp.Expr]:
        """Order the terms of a sum; SymPy would compute an integral without letters to find its place."""
        return list(expr.args) if expr.has(sp.Integral) else list(super()._as_ordered_terms(expr, order))

    def _print_Symbol(self, expr: sp.Symbol) -> str:
        if expr not in self.symbols:
            name = expr.name if expr.name.isidentifier() else "letter"
            while name in self.taken or keyword.iskeyword(name) or hasattr(sp, name):
                name += "_"
            self.symbols[expr] = name
            self.taken.add(name)
        return self.symbols[expr]

    def _print_Dummy(self, expr: sp.Dummy) -> str:
        return self._print_Symbol(expr)

    def _print_Integer(self, expr: sp.Integer) -> str:
        return str(expr.p)

    def _print_Rational(self, expr: sp.Rational) -> str:
        self.used.add("Rational")
        return f"Rational({expr.p}, {expr.q})"

    def _print_Half(self, expr: sp.Rational) -> str:
        return self._print_Rational(expr)

    def _constant(self, name: str) -> str:
        self.used.add(name)
        return name

    def _print_Pi(self, _: sp.Basic) -> str:
        return self._constant("pi")

    def _print_EulerGamma(self, _: sp.Basic) -> str:
        return self._constant("EulerGamma")

    def _print_Catalan(self, _: sp.Basic) -> str:
        return self._constant("Catalan")

    def _print_Infinity(self, _: sp.Basic) -> str:
        return self._constant("oo")

    def _print_NegativeInfinity(self, _: sp.Basic) -> str:
        return f"-{self._constant('oo')}"

    def _print_Exp1(self, _: sp.Basic) -> str:
        return f"{self._constant('exp')}(1)"

    def _print_Pow(self, expr: sp.Pow, rational: bool = False) -> str:
        if abs(expr.exp) == sp.S.Half:
            self.used.add("sqrt")
        return str(super()._print_Pow(expr, rational))

    def _print_Limit(self, expr: sp.Limit) -> str:
        body, variable, end, side = expr.args
        return f'Limit({self._print(body)}, {self._print(variable)}, {self._print(end)}, "{side}")'

    def _print_Expectation(self, expr: Expectation) -> str:
        """Print a call, with the ends if they are not those of its first one."""
        name, *ends = self.mean(expr)
        own = [] if ends == [expr.lower, expr.upper] else [expr.lower, expr.upper]
        return f"{name}({', '.join(map(self._print, (expr.body, *own)))})"

    def mean(self, expr: Expectation) -> tuple[str, sp.Expr, sp.Expr]:
        """Name the function that takes expectations under a density, and give the ends that it has by itself."""
        of = (expr.density, expr.variable, sp.Symbol(expr.kind))
        if of not in self.means:
            name = f"E_{expr.index or expr.variable.name}"
            while name in self.taken:
                name += "_"
            self.means[of] = (name, expr.lower, expr.upper)
            self.taken.add(name)
        return self.means[of]

    def declaration(self, symbol: sp.Symbol) -> str:
        """Print a line that makes a symbol."""
        self.used.add("Symbol")
        facts = "".join(f", {name}={held}" for name, held in assumed(tuple(sorted(symbol.assumptions0.items()))))
        return f'{self.symbols[symbol]} = Symbol("{symbol.name}"{facts})'
