"""The shortest form of what a page prints beside the formulas themselves, which have theirs already."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.nodes import Expectation
from kldiv.algebra.shortest import shortest
from kldiv.writing.tex import expression_tex

#: What the rewritings do not read.
_AS_IT_IS = (Expectation, sp.Piecewise, sp.Integral, sp.MatrixExpr, sp.Indexed)


def best(expression: sp.Expr) -> sp.Expr:
    """Return the equal form that is shortest to read.

    Args:
        expression: any expression; what holds expectations, cases or arrays stays as it is.

    Returns:
        An equal one, without fractions of fractions.

    Example:
        >>> m, a = sp.symbols("m a", positive=True)
        >>> best(m / (1 - 1 / a))
        a*m/(a - 1)
    """
    if not isinstance(expression, sp.Expr) or expression.has(*_AS_IT_IS):
        return expression
    found = min(expression, _without_minus(shortest(expression)), key=lambda one: len(expression_tex(one)))
    return sp.Add(*(_one_fraction(term) for term in found.args)) if found.is_Add else _one_fraction(found)


def _one_fraction(term: sp.Expr) -> sp.Expr:
    """Write a fraction of fractions as one: a m/(a - 1) for m/(1 - 1/a)."""
    below = (power.base for power in term.atoms(sp.Pow) if power.exp.is_Integer and power.exp.is_negative)
    if not any(base.is_Add and any(power.exp.is_negative for power in base.atoms(sp.Pow)) for base in below):
        return term
    return sp.factor(sp.together(term))


def _without_minus(expression: sp.Expr) -> sp.Expr:
    """Put the minus sign before a product into a difference: 1/(a (1 - a)) for -1/(a (a - 1))."""
    number, product = expression.as_coeff_Mul()
    for factor in sp.Mul.make_args(product) if number.is_negative else ():
        base, power = factor.as_base_exp()
        if isinstance(base, sp.Add) and len(base.args) == 2 and power.is_odd and not base.as_coeff_Add()[0].is_positive:
            return -number * (product / factor) * (-base) ** power
    return expression
