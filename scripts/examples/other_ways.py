"""The functions in which formulas are written for extreme parameters, and what each stands for: a table."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable

import mpmath
import sympy as sp

from kldiv.answers.wide import written
from kldiv.answers.wide.proving import KNOWN, MEANINGS
from kldiv.writing.tex import expression_tex
from scripts.examples.display import Numbers, number, words


def table() -> list[str]:
    """Set what `proving` puts back in place of each function before it proves anything."""
    rows = ["| written | stands for |", "|---|---|", _row(written.Psi, sp.symbols("n x"), sp.polygamma)]
    for function, meaning in MEANINGS.items():
        names = [name for name in inspect.signature(meaning).parameters if name != "_"]
        arguments = [*sp.symbols(names, positive=True)]
        arguments += [KNOWN[function](*arguments)] if function in KNOWN else []
        rows.append(_row(function, arguments, meaning))
    return rows


def _row(function: type[sp.Function], arguments: Iterable[sp.Expr], meaning: Callable[..., sp.Expr]) -> str:
    shown = meaning(*arguments).replace(written.Psi, lambda n, x: sp.polygamma(n, x, evaluate=False))
    return f"| `{function.__name__}({', '.join(map(str, arguments))})` | ${expression_tex(shown)}$ |"


def numbers() -> Numbers:
    """Compute what is left of large parts that cancel."""
    x = mpmath.mpf(10) ** 6
    with mpmath.workdps(40):
        one, other = mpmath.loggamma(x), x * mpmath.log(x)
        left = float(one - other + x)
    parts = {"gamma": one, "product": other, "x": x}
    return {f"accuracy.other-ways.{name}": words(f"{round(part):,}") for name, part in parts.items()} | {
        "accuracy.other-ways.left": number(left)
    }


def fragments() -> dict[str, str]:
    """Return the table."""
    return {"other-ways-functions": "\n".join(table())}
