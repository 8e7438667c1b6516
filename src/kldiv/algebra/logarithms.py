"""Rewriting with SymPy, kept to what is fast and safe.

SymPy cannot see that 1 - x is positive on (0, 1). Distributions say which expressions are positive; they are replaced
by positive stand-ins, the logarithms are expanded, and the stand-ins are put back. Nothing is ever forced.
"""

from __future__ import annotations

from collections.abc import Iterable

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


def split_terms(expression: sp.Expr, *x: sp.Symbol) -> list[tuple[sp.Expr, sp.Expr]]:
    """Split a sum into (coefficient, statistic) pairs, equal statistics joined.

    Args:
        expression: a sum.
        *x: the variable of the statistics, or several.

    Returns:
        Pairs whose coefficient is free of x; the statistic of constant terms is 1.

    Example:
        >>> x, a, b = sp.symbols("x a b")
        >>> split_terms(a * x + b * x + a, x)
        [(a + b, x), (a, 1)]
    """
    joined: dict[sp.Expr, list[sp.Expr]] = {}
    for term in sp.Add.make_args(expression):
        coefficient, statistic = term.as_independent(*x, as_Add=False)
        joined.setdefault(statistic, []).append(coefficient)
    pairs = [(sp.Add(*parts), statistic) for statistic, parts in joined.items()]
    pairs = [(c, t) for c, t in pairs if c != 0]
    return sorted(pairs, key=lambda pair: (pair[1] == 1, sp.default_sort_key(pair[1])))
