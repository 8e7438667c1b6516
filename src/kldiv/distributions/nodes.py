"""The expectation under a distribution, and the divergence between two, as nodes not yet evaluated."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.distributions.arrays import ArrayDistribution
from kldiv.distributions.base import Distribution


def expectation_under(distribution: Distribution, body: sp.Expr, x: sp.Symbol, index: str) -> Expectation:
    """Write E[body] under a distribution.

    Args:
        distribution: the distribution of X.
        body: an expression in x.
        x: the variable.
        index: what the distribution is called, "p" or "q".

    Returns:
        The unevaluated expectation.
    """
    support = distribution.support()
    return Expectation(body, x, support.lower, support.upper, distribution.density(x), index, distribution.kind)


def divergence_between(p: Distribution, q: Distribution, x: sp.Symbol) -> Divergence:
    """Write D(p || q) for two distributions.

    Args:
        p: the distribution that the expectation is taken under.
        q: the distribution that it is compared with.
        x: the variable.

    Returns:
        The unevaluated divergence.
    """
    support = p.support()
    return Divergence(p.density(x), q.density(x), x, support.lower, support.upper, p.kind)


def divergence_of(p: ArrayDistribution, q: ArrayDistribution) -> Divergence:
    """Write D(p || q) for two distributions of arrays."""
    x = p.variable()
    letter = x.label if isinstance(x, sp.IndexedBase) else x
    return Divergence(p.density(x), q.density(x), letter, -sp.oo, sp.oo, p.kind)
