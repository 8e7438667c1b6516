"""The Exp-gamma distribution."""

from __future__ import annotations

import math

from kldiv.distributions.base import Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.known import EXPONENTIAL, FAST, Ball, Known, LogDensity, whole_line


def _log_density(concentration: Ball, rate: Ball) -> LogDensity:
    constant = concentration * rate.log() - concentration.lgamma()
    return lambda x, _a, _b: constant + concentration * x - rate * x.exp()


class ExpGamma(Distribution):
    """The distribution whose exponential is gamma.

    Example:
        >>> ExpGamma(2, 3)
        ExpGamma(concentration=2, rate=3)
    """

    concentration: Value = parameter("alpha", POSITIVE, "the shape of the gamma, positive")
    rate: Value = parameter("beta", POSITIVE, "the rate of the gamma, positive")

    name = "exp-gamma"
    standard = "gamma"
    oracle = Known(
        whole_line,
        _log_density,
        lambda a, r: ((a / r).log(), 1 / a.sqrt()),
        (EXPONENTIAL, FAST),
        sample=lambda r, a, rate: math.log(variates.gamma(r, a) / rate),
    )
    elsewhere = {
        "tfp": "ExpGamma({concentration}, rate={rate})",
        "scipy": "loggamma(c={concentration}, loc=-np.log({rate}))",
        "numpy": "np.log(rng.gamma({concentration}, 1 / {rate}))",
    }
    trap = "SciPy calls it `loggamma`: the distribution of the logarithm of a gamma variable."
    sources = (("tfpcode", "tensorflow_probability/python/distributions"),)

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        a, r = self.concentration, self.rate
        return r**a * sp.exp(a * x - r * sp.exp(x)) / sp.gamma(a)

    def tails(self) -> tuple[End, End]:
        return End("power", 1, self.concentration), End("exponential", 1)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return sp.log(u) - sp.log(self.rate)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return self.rate * sp.exp(x)

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.concentration,)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (
                self.concentration,
                -self.rate,
            ),
            (
                x,
                sp.exp(x),
            ),
            sp.loggamma(self.concentration) - self.concentration * sp.log(self.rate),
            sp.Integer(1),
        )
