"""The functions in which formulas are written for extreme parameters, and what each stands for: a table."""

from __future__ import annotations

import inspect

import mpmath
import sympy as sp

from kldiv.answers.wide import written
from kldiv.answers.wide.proving import MEANINGS
from kldiv.writing.tex import expression_tex
from scripts.examples.display import Numbers, number, words

#: The last argument of a function is known from the others: the form has it beside them, with its digits.
KNOWN = {
    written.AngleBetween: "x - y",
    written.AngleRest: "x - y",
    written.LowerBeta: "1 - x",
}


def table() -> list[str]:
    """Set what `proving` puts back in place of each function before it proves anything."""
    rows = ["| written | stands for |", "|---|---|", _row(written.Psi, ["n", "x"], sp.polygamma(*sp.symbols("n x")))]
    for function, meaning in MEANINGS.items():
        names = [name for name in inspect.signature(meaning).parameters if name != "_"]
        letters = sp.symbols(names, positive=True)
        value = meaning(*letters, *([sp.sympify(KNOWN[function])] if function in KNOWN else []))
        shown = value.replace(written.Psi, lambda n, x: sp.polygamma(n, x, evaluate=False))
        rows.append(_row(function, names + ([KNOWN[function]] if function in KNOWN else []), shown))
    return rows


def _row(function: type[sp.Function], arguments: list[str], value: sp.Expr) -> str:
    return f"| `{function.__name__}({', '.join(arguments)})` | ${expression_tex(value)}$ |"


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
