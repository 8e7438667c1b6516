"""The Chi-squared distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.balls import ball
from kldiv.oracles.known import EXPONENTIAL, POWER, Ball, Known, LogDensity, around, positive_half


def _log_density(df: Ball) -> LogDensity:
    half = df / 2
    constant = half * ball(2).log() + half.lgamma()
    return lambda x, _a, _b: (half - 1) * x.log() - x / 2 - constant


class Chi2(Distribution):
    """The chi-squared distribution.

    Example:
        >>> Chi2(3)
        Chi2(df=3)
    """

    df: Value = parameter("nu", POSITIVE, "the degrees of freedom, positive")

    name = "chi-squared"
    aliases = ("chi-square", "chi squared", "chisq", "χ²")
    standard = "gamma"
    oracle = Known(
        positive_half,
        _log_density,
        around(lambda k: k),
        (POWER, EXPONENTIAL),
        sample=lambda r, k: 2 * variates.gamma(r, k / 2),
    )
    elsewhere = {
        "torch": "Chi2({df})",
        "tfp": "Chi2({df})",
        "numpyro": "Chi2({df})",
        "scipy": "chi2(df={df})",
        "julia": "Chisq({df})",
        "numpy": "rng.chisquare({df})",
    }
    trap = "All agree on the degrees of freedom; only the class is called `Chisq` in Distributions.jl."
    sources = (("torch", "torch/distributions/kl.py"),)

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        half = self.df / 2
        return x ** (half - 1) * sp.exp(-x / 2) / (2**half * sp.gamma(half))

    def tails(self) -> tuple[End, End]:
        return End("log", self.df / 2 - 1), End("power", 1, sp.Rational(1, 2), self.df / 2 - 1)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return 2 * u

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x / 2

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.df / sp.Integer(2),)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (self.df / 2,),
            (sp.log(x),),
            sp.loggamma(self.df / 2) + self.df / 2 * sp.log(2),
            sp.exp(-x / 2) / x,
        )
