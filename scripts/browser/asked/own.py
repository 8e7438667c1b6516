"""A density of the reader's own: from what stands in the fields to a class of distributions."""

from __future__ import annotations

import ast
import keyword
import re
import types
from collections.abc import Mapping
from typing import Any

import sympy as sp

from kldiv.distributions import (
    COUNT,
    INTEGER,
    NON_NEGATIVE,
    OPEN_UNIT,
    POSITIVE,
    REAL,
    Distribution,
    Support,
    parameter,
)

DOMAINS = {
    "real": REAL,
    "positive": POSITIVE,
    "non-negative": NON_NEGATIVE,
    "between 0 and 1": OPEN_UNIT,
    "count": COUNT,
    "integer": INTEGER,
}
#: What a density may be made from.
STANDARDS = ("normal", "uniform", "")
#: The functions and constants that may stand in a density.
_FUNCTIONS = (
    "exp log sqrt Abs sin cos tan sinh cosh tanh asin acos atan gamma loggamma digamma beta erf erfc "
    "binomial factorial besseli Max Min floor pi E oo"
)
FUNCTIONS = {name: getattr(sp, name) for name in _FUNCTIONS.split()} | {"abs": sp.Abs, "inf": sp.oo, "infinity": sp.oo}
_ALLOWED = (
    ast.Expression,
    ast.BinOp,
    ast.UnaryOp,
    ast.Call,
    ast.Name,
    ast.Constant,
    ast.Load,
    ast.operator,
    ast.unaryop,
)
LONGEST = 400


def own_distribution(given: Mapping[str, str]) -> type[Distribution]:
    """Make a class of what a reader typed.

    Args:
        given: "name", "lower", "upper", "kind", "parameters" (such as ``s positive, m real``), "density", and perhaps
            "standard" with "transport", the value as a function of the standard variable u.

    Returns:
        The class.

    Raises:
        ValueError: naming the field, what stands there and what is allowed.
    """
    name = str(given.get("name", "")).strip()
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,40}", name) or keyword.iskeyword(name):
        raise ValueError(f"name: letters and digits, such as HalfLogistic; got {name[:40]!r}")
    name = name[0].upper() + name[1:]
    spec = _parameters(str(given.get("parameters", "")))
    kind = str(given.get("kind", "continuous"))
    standard = str(given.get("standard", ""))
    if standard not in STANDARDS:
        raise ValueError(f"made from: normal, uniform or nothing; got {standard[:40]!r}")
    texts = {part: str(given.get(part, "")) for part in ("lower", "upper", "density", "transport")}

    def letters(distribution: Distribution) -> dict[str, sp.Expr]:
        return {p.letter: distribution.parameters[p.name] for p in distribution.spec}

    def support(self: Distribution) -> Support:
        lower, upper = (expression(part, texts[part], letters(self)) for part in ("lower", "upper"))
        return Support(lower, upper, self.kind)

    def density(self: Distribution, x: sp.Expr) -> sp.Expr:
        return expression("density", texts["density"], {**letters(self), "x": x})

    body: dict[str, Any] = {**spec, "kind": kind, "support": support, "density": density, "__doc__": name}
    body["__module__"] = "your density"  # which messages name
    if standard:
        body["standard"] = standard
        body["transport"] = lambda self, u: expression("transport", texts["transport"], {**letters(self), "u": u})
    made: type[Distribution] = types.new_class(name, (Distribution,), exec_body=lambda space: space.update(body))
    _tried(made)
    return made


def _tried(kind: type[Distribution]) -> None:
    """Read every field once, so that a mistake is told of before anything is derived."""
    trial = kind.symbolic("p")
    ends = trial.support()
    if ends.lower == ends.upper or (ends.lower.is_number and ends.upper.is_number and not ends.lower < ends.upper):
        raise ValueError(f"support: from a smaller to a larger end; got {ends.lower} to {ends.upper}")
    trial.density(sp.Symbol("x", real=True))
    if kind.standard:
        trial.transport(sp.Symbol("u", positive=True))


def _parameters(text: str) -> dict[str, Any]:
    found = {}
    for part in filter(None, (piece.strip() for piece in re.split(r"[,\n;]", text))):
        letter, _, domain = part.partition(" ")
        domain = domain.strip() or "positive"
        if not letter.isidentifier() or keyword.iskeyword(letter) or letter in {"x", "u", *FUNCTIONS}:
            raise ValueError(
                f"parameters: a letter that is not x, u or a function, then what it may be; got {part[:40]!r}"
            )
        if domain not in DOMAINS:
            raise ValueError(f"parameters: {letter} may be {', '.join(DOMAINS)}; got {domain[:40]!r}")
        if letter in found:
            raise ValueError(f"parameters: {letter} is given twice")
        found[letter] = parameter(letter, DOMAINS[domain], f"your {letter}")
    if not found:
        raise ValueError("parameters: one at least, such as s positive")
    return found


def expression(field: str, text: str, letters: Mapping[str, Any]) -> sp.Expr:
    """Read a formula in SymPy's notation; nothing but numbers, letters and functions is let through.

    Raises:
        ValueError: naming the field and what is wrong with it.
    """
    text = text.strip().replace("^", "**")
    if not text or len(text) > LONGEST:
        raise ValueError(f"{field}: a formula of at most {LONGEST} characters, such as exp(-x/s)/s; got {len(text)}")
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError(f"{field}: this is not a formula: {text[:60]!r}") from None
    known = {**FUNCTIONS, **letters}
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED) or (isinstance(node, ast.Constant) and type(node.value) not in (int, float)):
            raise ValueError(f"{field}: only numbers, letters, + - * / ** and functions are read, got {text[:60]!r}")
        if isinstance(node, ast.Name) and node.id not in known:
            raise ValueError(f"{field}: unknown name {node.id[:40]!r}; the letters here are {', '.join(letters)}")
    try:
        value = eval(compile(_exact(tree), "formula", "eval"), {"__builtins__": {}, "Rational": sp.Rational, **known})
    except (TypeError, ValueError, ZeroDivisionError, AttributeError, OverflowError) as error:
        raise ValueError(f"{field}: {error}") from None
    if not isinstance(value, sp.Expr) or value.has(sp.nan, sp.zoo):
        raise ValueError(f"{field}: this is not a number or an expression: {text[:60]!r}")
    return value


def _exact(tree: ast.Expression) -> ast.Expression:
    """Let every number be exact: 1/3 is a third, 0.1 a tenth."""

    class Exact(ast.NodeTransformer):
        def visit_Constant(self, node: ast.Constant) -> ast.AST:
            call = ast.Call(ast.Name("Rational", ast.Load()), [ast.Constant(repr(node.value))], [])
            return ast.copy_location(call, node)

    exact: ast.Expression = ast.fix_missing_locations(Exact().visit(tree))
    return exact


__all__ = ["DOMAINS", "expression", "own_distribution"]
