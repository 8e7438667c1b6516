"""The Weibull distribution."""

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
        return shape + (concentration - 1) * z - (concentration * z).exp()

    return at


class Weibull(Distribution):
    """The Weibull distribution.

    Example:
        >>> Weibull(1, 2)
        Weibull(scale=1, concentration=2)
    """

    scale: Value = parameter("lambda", POSITIVE, "the scale, positive")
    concentration: Value = parameter("k", POSITIVE, "the shape, positive")

    name = "Weibull"
    aliases = ("Rosin–Rammler",)
    standard = "gamma"
    oracle = Known(
        positive_half,
        _log_density,
        one_scale,
        (POWER, FAST),
        sample=lambda r, s, k: s * variates.exponential(r) ** (1 / k),
    )
    elsewhere = {
        "torch": "Weibull({scale}, {concentration})",
        "tfp": "Weibull(concentration={concentration}, scale={scale})",
        "numpyro": "Weibull({scale}, {concentration})",
        "scipy": "weibull_min(c={concentration}, scale={scale})",
        "julia": "Weibull({concentration}, {scale})",
        "numpy": "{scale} * rng.weibull({concentration})",
    }
    trap = (
        "torch and NumPyro want the scale first, Distributions.jl the shape. SciPy's `weibull_min`, not `weibull_max`."
    )
    sources = (("bauckhage2013", "the whole note"),)

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        k, s = self.concentration, self.scale
        return k / s * (x / s) ** (k - 1) * sp.exp(-((x / s) ** k))

    def tails(self) -> tuple[End, End]:
        return End("log", self.concentration - 1), End("power", self.concentration, self.scale**-self.concentration)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.scale * u ** (1 / self.concentration)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return (x / self.scale) ** self.concentration

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Integer(1),)
