"""The Uniform distribution."""

from __future__ import annotations

import random
from fractions import Fraction

from kldiv.distributions.base import Distribution, Parameter, Support
from kldiv.distributions.domains import REAL
from kldiv.lazily import sp


class Uniform(Distribution):
    """The uniform distribution on an interval.

    Args:
        low: the lower end, a real number.
        high: the upper end, above the lower one.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Uniform(-1, 2)
        Uniform(low=-1, high=2)
    """

    slug = "uniform"
    name = "Uniform"
    spec = (
        Parameter("low", "a", REAL, "the lower end, a real number"),
        Parameter("high", "b", REAL, "the upper end, above the lower one"),
    )
    standard = "uniform"

    def support(self) -> Support:
        return Support(self.low, self.high, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return 1 / (self.high - self.low) + 0 * x

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
        low = Fraction(2 * rng.randint(-24, 12) + 1, 16)  # never at a whole number, where log 0 would be met
        width = rng.choice([rng.randint(4, 20), rng.randint(60, 120)])  # at times wide enough to hold a whole turn
        return {"low": low, "high": low + Fraction(width, 8)}
