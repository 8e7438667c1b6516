"""The Gamma distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.known import EXPONENTIAL, POWER, Ball, Known, LogDensity, around, positive_half


def _log_density(concentration: Ball, rate: Ball) -> LogDensity:
    constant = concentration * rate.log() - concentration.lgamma()
    power = concentration - 1
    return lambda x, _a, _b: constant + power * x.log() - rate * x


class Gamma(Distribution):
    """The gamma distribution.

    Example:
        >>> Gamma(2, 3)
        Gamma(concentration=2, rate=3)
    """

    concentration: Value = parameter("alpha", POSITIVE, "the shape, positive")
    rate: Value = parameter("beta", POSITIVE, "the rate, positive; the mean is concentration/rate")

    cases = {"Erlang": "Gamma(k, rate) with a whole number k"}
    standard = "gamma"
    oracle = Known(
        positive_half,
        _log_density,
        around(lambda a, r: a / r),
        (POWER, EXPONENTIAL),
        sample=lambda r, a, rate: variates.gamma(r, a) / rate,
    )
    elsewhere = {
        "torch": "Gamma({concentration}, {rate})",
        "tfp": "Gamma({concentration}, rate={rate})",
        "numpyro": "Gamma({concentration}, {rate})",
        "scipy": "gamma(a={concentration}, scale=1 / {rate})",
        "julia": "Gamma({concentration}, 1 / {rate})",
        "numpy": "rng.gamma({concentration}, 1 / {rate})",
    }
    trap = (
        "A rate in torch, TensorFlow Probability and NumPyro; a scale, its reciprocal, in SciPy, "
        "Distributions.jl and NumPy."
    )
    sources = (("statproofbook", "proof P93 (gam-kl)"),)

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        a, r = self.concentration, self.rate
        return r**a * x ** (a - 1) * sp.exp(-r * x) / sp.gamma(a)

    def tails(self) -> tuple[End, End]:
        return End("log", self.concentration - 1), End("power", 1, self.rate, self.concentration - 1)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u / self.rate

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return self.rate * x

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.concentration,)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (
                self.concentration - 1,
                -self.rate,
            ),
            (
                sp.log(x),
                x,
            ),
            sp.loggamma(self.concentration) - self.concentration * sp.log(self.rate),
            sp.Integer(1),
        )
