"""The Weibull distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class Weibull(Distribution):
    """The Weibull distribution.

    Args:
        scale: the scale, positive.
        concentration: the shape, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Weibull(1, 2)
        Weibull(scale=1, concentration=2)
    """

    slug = "weibull"
    name = "Weibull"
    spec = (
        Parameter("scale", "lambda", POSITIVE, "the scale, positive"),
        Parameter("concentration", "k", POSITIVE, "the shape, positive"),
    )
    standard = "gamma"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        k, s = self.concentration, self.scale
        return k / s * (x / s) ** (k - 1) * sp.exp(-((x / s) ** k))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.scale * u ** (1 / self.concentration)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return (x / self.scale) ** self.concentration

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Integer(1),)
