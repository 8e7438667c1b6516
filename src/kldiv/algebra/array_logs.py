"""Opening the logarithms of densities of arrays, which hold determinants, traces, finite products and sums."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from kldiv.algebra.arrays import MultivariateGamma
from kldiv.algebra.logarithms import multiply_out

#: Scalars that SymPy does not know to be real, and those that it does not know to be positive.
_REAL, _POSITIVE = (sp.Trace, sp.Sum, sp.Determinant), (MultivariateGamma, sp.besseli)


def open_logs(expression: sp.Expr, positive: Callable[[sp.MatrixExpr], bool]) -> sp.Expr:
    """Open logarithms of products and powers; traces and sums are real, densities and their factors positive.

    Args:
        expression: a scalar.
        positive: whether a matrix has a positive determinant.

    Returns:
        A sum of terms, equal to it.
    """
    expression = expression.replace(lambda e: isinstance(e, sp.log), lambda e: _products_out(e.args[0]))
    parts = [n for n in sp.preorder_traversal(expression) if isinstance(n, _REAL + _POSITIVE)]
    outer = [n for n in dict.fromkeys(parts) if not any(m != n and m.has(n) for m in parts)]
    table = {n: sp.Dummy(f"part{k}", real=True, positive=_is_positive(n, positive)) for k, n in enumerate(outer)}
    opened = multiply_out(sp.expand_log(expression.xreplace(table), deep=True))
    return opened.xreplace({dummy: n for n, dummy in table.items()})


def _is_positive(node: sp.Expr, positive: Callable[[sp.MatrixExpr], bool]) -> bool | None:
    if isinstance(node, sp.Determinant):
        return positive(node.arg) or None
    return is_positive_special(node) or None


def is_positive_special(node: sp.Expr) -> bool:
    """Whether a special function is positive here, which SymPy does not say of it."""
    if isinstance(node, sp.besseli):
        order, argument = node.args
        return bool(argument.is_positive and (order + 1).is_positive)
    return isinstance(node, MultivariateGamma)


def _products_out(inside: sp.Expr) -> sp.Expr:
    """The logarithm of an expression, that of a finite product as a sum."""
    total: sp.Expr = sp.S.Zero
    rest: sp.Expr = sp.S.One
    for factor in sp.Mul.make_args(inside):
        base, exponent = factor.as_base_exp()
        if isinstance(base, sp.Product):
            total += exponent * sp.Sum(sp.expand_log(log_of(base.function), force=False), *base.limits)
        elif isinstance(base, sp.gamma):
            total += exponent * sp.loggamma(base.args[0])
        else:
            rest *= factor
    return total + sp.log(rest)


def log_of(factor: sp.Expr) -> sp.Expr:
    """The logarithm of one factor, that of a gamma function by its own name."""
    return sp.loggamma(factor.args[0]) if isinstance(factor, sp.gamma) else sp.log(factor)
