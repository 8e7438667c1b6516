"""The Fréchet distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class Frechet(Distribution):
    """The Fréchet distribution.

    Args:
        scale: the scale, positive.
        concentration: the shape, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Frechet(1, 2)
        Frechet(scale=1, concentration=2)
    """

    slug = "frechet"
    name = "Fréchet"
    spec = (
        Parameter("scale", "s", POSITIVE, "the scale, positive"),
        Parameter("concentration", "alpha", POSITIVE, "the shape, positive"),
    )
    standard = "gamma"
    transport_decreases = True

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        a, s = self.concentration, self.scale
        return a / s * (x / s) ** (-a - 1) * sp.exp(-((x / s) ** (-a)))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.scale * u ** (-1 / self.concentration)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return (x / self.scale) ** (-self.concentration)

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Integer(1),)
