"""The Moyal distribution."""

from __future__ import annotations

import math

from kldiv.distributions.base import Distribution, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles.balls import pi
from kldiv.oracles.known import EXPONENTIAL, FAST, Ball, Known, LogDensity, loc_and_scale, whole_line


def _log_density(loc: Ball, scale: Ball) -> LogDensity:
    constant = scale.log() + (2 * pi()).log() / 2

    def at(x: Ball, _a: Ball, _b: Ball) -> Ball:
        z = (x - loc) / scale
        return -constant - (z + (-z).exp()) / 2

    return at


class Moyal(Distribution):
    """The Moyal distribution of energy loss.

    Example:
        >>> Moyal(0, 1)
        Moyal(loc=0, scale=1)
    """

    loc: Value = parameter("mu", REAL, "the mode, a real number")
    scale: Value = parameter("sigma", POSITIVE, "the scale, positive")

    name = "Moyal"
    standard = "gamma"
    transport_decreases = True
    oracle = Known(
        whole_line,
        _log_density,
        loc_and_scale,
        (FAST, EXPONENTIAL),
        sample=lambda r, m, s: m - 2 * s * math.log(abs(r.gauss(0, 1))),
    )
    elsewhere = {
        "tfp": "Moyal({loc}, {scale})",
        "scipy": "moyal(loc={loc}, scale={scale})",
    }
    sources = (("tfpcode", "tensorflow_probability/python/distributions"),)

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        z = (x - self.loc) / self.scale
        return sp.exp(-(z + sp.exp(-z)) / 2) / (self.scale * sp.sqrt(2 * sp.pi))

    def tails(self) -> tuple[End, End]:
        return End("exponential", 1 / self.scale), End("power", 1, 1 / (2 * self.scale))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.loc - self.scale * (sp.log(u) + sp.log(2))

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return sp.exp(-(x - self.loc) / self.scale) / 2

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Rational(1, 2),)
