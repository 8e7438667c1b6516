"""The Log-normal distribution."""

from __future__ import annotations

import math

from kldiv.distributions.base import Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.distributions.tails import LOG_SQUARED, End
from kldiv.lazily import sp
from kldiv.oracles.balls import pi, square
from kldiv.oracles.known import FAST, Ball, Known, LogDensity, around, positive_half


def _log_density(loc: Ball, scale: Ball) -> LogDensity:
    constant = scale.log() + (2 * pi()).log() / 2

    def at(x: Ball, _a: Ball, _b: Ball) -> Ball:
        y = x.log()
        return -constant - y - square((y - loc) / scale) / 2

    return at


class LogNormal(Distribution):
    """The distribution whose logarithm is normal.

    Example:
        >>> LogNormal(0, 1)
        LogNormal(loc=0, scale=1)
    """

    loc: Value = parameter("mu", REAL, "the mean of the logarithm, a real number")
    scale: Value = parameter("sigma", POSITIVE, "the standard deviation of the logarithm, positive")

    name = "log-normal"
    aliases = ("log-Gaussian", "Galton")
    standard = "normal"
    oracle = Known(
        positive_half,
        _log_density,
        around(lambda m, s: m.exp()),
        (FAST, FAST),
        sample=lambda r, m, s: math.exp(r.gauss(m, s)),
    )
    elsewhere = {
        "torch": "LogNormal({loc}, {scale})",
        "tfp": "LogNormal({loc}, {scale})",
        "numpyro": "LogNormal({loc}, {scale})",
        "scipy": "lognorm(s={scale}, scale=np.exp({loc}))",
        "julia": "LogNormal({loc}, {scale})",
        "numpy": "rng.lognormal({loc}, {scale})",
    }
    trap = (
        "Both parameters are those of $\\log X$. SciPy wants the logarithm's standard deviation as `s` and "
        "$e^\\mu$ as `scale`."
    )
    sources = (("tfpcode", "tensorflow_probability/python/distributions"),)

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return sp.exp(-((sp.log(x) - self.loc) ** 2) / (2 * self.scale**2)) / (x * self.scale * sp.sqrt(2 * sp.pi))

    def tails(self) -> tuple[End, End]:
        return LOG_SQUARED, LOG_SQUARED

    def transport(self, u: sp.Expr) -> sp.Expr:
        return sp.exp(self.loc + self.scale * u)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return (sp.log(x) - self.loc) / self.scale

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (
                -1 / (2 * self.scale**2),
                self.loc / self.scale**2,
            ),
            (
                sp.log(x) ** 2,
                sp.log(x),
            ),
            self.loc**2 / (2 * self.scale**2) + sp.log(self.scale),
            1 / (x * sp.sqrt(2 * sp.pi)),
        )
