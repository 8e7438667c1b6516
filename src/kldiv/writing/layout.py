"""Long formulas: how wide they are, and where to break them."""

from __future__ import annotations

import re
from functools import lru_cache

import sympy as sp

from kldiv.algebra.nodes import Expectation
from kldiv.writing.brackets import TALL, with_few_braces
from kldiv.writing.tex import TexPrinter, expression_tex

#: How wide a line may grow, in letters, before it is broken at a plus or a minus.
LINE = 56.0

_TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|[{}_^&]|\s+|.")
_NARROW = {r"\left": 0.0, r"\right": 0.0, r"\,": 0.2, r"\!": -0.2, r"\text": 0.0, r"\operatorname": 0.0}
_NARROW |= {
    r"\quad": 1.5,
    r"\qquad": 3.0,
    r"\log": 2.2,
    r"\exp": 2.4,
    r"\bigl": 0.0,
    r"\Bigl": 0.0,
    r"\Bigr": 0.0,
}


@lru_cache(maxsize=4096)
def width(tex: str) -> float:
    r"""Estimate how wide a formula is, in letters.

    Args:
        tex: TeX on one line.

    Returns:
        About as many letters as would take the same room.

    Example:
        >>> width(r"\frac{a + b}{c}") < width("a + b + c")
        True
    """
    total, _ = _measure(_TOKEN.findall(tex), 0, False)
    return total


def _measure(tokens: list[str], place: int, one: bool) -> tuple[float, int]:
    """Measure up to a closing brace, or one token or group."""
    total = 0.0
    while place < len(tokens):
        token = tokens[place]
        if token == "}":
            return total, place + 1
        if token == "{":
            inner, place = _measure(tokens, place + 1, False)
            total += inner
        elif token in ("_", "^"):
            inner, place = _measure(tokens, place + 1, True)
            total += 0.7 * inner
        elif token == r"\frac":
            above, place = _measure(tokens, place + 1, True)
            under, place = _measure(tokens, place, True)
            total += max(above, under) + 0.3
        else:
            operator = token in "+-=<>" or token in (r"\ge", r"\le")
            total += 0.0 if token.isspace() or token == "&" else _NARROW.get(token, 2.2 if operator else 1.0)
            place += 1
        if one:
            break
    return total, place


def broken(expression: sp.Basic, room: float = LINE) -> list[str]:
    """Write an expression in lines that fit.

    Args:
        expression: anything that a step may hold.
        room: how many letters a line may take.

    Returns:
        One line, or several where the expression is a sum or the expectation of one.
    """
    return list(_broken(expression, room))


@lru_cache(maxsize=4096)
def _broken(expression: sp.Basic, room: float) -> tuple[str, ...]:
    """What `broken` lists, kept: a line ends one step and begins the next, on the page, in the notebook, in LaTeX."""
    whole = expression_tex(expression)
    if width(whole) <= room or not isinstance(expression, sp.Expr):
        return (whole,)
    printer = TexPrinter()
    if expression.is_Add:
        return tuple(with_few_braces(line) for line in packed(printer.terms(expression), room))
    if isinstance(expression, Expectation) and expression.body.is_Add:
        with printer.binding(expression.variable):
            terms = printer.terms(expression.body)
        lines = [with_few_braces(line) for line in packed(terms, room)]
        size = r"\Bigl", r"\Bigr"
        if not any(TALL.search(line) for line in lines):
            size = r"\bigl", r"\bigr"
        lines[0] = f"{with_few_braces(printer.expectation_head(expression))}{size[0]}[{lines[0]}"
        lines[-1] += f"{size[1]}]"
        return tuple(lines)
    return (whole,)


def packed(parts: list[str], room: float) -> list[str]:
    """Fill lines with parts, as many to a line as fit, and at least one.

    Args:
        parts: TeX of each part, such as the terms of a sum.
        room: how many letters a line may take.

    Returns:
        The lines.
    """
    lines = parts[:1]
    for part in parts[1:]:
        if width(lines[-1]) + width(part) > room:
            lines.append(part)
        else:
            lines[-1] += f" {part}"
    return lines


def equation(left: str, right: list[str], ending: list[str] | None = None) -> str:
    r"""Set an equation, over several lines if its right side has several.

    Args:
        left: TeX of the left side.
        right: the lines of the right side.
        ending: further lines, such as conditions, each a line of its own.

    Returns:
        TeX for a display.

    Example:
        >>> print(equation("a", ["b", "+ c"]))
        \begin{aligned}
        a ={} & b \\
        & + c
        \end{aligned}
    """
    ending = ending or []
    if len(right) == 1 and not ending:
        return f"{left} = {right[0]}"
    rows = [
        f"{left} ={{}} & {right[0]}",
        *(f"& {line}" for line in right[1:]),
        *(f"& {line}" for line in ending),
    ]
    return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"
