"""A derived formula as a NumPy function, to read and to run."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp
from sympy.printing.numpy import NumPyPrinter

from kldiv.derivation import Derivation
from kldiv.laws.base import Law

#: SymPy's names of functions -> SciPy's, where arguments correspond.
SCIPY = {
    "loggamma": "gammaln",
    "gamma": "gamma",
    "digamma": "digamma",
    "erf": "erf",
    "erfc": "erfc",
    "Ei": "expi",
    "besselk": "kv",
    "besseli": "iv",
    "kve": "kve",
    "ive": "ive",
}

#: The width that lines are kept to.
WIDTH = 100

#: A repeated part with at least this many operations gets a name.
SHARED_FROM = 3


class NumPySource(NumPyPrinter):
    """SymPy's printer for NumPy, with SciPy's special functions by their own names."""

    _default_settings = {**NumPyPrinter._default_settings, "fully_qualified_modules": True}

    def __init__(self) -> None:
        super().__init__()
        self.special: set[str] = set()

    def _module_format(self, fqn: str, register: bool = True) -> str:
        return "np." + fqn.rpartition(".")[2] if fqn.startswith("numpy.") else str(fqn)

    def scipy(self, name: str, *arguments: sp.Expr) -> str:
        """Print a call of one of SciPy's special functions."""
        self.special.add(name)
        return f"{name}({', '.join(map(self._print, arguments))})"

    def _print_Function(self, e: sp.Function) -> str:
        name = type(e).__name__
        if name in SCIPY:
            return self.scipy(SCIPY[name], *e.args)
        raise NotImplementedError(f"no NumPy code for {name}")

    _print_loggamma = _print_gamma = _print_erf = _print_erfc = _print_Function
    _print_Ei = _print_Function  # noqa: N815 - SymPy finds the method by the function's name
    _print_besselk = _print_besseli = _print_Function

    def _print_polygamma(self, e: sp.Function) -> str:
        order, x = e.args
        return self.scipy("digamma", x) if order == 0 else self.scipy("polygamma", order, x)

    def _print_expint(self, e: sp.Function) -> str:
        order, x = e.args
        return self.scipy("exp1", x) if order == 1 else self.scipy("expn", order, x)

    def _print_lowergamma(self, e: sp.Function) -> str:
        s, x = e.args
        return f"({self.scipy('gammainc', s, x)}*{self.scipy('gamma', s)})"  # SciPy's is the regularised one

    def _print_uppergamma(self, e: sp.Function) -> str:
        s, x = e.args
        return f"({self.scipy('gammaincc', s, x)}*{self.scipy('gamma', s)})"

    def _print_betainc_regularized(self, e: sp.Function) -> str:
        a, b, low, high = e.args
        upper = self.scipy("betainc", a, b, high)
        return upper if low == 0 else f"({upper} - {self.scipy('betainc', a, b, low)})"

    def _print_coth(self, e: sp.Function) -> str:
        return f"(1/np.tanh({self._print(e.args[0])}))"

    def _print_Piecewise(self, e: sp.Piecewise) -> str:
        default = "np.nan"
        text = ""
        for value, condition in reversed(e.args):
            if condition == sp.true:
                default = self._print(value)
            else:
                text = f"np.where({self._print(condition)}, {self._print(value)}, {text or default})"
        return text or default

    def _print_Relational(self, e: sp.Basic) -> str:
        sign = "==" if isinstance(e, sp.Eq) else "!=" if isinstance(e, sp.Ne) else e.rel_op
        return f"{self._print(e.lhs)} {sign} {self._print(e.rhs)}"

    def _print_And(self, e: sp.And) -> str:
        return " & ".join(f"({self._print(a)})" for a in e.args)

    def _print_Or(self, e: sp.Or) -> str:
        return " | ".join(f"({self._print(a)})" for a in e.args)

    def _print_Pow(self, e: sp.Pow, rational: bool = False) -> str:
        base = self._print(e.base)
        simple = re.fullmatch(r"[\w.]+(\([^()]*\))?", base) is not None
        if e.exp == -1:
            return f"(1/{base if simple else f'({base})'})"
        if e.exp.is_Rational and not e.exp.is_Integer and e.exp != sp.S.Half:
            return f"{base if simple else f'({base})'}**({e.exp})"
        return str(super()._print_Pow(e, rational))

    def _print_Sum(self, e: sp.Sum) -> str:
        masses = sorted(self._print(n) for n in e.function.atoms(sp.Indexed))
        body = self._print(e.function)
        zero = next((name for name in masses if name.endswith("_p")), None)  # 0 log 0 = 0
        return f"np.sum({body if zero is None else f'np.where({zero} == 0, 0, {body})'}, axis=-1)"

    def _print_Indexed(self, e: sp.Indexed) -> str:
        return str(e.base.label)

    def assignment(self, start: str, expression: sp.Expr) -> list[str]:
        """Print an assignment or a return, a long sum with one term a line."""
        line = f"{start} {_without_doubled_brackets(self.doprint(expression))}"
        if len(line) <= WIDTH or not expression.is_Add:
            return [line]
        lines = [f"{start} ("]
        for k, term in enumerate(self._as_ordered_terms(expression)):
            text = _without_doubled_brackets(self._print(term))
            sign = "" if k == 0 else "- " if text.startswith("-") else "+ "
            lines.append(f"    {sign}{text.removeprefix('-') if k else text}")
        return [*lines, ")"]


