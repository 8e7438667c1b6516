"""The Logistic distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, Parameter, Support
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.lazily import sp


class Logistic(Distribution):
    """The logistic distribution.

    Args:
        loc: the mean, a real number.
        scale: the scale, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Logistic(0, 1)
        Logistic(loc=0, scale=1)
    """

    slug = "logistic"
    name = "Logistic"
    spec = (
        Parameter("loc", "mu", REAL, "the mean, a real number"),
        Parameter("scale", "s", POSITIVE, "the scale, positive"),
    )
    standard = "uniform"

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        z = (x - self.loc) / self.scale
        return sp.exp(-z) / (self.scale * (1 + sp.exp(-z)) ** 2)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.loc + self.scale * (sp.log(u) - sp.log(1 - u))

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return 1 / (1 + sp.exp(-(x - self.loc) / self.scale))
