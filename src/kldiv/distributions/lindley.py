"""The Lindley distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class Lindley(Distribution):
    """The Lindley distribution: a mixture of an exponential and a gamma.

    Args:
        rate: the rate, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Lindley(2)
        Lindley(rate=2)
    """

    slug = "lindley"
    name = "Lindley"
    spec = (Parameter("rate", "theta", POSITIVE, "the rate, positive"),)
    standard = "lindley"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        t = self.rate
        return t**2 / (1 + t) * (1 + x) * sp.exp(-t * x)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.rate,)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (-self.rate,),
            (x,),
            sp.log(1 + self.rate) - 2 * sp.log(self.rate),
            1 + x,
        )
