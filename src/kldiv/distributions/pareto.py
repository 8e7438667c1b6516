"""The Pareto distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class Pareto(Distribution):
    """The Pareto distribution.

    Args:
        scale: the smallest value, positive.
        alpha: the tail index, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Pareto(1, 3)
        Pareto(scale=1, alpha=3)
    """

    slug = "pareto"
    name = "Pareto"
    spec = (
        Parameter("scale", "m", POSITIVE, "the smallest value, positive"),
        Parameter("alpha", "alpha", POSITIVE, "the tail index, positive"),
    )
    standard = "gamma"

    def support(self) -> Support:
        return Support(self.scale, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return self.alpha * self.scale**self.alpha * x ** (-self.alpha - 1)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.scale * sp.exp(u / self.alpha)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return self.alpha * (sp.log(x) - sp.log(self.scale))

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Integer(1),)
