"""The Laplace distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.balls import distance
from kldiv.oracles.known import EXPONENTIAL, Ball, Known, LogDensity, at_loc, loc_and_scale, whole_line


def _log_density(loc: Ball, scale: Ball) -> LogDensity:
    constant = (2 * scale).log()
    return lambda x, _a, _b: -constant - distance(x, loc) / scale


class Laplace(Distribution):
    """The Laplace (double exponential) distribution.

    Example:
        >>> Laplace(0, 1)
        Laplace(loc=0, scale=1)
    """

    loc: Value = parameter("mu", REAL, "the median, a real number")
    scale: Value = parameter("b", POSITIVE, "the mean absolute deviation, positive")

    name = "Laplace"
    aliases = ("double exponential", "two-sided exponential", "bilateral exponential")
    standard = "signed-gamma"
    oracle = Known(
        whole_line,
        _log_density,
        loc_and_scale,
        (EXPONENTIAL, EXPONENTIAL),
        at_loc,
        sample=lambda r, m, s: m + s * (variates.exponential(r) - variates.exponential(r)),
    )
    elsewhere = {
        "torch": "Laplace({loc}, {scale})",
        "tfp": "Laplace({loc}, {scale})",
        "numpyro": "Laplace({loc}, {scale})",
        "scipy": "laplace(loc={loc}, scale={scale})",
        "julia": "Laplace({loc}, {scale})",
        "numpy": "rng.laplace({loc}, {scale})",
    }
    sources = (("torch", "torch/distributions/kl.py"),)

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return sp.exp(-sp.Abs(x - self.loc) / self.scale) / (2 * self.scale)

    def tails(self) -> tuple[End, End]:
        end = End("power", 1, 1 / self.scale)
        return end, end

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.loc + self.scale * u

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Integer(1),)
