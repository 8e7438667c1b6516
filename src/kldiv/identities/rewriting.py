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


def flip_logs(expression: sp.Expr) -> sp.Expr:
    """Turn the ratio in each logarithm over, which changes its sign.

    Example:
        >>> a, b = sp.symbols("a b", positive=True)
        >>> flip_logs(sp.log(a / b))
        -log(b/a)
    """
    return expression.replace(sp.log, lambda ratio: -sp.log(1 / ratio))


def log_of_mean(expression: sp.Expr, weight: sp.Expr) -> sp.Expr:
    """Replace each mean of a logarithm, sum w log(r), by the logarithm of the mean, log(sum w r).

    Args:
        expression: holds sums (or integrals) of weight times a logarithm.
        weight: the weight; it must be a factor of every summand.

    Returns:
        The bound; its sign is the caller's to know.
    """

    def jensen(node: sp.Expr) -> sp.Expr:
        logarithm = node.function / weight
        if not isinstance(logarithm, sp.log):
            raise ValueError(f"{node.function} is not {weight} times a logarithm")
        return sp.log(node.func(sp.expand_mul(weight * logarithm.args[0]), *node.limits))

    return expression.replace(lambda n: isinstance(n, (sp.Sum, sp.Integral)), jensen)


def factor_summands(expression: sp.Expr) -> sp.Expr:
    """Factorise every summand."""
    return expression.replace(
        lambda n: isinstance(n, (sp.Sum, sp.Integral)), lambda n: n.func(sp.factor(n.function), *n.limits)
    )
