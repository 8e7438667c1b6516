"""The Chi distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class Chi(Distribution):
    """The chi distribution: the length of a standard normal vector.

    Args:
        df: the degrees of freedom, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Chi(3)
        Chi(df=3)
    """

    slug = "chi"
    name = "Chi"
    spec = (Parameter("df", "nu", POSITIVE, "the degrees of freedom, positive"),)
    standard = "gamma"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return 2 ** (1 - self.df / 2) * x ** (self.df - 1) * sp.exp(-(x**2) / 2) / sp.gamma(self.df / 2)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return sp.sqrt(2) * u ** sp.Rational(1, 2)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x**2 / 2

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.df / sp.Integer(2),)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (self.df,),
            (sp.log(x),),
            sp.loggamma(self.df / 2) + (self.df / 2 - 1) * sp.log(2),
            sp.exp(-(x**2) / 2) / x,
        )
