"""Back from SymPy's exact notation: nothing is evaluated as code, only classes of expressions are called."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Any

import sympy as sp
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.core.function import AppliedUndef, UndefinedFunction

from kldiv.algebra import arrays as nodes  # noqa: F401
from kldiv.algebra import nodes as expressions  # noqa: F401 - a notation may name its classes
from kldiv.algebra import quantities  # noqa: F401


@lru_cache(maxsize=1)
def _names() -> dict[str, Any]:
    """What a notation may name: the classes of expressions of SymPy and of this package, and SymPy's constants."""
    found: dict[str, Any] = {"Function": UndefinedFunction}
    found |= {name: value for name, value in vars(sp).items() if isinstance(value, sp.Basic)}
    waiting = [sp.Basic]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if str(kind.__module__).partition(".")[0] in {"sympy", "kldiv"} and kind not in (sp.Function, AppliedUndef):
            public = getattr(sp, kind.__name__, kind)  # of two classes of one name, the one that SymPy shows
            found.setdefault(kind.__name__, public)
    for name in ("Matrix", "ImmutableMatrix", "MutableDenseMatrix", "ImmutableDenseMatrix"):
        found[name] = sp.ImmutableMatrix
    return found


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
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, RecursionError, MemoryError):
        raise ValueError("this is not SymPy's notation of an expression") from None
    return _made(tree.body)


def _made(node: ast.expr) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name) and node.id in _names():
        return _names()[node.id]
    if isinstance(node, (ast.Tuple, ast.List)):
        return [_made(part) for part in node.elts] if isinstance(node, ast.List) else tuple(map(_made, node.elts))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_made(node.operand)
    if isinstance(node, ast.Call) and all(keyword.arg for keyword in node.keywords):
        kind, arguments = _made(node.func), [_made(part) for part in node.args]
        # Nothing is multiplied out again; but a sum over a range would then be given a factor of one.
        with sp.evaluate(isinstance(kind, type) and issubclass(kind, ExprWithLimits)):
            return kind(*arguments, **{str(k.arg): _made(k.value) for k in node.keywords})
    raise ValueError(f"{ast.unparse(node)[:60]} has no place in SymPy's notation of an expression")
