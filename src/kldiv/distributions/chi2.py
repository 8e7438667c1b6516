"""The Chi-squared distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class Chi2(Distribution):
    """The chi-squared distribution.

    Args:
        df: the degrees of freedom, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Chi2(3)
        Chi2(df=3)
    """

    slug = "chi2"
    name = "Chi-squared"
    spec = (Parameter("df", "nu", POSITIVE, "the degrees of freedom, positive"),)
    standard = "gamma"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        half = self.df / 2
        return x ** (half - 1) * sp.exp(-x / 2) / (2**half * sp.gamma(half))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return 2 * u

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x / 2

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.df / sp.Integer(2),)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (self.df / 2,),
            (sp.log(x),),
            sp.loggamma(self.df / 2) + self.df / 2 * sp.log(2),
            sp.exp(-x / 2) / x,
        )
