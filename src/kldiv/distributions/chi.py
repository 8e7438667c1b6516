"""The Chi distribution."""

from __future__ import annotations

import math

from kldiv.distributions.base import Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.balls import ball, square
from kldiv.oracles.known import FAST, POWER, Ball, Known, LogDensity, around, positive_half


def _log_density(df: Ball) -> LogDensity:
    constant = (df / 2 - 1) * ball(2).log() + (df / 2).lgamma()
    return lambda x, _a, _b: (df - 1) * x.log() - square(x) / 2 - constant


class Chi(Distribution):
    """The chi distribution: the length of a standard normal vector.

    Example:
        >>> Chi(3)
        Chi(df=3)
    """

    df: Value = parameter("nu", POSITIVE, "the degrees of freedom, positive")

    standard = "gamma"
    oracle = Known(
        positive_half,
        _log_density,
        around(lambda k: k.sqrt()),
        (POWER, FAST),
        sample=lambda r, k: math.sqrt(2 * variates.gamma(r, k / 2)),
    )
    elsewhere = {
        "tfp": "Chi({df})",
        "scipy": "chi(df={df})",
        "julia": "Chi({df})",
        "numpy": "np.sqrt(rng.chisquare({df}))",
    }
    sources = (("tfpcode", "tensorflow_probability/python/distributions"),)

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return 2 ** (1 - self.df / 2) * x ** (self.df - 1) * sp.exp(-(x**2) / 2) / sp.gamma(self.df / 2)

    def tails(self) -> tuple[End, End]:
        return End("log", self.df - 1), End("power", 2, sp.Rational(1, 2))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return sp.sqrt(2) * u ** sp.Rational(1, 2)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x**2 / 2

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.df / sp.Integer(2),)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (self.df,),
            (sp.log(x),),
            sp.loggamma(self.df / 2) + (self.df / 2 - 1) * sp.log(2),
            sp.exp(-(x**2) / 2) / x,
        )
