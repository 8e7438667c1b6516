"""Rewritings that several identities share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp


def insert_ratio(top: Any, bottom: Any) -> Callable[[sp.Expr], sp.Expr]:
    """Write log of the bottom distribution as log of the top distribution less log of the ratio.

    Args:
        top: the distribution p, an IndexedBase or an undefined function.
        bottom: the distribution q.

    Returns:
        A function of the whole expression.
    """

    def is_bottom_log(node: sp.Basic) -> bool:
        return isinstance(node, sp.log) and part_of(node.args[0], bottom)

    def swapped(node: sp.log) -> sp.Expr:
        below = node.args[0]
        above = top[below.indices] if isinstance(below, sp.Indexed) else top(*below.args)
        return sp.log(above) - sp.log(above / below)

    return lambda expression: expression.replace(is_bottom_log, swapped)


def part_of(node: sp.Basic, distribution: Any) -> bool:
    """Whether an expression is a value of a distribution: q[i] of q, or q(x) of q."""
    return (
        bool(isinstance(node, sp.Indexed) and node.base == distribution) or getattr(node, "func", None) == distribution
    )


def flip_logs(expression: sp.Expr) -> sp.Expr:
    """Turn the ratio in each logarithm over, which changes its sign.

    Example:
        >>> a, b = sp.symbols("a b", positive=True)
        >>> flip_logs(sp.log(a / b))
        -log(b/a)
    """
    return expression.replace(sp.log, lambda ratio: -sp.log(1 / ratio))


def peel(ratio: sp.Expr) -> Callable[[sp.Expr], sp.Expr]:
    """Split a ratio off each logarithm: log(a) = log(ratio) + log(a/ratio).

    Args:
        ratio: something positive.

    Returns:
        A function of the whole expression.
    """
    return lambda expression: expression.replace(sp.log, lambda a: sp.log(ratio) + sp.log(a / ratio))


def exchange(expression: sp.Expr) -> sp.Expr:
    """Exchange the order of each double sum.

    Example:
        >>> i, j, K = sp.symbols("i j K")
        >>> exchange(sp.Sum(i * j**2, (j, 1, K), (i, 1, K)))
        Sum(i*j**2, (i, 1, K), (j, 1, K))
    """

    def swapped(node: sp.Sum) -> sp.Expr:
        if len(node.limits) == 2:
            return sp.Sum(node.function, *reversed(node.limits))
        outside, inner = node.function.as_independent(sp.Sum, as_Add=False)
        return sp.Sum(outside * inner.function, *node.limits, *inner.limits) if isinstance(inner, sp.Sum) else node

    return expression.replace(lambda n: isinstance(n, sp.Sum), swapped)
