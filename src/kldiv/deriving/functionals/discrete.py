"""The generating functionals of discrete standard distributions, each a lemma, from the defining sum."""

from __future__ import annotations

from functools import lru_cache

import sympy as sp

from kldiv.algebra.conditions import positive_condition
from kldiv.deriving.functionals.continuous import begin, closed, instance
from kldiv.deriving.functionals.rules import factorise, outcomes, telescope
from kldiv.distributions.standard import STANDARDS, variable
from kldiv.proof.record import Lemma
from kldiv.proof.rules import identities as sums

#: Letters: the rate of the exponential, a chance, a mean, a number of failures, a number of draws.
R = sp.Symbol("s", real=True)
CHANCE, MEAN, FAILURES = sp.symbols("pi m r", positive=True)
DRAWS = sp.Symbol("n", integer=True, positive=True)
LOW, HIGH = sp.symbols("a b", integer=True)
K = variable(STANDARDS["poisson"])

TITLE = "The moment generating function of the {} distribution"


@lru_cache(maxsize=1)
def binomial() -> Lemma:
    """E[e^(sK)] of a binomial variable."""
    chain = begin("binomial", sp.exp(R * K), DRAWS, CHANCE)
    chain.apply(sums.write_out)
    instance(chain, "binomial-theorem", a=CHANCE * sp.exp(R), b=1 - CHANCE, n=DRAWS)
    return closed(chain, "functional-binomial", TITLE.format("binomial"), "By the binomial theorem.", sp.Gt(1, CHANCE))


@lru_cache(maxsize=1)
def geometric() -> Lemma:
    """E[e^(sK)] of a geometric variable."""
    chain = begin("geometric", sp.exp(R * K), CHANCE)
    chain.apply(sums.write_out)
    instance(chain, "geometric-series", c=(1 - CHANCE) * sp.exp(R))
    return closed(
        chain, "functional-geometric", TITLE.format("geometric"), "By the geometric series.", sp.Gt(1, CHANCE)
    )


@lru_cache(maxsize=1)
def poisson() -> Lemma:
    """E[e^(sK)] of a Poisson variable."""
    chain = begin("poisson", sp.exp(R * K), MEAN)
    chain.apply(sums.write_out)
    instance(chain, "exponential-series", c=MEAN * sp.exp(R))
    return closed(chain, "functional-poisson", TITLE.format("Poisson"), "By the exponential series.")


@lru_cache(maxsize=1)
def negative_binomial() -> Lemma:
    """E[e^(sK)] of a negative binomial variable."""
    chain = begin("negative-binomial", sp.exp(R * K), FAILURES, CHANCE)
    chain.apply(sums.write_out)
    instance(chain, "binomial-series", c=CHANCE * sp.exp(R), r=FAILURES)
    title = TITLE.format("negative binomial")
    return closed(chain, "functional-negative-binomial", title, "By the binomial series.", sp.Gt(1, CHANCE))


@lru_cache(maxsize=1)
def bernoulli() -> Lemma:
    """E[e^(sK)] of a Bernoulli variable."""
    chain = begin("bernoulli", sp.exp(R * K), CHANCE)
    chain.apply(outcomes)
    return closed(chain, "functional-bernoulli", TITLE.format("Bernoulli"), "Two outcomes.", sp.Gt(1, CHANCE))


@lru_cache(maxsize=16)
def power_of_discrete_uniform(power: int) -> Lemma:
    """E[K^n] of a variable that is uniform on whole numbers."""
    k = variable(STANDARDS["discrete-uniform"])
    chain = begin("discrete-uniform", k**power, LOW, HIGH)
    chain.apply(sums.write_out)
    chain.apply(sums.split_sum)
    chain.apply(telescope)
    chain.apply(factorise)
    title = f"The mean of the {('first', 'second', 'third', 'fourth')[power - 1]} power of a discrete uniform variable"
    return closed(
        chain, f"power-{power}-discrete-uniform", title, "A telescoping sum.", *positive_condition(HIGH - LOW + 1)
    )
