"""The last form of a result: terms cancelled, logarithms joined, and whether an expression is zero."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

from kldiv.algebra.branches import with_known_signs
from kldiv.algebra.log_forms import turn_logarithms
from kldiv.algebra.logarithms import _put, _stand_ins
from kldiv.algebra.shortest import shortest

#: Above this many operations simplification costs more than it gives.
SIMPLIFY_AT_MOST = 60


def tidy(expression: sp.Expr, positive: Iterable[sp.Expr] = ()) -> sp.Expr:
    """Find a short equal form: several cheap rewritings are tried and the shortest is kept.

    Args:
        expression: free of integrals and sums.
        positive: expressions known to be positive.

    Returns:
        An equal expression of at most as many operations.

    Example:
        >>> s, t = sp.symbols("s t", positive=True)
        >>> tidy(sp.log(s) - sp.log(t))
        log(s/t)
    """
    table = _stand_ins(positive)
    back = {v: k for k, v in table.items() if isinstance(v, sp.Dummy)}
    inside = _put(expression, table)
    candidates = [inside, join_logs(inside)]
    gentle = cancel_short_terms(inside)
    candidates.extend((gentle, join_logs(gentle)))
    opened = sp.expand_log(inside, deep=True)
    opened = cancel_terms(opened)
    candidates.append(opened)
    candidates.append(join_logs(opened))
    gathered = collect_specials(opened)
    candidates.append(gathered)
    candidates.append(join_logs(gathered))
    best = min(candidates, key=_length)
    return log_gamma(_put(turn_logs(best), back))


def best_form(expression: sp.Expr) -> sp.Expr:
    """Write a result in the form that is shortest to read.

    Args:
        expression: free of expectations.

    Returns:
        An equal expression.

    Example:
        >>> s, t = sp.symbols("s t", positive=True)
        >>> best_form(sp.log(s) - sp.log(t) + s**2 / (2 * t**2) - s / t + sp.Rational(1, 2))
        log(s/t) + (s - t)**2/(2*t**2)
    """
    return shortest(log_gamma(with_known_signs(expression)))


#: A term of a sum is multiplied out where that gives no more than so many terms.
SHORT = 3


def cancel_short_terms(expression: sp.Expr) -> sp.Expr:
    """Multiply out the terms that stay short, so that they can cancel, and open logarithms at the top."""
    terms = []
    for term in sp.Add.make_args(expression):
        opened = sp.expand_log(term, deep=False) if isinstance(term, sp.log) else term
        product = sp.expand_mul(opened, deep=False)
        terms.append(product if len(sp.Add.make_args(product)) <= SHORT else opened)
    return sp.Add(*terms)


def turn_logs(expression: sp.Expr) -> sp.Expr:
    """Write (a - 1) log(m/n) as (1 - a) log(n/m) in each term."""
    return sp.Add(*map(turn_logarithms, sp.Add.make_args(expression)))


def log_gamma(expression: sp.Expr) -> sp.Expr:
    """Write the logarithm of a product of gamma functions with log-gamma, which does not overflow."""

    def open_one(node: sp.Expr) -> sp.Expr:
        total: sp.Expr = sp.S.Zero
        rest: sp.Expr = sp.S.One
        for factor in sp.Mul.make_args(node.args[0]):
            base, exponent = factor.as_base_exp()
            if isinstance(base, sp.gamma) and base.args[0].is_positive and exponent in (1, -1):
                total += exponent * sp.loggamma(base.args[0])
            else:
                rest *= factor
        return total + sp.log(rest)

    return expression.replace(lambda n: isinstance(n, sp.log) and n.args[0].has(sp.gamma), open_one)


def _length(expression: sp.Expr) -> tuple[int, Any]:
    nodes = list(sp.preorder_traversal(expression))
    logs = sum(isinstance(node, sp.log) for node in nodes)  # one logarithm of a ratio reads better than two
    return (len(nodes) + 3 * logs, sp.default_sort_key(expression))


def cancel_terms(expression: sp.Expr) -> sp.Expr:
    """Cancel common factors in each term, then join equal terms."""
    terms = sp.Add.make_args(sp.expand_mul(expression))
    return sp.Add(*(sp.powsimp(sp.combsimp(term)) if term.has(sp.gamma) else term for term in terms))


def join_logs(expression: sp.Expr) -> sp.Expr:
    """Join logarithms with coefficients +-1 or equal coefficients into one; others are left alone."""
    groups: dict[sp.Expr, sp.Expr] = {}
    rest = []
    for term in sp.Add.make_args(expression):
        coefficient, log = term.as_independent(sp.log, as_Add=False)
        if isinstance(log, sp.log):
            if coefficient.is_Integer:
                key, power = sp.S.One, coefficient
            else:
                power = -1 if coefficient.could_extract_minus_sign() else 1
                key = power * coefficient
            groups[key] = groups.get(key, sp.S.One) * log.args[0] ** power
        else:
            rest.append(term)
    return sp.Add(*(key * _log_of_ratio(*sp.fraction(sp.powsimp(inside))) for key, inside in groups.items()), *rest)


def _log_of_ratio(numerator: sp.Expr, denominator: sp.Expr) -> sp.Expr:
    return -sp.log(denominator) if numerator == 1 else sp.log(numerator / denominator)


def collect_specials(expression: sp.Expr) -> sp.Expr:
    """Collect a sum by its logarithms and special functions, simplifying the small coefficients."""
    atoms = [
        node
        for node in sp.preorder_traversal(expression)
        if isinstance(node, (sp.log, sp.polygamma, sp.exp, sp.gamma, sp.loggamma)) and node.free_symbols
    ]
    unique = sorted(set(atoms), key=sp.default_sort_key)
    if not unique:
        return sp.factor_terms(expression)
    return sp.collect(expression, unique, lambda c: sp.factor_terms(c) if sp.count_ops(c) < SIMPLIFY_AT_MOST else c)


def is_zero(expression: sp.Expr, positive: Iterable[sp.Expr] = (), most: int = 120) -> bool | None:
    """Decide whether an expression vanishes identically.

    Args:
        expression: the difference of two sides.
        positive: expressions known to be positive.
        most: above this many operations full simplification is not tried.

    Returns:
        True if it does, None if that could not be shown (never False: a numerical check refutes).
    """
    if expression == 0:
        return True
    table = _stand_ins(positive)
    inside = _put(expression, table)
    opened = sp.expand(sp.expand_log(inside, deep=True), power_base=True, power_exp=True)
    if opened == 0:
        return True
    if sp.count_ops(opened) <= most and sp.simplify(opened) == 0:
        return True
    return None
