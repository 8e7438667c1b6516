"""The Logit-normal distribution."""

from __future__ import annotations

import math

from kldiv.distributions.base import Distribution, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.distributions.tails import LOG_SQUARED, End
from kldiv.lazily import sp
from kldiv.oracles.balls import pi, square
from kldiv.oracles.known import FAST, Ball, Known, LogDensity, one_half, unit_interval


def _log_density(loc: Ball, scale: Ball) -> LogDensity:
    constant = scale.log() + (2 * pi()).log() / 2

    def at(_x: Ball, a: Ball, b: Ball) -> Ball:
        log_a, log_b = a.log(), b.log()
        return -constant - log_a - log_b - square((log_a - log_b - loc) / scale) / 2

    return at


class LogitNormal(Distribution):
    """The distribution whose log-odds are normal.

    Example:
        >>> LogitNormal(0, 1)
        LogitNormal(loc=0, scale=1)
    """

    loc: Value = parameter("mu", REAL, "the mean of the log-odds, a real number")
    scale: Value = parameter("sigma", POSITIVE, "the standard deviation of the log-odds, positive")

    name = "logit-normal"
    aliases = ("logit-Gaussian",)
    standard = "normal"
    oracle = Known(
        unit_interval, _log_density, one_half, (FAST, FAST), sample=lambda r, m, s: 1 / (1 + math.exp(-r.gauss(m, s)))
    )
    elsewhere = {
        "tfp": "LogitNormal({loc}, {scale})",
        "julia": "LogitNormal({loc}, {scale})",
        "numpy": "1 / (1 + np.exp(-rng.normal({loc}, {scale})))",
    }
    sources = (("tfpcode", "tensorflow_probability/python/distributions"),)

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.Integer(1), self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        odds = sp.log(x / (1 - x))
        return sp.exp(-((odds - self.loc) ** 2) / (2 * self.scale**2)) / (self.scale * sp.sqrt(2 * sp.pi) * x * (1 - x))

    def tails(self) -> tuple[End, End]:
        return LOG_SQUARED, LOG_SQUARED

    def transport(self, u: sp.Expr) -> sp.Expr:
        return 1 / (1 + sp.exp(-self.loc - self.scale * u))

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return (sp.log(x / (1 - x)) - self.loc) / self.scale
