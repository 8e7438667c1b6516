"""The Maxwell distribution."""

from __future__ import annotations

import math

from kldiv.distributions.base import Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.balls import pi, square
from kldiv.oracles.known import FAST, POWER, Ball, Known, LogDensity, one_scale, positive_half


def _log_density(scale: Ball) -> LogDensity:
    constant = (2 / pi()).log() / 2 - 3 * scale.log()
    return lambda x, _a, _b: constant + 2 * x.log() - square(x / scale) / 2


class Maxwell(Distribution):
    """The Maxwell distribution of speeds.

    Example:
        >>> Maxwell(2)
        Maxwell(scale=2)
    """

    scale: Value = parameter("sigma", POSITIVE, "the scale, positive")

    name = "Maxwell"
    aliases = ("Maxwell–Boltzmann",)
    standard = "gamma"
    oracle = Known(
        positive_half,
        _log_density,
        one_scale,
        (POWER, FAST),
        sample=lambda r, s: s * math.sqrt(2 * variates.gamma(r, 1.5)),
    )
    elsewhere = {
        "scipy": "maxwell(scale={scale})",
        "numpy": "{scale} * np.sqrt(rng.chisquare(3))",
    }

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        s = self.scale
        return sp.sqrt(2 / sp.pi) * x**2 / s**3 * sp.exp(-(x**2) / (2 * s**2))

    def tails(self) -> tuple[End, End]:
        return End("log", 2), End("power", 2, 1 / (2 * self.scale**2))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.scale * sp.sqrt(2) * u ** sp.Rational(1, 2)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x**2 / (2 * self.scale**2)

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Rational(3, 2),)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (-1 / (2 * self.scale**2),),
            (x**2,),
            3 * sp.log(self.scale),
            sp.sqrt(2 / sp.pi) * x**2,
        )
