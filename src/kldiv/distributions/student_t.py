"""The Student's t distribution."""

from __future__ import annotations

import math
import random

from kldiv.distributions.base import Distribution, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.balls import pi, square
from kldiv.oracles.known import POWER, Ball, Known, LogDensity, at_loc, loc_and_scale, whole_line


def _log_density(df: Ball, loc: Ball, scale: Ball) -> LogDensity:
    half = (df + 1) / 2
    constant = half.lgamma() - (df / 2).lgamma() - (df * pi()).log() / 2 - scale.log()
    return lambda x, _a, _b: constant - half * (square((x - loc) / scale) / df).log1p()


def _sample(rng: random.Random, df: float, loc: float, scale: float) -> float:
    return loc + scale * rng.gauss(0, 1) / math.sqrt(2 * variates.gamma(rng, df / 2) / df)


class StudentT(Distribution):
    """Student's t distribution with location and scale.

    Example:
        >>> StudentT(3, 0, 1)
        StudentT(df=3, loc=0, scale=1)
    """

    df: Value = parameter("nu", POSITIVE, "the degrees of freedom, positive")
    loc: Value = parameter("mu", REAL, "the centre, a real number")
    scale: Value = parameter("sigma", POSITIVE, "the scale, positive; not the standard deviation")

    name = "Student's t"
    aliases = ("Student", "t", "t-distribution", "TDist")
    standard = "signed-beta"
    without_fisher = "the divergence has no closed form"
    oracle = Known(whole_line, _log_density, loc_and_scale, (POWER, POWER), at_loc, sample=_sample)
    elsewhere = {
        "torch": "StudentT({df}, {loc}, {scale})",
        "tfp": "StudentT({df}, {loc}, {scale})",
        "numpyro": "StudentT({df}, {loc}, {scale})",
        "scipy": "t(df={df}, loc={loc}, scale={scale})",
        "julia": "{loc} + {scale} * TDist({df})",
        "numpy": "{loc} + {scale} * rng.standard_t({df})",
    }
    trap = "`scale` is not the standard deviation, which is larger, and infinite up to two degrees of freedom."

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        n, z = self.df, (x - self.loc) / self.scale
        return (
            sp.gamma((n + 1) / 2)
            / (sp.gamma(n / 2) * sp.sqrt(n * sp.pi) * self.scale)
            * (1 + z**2 / n) ** (-(n + 1) / 2)
        )

    def tails(self) -> tuple[End, End]:
        end = End("log", self.df + 1)
        return end, end

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.loc + self.scale * sp.sqrt(self.df) * sp.sign(u) * sp.sqrt(sp.Abs(u)) / sp.sqrt(1 - sp.Abs(u))

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            sp.Rational(1, 2),
            self.df / sp.Integer(2),
        )
