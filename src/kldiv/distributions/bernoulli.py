"""The Bernoulli distribution."""

from __future__ import annotations

from kldiv.algebra.notation import DISCRETE
from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.discrete_uniform import DiscreteUniform
from kldiv.distributions.domains import PROBABILITY
from kldiv.lazily import sp


class Bernoulli(Distribution):
    """The distribution of a single trial: 1 with probability `probs`, else 0.

    Args:
        probs: the probability of 1, between 0 and 1, both included.

    Raises:
        ValueError: if probs is not a probability.

    Example:
        >>> Bernoulli(0.25)
        Bernoulli(probs=0.25)
    """

    slug = "bernoulli"
    name = "Bernoulli"
    kind = DISCRETE
    spec = (Parameter("probs", "pi", PROBABILITY, "the probability of 1"),)
    standard = "bernoulli"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.Integer(1), self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return self.probs**x * (1 - self.probs) ** (1 - x)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.probs,)

    def regular(self) -> Distribution:
        return DiscreteUniform(self.probs, self.probs) if self.probs in (0, 1) else self

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        return (1 - self.probs,)  # 1 - x is zero at x = 1, so it is not offered as positive

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (sp.log(self.probs) - sp.log(1 - self.probs),), (x,), -sp.log(1 - self.probs), sp.Integer(1)
        )
