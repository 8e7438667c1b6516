"""A derived formula as a function of another library's arrays, with gradients that are safe where it does not hold.

A formula that holds in some places only is evaluated there alone: elsewhere its parameters are replaced by numbers at
which it is finite, before it is evaluated and not after, for 0 times an infinite slope would be nan.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from kldiv.answers.differentiated import differentiable, is_tied
from kldiv.answers.formulas import Kind, formula_of, symbols_of
from kldiv.answers.found import CLOSED_FORM, INFINITE
from kldiv.distributions.base import UNIVARIATE
from kldiv.distributions.domains import PROBABILITY
from kldiv.distributions.remembering import remembered
from kldiv.writing.formula_printer import Language, Template, lacking, written
from kldiv.writing.languages import JAX, TORCH
from kldiv.writing.numpy_code import without_overflow

#: How often parameters are drawn before it is said that none were found.
DRAWS = 20_000


def _scaled_bessel(language: str, codes: tuple[str, str]) -> Callable[..., str]:
    def chosen(order: sp.Expr, _: sp.Expr) -> str:
        if order not in (0, 1):
            raise lacking("besseli", language, "of such an order")
        return codes[int(order)]

    return chosen


def _fixed_shape(language: str, name: str, code: Template, shapes: int = 1) -> Callable[..., str]:
    """Refuse a function whose slope in its shapes, the first arguments, a library does not know."""

    def chosen(*arguments: sp.Expr) -> str:
        if any(shape.free_symbols for shape in arguments[:shapes]):
            raise NotImplementedError(f"{language} has no slope of {name} in its shape")
        return code if isinstance(code, str) else code(*arguments)

    return chosen


_LOG = {"xlogy": "xlogy({0}, {1})"}
LANGUAGES: Mapping[str, Language] = {
    "torch": replace(
        TORCH,
        functions={
            **TORCH.functions,
            **_LOG,
            "ive": _scaled_bessel("PyTorch", ("torch.special.i0e({1})", "torch.special.i1e({1})")),
            "lowergamma": _fixed_shape("PyTorch", "gammainc", TORCH.functions["lowergamma"]),
            "uppergamma": _fixed_shape("PyTorch", "gammaincc", TORCH.functions["uppergamma"]),
        },
    ),
    "jax": replace(
        JAX,
        functions={
            **JAX.functions,
            **_LOG,
            "ive": _scaled_bessel("JAX", ("jsp.i0e({1})", "jsp.i1e({1})")),
            "betainc_regularized": _fixed_shape("JAX", "betainc", JAX.functions["betainc_regularized"], 2),
        },
    ),
}

#: x log y that is 0 at x = 0, whatever y, and so are its slopes.
_XLOGY = """
def xlogy(x, y):
    some = x != 0
    return {0}.where(some, x, 0.0) * {0}.log({0}.where(some, y, 1.0))
