"""The Poisson distribution."""

from __future__ import annotations

from kldiv.algebra.notation import DISCRETE
from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class Poisson(Distribution):
    """The Poisson distribution.

    Args:
        rate: the mean, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Poisson(3)
        Poisson(rate=3)
    """

    slug = "poisson"
    name = "Poisson"
    kind = DISCRETE
    spec = (Parameter("rate", "lambda", POSITIVE, "the mean, positive"),)
    standard = "poisson"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return self.rate**x * sp.exp(-self.rate) / sp.factorial(x)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.rate,)

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        return (sp.factorial(x),)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (sp.log(self.rate),),
            (x,),
            self.rate,
            1 / sp.factorial(x),
        )
