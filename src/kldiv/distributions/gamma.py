"""The Gamma distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class Gamma(Distribution):
    """The gamma distribution.

    Args:
        concentration: the shape, positive.
        rate: the rate, positive; the mean is concentration/rate.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Gamma(2, 3)
        Gamma(concentration=2, rate=3)
    """

    slug = "gamma"
    name = "Gamma"
    spec = (
        Parameter("concentration", "alpha", POSITIVE, "the shape, positive"),
        Parameter("rate", "beta", POSITIVE, "the rate, positive; the mean is concentration/rate"),
    )
    standard = "gamma"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        a, r = self.concentration, self.rate
        return r**a * x ** (a - 1) * sp.exp(-r * x) / sp.gamma(a)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u / self.rate

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return self.rate * x

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.concentration,)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (
                self.concentration - 1,
                -self.rate,
            ),
            (
                sp.log(x),
                x,
            ),
            sp.loggamma(self.concentration) - self.concentration * sp.log(self.rate),
            sp.Integer(1),
        )
