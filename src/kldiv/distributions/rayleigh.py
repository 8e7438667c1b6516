"""The Rayleigh distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class Rayleigh(Distribution):
    """The Rayleigh distribution.

    Args:
        scale: the scale, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Rayleigh(2)
        Rayleigh(scale=2)
    """

    slug = "rayleigh"
    name = "Rayleigh"
    spec = (Parameter("scale", "sigma", POSITIVE, "the scale, positive"),)
    standard = "gamma"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        s = self.scale
        return x / s**2 * sp.exp(-(x**2) / (2 * s**2))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.scale * sp.sqrt(2) * u ** sp.Rational(1, 2)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x**2 / (2 * self.scale**2)

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Integer(1),)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (-1 / (2 * self.scale**2),),
            (x**2,),
            2 * sp.log(self.scale),
            x,
        )
