"""The Poisson distribution."""

from __future__ import annotations

from kldiv.distributions.base import DISCRETE, Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.discrete_uniform import DiscreteUniform
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import FLAT, End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.balls import log_of, times
from kldiv.oracles.known import Ball, Known, LogDensity, positive_half


def _log_density(rate: Ball) -> LogDensity:
    log_rate = log_of(rate)
    return lambda x, _a, _b: times(x, log_rate) - rate - (x + 1).lgamma()


class Poisson(Distribution):
    """The Poisson distribution.

    Example:
        >>> Poisson(3)
        Poisson(rate=3)
    """

    rate: Value = parameter("lambda", POSITIVE, "the mean, positive, or 0", edge=0)

    name = "Poisson"
    kind = DISCRETE
    standard = "poisson"
    oracle = Known(positive_half, _log_density, lambda r: (r, r.sqrt()), sample=variates.poisson)
    elsewhere = {
        "torch": "Poisson({rate})",
        "tfp": "Poisson({rate})",
        "numpyro": "Poisson({rate})",
        "scipy": "poisson(mu={rate})",
        "julia": "Poisson({rate})",
        "numpy": "rng.poisson({rate})",
    }
    sources = (("torch", "torch/distributions/kl.py"),)

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return self.rate**x * sp.exp(-self.rate) / sp.factorial(x)

    def tails(self) -> tuple[End, End]:
        return FLAT, End("x log x")

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.rate,)

    def regular(self) -> Distribution:
        return DiscreteUniform(sp.Integer(0), sp.Integer(0)) if self.rate == 0 else self

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        return (sp.factorial(x),)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (sp.log(self.rate),),
            (x,),
            self.rate,
            1 / sp.factorial(x),
        )
