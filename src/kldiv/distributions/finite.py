"""Distributions on K outcomes with K a symbol: the letters, and the quantities made of them."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity

#: The number of outcomes, and an index that runs over them.
K = sp.Symbol("K", integer=True, positive=True)
i = sp.Symbol("i", integer=True, positive=True)
j = sp.Symbol("j", integer=True, positive=True)
M = sp.Symbol("M", integer=True, positive=True)

#: Distributions on the K outcomes.
p = sp.IndexedBase("p", positive=True)
q = sp.IndexedBase("q", positive=True)
r = sp.IndexedBase("r", positive=True)


def over_outcomes(body: sp.Expr) -> sp.Sum:
    """The sum of body over i = 1, ..., K."""
    return sp.Sum(body, (i, 1, K))


def total_one(distribution: sp.IndexedBase, index: sp.Symbol = i, size: sp.Symbol = K) -> sp.Eq:
    """The assumption that a distribution's probabilities sum to one."""
    return sp.Eq(sp.Sum(distribution[index], (index, 1, size)), 1)


def divergence(a: sp.IndexedBase, b: sp.IndexedBase) -> Quantity:
    """D(a || b)."""
    return Quantity(
        rf"D({a.label} \,\|\, {b.label})",
        f"D({a.label} || {b.label})",
        over_outcomes(a[i] * sp.log(a[i] / b[i])),
    )


def entropy(a: sp.IndexedBase) -> Quantity:
    """H(a)."""
    return Quantity(f"H({a.label})", f"H({a.label})", -over_outcomes(a[i] * sp.log(a[i])))


def cross_entropy(a: sp.IndexedBase, b: sp.IndexedBase) -> Quantity:
    """H(a, b)."""
    return Quantity(rf"H({a.label},\, {b.label})", f"H({a.label}, {b.label})", -over_outcomes(a[i] * sp.log(b[i])))


#: Conditional distributions (or channels) given outcome i: c[i, j] and d[i, j] for j = 1, ..., M.
c = sp.IndexedBase("c", positive=True)
d = sp.IndexedBase("d", positive=True)


def rows_one(rows: sp.IndexedBase) -> sp.Eq:
    """The assumption that every row is a distribution."""
    return sp.Eq(sp.Sum(rows[i, j], (j, 1, M)), 1)
