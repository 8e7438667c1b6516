"""Rewriting sums and integrals: splitting, joining, taking factors out, total probability."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import permutations

import sympy as sp

from kldiv.algebra.quantities import unfold

Ranged = (sp.Sum, sp.Integral)


def inside(change: Callable[[sp.Expr], sp.Expr]) -> Callable[[sp.Expr], sp.Expr]:
    """Lift a rewriting of summands to sums (and of integrands to integrals).

    Args:
        change: what to do with each summand.

    Returns:
        A function of the whole expression.
    """

    def lifted(expression: sp.Expr) -> sp.Expr:
        if not expression.has(*Ranged):
            return expression
        if isinstance(expression, Ranged):
            return expression.func(change(lifted(expression.function)), *expression.limits)
        return expression.func(*(lifted(a) for a in expression.args))

    return lifted


def log_of_ratio(expression: sp.Expr) -> sp.Expr:
    """Open logarithms of products, quotients and powers of positive parts."""
    return sp.expand_log(expression, deep=True)


def distribute(expression: sp.Expr) -> sp.Expr:
    """Multiply out products of sums, inside sums and integrals too.

    Example:
        >>> a, b, c = sp.symbols("a b c")
        >>> distribute(a * (b + c))
        a*b + a*c
    """
    return sp.expand_mul(inside(sp.expand_mul)(expression))


def split(expression: sp.Expr) -> sp.Expr:
    """Split each sum of several terms, and take out what does not depend on its index.

    Example:
        >>> i, K, c = sp.symbols("i K c")
        >>> split(sp.Sum(c * i + i**2, (i, 1, K)))
        c*Sum(i, (i, 1, K)) + Sum(i**2, (i, 1, K))
    """
    if not expression.has(*Ranged):
        return expression
    if not isinstance(expression, Ranged):
        return expression.func(*(split(a) for a in expression.args))
    inner, *outer = expression.limits
    parts = []
    body = split(expression.function)
    for term in sp.Add.make_args(sp.expand_mul(body) if body.has(*Ranged) else body):
        outside, kept = term.as_independent(inner[0], as_Add=False)
        part = outside * expression.func(kept, inner)
        # a double sum is split from the inside; what the inner sum gave up may come out of the outer one too
        parts.append(split(expression.func(part, *outer)) if outer and outside != 1 else part)
        if outer and outside == 1:
            parts[-1] = expression.func(kept, *expression.limits)
    return sp.Add(*parts)


def merge(expression: sp.Expr) -> sp.Expr:
    """Join sums (and integrals) that run over the same range.

    Example:
        >>> i, K = sp.symbols("i K")
        >>> merge(sp.Sum(i, (i, 1, K)) - 2 * sp.Sum(i**2, (i, 1, K)))
        Sum(-2*i**2 + i, (i, 1, K))
    """
    groups: dict[tuple[type, tuple[sp.Tuple, ...]], list[sp.Expr]] = {}
    rest = []
    for term in sp.Add.make_args(expression):
        nodes = [f for f in sp.Mul.make_args(term) if isinstance(f, Ranged)]
        if len(nodes) == 1 and not (term / nodes[0]).has(*(limit[0] for limit in nodes[0].limits)):
            node = nodes[0]
            groups.setdefault((node.func, node.limits), []).append(term / node * node.function)
        else:
            rest.append(term)
    return sp.Add(*rest, *(func(sp.Add(*bodies), *limits) for (func, limits), bodies in groups.items()))


def totals(*facts: sp.Eq) -> Callable[[sp.Expr], sp.Expr]:
    """Use equations such as sum_i p_i = 1, from left to right.

    Args:
        *facts: the equations.

    Returns:
        A function that replaces their left sides by their right sides.
    """
    return lambda expression: expression.xreplace({fact.lhs: fact.rhs for fact in facts})


def canonical(kind: type, body: sp.Expr, limits: Sequence[sp.Tuple]) -> sp.Expr:
    """Name the indices of a sum in one way; equal ranges come in the order of the least expression."""
    facts = {"real": True} if kind is sp.Integral else {"integer": True, "positive": True}
    names = [sp.Symbol(f"index_{k}", **facts) for k in range(len(limits))]
    tried = []
    for order in permutations(limits):
        renamed = dict(zip((limit[0] for limit in order), names, strict=True))
        ends = [(name, *limit[1:]) for name, limit in zip(names, order, strict=True)]
        if any(sp.sympify(e).has(*renamed) for _, *pair in ends for e in pair):
            return kind(body, *limits)  # a range that depends on another index is left as it stands
        tried.append(kind(body.xreplace(renamed), *ends))
    return min(tried, key=lambda s: (str(s.limits), sp.default_sort_key(s)))


def normal_form(expression: sp.Basic, facts: Iterable[sp.Eq] = ()) -> sp.Expr:
    """Bring an expression to a form in which equal sums cancel.

    Logarithms are opened, products multiplied out, nested sums flattened, sums split, and the facts used.

    Args:
        expression: any expression.
        facts: equations to use from left to right.

    Returns:
        An equal expression; 0 if everything cancelled.
    """
    known = {canonical(f.lhs.func, f.lhs.function, f.lhs.limits): f.rhs for f in facts if isinstance(f.lhs, Ranged)}

    def go(node: sp.Basic) -> sp.Basic:
        if not node.has(*Ranged):
            return sp.expand(sp.expand_log(node, deep=True)) if isinstance(node, sp.Expr) else node
        if isinstance(node, Ranged):
            body, limits = go(node.function), node.limits
            parts = []
            for term in sp.Add.make_args(sp.expand(body)):
                factors = sp.Mul.make_args(term)
                deeper = [f for f in factors if type(f) is node.func]
                if len(deeper) == 1:  # a sum inside a sum: one sum over both
                    others = sp.Mul(*(f for f in factors if f is not deeper[0]))
                    parts.append(summed(node.func, others * deeper[0].function, (*deeper[0].limits, *limits)))
                else:
                    parts.append(summed(node.func, term, limits))
            return sp.expand(sp.Add(*parts))
        return sp.expand(node.func(*(go(a) for a in node.args)))

    def summed(kind: type, body: sp.Expr, limits: Sequence[sp.Tuple]) -> sp.Expr:
        """One term, what does not depend on the indices in front; totals that are known are put in."""
        for k, limit in enumerate(limits):
            others = (*limits[:k], *limits[k + 1 :])
            if any(end.has(limit[0]) for other in others for end in other[1:]):
                continue
            outside, kept = body.as_independent(limit[0], as_Add=False)
            total = known.get(canonical(kind, kept, [limit]))
            if total is not None:
                return go(kind(outside * total, *others)) if others else outside * total
        outside, kept = body.as_independent(*(limit[0] for limit in limits), as_Add=False)
        if kept == 1 and kind is sp.Sum and len(limits) == 1:
            return outside * (limits[0][2] - limits[0][1] + 1)  # so many ones
        return outside * canonical(kind, kept, limits)

    return go(unfold(expression))
