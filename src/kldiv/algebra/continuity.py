"""Whether a function is smooth between two points, so that it has neither a pole, nor a kink, nor a jump there."""

from __future__ import annotations

import sympy as sp
from sympy.core.function import AppliedUndef

from kldiv.algebra.conditions import positive_condition
from kldiv.algebra.signs import is_above_zero

#: What has a kink or a jump somewhere.
BROKEN = (sp.Abs, sp.sign, sp.Min, sp.Max, sp.Piecewise, sp.Heaviside, sp.floor, sp.ceiling)

#: Functions that are smooth wherever their argument is positive, and those that are so everywhere.
WHERE_POSITIVE = (sp.log, sp.gamma, sp.loggamma)
EVERYWHERE = (sp.exp, sp.sin, sp.cos, sp.sinh, sp.cosh, sp.tanh, sp.atan, sp.erf, sp.erfc)


def smooth_between(function: sp.Expr, x: sp.Symbol, low: sp.Expr, high: sp.Expr) -> tuple[sp.Basic, ...] | None:
    """Say under which conditions a function has all derivatives strictly between two points.

    Args:
        function: an expression in x.
        x: the variable; its assumptions hold between the points.
        low: the lower point.
        high: the upper point.

    Returns:
        The conditions, none where it certainly has; None where that cannot be told.

    Example:
        >>> x, b = sp.Symbol("x", real=True), sp.Symbol("b", positive=True)
        >>> [smooth_between(f, x, sp.Integer(-1), b) for f in (1 / (2 + x), sp.log(3 - x), x**-2, sp.Abs(x))]
        [(), (b <= 3,), None, None]
    """
    within = [d for d in (x - low, high - x) if not d.has(sp.oo, -sp.oo)]
    conditions: list[sp.Basic] = []
    for node in sp.preorder_traversal(function):
        if not node.has(x):
            continue
        base = _must_be_positive(node, x)
        if base is None:
            return None
        if base.has(x) and not is_positive_within(base, within):
            factor, base = base.as_independent(x, as_Add=False)
            conditions.extend(positive_condition(sp.Mul(*sp.fraction(factor))))
            slope = sp.diff(base, x)
            if slope.has(x) or not (slope.is_positive or slope.is_negative):
                return None
            root = sp.cancel(x - base / slope)
            conditions.append(sp.Ge(low, root) if slope.is_positive else sp.Le(high, root))
    if sp.false in conditions:
        return None
    return tuple(c for c in dict.fromkeys(conditions) if c is not sp.true)


def _must_be_positive(node: sp.Basic, x: sp.Symbol) -> sp.Expr | None:
    """What must be positive, so that a node is smooth where its parts are; 1 if nothing, None if that is not known."""
    if isinstance(node, BROKEN):
        return None
    if isinstance(node, sp.Pow):
        plain = node.exp.is_integer and node.exp.is_nonnegative
        return sp.S.One if plain and not node.exp.has(x) else node.base
    if isinstance(node, WHERE_POSITIVE):
        return node.args[0]
    if isinstance(node, sp.Subs):  # the derivative of an undefined function, at a point
        slope = node.expr
        known = isinstance(slope, sp.Derivative) and isinstance(slope.expr, AppliedUndef)
        return sp.S.One if known else None
    smooth = (sp.Add, sp.Mul, sp.Symbol, sp.Tuple, sp.Derivative, AppliedUndef, *EVERYWHERE)
    return sp.S.One if isinstance(node, smooth) else None


def is_positive_within(expression: sp.Expr, within: list[sp.Expr]) -> bool:
    """Whether an expression is positive where all of some others are."""
    if expression.is_positive or is_above_zero(expression, within):
        return True
    return any(sp.expand(expression - d).is_nonnegative for d in within)
