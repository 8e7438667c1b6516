"""The Laplace distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, Parameter, Support
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.lazily import sp


class Laplace(Distribution):
    """The Laplace (double exponential) distribution.

    Args:
        loc: the median, a real number.
        scale: the mean absolute deviation, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Laplace(0, 1)
        Laplace(loc=0, scale=1)
    """

    slug = "laplace"
    name = "Laplace"
    spec = (
        Parameter("loc", "mu", REAL, "the median, a real number"),
        Parameter("scale", "b", POSITIVE, "the mean absolute deviation, positive"),
    )
    standard = "signed-gamma"

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return sp.exp(-sp.Abs(x - self.loc) / self.scale) / (2 * self.scale)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.loc + self.scale * u

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Integer(1),)
