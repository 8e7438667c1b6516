"""The hyperbolic secant distribution."""

from __future__ import annotations

import math
import random

from kldiv.distributions.base import Distribution, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.balls import distance, pi
from kldiv.oracles.known import EXPONENTIAL, Ball, Known, LogDensity, loc_and_scale, whole_line


# Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, ch. 23
def _log_density(loc: Ball, scale: Ball) -> LogDensity:
    constant = (pi() * scale / 2).log()

    def at(x: Ball, _a: Ball, _b: Ball) -> Ball:
        z = distance(x, loc) / scale
        return -constant - z - (-2 * z).exp().log1p()

    return at


def _sample(rng: random.Random, loc: float, scale: float) -> float:
    """Solve for the value whose distribution function is a uniform variable."""
    return loc + scale * math.log(math.tan(math.pi / 2 * variates.open_unit(rng)))


class HyperbolicSecant(Distribution):
    """The hyperbolic secant distribution: the logarithm of the absolute value of a Cauchy variable.

    Example:
        >>> HyperbolicSecant(0, 1)
        HyperbolicSecant(loc=0, scale=1)
    """

    loc: Value = parameter("mu", REAL, "the mean, a real number")
    scale: Value = parameter("s", POSITIVE, "the scale, positive; the standard deviation is $\\pi/2$ times it")

    aliases = ("sech",)
    standard = "beta"
    without_fisher = "the divergence has no closed form"
    oracle = Known(whole_line, _log_density, loc_and_scale, (EXPONENTIAL, EXPONENTIAL), sample=_sample)
    elsewhere = {
        "scipy": "hypsecant(loc={loc}, scale={scale})",
        "numpy": "{loc} + {scale} * np.log(abs(rng.standard_cauchy()))",
    }
    trap = "Other books write the density with $\\pi x/2$ in it, which makes the standard deviation 1."

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        z = (x - self.loc) / self.scale
        return 2 * sp.exp(-z) / (sp.pi * self.scale * (1 + sp.exp(-2 * z)))

    def tails(self) -> tuple[End, End]:
        end = End("power", 1, 1 / self.scale)
        return end, end

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.loc + self.scale * (sp.log(u) - sp.log(1 - u)) / 2

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return 1 / (1 + sp.exp(-2 * (x - self.loc) / self.scale))

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Rational(1, 2), sp.Rational(1, 2))
