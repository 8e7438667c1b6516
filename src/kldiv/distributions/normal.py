"""The normal distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles.balls import pi, square
from kldiv.oracles.known import FAST, Ball, Known, LogDensity, loc_and_scale, whole_line


def _log_density(loc: Ball, scale: Ball) -> LogDensity:
    constant = scale.log() + (2 * pi()).log() / 2
    return lambda x, _a, _b: -constant - square((x - loc) / scale) / 2


class Normal(Distribution):
    """The normal (Gaussian) distribution on the real line.

    Example:
        >>> Normal(loc=1, scale=2)
        Normal(loc=1, scale=2)
    """

    loc: Value = parameter("mu", REAL, "the mean")
    scale: Value = parameter("sigma", POSITIVE, "the standard deviation")

    aliases = ("Gaussian", "bell curve", "N", "norm")
    cases = {"standard normal": "Normal(0, 1)"}
    standard = "normal"
    oracle = Known(whole_line, _log_density, loc_and_scale, (FAST, FAST), sample=lambda r, m, s: r.gauss(m, s))
    elsewhere = {
        "torch": "Normal({loc}, {scale})",
        "tfp": "Normal({loc}, {scale})",
        "numpyro": "Normal({loc}, {scale})",
        "scipy": "norm(loc={loc}, scale={scale})",
        "julia": "Normal({loc}, {scale})",
        "numpy": "rng.normal({loc}, {scale})",
    }
    sources = (("statproofbook", "proof P193 (norm-kl)"),)

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return sp.exp(-((x - self.loc) ** 2) / (2 * self.scale**2)) / (self.scale * sp.sqrt(2 * sp.pi))

    def tails(self) -> tuple[End, End]:
        end = End("power", 2, 1 / (2 * self.scale**2))
        return end, end

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.loc + self.scale * u

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return (x - self.loc) / self.scale

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (self.loc / self.scale**2, -1 / (2 * self.scale**2)),
            (x, x**2),
            self.loc**2 / (2 * self.scale**2) + sp.log(self.scale),
            1 / sp.sqrt(2 * sp.pi),
        )
