"""The Discrete uniform distribution."""

from __future__ import annotations

import random
from fractions import Fraction

from kldiv.distributions.base import DISCRETE, Distribution, Support, Value, parameter
from kldiv.distributions.domains import INTEGER
from kldiv.distributions.tails import FLAT, End
from kldiv.lazily import sp
from kldiv.oracles.known import Ball, Known, LogDensity, between


def _log_density(low: Ball, high: Ball) -> LogDensity:
    constant = (high - low + 1).log()
    return lambda _x, _a, _b: -constant


class DiscreteUniform(Distribution):
    """The uniform distribution on the whole numbers from low to high.

    Example:
        >>> DiscreteUniform(1, 6)
        DiscreteUniform(low=1, high=6)
    """

    low: Value = parameter("a", INTEGER, "the smallest value, a whole number")
    high: Value = parameter("b", INTEGER, "the largest value, a whole number not below low")

    aliases = ("randint", "uniform on whole numbers")
    kind = DISCRETE
    standard = "discrete-uniform"
    finite = True
    without_fisher = "the support moves with every parameter"
    oracle = Known(
        between,
        _log_density,
        lambda low, high: ((low + high) / 2, high - low),
        sample=lambda r, low, high: r.randint(int(low), int(high)),
    )
    elsewhere = {
        "numpyro": "DiscreteUniform({low}, {high})",
        "scipy": "randint({low}, {high} + 1)",
        "julia": "DiscreteUniform({low}, {high})",
        "numpy": "rng.integers({low}, {high}, endpoint=True)",
    }
    trap = "SciPy's upper end is left out, so one is added; NumPy's `integers` needs `endpoint=True`."
    sources = (("statproofbook", "proof P425 (duni-kl)"),)

    def support(self) -> Support:
        return Support(self.low, self.high, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return 1 / (self.high - self.low + 1) + 0 * x

    def tails(self) -> tuple[End, End]:
        return FLAT, FLAT

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


def is_certain(distribution: Distribution) -> bool:
    """Whether one outcome has all the mass, as 0 has under a Poisson distribution of rate 0."""
    plain = distribution.regular()
    return isinstance(plain, DiscreteUniform) and plain.low == plain.high
