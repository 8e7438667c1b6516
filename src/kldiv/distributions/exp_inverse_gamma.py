"""The Exp-inverse-gamma distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class ExpInverseGamma(Distribution):
    """The distribution whose exponential is inverse gamma.

    Args:
        concentration: the shape of the inverse gamma, positive.
        scale: the scale of the inverse gamma, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> ExpInverseGamma(2, 3)
        ExpInverseGamma(concentration=2, scale=3)
    """

    slug = "exp-inverse-gamma"
    name = "Exp-inverse-gamma"
    spec = (
        Parameter("concentration", "alpha", POSITIVE, "the shape of the inverse gamma, positive"),
        Parameter("scale", "beta", POSITIVE, "the scale of the inverse gamma, positive"),
    )
    standard = "gamma"
    transport_decreases = True

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        a, b = self.concentration, self.scale
        return b**a * sp.exp(-a * x - b * sp.exp(-x)) / sp.gamma(a)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return sp.log(self.scale) - sp.log(u)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return self.scale * sp.exp(-x)

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.concentration,)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (
                -self.concentration,
                -self.scale,
            ),
            (
                x,
                sp.exp(-x),
            ),
            sp.loggamma(self.concentration) - self.concentration * sp.log(self.scale),
            sp.Integer(1),
        )
