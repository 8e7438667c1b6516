"""The Gumbel distribution."""

from __future__ import annotations

import math

from kldiv.distributions.base import Distribution, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.known import EXPONENTIAL, FAST, Ball, Known, LogDensity, loc_and_scale, whole_line


def _log_density(loc: Ball, scale: Ball) -> LogDensity:
    constant = scale.log()

    def at(x: Ball, _a: Ball, _b: Ball) -> Ball:
        z = (x - loc) / scale
        return -constant - z - (-z).exp()

    return at


class Gumbel(Distribution):
    """The Gumbel distribution of largest values.

    Example:
        >>> Gumbel(0, 1)
        Gumbel(loc=0, scale=1)
    """

    loc: Value = parameter("mu", REAL, "the mode, a real number")
    scale: Value = parameter("beta", POSITIVE, "the scale, positive")

    name = "Gumbel"
    aliases = ("extreme value", "extreme value type I", "Gumbel for maxima")
    standard = "gamma"
    transport_decreases = True
    oracle = Known(
        whole_line,
        _log_density,
        loc_and_scale,
        (FAST, EXPONENTIAL),
        sample=lambda r, m, s: m - s * math.log(variates.exponential(r)),
    )
    elsewhere = {
        "torch": "Gumbel({loc}, {scale})",
        "tfp": "Gumbel({loc}, {scale})",
        "numpyro": "Gumbel({loc}, {scale})",
        "scipy": "gumbel_r(loc={loc}, scale={scale})",
        "julia": "Gumbel({loc}, {scale})",
        "numpy": "rng.gumbel({loc}, {scale})",
    }
    trap = "The distribution of maxima, with its long tail to the right: SciPy's `gumbel_r`, not `gumbel_l`."
    sources = (("torch", "torch/distributions/kl.py"),)

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        z = (x - self.loc) / self.scale
        return sp.exp(-z - sp.exp(-z)) / self.scale

    def tails(self) -> tuple[End, End]:
        return End("exponential", 1 / self.scale), End("power", 1, 1 / self.scale)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.loc - self.scale * sp.log(u)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return sp.exp(-(x - self.loc) / self.scale)

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Integer(1),)
