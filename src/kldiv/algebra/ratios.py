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


def log_sum_bound(terms: sp.Expr) -> sp.Expr:
    """Bound a sum of a log(a/b) from below by (sum a) log(sum a / sum b).

    Args:
        terms: a Sum, or an Add, of coefficients times logarithms.

    Returns:
        The bound; the b are read off as a divided by what stands in the logarithm.
    """
    if isinstance(terms, sp.Sum):
        a, b = _numerator_and_denominator(terms.function)
        above, below = sp.Sum(a, *terms.limits), sp.Sum(b, *terms.limits)
    else:
        pairs = [_numerator_and_denominator(term) for term in sp.Add.make_args(terms)]
        above, below = (sp.Add(*side) for side in zip(*pairs, strict=True))
    return above * sp.log(above / below)


def _numerator_and_denominator(term: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    coefficient, logarithm = term.as_independent(sp.log, as_Add=False)
    if not isinstance(logarithm, sp.log):
        raise ValueError(f"{term} is not a coefficient times one logarithm")
    return coefficient, coefficient / logarithm.args[0]


def term_with(expression: sp.Expr, part: sp.Basic) -> sp.Expr:
    """The terms of a sum that hold a part."""
    return sp.Add(*(t for t in sp.Add.make_args(expression) if t.has(part)))


def join_ratio(top: sp.Expr, bottom: sp.Expr) -> Callable[[sp.Expr], sp.Expr]:
    """Join top (log top - log bottom), however it is spelt, into top log(top/bottom).

    Args:
        top: the weight, and what stands above in the ratio.
        bottom: what stands below.

    Returns:
        A function of a summand.
    """
    apart = sp.expand_log(top * (sp.log(top) - sp.log(bottom)), deep=True)
    return lambda body: top * sp.log(top / bottom) + sp.expand(body - apart)


def flatten(expression: sp.Expr) -> sp.Expr:
    """Write each sum of sums as one double sum."""

    def flat(node: sp.Sum) -> sp.Expr:
        outside, inner = node.function.as_independent(sp.Sum, as_Add=False)
        return sp.Sum(outside * inner.function, *inner.limits, *node.limits) if isinstance(inner, sp.Sum) else node

    return expression.replace(lambda n: isinstance(n, sp.Sum), flat)
