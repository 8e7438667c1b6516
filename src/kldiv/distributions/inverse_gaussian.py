"""The Inverse Gaussian distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class InverseGaussian(Distribution):
    """The inverse Gaussian (Wald) distribution.

    Args:
        loc: the mean, positive.
        concentration: the shape, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> InverseGaussian(1, 2)
        InverseGaussian(loc=1, concentration=2)
    """

    slug = "inverse-gaussian"
    name = "Inverse Gaussian"
    spec = (
        Parameter("loc", "mu", POSITIVE, "the mean, positive"),
        Parameter("concentration", "lambda", POSITIVE, "the shape, positive"),
    )
    standard = "inverse-gaussian"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        m, k = self.loc, self.concentration
        return sp.sqrt(k / (2 * sp.pi * x**3)) * sp.exp(-k * (x - m) ** 2 / (2 * m**2 * x))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            self.loc,
            self.concentration,
        )

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (
                -self.concentration / (2 * self.loc**2),
                -self.concentration / 2,
            ),
            (
                x,
                1 / x,
            ),
            -self.concentration / self.loc - sp.log(self.concentration) / 2,
            1 / sp.sqrt(2 * sp.pi * x**3),
        )
