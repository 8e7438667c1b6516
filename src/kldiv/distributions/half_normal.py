"""The Half-normal distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class HalfNormal(Distribution):
    """The half-normal distribution: the size of a normal with mean zero.

    Args:
        scale: the standard deviation of the normal, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> HalfNormal(2)
        HalfNormal(scale=2)
    """

    slug = "half-normal"
    name = "Half-normal"
    spec = (Parameter("scale", "sigma", POSITIVE, "the standard deviation of the normal, positive"),)
    standard = "gamma"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        s = self.scale
        return sp.sqrt(2 / sp.pi) / s * sp.exp(-(x**2) / (2 * s**2))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.scale * sp.sqrt(2) * u ** sp.Rational(1, 2)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x**2 / (2 * self.scale**2)

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Rational(1, 2),)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (-1 / (2 * self.scale**2),),
            (x**2,),
            sp.log(self.scale),
            sp.sqrt(2 / sp.pi),
        )
