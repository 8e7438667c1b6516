"""The Uniform distribution."""

from __future__ import annotations

import random
from fractions import Fraction

from kldiv.distributions.base import Distribution, Support, Value, parameter
from kldiv.distributions.domains import REAL
from kldiv.distributions.tails import FLAT, End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.known import Ball, Known, LogDensity, between, middle


def _log_density(low: Ball, high: Ball) -> LogDensity:
    constant = (high - low).log()
    return lambda _x, _a, _b: -constant


class Uniform(Distribution):
    """The uniform distribution on an interval.

    Example:
        >>> Uniform(-1, 2)
        Uniform(low=-1, high=2)
    """

    low: Value = parameter("a", REAL, "the lower end, a real number")
    high: Value = parameter("b", REAL, "the upper end, above the lower one")

    aliases = ("rectangular", "continuous uniform", "Unif")
    cases = {"standard uniform": "Uniform(0, 1)"}
    standard = "uniform"
    without_fisher = "the support moves with every parameter"
    oracle = Known(
        between, _log_density, middle, sample=lambda r, low, high: low + (high - low) * variates.open_unit(r)
    )
    elsewhere = {
        "torch": "Uniform({low}, {high})",
        "tfp": "Uniform({low}, {high})",
        "numpyro": "Uniform({low}, {high})",
        "scipy": "uniform(loc={low}, scale={high} - {low})",
        "julia": "Uniform({low}, {high})",
        "numpy": "rng.uniform({low}, {high})",
    }
    trap = "SciPy wants the lower end and the length."
    sources = (("statproofbook", "proof P422 (cuni-kl)"),)

    def support(self) -> Support:
        return Support(self.low, self.high, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return 1 / (self.high - self.low) + 0 * x

    def tails(self) -> tuple[End, End]:
        return FLAT, FLAT

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.low + (self.high - self.low) * u

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return (x - self.low) / (self.high - self.low)

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        return (self.high - self.low, x - self.low, self.high - x)

    def _validate_together(self) -> None:
        self._require(self.low, self.high, "low must be below high")

    @classmethod
    def draw(cls, rng: random.Random) -> dict[str, Fraction]:
        within, narrow, wide = (0, 3, 1, 4), (-24, 12, 4, 20), (-24, 12, 60, 120)  # the unit interval; a whole turn
        least, most, least_width, most_width = rng.choice([within, narrow, wide])
        low = Fraction(2 * rng.randint(least, most) + 1, 16)  # never at a whole number, where log 0 would be met
        return {"low": low, "high": low + Fraction(rng.randint(least_width, most_width), 8)}
