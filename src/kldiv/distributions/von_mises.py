"""The von Mises distribution."""

from __future__ import annotations

import math
import random
from fractions import Fraction

from kldiv.distributions.base import Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.distributions.tails import FLAT, End
from kldiv.lazily import sp
from kldiv.oracles.balls import ball, pi
from kldiv.oracles.known import Ball, Known, LogDensity


def _log_density(loc: Ball, concentration: Ball) -> LogDensity:
    constant = (2 * pi() * concentration.bessel_i(ball(0))).log()
    return lambda x, _a, _b: concentration * (x - loc).cos() - constant


def _sample(rng: random.Random, loc: float, concentration: float) -> float:
    """Draw an angle within pi of loc."""
    angle = rng.vonmisesvariate(0, concentration)
    return loc + (angle if angle <= math.pi else angle - 2 * math.pi)


class VonMises(Distribution):
    """The von Mises distribution on the circle, cut open opposite its mean direction.

    Example:
        >>> VonMises(0, 2)
        VonMises(loc=0, concentration=2)
    """

    loc: Value = parameter("mu", REAL, "the mean direction in radians")
    concentration: Value = parameter("kappa", POSITIVE, "how concentrated, positive; 0 for uniform", edge=0)

    name = "von Mises"
    title = "von Mises"
    aliases = ("circular normal", "Tikhonov")
    standard = "von-mises"
    circular = True
    oracle = Known(lambda m, _k: (m - pi(), m + pi()), _log_density, lambda m, _k: (m, pi()), sample=_sample)
    elsewhere = {
        "torch": "VonMises({loc}, {concentration})",
        "tfp": "VonMises({loc}, {concentration})",
        "numpyro": "VonMises({loc}, {concentration})",
        "scipy": "vonmises(kappa={concentration}, loc={loc})",
        "julia": "VonMises({loc}, {concentration})",
        "numpy": "rng.vonmises({loc}, {concentration})",
    }
    trap = "SciPy takes the concentration first; keywords keep the two apart."
    sources = (("tfpcode", "tensorflow_probability/python/distributions"),)

    def support(self) -> Support:
        return Support(self.loc - sp.pi, self.loc + sp.pi, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return sp.exp(self.concentration * sp.cos(x - self.loc)) / (2 * sp.pi * sp.besseli(0, self.concentration))

    def tails(self) -> tuple[End, End]:
        return FLAT, FLAT

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            self.loc,
            self.concentration,
        )

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        return ()

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (
                self.concentration * sp.cos(self.loc),
                self.concentration * sp.sin(self.loc),
            ),
            (
                sp.cos(x),
                sp.sin(x),
            ),
            sp.log(2 * sp.pi * sp.besseli(0, self.concentration)),
            sp.Integer(1),
        )

    @classmethod
    def draw(cls, rng: random.Random) -> dict[str, Fraction]:
        # beyond half a turn too, so that the arc may lie within a half line or outside an interval
        return {"loc": Fraction(rng.randint(-37, 37), 8), "concentration": Fraction(rng.randint(3, 21), 7)}