def _without_doubled_brackets(code: str) -> str:
    return re.sub(r"\(\(([^()]*)\)\)", r"(\1)", code)


def numpy_source(derivation: Derivation) -> str:
    """Write a closed form as the source of a Python function.

    Args:
        derivation: one of kind "closed form".

    Returns:
        A module's text: imports and one function, named after the pair, that broadcasts by NumPy's rules.

    Raises:
        ValueError: if the derivation has no closed form.

    Example:
        >>> from kldiv.divergence import derive
        >>> print(numpy_source(derive("exponential", "exponential")).rpartition('"' * 3)[2].strip())
        rate_p, rate_q = map(np.float64, (rate_p, rate_q))
            return np.log(rate_p/rate_q) - 1 + rate_q/rate_p
    """
    if derivation.kind != "closed form":
        raise ValueError(f"{derivation.id}: there is no closed form to write as code")
    p, q = derivation.context["p"], derivation.context["q"]
    names = _argument_names(derivation, p, q)
    printer = NumPySource()
    renamed = {symbol: sp.Symbol(name, **symbol.assumptions0) for symbol, name in names.items()}
    shared, result = _shared_parts(_scaled_bessel(derivation.result).xreplace(renamed), set(names.values()))
    conditions = [c.xreplace(renamed) for c in derivation.assumptions if derivation.otherwise == sp.oo]
    conditions = [c for c in conditions if not c.has(sp.Sum)]
    scope = [c.xreplace(renamed) for c in derivation.scope]
    arguments = list(dict.fromkeys(names.values()))
    lines = _docstring(p, q, names, *([printer.doprint(c) for c in given] for given in (conditions, scope)))
    if arguments:
        left, right = ", ".join(arguments), "".join(f"{a}, " for a in arguments).removesuffix(" ")
        left, right = (f"{left},", right) if len(arguments) == 1 else (left, right.removesuffix(","))
        lines.append(f"{left} = map(np.float64, ({right}))")
    for symbol, part in shared:
        lines += printer.assignment(f"{symbol} =", part)
    if conditions or scope or result.has(sp.Piecewise):
        lines += printer.assignment("result =", result)
        value = "result"
        for held, other in ((conditions, "np.inf"), (scope, "np.nan")):
            if held:
                value = f"np.where({printer.doprint(sp.And(*held))}, {value}, {other})"
        lines.append(f"return {value}[()]")
    else:
        lines += printer.assignment("return", result)
    imports = "import numpy as np\n"
    if printer.special:
        imports += f"from scipy.special import {', '.join(sorted(printer.special))}\n"
    body = "\n".join(f"    {line}".rstrip() for line in lines)
    head = f'@np.errstate(all="ignore")\ndef {_function_name(p, q)}({", ".join(arguments)}):'
    return f"{imports}\n\n{head}\n{body}\n"


def numpy_function(derivation: Derivation) -> Callable[..., Any]:
    """Compile what `numpy_source` writes.

    Args:
        derivation: one of kind "closed form".

    Returns:
        The function.

    Raises:
        ValueError: if the derivation has no closed form.

    Example:
        >>> from kldiv.divergence import derive
        >>> float(numpy_function(derive("exponential", "exponential"))(rate_p=2, rate_q=4))
        0.30685281944005...
    """
    space: dict[str, Any] = {"np": np}
    exec(compile(numpy_source(derivation), f"<{derivation.id}>", "exec"), space)
    p, q = derivation.context["p"], derivation.context["q"]
    found: Callable[..., Any] = space[_function_name(p, q)]
    return found


