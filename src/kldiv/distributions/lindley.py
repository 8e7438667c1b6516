"""The Lindley distribution."""

from __future__ import annotations

import random

from kldiv.distributions.base import Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import FLAT, End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.known import EXPONENTIAL, POWER, Ball, Known, LogDensity, around, positive_half


def _log_density(rate: Ball) -> LogDensity:
    constant = 2 * rate.log() - rate.log1p()
    return lambda x, _a, _b: constant + x.log1p() - rate * x


def _sample(rng: random.Random, rate: float) -> float:
    """Mix an exponential with a gamma of shape two."""
    return variates.gamma(rng, 1 if rng.random() < rate / (1 + rate) else 2) / rate


class Lindley(Distribution):
    """The Lindley distribution: a mixture of an exponential and a gamma.

    Example:
        >>> Lindley(2)
        Lindley(rate=2)
    """

    rate: Value = parameter("theta", POSITIVE, "the rate, positive")

    name = "Lindley"
    standard = "lindley"
    oracle = Known(
        positive_half, _log_density, around(lambda r: (r + 2) / (r * (r + 1))), (POWER, EXPONENTIAL), sample=_sample
    )
    elsewhere = {
        "julia": "Lindley({rate})",
    }
    sources = (("distributionsjl", "src/univariate"),)

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        t = self.rate
        return t**2 / (1 + t) * (1 + x) * sp.exp(-t * x)

    def survival(self, x: sp.Expr) -> sp.Expr:
        return (1 + self.rate * x / (1 + self.rate)) * sp.exp(-self.rate * x)

    def tails(self) -> tuple[End, End]:
        return FLAT, End("power", 1, self.rate, 1)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.rate,)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (-self.rate,),
            (x,),
            sp.log(1 + self.rate) - 2 * sp.log(self.rate),
            1 + x,
        )
