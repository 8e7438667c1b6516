"""The Logistic distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.balls import distance
from kldiv.oracles.known import EXPONENTIAL, Ball, Known, LogDensity, loc_and_scale, whole_line


def _log_density(loc: Ball, scale: Ball) -> LogDensity:
    constant = scale.log()

    def at(x: Ball, _a: Ball, _b: Ball) -> Ball:
        z = distance(x, loc) / scale
        return -constant - z - 2 * (-z).exp().log1p()

    return at


class Logistic(Distribution):
    """The logistic distribution.

    Example:
        >>> Logistic(0, 1)
        Logistic(loc=0, scale=1)
    """

    loc: Value = parameter("mu", REAL, "the mean, a real number")
    scale: Value = parameter("s", POSITIVE, "the scale, positive")

    aliases = ("sech-squared",)
    standard = "uniform"
    shared = "scale"
    oracle = Known(
        whole_line,
        _log_density,
        loc_and_scale,
        (EXPONENTIAL, EXPONENTIAL),
        sample=lambda r, m, s: m + s * variates.logit(variates.open_unit(r)),
    )
    elsewhere = {
        "tfp": "Logistic({loc}, {scale})",
        "numpyro": "Logistic({loc}, {scale})",
        "scipy": "logistic(loc={loc}, scale={scale})",
        "julia": "Logistic({loc}, {scale})",
        "numpy": "rng.logistic({loc}, {scale})",
    }

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        z = (x - self.loc) / self.scale
        return sp.exp(-z) / (self.scale * (1 + sp.exp(-z)) ** 2)

    def tails(self) -> tuple[End, End]:
        end = End("power", 1, 1 / self.scale)
        return end, end

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.loc + self.scale * (sp.log(u) - sp.log(1 - u))

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return 1 / (1 + sp.exp(-(x - self.loc) / self.scale))
