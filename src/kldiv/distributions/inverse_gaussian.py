"""The Inverse Gaussian distribution."""

from __future__ import annotations

import math
import random

from kldiv.distributions.base import Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles.balls import pi, square
from kldiv.oracles.known import EXPONENTIAL, FAST, Ball, Known, LogDensity, one_scale, positive_half


def _log_density(loc: Ball, concentration: Ball) -> LogDensity:
    constant = (concentration / (2 * pi())).log() / 2
    return lambda x, _a, _b: constant - 3 * x.log() / 2 - concentration * square((x - loc) / loc) / (2 * x)


def _sample(rng: random.Random, mean: float, shape: float) -> float:
    """Michael, Schucany and Haas (1976): solve a quadratic and choose one of its roots."""
    y = rng.gauss(0, 1) ** 2
    t = mean * y / (2 * shape)
    x = mean / (1 + t + math.sqrt(t * (2 + t)))
    return x if rng.random() <= mean / (mean + x) else mean * mean / x


class InverseGaussian(Distribution):
    """The inverse Gaussian (Wald) distribution.

    Example:
        >>> InverseGaussian(1, 2)
        InverseGaussian(loc=1, concentration=2)
    """

    loc: Value = parameter("mu", POSITIVE, "the mean, positive")
    concentration: Value = parameter("lambda", POSITIVE, "the shape, positive")

    name = "inverse Gaussian"
    aliases = ("Wald", "InvGauss")
    standard = "inverse-gaussian"
    oracle = Known(positive_half, _log_density, one_scale, (FAST, EXPONENTIAL), sample=_sample)
    elsewhere = {
        "tfp": "InverseGaussian({loc}, {concentration})",
        "scipy": "invgauss(mu={loc} / {concentration}, scale={concentration})",
        "julia": "InverseGaussian({loc}, {concentration})",
        "numpy": "rng.wald({loc}, {concentration})",
    }
    trap = "SciPy's `mu` is the mean divided by the shape, and its `scale` is the shape."

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        m, k = self.loc, self.concentration
        return sp.sqrt(k / (2 * sp.pi * x**3)) * sp.exp(-k * (x - m) ** 2 / (2 * m**2 * x))

    def tails(self) -> tuple[End, End]:
        rate = self.concentration / (2 * self.loc**2)
        return End("pole", 1), End("power", 1, rate, factor=-sp.Rational(3, 2))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            self.loc,
            self.concentration,
        )

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (
                -self.concentration / (2 * self.loc**2),
                -self.concentration / 2,
            ),
            (
                x,
                1 / x,
            ),
            -self.concentration / self.loc - sp.log(self.concentration) / 2,
            1 / sp.sqrt(2 * sp.pi * x**3),
        )
