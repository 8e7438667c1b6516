"""A derived formula as a function in several languages, to copy."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

import sympy as sp

from kldiv.proof.record import Record
from kldiv.writing.formula_printer import Language, written
from kldiv.writing.languages import JAX, JULIA, STAN, STDLIB, TORCH, R
from kldiv.writing.numpy_code import argument_names, function_name, numpy_source

#: The columns of a page, and what indented expressions have of them.
COLUMNS, WIDTH = 72, 64


@dataclass(frozen=True)
class Form:
    """How a language writes a function: its table, and what stands around the expression."""

    language: Language
    comment: str
    head: Callable[[str], str]
    around: Callable[[str, list[str], list[str]], list[str]]


def _imports(code: str, line: str, word: str) -> str:
    return line if word in code else ""


def _head(start: str, arguments: list[str], end: str) -> list[str]:
    """Open a function, its parameters on lines of their own if one line is too short."""
    inside = ", ".join(arguments)
    line = f"{start}({inside}){end}"
    if len(line) <= COLUMNS:
        return [line]
    indent = " " * (len(start) - len(start.lstrip()) + 4)
    return [f"{start}(", *textwrap.wrap(inside, COLUMNS, initial_indent=indent, subsequent_indent=indent), f"){end}"]


def _python(name: str, arguments: list[str], body: list[str]) -> list[str]:
    inside = ["    return (", *(f"        {line}" for line in body), "    )"]
    return ["", "", *_head(f"def {name}", arguments, ":"), *inside]


def _jax_function(name: str, arguments: list[str], body: list[str]) -> list[str]:
    lines = _python(name, arguments, body)
    code = "\n".join(body)
    if "jnp.where(" not in code or "**" not in code:
        return lines
    # Of plain numbers Python would make complex ones in a case that is not taken; JAX computes every case.
    start = lines.index("    return (")
    return [*lines[:start], *(f"    {each} = jnp.asarray({each}, float)" for each in arguments), *lines[start:]]


def _r(name: str, arguments: list[str], body: list[str]) -> list[str]:
    return ["", *_head(f"{name} <- function", arguments, " ("), *(f"  {line}" for line in body), ")"]


def _julia(name: str, arguments: list[str], body: list[str]) -> list[str]:
    return ["", *_head(name, arguments, " = ("), *(f"    {line}" for line in body), ")"]


def _stan(name: str, arguments: list[str], body: list[str]) -> list[str]:
    head = _head(f"  real {name}", [f"real {argument}" for argument in arguments], " {")
    return ["functions {", *head, "    return (", *(f"      {line}" for line in body), "    );", "  }", "}"]


def _javascript(name: str, arguments: list[str], body: list[str]) -> list[str]:
    inside = ["  return (", *(f"    {line}" for line in body), "  );", "}"]
    return ["", *_head(f"function {name}", arguments, " {"), *inside]


def _stdlib(code: str) -> str:
    names = ("gamma", "gammaln", "digamma", "trigamma", "polygamma", "gammainc", "betainc", "erf", "erfc")
    used = [name for name in names if re.search(rf"(?<![\w.]){name}\(", code)]
    return "\n".join(f'import {name} from "@stdlib/math-base-special-{name}";' for name in used)


def _special(code: str) -> str:
    special = r"\b(?:\w*gamma\w*|besse\w+|expint\w*|erfc?|beta_inc|beta)\("
    return "using SpecialFunctions" if re.search(special, code) else ""


def _jax(code: str) -> str:
    special = "from jax.scipy import special as jsp"
    lines = {"import jax": "jax.", "import jax.numpy as jnp": "jnp.", special: "jsp."}
    return "\n".join(line for line, word in lines.items() if re.search(rf"(?<![\w.]){re.escape(word)}", code))


#: Every language but NumPy's, by the name that `source` takes.
FORMS = {
    "torch": Form(TORCH, "#", lambda code: _imports(code, "import math\n", "math.") + "import torch", _python),
    "jax": Form(JAX, "#", _jax, _jax_function),
    "r": Form(R, "#", lambda code: _imports(code, '# install.packages("expint")', "expint::"), _r),
    "julia": Form(JULIA, "#", _special, _julia),
    "stan": Form(STAN, "//", lambda _: "", _stan),
    "javascript": Form(STDLIB, "//", _stdlib, _javascript),
}

#: What readers know the languages by.
NAMES = {"numpy": "NumPy and SciPy", **{name: form.language.name for name, form in FORMS.items()}}


def source(derivation: Record, language: str) -> str:
    """Write a closed form as a function.

    Args:
        derivation: of kind "closed form", between two distributions of numbers.
        language: a key of `NAMES`.

    Returns:
        Code that ends in a newline. Its function takes the parameters by their names, p's first, and returns nats.

    Raises:
        NotImplementedError: if the language lacks a function, or the formula holds arrays; it says which.
        ValueError: if the derivation has no closed form.

    Example:
        >>> from kldiv.deriving.derive import derive
        >>> print(source(derive("exponential", "exponential"), "r"))
        # D(p || q) in nats, where
        # p = Exponential(rate_p)
        # q = Exponential(rate_q)
        <BLANKLINE>
        kl_exponential_exponential <- function(rate_p, rate_q) (
          log(rate_p/rate_q) - 1 + rate_q/rate_p
        )
        <BLANKLINE>
    """
    if language == "numpy":
        return numpy_source(derivation)
    if derivation.kind != "closed form":
        raise ValueError(f"{derivation.id}: there is no closed form to write as code")
    form = FORMS[language]
    p, q = derivation.distributions
    if {p.variate, q.variate} != {"univariate"}:
        raise NotImplementedError(f"no function in {form.language.name} of arrays")
    names = argument_names(derivation, p, q)
    renamed = {symbol: sp.Symbol(name, **symbol.assumptions0) for symbol, name in names.items()}
    whole = _whole(derivation).xreplace(renamed)
    arguments = list(dict.fromkeys(names.values()))
    body = broken(written(whole, form.language, {symbol: symbol.name for symbol in renamed.values()}))
    said = [f"{i} = {type(d).__name__}({_given(names, d, i)})" for i, d in (("p", p), ("q", q))]
    head = form.head("\n".join(body))
    lines = [f"{form.comment} {line}" for line in ("D(p || q) in nats, where", *said)]
    lines += [head] if head else []
    return "\n".join([*lines, *form.around(function_name(p, q), arguments, body)]) + "\n"


def _given(names: dict[sp.Basic, str], distribution: object, index: str) -> str:
    values = getattr(distribution, "parameters", {})
    own = type(distribution).symbolic(index).parameters  # type: ignore[attr-defined]
    return ", ".join(
        f"{parameter}_{index}" if own[parameter] in names else f"{parameter}={value}"
        for parameter, value in values.items()
    )


def _whole(derivation: Record) -> sp.Expr:
    """The formula with what holds outside of its conditions: infinity, or nothing known."""
    whole = derivation.result
    conditions = derivation.assumptions if derivation.otherwise == sp.oo else ()
    for held, other in ((conditions, sp.oo), (derivation.scope, sp.nan)):
        if held:
            whole = sp.Piecewise((whole, sp.And(*held)), (other, True))
    return whole


def broken(code: str, width: int = WIDTH) -> list[str]:
    """Break an expression that stands in brackets into lines, behind signs and commas, and as far out as can be.

    Example:
        >>> broken("a + f(b - c)*d - e", 12)
        ['a +', 'f(b - c)*d -', 'e']
    """
    depth, places = 0, []
    for place, letter in enumerate(code):
        depth += (letter in "([") - (letter in ")]")
        if letter == " " and code[place - 1] in "+-,?:&|":
            places.append((2 * depth, place + 1))
        elif letter in "*/" and "*" not in code[place - 1] + code[place + 1]:
            places.append((2 * depth + 1, place + 1))  # rather between terms than between factors
    lines, start = [], 0
    while len(code) - start > width:
        within = [(deep, -end) for deep, end in places if start + 1 < end and len(code[start:end].rstrip()) <= width]
        if not within:
            break
        end = -min(within)[1]
        lines.append(code[start:end].rstrip())
        start = end
    return [*lines, code[start:]]
