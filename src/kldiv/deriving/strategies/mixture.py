"""Expectations under a mixture of gamma distributions, as which the Lindley distribution is defined."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.logarithms import fresh
from kldiv.algebra.nodes import Expectation
from kldiv.deriving.functionals import functionals
from kldiv.deriving.functionals.continuous import standard_expectation
from kldiv.deriving.functionals.reading import functional
from kldiv.deriving.strategies.transport import expand
from kldiv.distributions.base import Distribution
from kldiv.distributions.lindley import Lindley
from kldiv.distributions.standard import STANDARDS, StandardDistribution, variable
from kldiv.proof.chain import Chain
from kldiv.proof.kernel import rule
from kldiv.proof.rules import general
from kldiv.proof.rules.general import want
from kldiv.proof.statements import Refused

GAMMA = STANDARDS["gamma"]


@rule(
    "gamma-mixture",
    "Take the mixture apart",
    "The density is a weighted sum of gamma densities of one rate, so the expectation is a weighted sum, each part "
    "carried to a gamma variable of rate 1.",
)
def gamma_mixture(expectation: sp.Basic, rate: sp.Expr, *weights: sp.Expr) -> sp.Expr:
    """Write an expectation under a mixture of gammas of shapes 1, 2, ... as a sum, once the densities agree."""
    e: Expectation = want(Expectation, expectation, "gamma-mixture")
    x = e.variable
    mixed = sp.Add(*(w * rate * GAMMA.density(rate * x, sp.Integer(k)) for k, w in enumerate(weights, 1)))
    if sp.simplify(mixed - e.density) != 0 or (e.lower, e.upper) != (0, sp.oo):
        raise Refused("gamma-mixture: the density is not this mixture")
    u = fresh(variable(GAMMA), e)
    body = e.body.subs(x, u / rate)
    return sp.Add(*(w * standard_expectation(GAMMA, body, u, sp.Integer(k)) for k, w in enumerate(weights, 1)))


def by_mixture(chain: Chain, distribution: Distribution, _standard: StandardDistribution) -> str | None:
    """Take a Lindley expectation apart into two gamma expectations."""
    if not isinstance(distribution, Lindley):
        return None
    rate = distribution.rate
    known = [lemma for shape in (1, 2) for lemma in functionals(GAMMA, sp.Integer(shape))]
    chain.apply(gamma_mixture, rate, rate / (1 + rate), 1 / (1 + rate))
    chain.apply(expand, distribution)
    chain.apply(functional, distribution, *known)
    chain.apply(general.tidy, distribution)
    return "A mixture of an exponential and a gamma of shape 2, with the same rate."
