"""The Beta distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class Beta(Distribution):
    """The beta distribution on the unit interval.

    Args:
        concentration1: the exponent of x, plus one; positive.
        concentration0: the exponent of 1 - x, plus one; positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Beta(2, 3)
        Beta(concentration1=2, concentration0=3)
    """

    slug = "beta"
    name = "Beta"
    spec = (
        Parameter("concentration1", "alpha", POSITIVE, "the exponent of x, plus one; positive"),
        Parameter("concentration0", "beta", POSITIVE, "the exponent of 1 - x, plus one; positive"),
    )
    standard = "beta"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.Integer(1), self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        a, b = self.concentration1, self.concentration0
        return x ** (a - 1) * (1 - x) ** (b - 1) * sp.gamma(a + b) / (sp.gamma(a) * sp.gamma(b))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            self.concentration1,
            self.concentration0,
        )

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (
                self.concentration1 - 1,
                self.concentration0 - 1,
            ),
            (
                sp.log(x),
                sp.log(1 - x),
            ),
            sp.loggamma(self.concentration1)
            + sp.loggamma(self.concentration0)
            - sp.loggamma(self.concentration1 + self.concentration0),
            sp.Integer(1),
        )
