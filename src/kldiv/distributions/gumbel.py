"""The Gumbel distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, Parameter, Support
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.lazily import sp


class Gumbel(Distribution):
    """The Gumbel distribution of largest values.

    Args:
        loc: the mode, a real number.
        scale: the scale, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Gumbel(0, 1)
        Gumbel(loc=0, scale=1)
    """

    slug = "gumbel"
    name = "Gumbel"
    spec = (
        Parameter("loc", "mu", REAL, "the mode, a real number"),
        Parameter("scale", "beta", POSITIVE, "the scale, positive"),
    )
    standard = "gamma"
    transport_decreases = True

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        z = (x - self.loc) / self.scale
        return sp.exp(-z - sp.exp(-z)) / self.scale

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.loc - self.scale * sp.log(u)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return sp.exp(-(x - self.loc) / self.scale)

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Integer(1),)
