"""When the support of one distribution lies inside that of another, and the variable that both share."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.logarithms import fresh
from kldiv.algebra.notation import DISCRETE
from kldiv.distributions.base import Distribution


def support_conditions(p: Distribution, q: Distribution) -> tuple[sp.Basic, ...] | None:
    """When the support of p lies inside that of q.

    Args:
        p: the distribution with the mass.
        q: the distribution that must cover it.

    Returns:
        Conditions on the parameters, empty if it always does, None if it never does.
    """
    if p.kind != q.kind:
        return None
    if p.circular and q.circular:
        return ()  # both live on the whole circle, wherever it is cut open
    inner, outer = p.support(), q.support()
    widths = inner.upper - inner.lower, outer.upper - outer.lower
    if all(w.is_number for w in widths) and bool(widths[0] > widths[1]):
        return None
    held: list[sp.Basic] = []
    for condition in (inner.lower >= outer.lower, inner.upper <= outer.upper):
        decided = sp.sympify(condition)
        if decided is sp.false:
            return None
        if decided is not sp.true:
            held.append(decided)
    return tuple(held)


def variable_for(p: Distribution, q: Distribution) -> sp.Symbol:
    """The symbol x with what both supports say of it: p's mass lies where both are."""
    positive = any(distribution.support().lower.is_nonnegative for distribution in (p, q))
    if p.kind == DISCRETE:
        x = sp.Symbol("x", integer=True, nonnegative=True if positive else None)
    else:
        x = sp.Symbol("x", positive=True) if positive else sp.Symbol("x", real=True)
    return fresh(x, *p.symbols(), *q.symbols())
