"""The Exp-gamma distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class ExpGamma(Distribution):
    """The distribution whose exponential is gamma.

    Args:
        concentration: the shape of the gamma, positive.
        rate: the rate of the gamma, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> ExpGamma(2, 3)
        ExpGamma(concentration=2, rate=3)
    """

    slug = "exp-gamma"
    name = "Exp-gamma"
    spec = (
        Parameter("concentration", "alpha", POSITIVE, "the shape of the gamma, positive"),
        Parameter("rate", "beta", POSITIVE, "the rate of the gamma, positive"),
    )
    standard = "gamma"

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        a, r = self.concentration, self.rate
        return r**a * sp.exp(a * x - r * sp.exp(x)) / sp.gamma(a)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return sp.log(u) - sp.log(self.rate)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return self.rate * sp.exp(x)

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.concentration,)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (
                self.concentration,
                -self.rate,
            ),
            (
                x,
                sp.exp(x),
            ),
            sp.loggamma(self.concentration) - self.concentration * sp.log(self.rate),
            sp.Integer(1),
        )
