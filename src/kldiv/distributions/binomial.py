"""The Binomial distribution."""

from __future__ import annotations

from kldiv.algebra.notation import DISCRETE
from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import COUNT, PROBABILITY
from kldiv.lazily import sp


class Binomial(Distribution):
    """The binomial distribution: how many of n trials succeed.

    Args:
        total_count: the number of trials, a positive whole number.
        probs: the probability of success in each, between 0 and 1.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Binomial(10, 0.25)
        Binomial(total_count=10, probs=0.25)
    """

    slug = "binomial"
    name = "Binomial"
    kind = DISCRETE
    spec = (
        Parameter("total_count", "n", COUNT, "the number of trials, a positive whole number"),
        Parameter("probs", "pi", PROBABILITY, "the probability of success in each, between 0 and 1"),
    )
    standard = "binomial"

    def support(self) -> Support:
        return Support(sp.Integer(0), self.total_count, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return sp.binomial(self.total_count, x) * self.probs**x * (1 - self.probs) ** (self.total_count - x)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            self.total_count,
            self.probs,
        )

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        return (1 - self.probs, sp.binomial(self.total_count, x))

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (sp.log(self.probs) - sp.log(1 - self.probs),),
            (x,),
            -self.total_count * sp.log(1 - self.probs),
            sp.binomial(self.total_count, x),
        )
