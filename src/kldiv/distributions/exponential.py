"""The Exponential distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class Exponential(Distribution):
    """The exponential distribution.

    Args:
        rate: the rate, positive; the mean is 1/rate.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Exponential(2)
        Exponential(rate=2)
    """

    slug = "exponential"
    name = "Exponential"
    spec = (Parameter("rate", "lambda", POSITIVE, "the rate, positive; the mean is 1/rate"),)
    standard = "gamma"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return self.rate * sp.exp(-self.rate * x)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u / self.rate

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return self.rate * x

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Integer(1),)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (-self.rate,),
            (x,),
            -sp.log(self.rate),
            sp.Integer(1),
        )
