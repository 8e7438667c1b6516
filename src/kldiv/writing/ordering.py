"""In which order people write the terms of a sum and the factors of a product."""

from __future__ import annotations

from collections.abc import Collection

import sympy as sp
from sympy.core.function import AppliedUndef

from kldiv.algebra.nodes import Divergence, Expectation

#: Functions that a formula is usually sorted by: their terms come first.
SPECIAL = (sp.log, sp.loggamma, sp.polygamma)

#: What stands to the right of a fraction rather than in its numerator.
OPERATORS = (*SPECIAL, sp.exp, sp.Integral, sp.Sum, sp.Trace, sp.Piecewise, Expectation, Divergence)

Bound = Collection[sp.Symbol]


def is_negative(term: sp.Expr) -> bool:
    """Whether a term is written with a minus sign in front.

    Example:
        >>> x, y = sp.symbols("x y")
        >>> is_negative(-2 * x), is_negative(x - y)
        (True, False)
    """
    return bool(term.as_coeff_Mul()[0].is_extended_negative)


def degree(term: sp.Expr, symbols: Bound) -> int:
    """How often the symbols occur as factors, roughly: it only decides on an order."""
    if not term.free_symbols & set(symbols):
        return 0
    if term.is_Mul:
        return sum(degree(factor, symbols) for factor in term.args)
    if term.is_Pow and term.exp.is_Integer and term.exp > 0:
        return int(term.exp) * degree(term.base, symbols)
    return 1


def _is_special(term: sp.Expr) -> bool:
    if isinstance(term, SPECIAL):
        return True
    return isinstance(term, (sp.Add, sp.Mul, sp.Pow)) and any(_is_special(part) for part in term.args)


def _place(term: sp.Expr) -> int:
    """Logarithms, then log-gamma, then digamma functions, then the rest, then numbers."""
    if term.is_number:
        return 4
    if not _is_special(term):
        return 3
    return max(place for place, kind in enumerate(SPECIAL) if term.has(kind))


def _length_of_names(term: sp.Expr) -> int:
    # H(p) + D(p || q): of named quantities the shorter comes first
    return sum(len(str(part)) for part in sp.preorder_traversal(term) if hasattr(part, "definition"))


def _has_sum(term: sp.Expr) -> bool:
    return any(factor.is_Add or (factor.is_Pow and factor.base.is_Add) for factor in sp.Mul.make_args(term))


def ordered_terms(expression: sp.Expr, bound: Bound = ()) -> list[sp.Expr]:
    """Order the terms of a sum: logarithms and their like, the rest, numbers; if it can, a positive one leads.

    Args:
        expression: a sum.
        bound: the variables of the expectations around it; higher powers of them come first.

    Returns:
        The terms.

    Example:
        >>> m, s = sp.symbols("mu sigma", positive=True)
        >>> ordered_terms(-m + s)
        [sigma, -mu]
    """

    def key(term: sp.Expr) -> tuple[object, ...]:
        total = degree(term, term.free_symbols)
        negative, named = is_negative(term), _length_of_names(term)
        return (
            _place(term),
            -degree(term, bound),
            negative,
            named,
            _has_sum(term),
            -total,
            sp.default_sort_key(term),
        )

    terms = sorted(sp.Add.make_args(expression), key=key)
    leader = next((t for t in terms if not is_negative(t)), None)
    if leader is not None and terms[0] is not leader and is_negative(terms[0]):
        terms.remove(leader)
        terms.insert(0, leader)
    return terms


def ordered_factors(factors: Collection[sp.Expr], bound: Bound = ()) -> list[sp.Expr]:
    """Order factors: numbers, symbols, sums, the variable, functions, logarithms, and sums over all of it.

    Args:
        factors: the factors.
        bound: the variables of the expectations around them.

    Returns:
        The factors in order.
    """

    def key(factor: sp.Expr) -> tuple[object, ...]:
        base = factor.base if factor.is_Pow else factor
        varies = bool(factor.free_symbols & set(bound))
        if base.is_number and not _is_special(base):
            rank = 2 if factor.is_Pow and factor.exp == sp.S.Half else 0
        elif isinstance(base, (sp.Integral, sp.Sum, Expectation, Divergence)):
            rank = 7
        elif _is_special(base):
            rank = 8 if base.has(sp.Sum, sp.Integral) else 6  # a logarithm of sums comes last, and needs no brackets
        elif isinstance(base, sp.Function) and not isinstance(base, AppliedUndef):
            rank = 5
        else:
            rank = (2 if base.is_Add else 1) + (2 if varies else 0)
        return (rank, sp.default_sort_key(factor))

    return sorted(factors, key=key)
