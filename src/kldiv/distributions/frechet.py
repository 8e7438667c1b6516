"""The Fréchet distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.known import FAST, POWER, Ball, Known, LogDensity, one_scale, positive_half


def _log_density(scale: Ball, concentration: Ball) -> LogDensity:
    shape, centre = (concentration / scale).log(), scale.log()

    def at(x: Ball, _a: Ball, _b: Ball) -> Ball:
        z = x.log() - centre
        return shape - (concentration + 1) * z - (-concentration * z).exp()

    return at


class Frechet(Distribution):
    """The Fréchet distribution.

    Example:
        >>> Frechet(1, 2)
        Frechet(scale=1, concentration=2)
    """

    scale: Value = parameter("s", POSITIVE, "the scale, positive")
    concentration: Value = parameter("alpha", POSITIVE, "the shape, positive")

    name = "Fréchet"
    aliases = ("inverse Weibull", "extreme value type II")
    standard = "gamma"
    transport_decreases = True
    oracle = Known(
        positive_half,
        _log_density,
        one_scale,
        (FAST, POWER),
        sample=lambda r, s, k: s * variates.exponential(r) ** (-1 / k),
    )
    elsewhere = {
        "scipy": "invweibull(c={concentration}, scale={scale})",
        "julia": "Frechet({concentration}, {scale})",
        "numpy": "{scale} / rng.weibull({concentration})",
    }
    trap = "SciPy calls it `invweibull`. Distributions.jl wants the shape first."

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        a, s = self.concentration, self.scale
        return a / s * (x / s) ** (-a - 1) * sp.exp(-((x / s) ** (-a)))

    def tails(self) -> tuple[End, End]:
        return End("pole", self.concentration), End("log", self.concentration + 1)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.scale * u ** (-1 / self.concentration)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return (x / self.scale) ** (-self.concentration)

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Integer(1),)
