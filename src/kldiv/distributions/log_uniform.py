"""The Log-uniform distribution."""

from __future__ import annotations

import random
from fractions import Fraction

from kldiv.distributions.base import Distribution, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import FLAT, End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.known import Ball, Known, LogDensity, between, middle


def _log_density(low: Ball, high: Ball) -> LogDensity:
    constant = (high / low).log().log()
    return lambda x, _a, _b: -constant - x.log()


class LogUniform(Distribution):
    """The distribution whose logarithm is uniform (the reciprocal distribution).

    Example:
        >>> LogUniform(1, 4)
        LogUniform(low=1, high=4)
    """

    low: Value = parameter("a", POSITIVE, "the lower end, positive")
    high: Value = parameter("b", POSITIVE, "the upper end, above the lower one")

    name = "log-uniform"
    aliases = ("reciprocal",)
    standard = "uniform"
    without_fisher = "the support moves with every parameter"
    oracle = Known(
        between, _log_density, middle, sample=lambda r, low, high: low * (high / low) ** variates.open_unit(r)
    )
    elsewhere = {
        "numpyro": "LogUniform({low}, {high})",
        "scipy": "loguniform(a={low}, b={high})",
        "julia": "LogUniform({low}, {high})",
        "numpy": "np.exp(rng.uniform(np.log({low}), np.log({high})))",
    }
    sources = (("distributionsjl", "src/univariate"),)

    def support(self) -> Support:
        return Support(self.low, self.high, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return 1 / (x * (sp.log(self.high) - sp.log(self.low)))

    def tails(self) -> tuple[End, End]:
        return FLAT, FLAT

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.low * sp.exp(u * (sp.log(self.high) - sp.log(self.low)))

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return (sp.log(x) - sp.log(self.low)) / (sp.log(self.high) - sp.log(self.low))

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        return (sp.log(self.high) - sp.log(self.low), x - self.low, self.high - x)

    def _validate_together(self) -> None:
        self._require(self.low, self.high, "low must be below high")

    @classmethod
    def draw(cls, rng: random.Random) -> dict[str, Fraction]:
        low = Fraction(2 * rng.randint(0, 11) + 1, 16)  # no end falls on 1, where log(1 - x) is infinite
        width = rng.choice([rng.randint(4, 20), rng.randint(60, 120)])  # at times wide enough to hold a whole turn
        return {"low": low, "high": low + Fraction(width, 8)}
