"""The Discrete uniform distribution."""

from __future__ import annotations

import random
from fractions import Fraction

from kldiv.algebra.notation import DISCRETE
from kldiv.distributions.base import Distribution, Parameter, Support
from kldiv.distributions.domains import INTEGER
from kldiv.lazily import sp


class DiscreteUniform(Distribution):
    """The uniform distribution on the whole numbers from low to high.

    Args:
        low: the smallest value, a whole number.
        high: the largest value, a whole number not below low.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> DiscreteUniform(1, 6)
        DiscreteUniform(low=1, high=6)
    """

    slug = "discrete-uniform"
    name = "Discrete uniform"
    kind = DISCRETE
    spec = (
        Parameter("low", "a", INTEGER, "the smallest value, a whole number"),
        Parameter("high", "b", INTEGER, "the largest value, a whole number not below low"),
    )
    standard = "discrete-uniform"

    def support(self) -> Support:
        return Support(self.low, self.high, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return 1 / (self.high - self.low + 1) + 0 * x

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            self.low,
            self.high,
        )

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        return (self.high - self.low + 1,)

    def _validate_together(self) -> None:
        self._require(self.low, self.high, "low must not be above high", strict=False)

    @classmethod
    def draw(cls, rng: random.Random) -> dict[str, Fraction]:
        low = rng.randint(-4, 6)
        return {"low": Fraction(low), "high": Fraction(low + rng.randint(1, 8))}
