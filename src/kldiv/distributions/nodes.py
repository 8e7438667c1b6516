"""The expectation under a distribution, and the divergence between two, as nodes not yet evaluated."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.distributions.arrays import ArrayLaw
from kldiv.distributions.base import Law


def expectation_under(law: Law, body: sp.Expr, x: sp.Symbol, index: str) -> Expectation:
    """Write E[body] under a law.

    Args:
        law: the law of X.
        body: an expression in x.
        x: the variable.
        index: what the law is called, "p" or "q".

    Returns:
        The unevaluated expectation.
    """
    support = law.support()
    return Expectation(body, x, support.lower, support.upper, law.density(x), index, law.kind)


def divergence_between(p: Law, q: Law, x: sp.Symbol) -> Divergence:
    """Write D(p || q) for two laws.

    Args:
        p: the law that the expectation is taken under.
        q: the law that it is compared with.
        x: the variable.

    Returns:
        The unevaluated divergence.
    """
    support = p.support()
    return Divergence(p.density(x), q.density(x), x, support.lower, support.upper, p.kind)


def divergence_of(p: ArrayLaw, q: ArrayLaw) -> Divergence:
    """Write D(p || q) for two laws of arrays."""
    x = p.variable()
    return Divergence(p.density(x), q.density(x), x, -sp.oo, sp.oo, p.kind)
