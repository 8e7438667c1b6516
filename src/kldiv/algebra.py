"""Rewriting with SymPy, kept to what is fast and safe.

SymPy cannot see that 1 - x is positive on (0, 1). Laws say which expressions are positive; they are replaced by
positive stand-ins, the logarithms are expanded, and the stand-ins are put back. Nothing is ever forced.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp


def _stand_ins(positive: Iterable[sp.Expr]) -> dict[sp.Expr, sp.Dummy]:
    """One positive dummy for each expression, and its negative's spelling too."""
    table: dict[sp.Expr, sp.Expr] = {}
    for k, part in enumerate(positive):
        if isinstance(part, sp.Symbol) or part.is_number:
            continue
        dummy = sp.Dummy(f"positive{k}", positive=True)
        table[part] = dummy
        table[-part] = -dummy
    return table


def _put(expression: sp.Expr, table: dict[sp.Expr, sp.Expr]) -> sp.Expr:
    return expression.xreplace(table) if table else expression


def expand_logs(expression: sp.Expr, positive: Iterable[sp.Expr] = ()) -> sp.Expr:
    """Expand logarithms of products and powers, and the sums around them.

    Args:
        expression: any expression.
        positive: expressions known to be positive.

    Returns:
        An equal expression.

    Example:
        >>> x = sp.Symbol("x", positive=True)
        >>> expand_logs(sp.log(x * (1 - x) ** 2), [1 - x])
        log(x) + 2*log(1 - x)
    """
    table = _stand_ins(positive)
    back = {v: k for k, v in table.items() if isinstance(v, sp.Dummy)}
    opened = sp.expand_log(_put(expression, table), deep=True)
    opened = multiply_out(opened)
    return _put(opened, back)


def expand_for(expression: sp.Expr, x: sp.Symbol, positive: Iterable[sp.Expr] = ()) -> sp.Expr:
    """Expand into a sum of products in which every exponential of a logarithm is a power.

    Args:
        expression: any expression.
        x: the variable.
        positive: expressions known to be positive.

    Returns:
        An equal sum.
    """
    table = _stand_ins(positive)
    back = {v: k for k, v in table.items() if isinstance(v, sp.Dummy)}
    opened = expand_terms(_put(expression, table))
    for _ in range(2):  # a power that came out of an exponential may hold a sum again
        opened = sp.expand_mul(open_exponentials(opened, x, set(back)))
    return _put(opened, back)


def multiply_out(expression: sp.Expr) -> sp.Expr:
    """Distribute products over sums at the top, leaving the insides of functions alone."""
    previous = None
    while previous != expression:
        previous = expression
        expression = sp.Add(*(sp.expand_mul(t, deep=False) for t in sp.Add.make_args(expression)))
    return expression


def expand_terms(expression: sp.Expr, positive: Iterable[sp.Expr] = ()) -> sp.Expr:
    """Expand everything: logarithms, powers of products, exponentials of sums, products of sums.

    Args:
        expression: any expression.
        positive: expressions known to be positive; they are kept whole.

    Returns:
        A sum of terms, equal to the expression.

    Example:
        >>> x, m = sp.symbols("x m", real=True)
        >>> expand_terms(sp.exp(-(x - m)))
        exp(m)*exp(-x)
    """
    table = _stand_ins(positive)
    back = {v: k for k, v in table.items() if isinstance(v, sp.Dummy)}
    opened = sp.expand_log(_put(expression, table), deep=True)
    opened = sp.expand(opened, power_exp=True, power_base=True, mul=True, multinomial=True, log=True, basic=False)
    return _put(opened, back)


