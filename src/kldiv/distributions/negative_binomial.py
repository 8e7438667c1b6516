"""The Negative binomial distribution."""

from __future__ import annotations

from kldiv.algebra.notation import DISCRETE
from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import OPEN_UNIT, POSITIVE
from kldiv.lazily import sp


class NegativeBinomial(Distribution):
    """The negative binomial distribution: successes before a number of failures.

    Args:
        total_count: the number of failures waited for, positive, not always whole.
        probs: the probability of success, strictly between 0 and 1.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> NegativeBinomial(3, 0.25)
        NegativeBinomial(total_count=3, probs=0.25)
    """

    slug = "negative-binomial"
    name = "Negative binomial"
    kind = DISCRETE
    spec = (
        Parameter("total_count", "r", POSITIVE, "the number of failures waited for, positive, not always whole"),
        Parameter("probs", "pi", OPEN_UNIT, "the probability of success, strictly between 0 and 1"),
    )
    standard = "negative-binomial"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        r = self.total_count
        return sp.gamma(x + r) / (sp.gamma(r) * sp.factorial(x)) * (1 - self.probs) ** r * self.probs**x

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            self.total_count,
            self.probs,
        )

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        return (1 - self.probs, sp.factorial(x), sp.gamma(x + self.total_count))

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (sp.log(self.probs),),
            (x,),
            -self.total_count * sp.log(1 - self.probs),
            sp.gamma(x + self.total_count) / (sp.gamma(self.total_count) * sp.factorial(x)),
        )
