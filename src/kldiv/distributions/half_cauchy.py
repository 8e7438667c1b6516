"""The Half-Cauchy distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class HalfCauchy(Distribution):
    """The half-Cauchy distribution: the size of a Cauchy centred at zero.

    Args:
        scale: the median, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> HalfCauchy(2)
        HalfCauchy(scale=2)
    """

    slug = "half-cauchy"
    name = "Half-Cauchy"
    spec = (Parameter("scale", "s", POSITIVE, "the median, positive"),)
    standard = "beta"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        s = self.scale
        return 2 * s / (sp.pi * (s**2 + x**2))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.scale * u ** sp.Rational(1, 2) * (1 - u) ** sp.Rational(-1, 2)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x**2 / (self.scale**2 + x**2)

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            sp.Rational(1, 2),
            sp.Rational(1, 2),
        )
