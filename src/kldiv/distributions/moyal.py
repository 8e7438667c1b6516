"""The Moyal distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, Parameter, Support
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.lazily import sp


class Moyal(Distribution):
    """The Moyal distribution of energy loss.

    Args:
        loc: the mode, a real number.
        scale: the scale, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Moyal(0, 1)
        Moyal(loc=0, scale=1)
    """

    slug = "moyal"
    name = "Moyal"
    spec = (
        Parameter("loc", "mu", REAL, "the mode, a real number"),
        Parameter("scale", "sigma", POSITIVE, "the scale, positive"),
    )
    standard = "gamma"
    transport_decreases = True

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        z = (x - self.loc) / self.scale
        return sp.exp(-(z + sp.exp(-z)) / 2) / (self.scale * sp.sqrt(2 * sp.pi))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.loc - self.scale * (sp.log(u) + sp.log(2))

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return sp.exp(-(x - self.loc) / self.scale) / 2

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Rational(1, 2),)
