"""The Exp-inverse-gamma distribution."""

from __future__ import annotations

import math

from kldiv.distributions.base import Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.known import EXPONENTIAL, FAST, Ball, Known, LogDensity, whole_line


def _log_density(concentration: Ball, scale: Ball) -> LogDensity:
    constant = concentration * scale.log() - concentration.lgamma()
    return lambda x, _a, _b: constant - concentration * x - scale * (-x).exp()


class ExpInverseGamma(Distribution):
    """The distribution whose exponential is inverse gamma.

    Example:
        >>> ExpInverseGamma(2, 3)
        ExpInverseGamma(concentration=2, scale=3)
    """

    concentration: Value = parameter("alpha", POSITIVE, "the shape of the inverse gamma, positive")
    scale: Value = parameter("beta", POSITIVE, "the scale of the inverse gamma, positive")

    name = "exp-inverse-gamma"
    standard = "gamma"
    transport_decreases = True
    oracle = Known(
        whole_line,
        _log_density,
        lambda a, s: ((s / a).log(), 1 / a.sqrt()),
        (FAST, EXPONENTIAL),
        sample=lambda r, a, s: math.log(s / variates.gamma(r, a)),
    )
    elsewhere = {
        "tfp": "ExpInverseGamma({concentration}, scale={scale})",
        "numpy": "-np.log(rng.gamma({concentration}, 1 / {scale}))",
    }
    sources = (("tfpcode", "tensorflow_probability/python/distributions"),)

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        a, b = self.concentration, self.scale
        return b**a * sp.exp(-a * x - b * sp.exp(-x)) / sp.gamma(a)

    def tails(self) -> tuple[End, End]:
        return End("exponential", 1), End("power", 1, self.concentration)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return sp.log(self.scale) - sp.log(u)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return self.scale * sp.exp(-x)

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.concentration,)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (
                -self.concentration,
                -self.scale,
            ),
            (
                x,
                sp.exp(-x),
            ),
            sp.loggamma(self.concentration) - self.concentration * sp.log(self.scale),
            sp.Integer(1),
        )
