"""The Exponential distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import FLAT, End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.known import EXPONENTIAL, POWER, Ball, Known, LogDensity, around, positive_half


def _log_density(rate: Ball) -> LogDensity:
    constant = rate.log()
    return lambda x, _a, _b: constant - rate * x


class Exponential(Distribution):
    """The exponential distribution.

    Example:
        >>> Exponential(2)
        Exponential(rate=2)
    """

    rate: Value = parameter("lambda", POSITIVE, "the rate, positive; the mean is 1/rate")

    aliases = ("negative exponential", "Exp", "Expon")
    standard = "gamma"
    oracle = Known(
        positive_half,
        _log_density,
        around(lambda r: 1 / r),
        (POWER, EXPONENTIAL),
        sample=lambda r, rate: variates.exponential(r) / rate,
    )
    elsewhere = {
        "torch": "Exponential({rate})",
        "tfp": "Exponential({rate})",
        "numpyro": "Exponential({rate})",
        "scipy": "expon(scale=1 / {rate})",
        "julia": "Exponential(1 / {rate})",
        "numpy": "rng.exponential(1 / {rate})",
    }
    trap = (
        "A rate in torch, TensorFlow Probability and NumPyro; a scale, its reciprocal, in SciPy, "
        "Distributions.jl and NumPy."
    )
    sources = (("torch", "torch/distributions/kl.py"),)

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return self.rate * sp.exp(-self.rate * x)

    def survival(self, x: sp.Expr) -> sp.Expr:
        return sp.exp(-self.rate * x)

    def tails(self) -> tuple[End, End]:
        return FLAT, End("power", 1, self.rate)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u / self.rate

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return self.rate * x

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Integer(1),)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (-self.rate,),
            (x,),
            -sp.log(self.rate),
            sp.Integer(1),
        )
