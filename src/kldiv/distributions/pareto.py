"""The Pareto distribution."""

from __future__ import annotations

import math

from kldiv.distributions.base import Distribution, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import FLAT, End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.known import INFINITY, POWER, Ball, Known, LogDensity


def _log_density(scale: Ball, alpha: Ball) -> LogDensity:
    constant = alpha.log() + alpha * scale.log()
    return lambda x, _a, _b: constant - (alpha + 1) * x.log()


class Pareto(Distribution):
    """The Pareto distribution.

    Example:
        >>> Pareto(1, 3)
        Pareto(scale=1, alpha=3)
    """

    scale: Value = parameter("m", POSITIVE, "the smallest value, positive")
    alpha: Value = parameter("alpha", POSITIVE, "the tail index, positive")

    name = "Pareto"
    aliases = ("Pareto type I",)
    standard = "gamma"
    oracle = Known(
        lambda s, a: (s, INFINITY),
        _log_density,
        lambda s, a: (2 * s, s),
        (POWER, POWER),
        sample=lambda r, s, a: s * math.exp(variates.exponential(r) / a),
    )
    elsewhere = {
        "torch": "Pareto({scale}, {alpha})",
        "tfp": "Pareto(concentration={alpha}, scale={scale})",
        "numpyro": "Pareto({scale}, {alpha})",
        "scipy": "pareto(b={alpha}, scale={scale})",
        "julia": "Pareto({alpha}, {scale})",
        "numpy": "{scale} * (1 + rng.pareto({alpha}))",
    }
    trap = (
        "torch and NumPyro want the smallest value first, Distributions.jl the tail index. NumPy draws from a"
        " distribution that begins at 0."
    )
    sources = (("torch", "torch/distributions/kl.py"),)

    def support(self) -> Support:
        return Support(self.scale, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return self.alpha * self.scale**self.alpha * x ** (-self.alpha - 1)

    def tails(self) -> tuple[End, End]:
        return FLAT, End("log", self.alpha + 1)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.scale * sp.exp(u / self.alpha)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return self.alpha * (sp.log(x) - sp.log(self.scale))

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Integer(1),)
