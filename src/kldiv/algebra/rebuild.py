"""Back from SymPy's exact notation: nothing is evaluated as code, and only the classes listed here are called.

SymPy evaluates text that it is given in place of an expression. So text is let through only where it is a name.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Any

import sympy as sp
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.core.function import AppliedUndef, UndefinedFunction
from sympy.core.symbol import Str
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.matrices.expressions.matexpr import MatrixElement

from kldiv.algebra.arrays import CholeskyFactor, MultivariateGamma, Vec
from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.algebra.quantities import Quantity

#: What is named by a text, which is its first argument.
NAMED = {"Symbol": sp.Symbol, "Dummy": sp.Dummy, "Str": Str, "Function": UndefinedFunction}

#: Numbers, truths and structure; functions are added below.
CLASSES = (
    *(sp.Integer, sp.Rational, sp.Add, sp.Mul, sp.Pow, sp.Tuple, sp.Abs, sp.Min, sp.Max, sp.Piecewise, ExprCondPair),
    *(sp.Eq, sp.Ne, sp.Lt, sp.Le, sp.Gt, sp.Ge, sp.And, sp.Or, sp.Not),
    *(sp.Sum, sp.Product, sp.Integral, sp.Derivative, sp.Subs, sp.Limit, sp.Indexed, sp.IndexedBase),
    *(sp.MatrixSymbol, MatrixElement, sp.MatAdd, sp.MatMul, sp.Transpose, sp.Inverse, sp.Trace, sp.Determinant),
    *(sp.Identity, sp.ZeroMatrix, sp.KroneckerProduct, sp.KroneckerDelta, sp.HadamardProduct),
    *(Expectation, Divergence, Quantity, Vec, MultivariateGamma, CholeskyFactor),
)
MATRICES = ("Matrix", "ImmutableMatrix", "MutableDenseMatrix", "ImmutableDenseMatrix")

#: No whole number is longer than this.
MOST_DIGITS = 2000


@lru_cache(maxsize=1)
def _names() -> dict[str, Any]:
    """What a notation may name: SymPy's constants and functions, and the classes above."""
    found: dict[str, Any] = {name: value for name, value in vars(sp).items() if isinstance(value, sp.Basic)}
    waiting = [sp.Function]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if str(kind.__module__).startswith("sympy.functions.") and kind is not AppliedUndef:
            # of two classes of one name, the one that SymPy shows
            found.setdefault(kind.__name__, getattr(sp, kind.__name__, kind))
    found |= {kind.__name__: kind for kind in CLASSES}
    return found | dict.fromkeys(MATRICES, sp.ImmutableMatrix) | NAMED


def is_taken(name: str) -> bool:
    """Whether a bare name means something in the notation: a constant, a function, a class.

    Example:
        >>> is_taken("pi"), is_taken("pi_p")
        (True, False)
    """
    return name in _names() or name in ("True", "False")


def rebuild(text: str) -> sp.Basic:
    """Make the expression that `exact` wrote, or `sympy.srepr`.

    Args:
        text: such as the field "sympy" of an entry of the catalogue.

    Returns:
        The expression.

    Raises:
        ValueError: if the text is anything but such a notation.

    Example:
        >>> rebuild("Pow(Symbol('x', positive=True), Integer(2))")
        x**2
    """
    try:
        made = _made(ast.parse(text, mode="eval").body)
    except (SyntaxError, RecursionError, MemoryError, TypeError, AttributeError, IndexError):
        raise ValueError(f"{text[:60]!r} is not SymPy's notation of an expression") from None
    if not isinstance(made, (sp.Basic, UndefinedFunction)):
        raise ValueError(f"{text[:60]!r} is not SymPy's notation of an expression")
    return made


def _made(node: ast.expr) -> Any:
    if isinstance(node, ast.Constant) and isinstance(node.value, int):  # True and False as well
        if node.value.bit_length() > MOST_DIGITS * 4:
            raise ValueError(f"a number has more than {MOST_DIGITS} digits")
        return node.value
    if isinstance(node, ast.Name) and node.id in _names():
        return _names()[node.id]
    if isinstance(node, (ast.Tuple, ast.List)):
        return [_made(part) for part in node.elts] if isinstance(node, ast.List) else tuple(map(_made, node.elts))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_made(node.operand)
    if isinstance(node, ast.Call) and all(keyword.arg for keyword in node.keywords):
        return _called(node)
    raise ValueError(f"{ast.unparse(node)[:60]} has no place in SymPy's notation of an expression")


def _called(node: ast.Call) -> Any:
    kind, arguments = _made(node.func), list(node.args)
    keywords = {str(k.arg): _made(k.value) for k in node.keywords}
    if kind in NAMED.values():
        if not (len(arguments) == 1 and isinstance(arguments[0], ast.Constant) and isinstance(arguments[0].value, str)):
            raise ValueError(f"{ast.unparse(node)[:60]} has no place in SymPy's notation of an expression")
        return kind(arguments[0].value, **keywords)
    if not isinstance(kind, type):
        raise ValueError(f"{ast.unparse(node)[:60]} has no place in SymPy's notation of an expression")
    made = [_made(part) for part in arguments]
    # Nothing is multiplied out again; but a sum over a range would then be given a factor of one.
    with sp.evaluate(issubclass(kind, ExprWithLimits)):
        return kind(*made, **keywords)
