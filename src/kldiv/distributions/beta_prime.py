"""The beta prime distribution."""

from __future__ import annotations

import random

from kldiv.distributions.base import Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.known import POWER, Ball, Known, LogDensity, around, positive_half


# Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, ch. 27: the Pearson type VI distribution
def _log_density(concentration1: Ball, concentration0: Ball) -> LogDensity:
    whole = concentration1 + concentration0
    constant = whole.lgamma() - concentration1.lgamma() - concentration0.lgamma()
    return lambda x, _a, _b: constant + (concentration1 - 1) * x.log() - whole * x.log1p()


def _sample(rng: random.Random, concentration1: float, concentration0: float) -> float:
    """Divide one gamma variable by another."""
    return variates.gamma(rng, concentration1) / variates.gamma(rng, concentration0)


class BetaPrime(Distribution):
    """The beta prime distribution: the odds of a beta variable.

    Example:
        >>> BetaPrime(2, 3)
        BetaPrime(concentration1=2, concentration0=3)
    """

    concentration1: Value = parameter("alpha", POSITIVE, "the exponent of x, plus one; positive")
    concentration0: Value = parameter("beta", POSITIVE, "the tail index, positive")

    aliases = ("inverted beta", "beta of the second kind", "Pearson type VI")
    standard = "beta"
    oracle = Known(positive_half, _log_density, around(lambda a, b: a / b), (POWER, POWER), sample=_sample)
    elsewhere = {
        "scipy": "betaprime(a={concentration1}, b={concentration0})",
        "julia": "BetaPrime({concentration1}, {concentration0})",
        "numpy": "rng.gamma({concentration1}) / rng.gamma({concentration0})",
    }

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        a, b = self.concentration1, self.concentration0
        return x ** (a - 1) * (1 + x) ** (-a - b) * sp.gamma(a + b) / (sp.gamma(a) * sp.gamma(b))

    def tails(self) -> tuple[End, End]:
        return End("log", self.concentration1 - 1), End("log", self.concentration0 + 1)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u / (1 - u)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x / (1 + x)

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.concentration1, self.concentration0)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        a, b = self.concentration1, self.concentration0
        return ExponentialFamily(
            (a, a + b),
            (sp.log(x), -sp.log(1 + x)),
            sp.loggamma(a) + sp.loggamma(b) - sp.loggamma(a + b),
            1 / x,
        )
