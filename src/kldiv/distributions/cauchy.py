"""The Cauchy distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, Parameter, Support
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.lazily import sp


class Cauchy(Distribution):
    """The Cauchy distribution.

    Args:
        loc: the median, a real number.
        scale: half the interquartile range, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Cauchy(0, 1)
        Cauchy(loc=0, scale=1)
    """

    slug = "cauchy"
    name = "Cauchy"
    spec = (
        Parameter("loc", "mu", REAL, "the median, a real number"),
        Parameter("scale", "s", POSITIVE, "half the interquartile range, positive"),
    )
    standard = "signed-beta"

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return self.scale / (sp.pi * (self.scale**2 + (x - self.loc) ** 2))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.loc + self.scale * sp.sign(u) * sp.sqrt(sp.Abs(u)) / sp.sqrt(1 - sp.Abs(u))

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            sp.Rational(1, 2),
            sp.Rational(1, 2),
        )
