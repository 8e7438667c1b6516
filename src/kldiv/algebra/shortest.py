"""The shortest form of an expression that a fixed list of rewritings finds."""

from __future__ import annotations

from functools import lru_cache

import sympy as sp

from kldiv.algebra.digammas import with_one_digamma
from kldiv.algebra.fractions import short_fraction
from kldiv.algebra.function_forms import with_other_functions
from kldiv.algebra.letters import is_rational
from kldiv.algebra.log_forms import turn_one_way
from kldiv.algebra.rewritings import (
    ON_TERMS,
    PREFERRED,
    REWRITINGS,
    multiply_out_and_gather,
    multiply_out_logarithms,
    shorten_fraction,
)
from kldiv.algebra.size import drawn_from_factor, drawn_out, in_halves, size

#: Other functions must save so many signs.
CLEARLY = 3


def shortest(expression: sp.Expr) -> sp.Expr:
    """Find a short equal form.

    Each part is made short before the whole. Then each rewriting of the list is tried on the whole, and the shortest
    outcome is kept, until none is shorter.

    Args:
        expression: free of expectations.

    Returns:
        An equal expression that is not longer.

    Example:
        >>> b, x = sp.symbols("b x", positive=True)
        >>> shortest(x * (x + 1) / (b**2 - 3 * b + 2))
        x*(x + 1)/((b - 2)*(b - 1))
    """
    found = _with_its_functions(expression)
    others = map(_with_its_functions, with_other_functions(found))
    return min((form for form in others if size(form) <= size(found) - CLEARLY), key=size, default=found)


def _with_its_functions(expression: sp.Expr) -> sp.Expr:
    opened = sp.expand_log(expression, deep=True)
    starts = dict.fromkeys((expression, multiply_out_and_gather(opened), multiply_out_logarithms(opened)))
    forms = [_shortest(start, True) for start in starts]
    forms += [_shortest(joined, True) for form in (expression, *forms) for joined in with_one_digamma(form)]
    found = min(forms, key=size)
    turned = turn_one_way(found)
    return with_numbers_in_front(found if turned == found else _shortest(turned, True))


@lru_cache(maxsize=1 << 15)
def _shortest(expression: sp.Expr, on_terms: bool = False) -> sp.Expr:
    if is_rational(expression) and not on_terms:
        return short_fraction(expression)
    current = _with_short_parts(expression)
    if not on_terms:  # a polynomial in logarithms may be lost once they are joined
        current = min(current, _with_short_parts(shorten_fraction(expression)), key=size)
    for rewriting in ON_TERMS if on_terms else REWRITINGS:
        found = rewriting(current)
        if found != current and size(found) < size(current):
            return _shortest(found, on_terms)
    for rewriting in PREFERRED:
        found = rewriting(current)
        if size(found) <= size(current):
            current = found
    return current


def _with_short_parts(expression: sp.Expr) -> sp.Expr:
    """Make the parts short; the terms of a sum and the factors of a term are parts, but not a rational whole."""
    if not expression.args:
        return expression
    if isinstance(expression, sp.Piecewise):
        return sp.Piecewise(*((_shortest(value), holds) for value, holds in expression.args))
    parts = [_shortest(a) if isinstance(a, sp.Expr) else a for a in expression.args]
    if all(a is b for a, b in zip(parts, expression.args, strict=True)):
        return expression
    made = expression.func(*parts)
    return made if size(made) <= size(expression) else expression


def with_numbers_in_front(expression: sp.Basic, is_whole: bool = True) -> sp.Basic:
    """Draw numbers out of sums where that is shorter: (a + b)/2 for a/2 + b/2, which SymPy would multiply out."""
    if not expression.args:
        return expression
    if isinstance(expression, sp.Add):
        number, inside = (sp.S.One, expression) if is_whole else drawn_out(expression)
        if number != 1:
            return sp.Mul(number, with_numbers_in_front(inside, False), evaluate=False)
        terms = in_halves(expression)
        if len(terms) < len(expression.args):
            return sp.Add(*(with_numbers_in_front(t, False) for t in terms), evaluate=False)
    if isinstance(expression, sp.Mul):
        drawn = [drawn_from_factor(f) if isinstance(f, sp.Add) else (sp.S.One, f) for f in expression.args]
        number = sp.Mul(*(n for n, _ in drawn))
        factors = [with_numbers_in_front(f, False) for _, f in drawn]
        if factors[0].is_Rational:
            number *= factors.pop(0)
        if not any(isinstance(f, sp.Add) for f in factors):
            return sp.Mul(number, *factors)
        return sp.Mul(*(() if number == 1 else (number,)), *factors, evaluate=False)
    parts = [with_numbers_in_front(a, False) for a in expression.args]
    if all(a is b for a, b in zip(parts, expression.args, strict=True)):
        return expression
    return expression.func(*parts, evaluate=False) if isinstance(expression, sp.Add) else expression.func(*parts)
