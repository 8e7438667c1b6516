"""The Continuous Bernoulli distribution."""

from __future__ import annotations

import random
from fractions import Fraction

from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import OPEN_UNIT
from kldiv.distributions.uniform import Uniform
from kldiv.lazily import sp


class ContinuousBernoulli(Distribution):
    """The continuous Bernoulli distribution: a truncated exponential on the unit interval.

    Args:
        probs: the shape, strictly between 0 and 1; at 1/2 the distribution is uniform.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> ContinuousBernoulli(0.25)
        ContinuousBernoulli(probs=0.25)
    """

    slug = "continuous-bernoulli"
    name = "Continuous Bernoulli"
    spec = (
        Parameter("probs", "pi", OPEN_UNIT, "the shape, strictly between 0 and 1; at 1/2 the distribution is uniform"),
    )
    standard = "tilted-uniform"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.Integer(1), self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        tilt = sp.log(self.probs) - sp.log(1 - self.probs)
        return tilt / (2 * self.probs - 1) * self.probs**x * (1 - self.probs) ** (1 - x)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.probs,)

    def regular(self) -> Distribution:
        return Uniform(sp.Integer(0), sp.Integer(1)) if self.probs == sp.Rational(1, 2) else self

    def removable(self) -> tuple[sp.Basic, ...]:
        return (sp.Ne(self.probs, sp.Rational(1, 2)),)

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        return (1 - self.probs, 1 - x)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (sp.log(self.probs) - sp.log(1 - self.probs),),
            (x,),
            -sp.log((sp.log(self.probs) - sp.log(1 - self.probs)) / (2 * self.probs - 1)) - sp.log(1 - self.probs),
            sp.Integer(1),
        )

    @classmethod
    def draw(cls, rng: random.Random) -> dict[str, Fraction]:
        # away from 1/2, where the formula has a removable 0/0
        return {"probs": Fraction(rng.choice([2, 3, 4, 5, 6, 7, 12, 13, 14, 15, 16, 17]), 19)}