def open_exponentials(expression: sp.Expr, x: sp.Symbol, also: set[sp.Symbol] | None = None) -> sp.Expr:
    """Split exponentials and powers so that the part with x stands alone.

    Args:
        expression: any expression.
        x: the variable.
        also: further symbols that count as the variable.

    Returns:
        An equal expression in which exp(a + b x) is exp(a) exp(b x) and (c x)**k is c**k x**k.
    """

    def split_exp(node: sp.Expr) -> sp.Expr:
        return sp.Mul(*(sp.exp(part) for part in sp.Add.make_args(sp.expand(node.args[0]))))

    def wants(node: sp.Expr) -> bool:
        return isinstance(node, sp.exp) and node.has(x, *(also or ())) and sp.expand(node.args[0]).is_Add

    def is_power(node: sp.Expr) -> bool:
        return isinstance(node, sp.exp) and any(
            isinstance(f, sp.log) and f.args[0].is_positive for f in sp.Mul.make_args(node.args[0])
        )

    def as_power(node: sp.Expr) -> sp.Expr:
        factors = list(sp.Mul.make_args(node.args[0]))
        log = next(f for f in factors if isinstance(f, sp.log) and f.args[0].is_positive)
        factors.remove(log)
        return log.args[0] ** sp.Mul(*factors)

    hidden = {node: sp.Dummy(f"log{k}", real=True) for k, node in enumerate(_outer_logs(expression))}
    opened = expression.xreplace(hidden).replace(wants, split_exp).replace(is_power, as_power)
    return sp.expand_power_base(opened).xreplace({v: k for k, v in hidden.items()})


def _outer_logs(expression: sp.Expr) -> list[sp.Expr]:
    """Logarithms of sums, whose insides are to stay whole."""
    return sorted((n for n in expression.atoms(sp.log) if n.args[0].is_Add), key=sp.default_sort_key)


def fresh(symbol: sp.Symbol, *expressions: sp.Expr) -> sp.Symbol:
    """Return a symbol of the same kind whose name no given expression uses.

    Args:
        symbol: the one that is wanted.
        *expressions: where it must not be met.

    Returns:
        The symbol itself, or one with a number behind its name.

    Example:
        >>> fresh(sp.Symbol("x"), sp.Symbol("x", positive=True) + 1)
        x1
    """
    used = {s.name for e in expressions for s in e.free_symbols}
    name, number = symbol.name, 0
    while name in used:
        number += 1
        name = f"{symbol.name}{number}"
    return symbol if number == 0 else sp.Symbol(name, **symbol.assumptions0)


def split_terms(expression: sp.Expr, x: sp.Symbol) -> list[tuple[sp.Expr, sp.Expr]]:
    """Split a sum into (coefficient, statistic) pairs, equal statistics joined.

    Args:
        expression: a sum.
        x: the variable of the statistics.

    Returns:
        Pairs whose coefficient is free of x; the statistic of constant terms is 1.

    Example:
        >>> x, a, b = sp.symbols("x a b")
        >>> split_terms(a * x + b * x + a, x)
        [(a + b, x), (a, 1)]
    """
    joined: dict[sp.Expr, list[sp.Expr]] = {}
    for term in sp.Add.make_args(expression):
        coefficient, statistic = term.as_independent(x, as_Add=False)
        joined.setdefault(statistic, []).append(coefficient)
    pairs = [(sp.Add(*parts), statistic) for statistic, parts in joined.items()]
    pairs = [(c, t) for c, t in pairs if c != 0]
    return sorted(pairs, key=lambda pair: (pair[1] == 1, sp.default_sort_key(pair[1])))


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
    """Write (a - 1) log(m/n) as (1 - a) log(n/m), the way people do."""
    terms = []
    for term in sp.Add.make_args(expression):
        coefficient, log = term.as_independent(sp.log, as_Add=False)
        turned = [f for f in sp.Mul.make_args(coefficient) if _is_less_one(f)]
        if isinstance(log, sp.log) and turned and log.args[0].is_Mul:
            numerator, denominator = sp.fraction(log.args[0])
            term = coefficient / turned[0] * _negated(turned[0]) * sp.log(denominator / numerator)
        terms.append(term)
    return sp.Add(*terms)


def _is_less_one(factor: sp.Expr) -> bool:
    """Whether a factor is of the form a - 1 with a positive a that may be below 1."""
    return factor.is_Add and len(factor.args) == 2 and sp.S.NegativeOne in factor.args


def _negated(factor: sp.Expr) -> sp.Expr:
    return sp.Add(*(-a for a in factor.args))


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
