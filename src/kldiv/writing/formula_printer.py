"""SymPy expressions as code of a language: one printer, and a table of names for each language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import sympy as sp
from sympy.printing.codeprinter import CodePrinter
from sympy.printing.precedence import PRECEDENCE

#: Integers beyond this are no doubles, in general.
LARGEST_EXACT = 2**53

#: What the printer knows without a table.
KNOWN = (
    sp.Add,
    sp.Mul,
    sp.Pow,
    sp.Symbol,
    sp.Number,
    sp.Piecewise,
    sp.core.relational.Relational,
    sp.And,
    sp.Or,
    sp.Not,
)

#: Code with {0}, {1} for the arguments, or what chooses it by the arguments.
Template = str | Callable[..., str]


@dataclass(frozen=True)
class Language:
    """How a language writes formulas.

    Attributes:
        name: as readers know it.
        functions: code for each function and constant, by the name of SymPy's class. Code that is not one call stands
            in brackets of its own. A function in place of code is given the arguments; it refuses by `lacking`.
        power: code for {0} to the power of {1}.
        root: code for a square root.
        choice: code for {1} if {0}, else {2}; None if the language cannot choose within an expression.
        conjunction: what stands between conditions that must all hold.
        disjunction: what stands between conditions of which one must hold.
        equal: the sign that compares two numbers.
        infinity: code for infinity.
        nan: code for what is undefined.
        integer: code for an integer in a quotient, so that 1/2 is a half.
        numbers: the language for parts without letters, if it is another.
    """

    name: str
    functions: Mapping[str, Template]
    power: str
    root: str
    choice: str
    conjunction: str = " && "
    disjunction: str = " || "
    equal: str = "=="
    infinity: str = "Inf"
    nan: str = "NaN"
    integer: str = "{0}"
    numbers: Language | None = None


#: What functions are called that some language lacks.
WORDS = {
    "expint": "exponential integral",
    "Ei": "exponential integral",
    "besseli": "Bessel function I",
    "besselk": "Bessel function K",
    "betainc_regularized": "incomplete beta function",
    "polygamma": "polygamma function",
}


def lacking(what: str, language: str, of: str = "") -> NotImplementedError:
    """Make the error that says what a language cannot write.

    Example:
        >>> str(lacking("besselk", "Stan", "of any real order")), str(lacking("Sum", "Stan"))
        ('Stan has no Bessel function K of any real order', 'Stan has no Sum')
    """
    return NotImplementedError(f"{language} has no {WORDS.get(what, what)}{' ' * bool(of)}{of}")


class FormulaPrinter(CodePrinter):
    """Prints expressions of numbers in a language."""

    def __init__(self, language: Language, names: Mapping[sp.Basic, str]) -> None:
        """Take a language.

        Args:
            language: its table.
            names: what each symbol is called in the code.
        """
        super().__init__()
        self.language = language
        self.names = names

    def _print(self, expr: sp.Basic, **kwargs: object) -> str:
        """Look in the table before SymPy looks for a method of the class's name."""
        if self.language.numbers is not None and expr.is_number and not expr.is_Rational and expr.is_finite:
            return FormulaPrinter(self.language.numbers, {})._print(expr)
        template = self.language.functions.get(type(expr).__name__)
        if template is not None:
            code = template if isinstance(template, str) else template(*expr.args)
            return code.format(*map(self._argument, expr.args))
        if not isinstance(expr, KNOWN):
            raise lacking(type(expr).__name__, self.language.name)
        return str(super()._print(expr, **kwargs))

    def _argument(self, expr: sp.Basic) -> str:
        code = self._print(expr)
        return code if isinstance(expr, sp.Piecewise) else without_outer_brackets(code)

    def _print_Symbol(self, expr: sp.Symbol) -> str:
        if expr not in self.names:
            raise NotImplementedError(f"no name in {self.language.name} for the symbol {expr}")
        return self.names[expr]

    def _print_Integer(self, expr: sp.Integer) -> str:
        return str(expr.p) if abs(expr.p) <= LARGEST_EXACT else repr(float(expr.p))

    def _print_Rational(self, expr: sp.Rational) -> str:
        above, below = (self._print_Integer(sp.Integer(n)) for n in (expr.p, expr.q))
        return f"{self.language.integer.format(above)}/{below}"

    def _print_Float(self, expr: sp.Float) -> str:
        return repr(float(expr))

    def _print_Infinity(self, expr: sp.Basic) -> str:
        return self.language.infinity

    def _print_NegativeInfinity(self, expr: sp.Basic) -> str:
        return f"(-{self.language.infinity})"

    def _print_NaN(self, expr: sp.Basic) -> str:
        return self.language.nan

    def _print_Pow(self, expr: sp.Pow, rational: bool = False) -> str:
        if expr.exp.is_Rational and expr.exp.is_negative:
            below = self._print(sp.Pow(expr.base, -expr.exp)) if expr.exp != -1 else self._atom(expr.base)
            return f"({self.language.integer.format(1)}/{below})"
        if expr.exp == sp.S.Half:
            return self.language.root.format(without_outer_brackets(self._print(expr.base)))
        return self.language.power.format(self._atom(expr.base), self._atom(expr.exp))

    def _atom(self, expr: sp.Basic) -> str:
        """Print what an operator may stand beside."""
        code = self._print(expr)
        return code if _is_atom(code) else f"({code})"

    def _print_Piecewise(self, expr: sp.Piecewise) -> str:
        code = self.language.nan
        for value, condition in reversed(expr.args):
            one = without_outer_brackets(self._print(value))
            code = one if condition == sp.true else self.language.choice.format(self._print(condition), one, code)
        return code if _is_atom(code) else f"({code})"

    def _print_Relational(self, expr: sp.core.relational.Relational) -> str:
        signs = {sp.Eq: self.language.equal, sp.Ne: self.language.equal.replace("=", "!", 1)}
        sign = signs.get(type(expr), expr.rel_op)
        left, right = (self.parenthesize(side, PRECEDENCE["Relational"]) for side in expr.args)
        return f"{left} {sign} {right}"

    def _joined(self, conditions: tuple[sp.Basic, ...], between: str) -> str:
        ordered = sorted(conditions, key=sp.default_sort_key)
        return between.join(f"({self._print(c)})" for c in ordered)

    def _print_And(self, expr: sp.And) -> str:
        return self._joined(expr.args, self.language.conjunction)

    def _print_Or(self, expr: sp.Or) -> str:
        return self._joined(expr.args, self.language.disjunction)

    def _print_Not(self, expr: sp.Not) -> str:
        return f"!({self._print(expr.args[0])})"