def _argument_names(derivation: Derivation, p: Law, q: Law) -> dict[sp.Basic, str]:
    """Name the symbols after the parameters that they stand for, in the order of the parameters."""
    names: dict[sp.Basic, str] = {}
    for law, index in ((p, "p"), (q, "q")):
        own = type(law).symbolic(index).parameters
        for parameter, value in law.parameters.items():
            if isinstance(value, sp.Indexed):
                names[value.base.label] = f"{parameter}_{index}"
            elif value == own[parameter] or own[parameter] in _free(derivation.scope):
                names[own[parameter]] = f"{parameter}_{index}"
            elif isinstance(value, sp.Basic):
                for symbol in sorted(value.free_symbols, key=str):
                    names.setdefault(symbol, _identifier(str(symbol)))
    return names


def _free(conditions: tuple[sp.Basic, ...]) -> set[sp.Basic]:
    return set().union(*(c.free_symbols for c in conditions)) if conditions else set()


def _identifier(text: str) -> str:
    name = re.sub(r"\W", "_", text)
    return f"{name}_" if keyword.iskeyword(name) or not name.isidentifier() else name


def _function_name(p: Law, q: Law) -> str:
    return f"kl_{p.slug}_{q.slug}".replace("-", "_")


def _shared_parts(result: sp.Expr, taken: set[str]) -> tuple[list[tuple[sp.Symbol, sp.Expr]], sp.Expr]:
    """Name what occurs more than once and is more than a name itself."""
    if result.has(sp.Sum):
        return [], result
    names = sp.numbered_symbols("t", start=1, exclude=[sp.Symbol(name) for name in taken])
    parts, (rest,) = sp.cse(result, symbols=sp.numbered_symbols("_part"), order="canonical")
    small: dict[sp.Symbol, sp.Expr] = {}
    kept: list[tuple[sp.Symbol, sp.Expr]] = []
    for symbol, part in parts:
        part = part.xreplace(small)
        if part.count_ops() < SHARED_FROM:
            small[symbol] = part
        else:
            small[symbol] = next(names)
            kept.append((small[symbol], part))
    return kept, rest.xreplace(small)


def _scaled_bessel(expression: sp.Expr) -> sp.Expr:
    """Write exp(x) K(n, x) and log I(n, x) through SciPy's scaled functions, which do not overflow."""
    kve, ive = sp.Function("kve"), sp.Function("ive")

    def product(e: sp.Expr) -> sp.Expr:
        for bessel in e.atoms(sp.besselk):
            if bessel in e.args and sp.exp(bessel.args[1]) in e.args:
                rest = [a for a in e.args if a not in (bessel, sp.exp(bessel.args[1]))]
                return sp.Mul(*rest, kve(*bessel.args))
        return e

    def logarithm(e: sp.Expr) -> sp.Expr:
        for bessel in e.args[0].atoms(sp.besseli):
            rest = e.args[0] / bessel
            if not rest.has(bessel):
                return sp.log(rest * ive(*bessel.args)) + bessel.args[1]
        return e

    expression = expression.replace(lambda e: e.is_Mul and e.has(sp.besselk), product)
    return expression.replace(lambda e: isinstance(e, sp.log) and e.has(sp.besseli), logarithm)


def _docstring(
    p: Law, q: Law, names: dict[sp.Basic, str], conditions: list[str], scope: list[str]
) -> list[str]:
    def shown(law: Law, index: str) -> str:
        own = type(law).symbolic(index).parameters
        values = []
        for parameter, value in law.parameters.items():
            fixed = own[parameter] not in names and not isinstance(value, sp.Indexed)
            values.append(f"{parameter}={value}" if fixed else f"{parameter}_{index}")
        return f"{type(law).__name__}({', '.join(values)})"

    lines = ['"""Return D(p || q) in nats, where', ""]
    lines += [f"    p = {shown(p, 'p')},", f"    q = {shown(q, 'q')}.", ""]
    if conditions:
        lines.append(f"Infinite unless {' and '.join(conditions)}.".replace("np.", ""))
    if scope:
        lines.append(f"The formula holds only for {' and '.join(scope)}; elsewhere: nan.".replace("np.", ""))
    return [*lines, "Arguments broadcast by NumPy's rules.", '"""']
