"""The Binomial distribution."""

from __future__ import annotations

import random

from kldiv.distributions.base import DISCRETE, Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.discrete_uniform import DiscreteUniform
from kldiv.distributions.domains import COUNT, PROBABILITY
from kldiv.distributions.tails import FLAT, End
from kldiv.lazily import sp
from kldiv.oracles.balls import log_of, times
from kldiv.oracles.known import Ball, Known, LogDensity


def _log_density(total_count: Ball, probs: Ball) -> LogDensity:
    constant, success, failure = (total_count + 1).lgamma(), log_of(probs), log_of(1 - probs)

    def at(_x: Ball, a: Ball, b: Ball) -> Ball:
        return constant - (a + 1).lgamma() - (b + 1).lgamma() + times(a, success) + times(b, failure)

    return at


def _sample(rng: random.Random, n: float, probs: float) -> int:
    return sum(rng.random() < probs for _ in range(int(n)))


class Binomial(Distribution):
    """The binomial distribution: how many of n trials succeed.

    Example:
        >>> Binomial(10, 0.25)
        Binomial(total_count=10, probs=0.25)
    """

    total_count: Value = parameter("n", COUNT, "the number of trials, a positive whole number")
    probs: Value = parameter("pi", PROBABILITY, "the probability of success in each, between 0 and 1")

    aliases = ("Binom", "Bin")
    kind = DISCRETE
    standard = "binomial"
    finite = True
    shared = "total_count"
    oracle = Known(lambda n, _p: (0, n), _log_density, lambda n, p: (n * p, n), sample=_sample)
    elsewhere = {
        "torch": "Binomial({total_count}, {probs})",
        "tfp": "Binomial({total_count}, probs={probs})",
        "numpyro": "Binomial({total_count}, {probs})",
        "scipy": "binom(n={total_count}, p={probs})",
        "julia": "Binomial({total_count}, {probs})",
        "numpy": "rng.binomial({total_count}, {probs})",
    }
    trap = "Between distributions with different numbers of trials most libraries have no divergence."
    sources = (("statproofbook", "proof P420 (bin-kl)"),)

    def support(self) -> Support:
        return Support(sp.Integer(0), self.total_count, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return sp.binomial(self.total_count, x) * self.probs**x * (1 - self.probs) ** (self.total_count - x)

    def tails(self) -> tuple[End, End]:
        return FLAT, FLAT

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            self.total_count,
            self.probs,
        )

    def regular(self) -> Distribution:
        certain = self.total_count * self.probs
        return DiscreteUniform(certain, certain) if self.probs in (0, 1) else self

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        return (1 - self.probs, sp.binomial(self.total_count, x))

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (sp.log(self.probs) - sp.log(1 - self.probs),),
            (x,),
            -self.total_count * sp.log(1 - self.probs),
            sp.binomial(self.total_count, x),
        )
