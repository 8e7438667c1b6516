"""The Log-uniform distribution."""

from __future__ import annotations

import random
from fractions import Fraction

from kldiv.distributions.base import Distribution, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class LogUniform(Distribution):
    """The distribution whose logarithm is uniform (the reciprocal distribution).

    Args:
        low: the lower end, positive.
        high: the upper end, above the lower one.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> LogUniform(1, 4)
        LogUniform(low=1, high=4)
    """

    slug = "log-uniform"
    name = "Log-uniform"
    spec = (
        Parameter("low", "a", POSITIVE, "the lower end, positive"),
        Parameter("high", "b", POSITIVE, "the upper end, above the lower one"),
    )
    standard = "uniform"

    def support(self) -> Support:
        return Support(self.low, self.high, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return 1 / (x * (sp.log(self.high) - sp.log(self.low)))

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
