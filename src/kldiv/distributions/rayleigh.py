"""The Rayleigh distribution."""

from __future__ import annotations

import math

from kldiv.distributions.base import Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.balls import square
from kldiv.oracles.known import FAST, POWER, Ball, Known, LogDensity, one_scale, positive_half


def _log_density(scale: Ball) -> LogDensity:
    constant = 2 * scale.log()
    return lambda x, _a, _b: x.log() - constant - square(x / scale) / 2


class Rayleigh(Distribution):
    """The Rayleigh distribution.

    Example:
        >>> Rayleigh(2)
        Rayleigh(scale=2)
    """

    scale: Value = parameter("sigma", POSITIVE, "the scale, positive")

    name = "Rayleigh"
    standard = "gamma"
    oracle = Known(
        positive_half,
        _log_density,
        one_scale,
        (POWER, FAST),
        sample=lambda r, s: s * math.sqrt(2 * variates.exponential(r)),
    )
    elsewhere = {
        "scipy": "rayleigh(scale={scale})",
        "julia": "Rayleigh({scale})",
        "numpy": "rng.rayleigh({scale})",
    }

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        s = self.scale
        return x / s**2 * sp.exp(-(x**2) / (2 * s**2))

    def tails(self) -> tuple[End, End]:
        return End("log", 1), End("power", 2, 1 / (2 * self.scale**2))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.scale * sp.sqrt(2) * u ** sp.Rational(1, 2)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x**2 / (2 * self.scale**2)

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Integer(1),)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (-1 / (2 * self.scale**2),),
            (x**2,),
            2 * sp.log(self.scale),
            x,
        )
