"""The Inverse gamma distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.known import FAST, POWER, Ball, Known, LogDensity, around, positive_half


def _log_density(concentration: Ball, rate: Ball) -> LogDensity:
    constant = concentration * rate.log() - concentration.lgamma()
    power = concentration + 1
    return lambda x, _a, _b: constant - power * x.log() - rate / x


class InverseGamma(Distribution):
    """The inverse gamma distribution: the reciprocal of a gamma.

    Example:
        >>> InverseGamma(2, 3)
        InverseGamma(concentration=2, rate=3)
    """

    concentration: Value = parameter("alpha", POSITIVE, "the shape, positive")
    rate: Value = parameter(
        "beta", POSITIVE, "the scale of the reciprocal's rate, positive; torch calls it rate, others scale"
    )

    aliases = ("inverted gamma", "reciprocal gamma", "InvGamma")
    cases = {"Lévy": "InverseGamma(1/2, c/2)", "Levy": "InverseGamma(1/2, c/2)"}
    standard = "gamma"
    transport_decreases = True
    oracle = Known(
        positive_half,
        _log_density,
        around(lambda a, r: r / a),
        (FAST, POWER),
        sample=lambda r, a, rate: rate / variates.gamma(r, a),
    )
    elsewhere = {
        "torch": "InverseGamma({concentration}, {rate})",
        "tfp": "InverseGamma({concentration}, scale={rate})",
        "numpyro": "InverseGamma({concentration}, {rate})",
        "scipy": "invgamma(a={concentration}, scale={rate})",
        "julia": "InverseGamma({concentration}, {rate})",
        "numpy": "{rate} / rng.gamma({concentration})",
    }
    trap = (
        "torch and NumPyro call the second parameter `rate`, for it is the rate of $1/X$; for $X$ itself it "
        "is a scale, and so SciPy and Distributions.jl name it."
    )
    sources = (("distributionsjl", "src/univariate"),)

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        a, b = self.concentration, self.rate
        return b**a * x ** (-a - 1) * sp.exp(-b / x) / sp.gamma(a)

    def tails(self) -> tuple[End, End]:
        return End("pole", 1), End("log", self.concentration + 1)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.rate / u

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return self.rate / x

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.concentration,)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (
                -self.concentration - 1,
                -self.rate,
            ),
            (
                sp.log(x),
                1 / x,
            ),
            sp.loggamma(self.concentration) - self.concentration * sp.log(self.rate),
            sp.Integer(1),
        )