"""
_MODULES = {"torch": "torch", "jax": "jnp"}
_IMPORTS = {
    "torch": "import math\nimport torch\n",
    "jax": "import jax\nimport jax.numpy as jnp\nfrom jax.scipy import special as jsp\n",
}


@dataclass(frozen=True)
class Native:
    """A formula as code.

    Attributes:
        arguments: the parameters as "p" or "q" and a name, in the order of the function's arguments.
        source: a module's text, whose function `divergence` takes arrays of one shape; "" if D(p || q) is infinite.
        scope: whether the function gives nan at some parameters, where the formula has a hole.
    """

    arguments: tuple[tuple[str, str], ...]
    source: str
    scope: bool = False

    def compiled(self) -> Callable[..., Any]:
        """Return the function; the library is imported now."""
        space: dict[str, Any] = {}
        exec(compile(self.source, "<kldiv>", "exec"), space)
        found: Callable[..., Any] = space["divergence"]
        return found


@remembered
def native(p: Kind, q: Kind, library: str) -> Native:
    """Write the formula of D(p || q) as a function of a library's arrays.

    Args:
        p: the class of the first distribution.
        q: the class of the second.
        library: "torch" or "jax".

    Returns:
        The code.

    Raises:
        NotImplementedError: if there is no formula, if the library lacks a function of it, or if it holds only where
            parameters agree that may vary; one line that says which.

    Example:
        >>> from kldiv.distributions import Exponential
        >>> print(native(Exponential, Exponential, "torch").source.partition("divergence")[2].strip())
        (rate_p, rate_q):
            value = torch.log(rate_p/rate_q) - 1 + rate_q/rate_p
            return value + 0*rate_p
    """
    names = {symbols_of(kind, i)[p.name]: f"{p.name}_{i}" for kind, i in ((p, "p"), (q, "q")) for p in kind.spec}
    arguments = tuple((i, parameter.name) for kind, i in ((p, "p"), (q, "q")) for parameter in kind.spec)
    if {p.variate, q.variate} != {UNIVARIATE}:
        raise NotImplementedError(f"{p.title} against {q.title}: only distributions of numbers are written as code")
    formula = formula_of(p, q)
    if p.kind != q.kind or formula.kind == INFINITE:
        return Native(arguments, "")
    if formula.kind != CLOSED_FORM:
        raise NotImplementedError(f"{p.title} against {q.title}: no closed form is known")
    for kind, index in ((p, "p"), (q, "q")):
        for name in differentiable(kind):
            if is_tied(formula, symbols_of(kind, index)[name]):
                raise NotImplementedError(f"{p.title} against {q.title}: a closed form is known for equal {name} only")
    where, otherwise = sp.And(*formula.assumptions), formula.otherwise
    code = _Code(p, q, names, library)
    chances = [symbols_of(p, "p")[parameter.name] for parameter in p.spec if parameter.domain is PROBABILITY]
    for condition, piece in _pieces(formula.result):
        code.case(sp.And(where, *formula.scope, condition), _with_ends(piece, chances))
    outside = "inf" if otherwise == sp.oo else "nan"
    return Native(arguments, code.module(where, outside), bool(formula.scope))


def _pieces(result: sp.Expr) -> list[tuple[sp.Basic, sp.Expr]]:
    """Return the cases of a formula and when each holds."""
    folded = sp.piecewise_fold(result) if result.has(sp.Piecewise) else result
    if not isinstance(folded, sp.Piecewise):
        return [(sp.true, folded)]
    found, before = [], sp.true
    for piece, condition in folded.args:
        found.append((sp.And(before, condition), piece))
        before = sp.And(before, sp.Not(condition))
    return found


def _with_ends(piece: sp.Expr, chances: list[sp.Symbol]) -> sp.Expr:
    """Gather the logarithms that a chance, or what is left of it to 1, is a factor of: where that is 0, so are they."""
    for chance in chances:
        apart = sp.expand(sp.expand_log(piece, force=True))
        logs = sorted(apart.atoms(sp.log), key=sp.default_sort_key)
        rest = apart
        gathered = []
        for log in logs:
            weight = sp.factor(apart.coeff(log))
            rest = sp.expand(rest - sp.expand(weight * log))
            factor = next((f for f in (chance, 1 - chance) if not sp.cancel(weight / f).has(chance)), None)
            held = log if factor is None else sp.Function("xlogy")(factor, log.args[0])
            gathered.append(held * (weight if factor is None else sp.cancel(weight / factor)))
        piece = sp.Add(rest, *gathered)
    return piece


class _Code:
    """The lines of one function."""

    def __init__(self, p: Kind, q: Kind, names: dict[sp.Symbol, str], library: str) -> None:
        self.kinds, self.names, self.library = {"p": p, "q": q}, names, library
        self.module_name, self.language = _MODULES[library], LANGUAGES[library]
        self.lines: list[str] = []

    def case(self, condition: sp.Basic, piece: sp.Expr) -> None:
        """Add a case, evaluated at parameters that are safe where it does not hold."""
        module, piece_code = self.module_name, written(without_overflow(piece), self.language, self.names)
        if condition == sp.true:
            self.lines.append(f"value = {piece_code}")
            return
        safe = self._inside(condition)
        self.lines.append(f"held = {self._condition(condition)}")
        renamed = {symbol: f"{name}_" for symbol, name in self.names.items()}
        self.lines += [
            f"{renamed[s]} = {module}.where(held, {self.names[s]}, {float(safe[s])!r})"
            for s in self.names
            if piece.has(s)
        ]
        safe_code = written(without_overflow(piece), self.language, renamed)
        self.lines.append(f"value = {module}.where(held, {safe_code}, value)")

    def module(self, where: sp.Basic, outside: str) -> str:
        """Return the whole text."""
        arguments, module = list(self.names.values()), self.module_name
        start = [f"value = {module}.full_like({arguments[0]}, {module}.nan)"]
        if where != sp.true:
            start.append(f"value = {module}.where({self._condition(where)}, value, {module}.{outside})")
        by_case = any(line.startswith("held") for line in self.lines)
        # a formula without letters has no shape of its own
        lines = [*start, *self.lines, "return value"] if by_case else [*self.lines, f"return value + 0*{arguments[0]}"]
        body = "\n".join(f"    {line}" for line in lines)
        helper = _XLOGY.format(module) if "xlogy(" in body else ""
        return f"{_IMPORTS[self.library]}\n{helper}\ndef divergence({', '.join(arguments)}):\n{body}\n"

    def _condition(self, condition: sp.Basic) -> str:
        return written(condition, self.language, self.names)

    def _inside(self, condition: sp.Basic) -> dict[sp.Symbol, sp.Expr]:
        """Draw parameters at which a condition holds."""
        rng = random.Random(0)
        for _ in range(DRAWS):
            at: dict[sp.Symbol, sp.Expr] = {}
            for index, kind in self.kinds.items():
                drawn, letters = kind.draw(rng), symbols_of(kind, index)
                at |= {letters[name]: sp.Rational(str(value)) for name, value in drawn.items()}
            if condition.xreplace(at) == sp.true:
                return at
        raise NotImplementedError(f"no parameters were found at which {condition} holds")