def written(expression: sp.Basic, language: Language, names: Mapping[sp.Basic, str]) -> str:
    """Print one expression.

    Args:
        expression: of real numbers, or a condition.
        language: the table of the language.
        names: what each symbol is called.

    Returns:
        An expression of the language, without brackets around it.

    Raises:
        NotImplementedError: if the language lacks something.
    """
    return without_outer_brackets(FormulaPrinter(language, names)._print(sp.sympify(expression)))


def without_outer_brackets(code: str) -> str:
    """Take off the brackets around all of an expression.

    Example:
        >>> without_outer_brackets("(a + b)"), without_outer_brackets("(a)*(b)")
        ('a + b', '(a)*(b)')
    """
    return without_outer_brackets(code[1:-1]) if _is_bracketed(code) else code


def _is_atom(code: str) -> bool:
    """Say whether code is a name, a number, one call, or in brackets."""
    name = re.match(r"[\w.:]+(?=\()|", code)
    return bool(re.fullmatch(r"[\w.]+", code)) or _is_bracketed(code[name.end() if name else 0 :])


def _is_bracketed(code: str) -> bool:
    """Say whether the bracket that opens the code closes at its end."""
    depth = 0
    for place, letter in enumerate(code):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place == len(code) - 1 and letter == ")"
    return False
