"""The arithmetic behind a number, as a reader may follow it: worked out here too, and refused if it does not agree."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable

_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_FUNCTIONS: dict[str, Callable[[float], float]] = {
    "log": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "exp": math.exp,
    "sqrt": math.sqrt,
}
_SIGNS = str.maketrans({"*": "\u00d7", "-": "\u2212"})
_POWERS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def worked_out(expression: str) -> float:
    """Work out an expression of numbers, + - * / **, brackets, log, log2, log10, exp, sqrt and pi.

    Args:
        expression: such as "0.5*log2(0.5/0.4)".

    Returns:
        Its value.

    Raises:
        ValueError: if there is anything else in it.

    Example:
        >>> worked_out("1*log2(1/0.5)")
        1.0
    """

    def value(node: ast.expr) -> float:
        match node:
            case ast.Constant(value=int() | float() as constant):
                return float(constant)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return _OPERATORS[type(op)](value(left), value(right))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -value(operand)
            case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in _FUNCTIONS:
                return _FUNCTIONS[name](value(argument))
            case ast.Name(id="pi"):
                return math.pi
        known = f"numbers, + - * / **, pi and {', '.join(_FUNCTIONS)}"
        raise ValueError(f"{ast.unparse(node)!r} in {expression!r}: there may only be {known}")

    return value(ast.parse(expression, mode="eval").body)


def written(expression: str) -> str:
    """Write an expression with the signs of a book.

    Example:
        >>> written("0.5*log2(0.5/0.4) - 2**10")
        '0.5 × log₂(0.5 / 0.4) − 2¹⁰'
    """
    text = re.sub(r"\s*\*\*\s*(-?\d+)(?![\d.])", lambda found: found.group(1).translate(_POWERS), expression)
    text = text.replace("**", "^")  # a power that is no whole number
    text = re.sub(r"\s*([*/])\s*", r" \1 ", text)
    text = text.replace("log2", "log₂").replace("log10", "log₁₀").replace("sqrt", "√").replace("pi", "π")
    return text.translate(_SIGNS)


def agrees(expression: str, value: float, digits: int | None) -> bool:
    """Say whether an expression gives a number, to half of the last digit that is shown."""
    tolerance = 1e-11 * abs(value) if digits is None else 0.5 * 10.0**-digits
    return abs(worked_out(expression) - value) <= tolerance
