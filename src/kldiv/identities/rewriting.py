"""Rewritings that several identities share."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp


def insert_ratio(top: object, bottom: object) -> Callable[[sp.Expr], sp.Expr]:
    """Write log of the bottom law as log of the top law less log of the ratio.

    Args:
        top: the law p, an IndexedBase or an undefined function.
        bottom: the law q.

    Returns:
        A function of the whole expression.
    """

    def is_bottom_log(node: sp.Basic) -> bool:
        return isinstance(node, sp.log) and part_of(node.args[0], bottom)

    def swapped(node: sp.log) -> sp.Expr:
        below = node.args[0]
        above = top[below.indices] if isinstance(below, sp.Indexed) else top(*below.args)  # type: ignore[index,operator]
        return sp.log(above) - sp.log(above / below)

    return lambda expression: expression.replace(is_bottom_log, swapped)


def part_of(node: sp.Basic, law: object) -> bool:
    """Whether an expression is a value of a law: q[i] of q, or q(x) of q."""
    return (isinstance(node, sp.Indexed) and node.base == law) or getattr(node, "func", None) == law
