"""Expectations over one outcome or two, which are sums of as many terms."""

from __future__ import annotations

import sympy as sp

from kldiv.deriving.functionals.rules import outcomes
from kldiv.distributions.base import Distribution
from kldiv.distributions.bernoulli import Bernoulli
from kldiv.distributions.discrete_uniform import is_certain
from kldiv.distributions.standard import StandardDistribution
from kldiv.proof.chain import Chain
from kldiv.proof.kernel import rule
from kldiv.proof.rules import general


@rule("combine", "Combine", "Gamma functions and factorials whose arguments differ by whole numbers are cancelled.")
def combine(expression: sp.Basic) -> sp.Expr:
    """Cancel gamma functions, factorials and binomial coefficients."""
    return sp.expand_func(sp.combsimp(expression))


def two_outcomes(chain: Chain, distribution: Distribution, _standard: StandardDistribution) -> str | None:
    """A Bernoulli expectation is a sum of two terms."""
    if not isinstance(distribution, Bernoulli):
        return None
    chain.apply(outcomes)
    chain.apply(combine)
    chain.apply(general.tidy, distribution)
    return "Only two outcomes carry mass."


def one_outcome(chain: Chain, distribution: Distribution, _standard: StandardDistribution) -> str | None:
    """Where one outcome is certain, as a Poisson variable of rate 0 is, an expectation is the statistic there."""
    if not is_certain(distribution) or not distribution.support().lower.is_integer:
        return None
    chain.apply(outcomes)
    chain.apply(general.tidy, distribution)
    return "Only one outcome carries mass."
