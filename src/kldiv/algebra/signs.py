"""The sign of an expression, and the direction in which an expression follows a part of it."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from kldiv.algebra.nodes import Expectation


def sign_of(expression: sp.Expr, positive: Iterable[sp.Expr] = ()) -> int | None:
    """Tell whether an expression is never negative or never positive.

    Args:
        expression: a scalar.
        positive: expressions that are not negative by assumption.

    Returns:
        1 or -1, or None where neither can be told.

    Example:
        >>> p = sp.Symbol("p", positive=True)
        >>> sign_of(-p), sign_of((1 - p) ** 2), sign_of(1 - p), sign_of(1 - p, [1 - p])
        (-1, 1, None, 1)
    """
    known = tuple(positive)
    if expression.is_nonnegative:
        return 1
    if expression.is_nonpositive:
        return -1
    if any(sp.expand(expression - part) == 0 for part in known):
        return 1
    if any(sp.expand(expression + part) == 0 for part in known):
        return -1
    if isinstance(expression, sp.Mul):
        total = 1
        for factor in expression.args:
            sign = sign_of(factor, known)
            if sign is None:
                return None
            total *= sign
        return total
    if isinstance(expression, sp.Add):
        signs = {sign_of(term, known) for term in expression.args}
        return signs.pop() if len(signs) == 1 else _sign_without(expression, known)
    if isinstance(expression, sp.Pow):
        base = sign_of(expression.base, known)
        even = expression.exp.is_even and _real_where_defined(expression.base)
        return 1 if even or (base == 1 and expression.exp.is_real) else None
    if isinstance(expression, (sp.Sum, sp.Integral)) and in_order(expression):
        return sign_of(expression.function, (*_free_of(expression, known), *_within(expression)))
    if isinstance(expression, Expectation):
        return sign_of(expression.body, _free_of(expression, known))
    return None


def _real_where_defined(expression: sp.Expr) -> bool:
    """Whether an expression is real, apart from points where a denominator vanishes and it has no value."""
    letters = expression.free_symbols
    return bool(expression.is_real or (all(s.is_real for s in letters) and expression.is_rational_function(*letters)))


def is_above_zero(expression: sp.Expr, positive: Iterable[sp.Expr] = ()) -> bool:
    """Tell whether a product is positive, and not 0, given what is.

    Args:
        expression: a scalar; it is written as a product first.
        positive: expressions that are positive by assumption.

    Returns:
        True if it is; False where that cannot be told.

    Example:
        >>> a, b = sp.symbols("a b", positive=True)
        >>> is_above_zero((1 - a) / (1 - b), [1 - a, 1 - b]), is_above_zero(1 - a)
        (True, False)
    """
    known, sign = tuple(positive), 1
    for factor in sp.Mul.make_args(sp.factor(expression)):
        base, power = factor.as_base_exp()
        if factor.is_positive or any(sp.expand(base - part) == 0 for part in known):
            continue
        if not power.is_integer:
            return False
        if not (base.is_negative or any(sp.expand(base + part) == 0 for part in known)):
            return False
        sign *= -1 if power.is_odd else 1
    return sign == 1


def _sign_without(expression: sp.Add, known: tuple[sp.Expr, ...]) -> int | None:
    """1 where something known not to be negative can be taken away and the rest is still not negative."""
    for k, part in enumerate(known):
        others = (*known[:k], *known[k + 1 :])
        if isinstance(part, sp.Add) and sign_of(sp.expand(expression - part), others) == 1:
            return 1
    return None


def _free_of(node: sp.Expr, known: Iterable[sp.Expr]) -> tuple[sp.Expr, ...]:
    """What is still known inside an integral or an expectation: nothing that names its variable.

    What is assumed with an index in it is assumed for every value of the index, so inside a sum all of it holds.
    """
    bound = set() if isinstance(node, sp.Sum) else set(node.bound_symbols)
    return tuple(part for part in known if not part.free_symbols & bound)


def _within(node: sp.Expr) -> list[sp.Expr]:
    """What is not negative inside an integral: the distances of the variable from the ends."""
    ends = [limit for limit in node.limits if isinstance(node, sp.Integral)]
    return [d for x, low, high in ends for d in (x - low, high - x) if not d.has(sp.oo, -sp.oo)]


def in_order(node: sp.Expr) -> bool:
    """Whether a sum or an integral runs upwards."""
    if isinstance(node, sp.Sum):
        return True
    return all(len(limit) == 3 and bool((limit[2] - limit[1]).is_extended_nonnegative) for limit in node.limits)


def direction(expression: sp.Expr, part: sp.Expr, positive: Iterable[sp.Expr] = ()) -> int | None:
    """Tell whether an expression rises or falls with a part of it.

    Args:
        expression: holds the part.
        part: a piece of it, wherever it stands.
        positive: expressions that are not negative by assumption.

    Returns:
        1 if it never falls when the part rises, -1 if it never rises, None where neither can be told.

    Example:
        >>> a, x = sp.Symbol("a", positive=True), sp.Symbol("x", real=True)
        >>> direction(3 - a * x, x), direction(x**2, x)
        (-1, None)
    """
    known = tuple(positive)
    if expression == part:
        return 1
    inside = [a for a in expression.args if a.has(part)]
    if isinstance(expression, sp.Add):
        signs = {direction(term, part, known) for term in inside}
        return signs.pop() if len(signs) == 1 else None
    if isinstance(expression, sp.Mul) and len(inside) == 1:
        rest = sign_of(sp.Mul(*(f for f in expression.args if f != inside[0])), known)
        inner = direction(inside[0], part, known)
        return None if rest is None or inner is None else rest * inner
    if isinstance(expression, (sp.Sum, sp.Integral)) and in_order(expression) and inside == [expression.function]:
        return direction(expression.function, part, _free_of(expression, known))
    if isinstance(expression, Expectation) and inside == [expression.body]:
        return direction(expression.body, part, _free_of(expression, known))
    if isinstance(expression, (sp.log, sp.exp)) and inside:
        return direction(expression.args[0], part, known)
    if isinstance(expression, sp.Pow) and inside == [expression.base]:
        base, power = sign_of(expression.base, known), sign_of(expression.exp, known)
        inner = direction(expression.base, part, known)
        return None if base != 1 or power is None or inner is None else power * inner
    return None
