"""Parameters written as a little arithmetic: 1/3, 2**0.5, sqrt(2), -pi/2. No code is run."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from fractions import Fraction

#: A number as it is written; whole numbers and their quotients stay exact.
Number = int | float | Fraction

CONSTANTS = {"pi": math.pi, "e": math.e, "tau": math.tau}
FUNCTIONS: dict[str, Callable[[float], float]] = {"sqrt": math.sqrt, "exp": math.exp, "log": math.log}
_OPERATORS: dict[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
#: Whole numbers are raised to powers exactly up to here; beyond, as floats.
_MOST_BITS = 1100
#: Deeper than this no parameter is written.
_DEEPEST = 20


class NotArithmetic(ValueError):
    """A text is no arithmetic of numbers, and says nothing more."""


class OutOfRange(ValueError):
    """Arithmetic leads to no finite float; the text says how."""


def number_of(node: ast.expr, depth: int = 0) -> Number:
    """Work a number out.

    Args:
        node: a parsed expression.
        depth: how deep it stands in the whole.

    Returns:
        An int or a fraction where all that is written is whole, else a float.

    Raises:
        NotArithmetic: if there is anything in it but numbers, + - * / **, pi, e, tau, sqrt, exp and log.
        OutOfRange: if it divides by zero, is complex, or is beyond the range of a float.

    Example:
        >>> number_of(ast.parse("1/3 - 2", mode="eval").body)
        Fraction(-5, 3)
    """
    if depth > _DEEPEST:
        raise NotArithmetic
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        assert isinstance(node.value, (int, float))
        return _finite(node.value)
    if isinstance(node, ast.Name) and node.id in CONSTANTS:
        return CONSTANTS[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        value = number_of(node.operand, depth + 1)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp):
        return _finite(_combined(node.op, number_of(node.left, depth + 1), number_of(node.right, depth + 1)))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
        if len(node.args) != 1 or node.keywords:
            raise NotArithmetic
        try:
            return _finite(FUNCTIONS[node.func.id](float(number_of(node.args[0], depth + 1))))
        except OverflowError:
            raise OutOfRange("is beyond the range of a float") from None
        except ValueError as error:
            raise error if isinstance(error, (NotArithmetic, OutOfRange)) else OutOfRange("is not a number") from None
    raise NotArithmetic


def _combined(sign: ast.operator, a: Number, b: Number) -> Number:
    if isinstance(sign, ast.Div):
        if b == 0:
            raise OutOfRange("is a division by zero")
        exact = not isinstance(a, float) and not isinstance(b, float)
        return Fraction(a) / Fraction(b) if exact else float(a) / float(b)
    if isinstance(sign, ast.Pow):
        return _power(a, b)
    if type(sign) not in _OPERATORS:
        raise NotArithmetic
    return _OPERATORS[type(sign)](a, b)


def _power(a: Number, b: Number) -> Number:
    if not isinstance(a, float) and isinstance(b, int):
        bits = max(Fraction(a).numerator.bit_length(), Fraction(a).denominator.bit_length())
        if bits * abs(b) <= _MOST_BITS and (a or b >= 0):
            return Fraction(a) ** b if b < 0 else a**b
    try:
        value = float(a) ** float(b)
    except ZeroDivisionError:
        raise OutOfRange("is a division by zero") from None
    except OverflowError:
        raise OutOfRange("is beyond the range of a float") from None
    if isinstance(value, complex):
        raise OutOfRange("is not a real number")
    return float(value)


def _finite(value: Number) -> Number:
    try:
        if math.isfinite(float(value)):
            return value
    except OverflowError:
        pass
    raise OutOfRange("is beyond the range of a float")
