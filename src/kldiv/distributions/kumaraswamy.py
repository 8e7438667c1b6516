"""The Kumaraswamy distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class Kumaraswamy(Distribution):
    """The Kumaraswamy distribution on the unit interval.

    Args:
        concentration1: the power of x; positive.
        concentration0: the power of 1 - x**a; positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Kumaraswamy(2, 3)
        Kumaraswamy(concentration1=2, concentration0=3)
    """

    slug = "kumaraswamy"
    name = "Kumaraswamy"
    spec = (
        Parameter("concentration1", "a", POSITIVE, "the power of x; positive"),
        Parameter("concentration0", "b", POSITIVE, "the power of 1 - x**a; positive"),
    )
    standard = "beta"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.Integer(1), self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        a, b = self.concentration1, self.concentration0
        return a * b * x ** (a - 1) * (1 - x**a) ** (b - 1)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u ** (1 / self.concentration1)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x**self.concentration1

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            sp.Integer(1),
            self.concentration0,
        )

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        return (1 - x**self.concentration1, 1 - x)
