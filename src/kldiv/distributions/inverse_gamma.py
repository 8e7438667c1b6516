"""The Inverse gamma distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class InverseGamma(Distribution):
    """The inverse gamma distribution: the reciprocal of a gamma.

    Args:
        concentration: the shape, positive.
        rate: the scale of the reciprocal's rate, positive; torch calls it rate, others scale.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> InverseGamma(2, 3)
        InverseGamma(concentration=2, rate=3)
    """

    slug = "inverse-gamma"
    name = "Inverse gamma"
    spec = (
        Parameter("concentration", "alpha", POSITIVE, "the shape, positive"),
        Parameter(
            "rate", "beta", POSITIVE, "the scale of the reciprocal's rate, positive; torch calls it rate, others scale"
        ),
    )
    standard = "gamma"
    transport_decreases = True

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        a, b = self.concentration, self.rate
        return b**a * x ** (-a - 1) * sp.exp(-b / x) / sp.gamma(a)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.rate / u

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return self.rate / x

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.concentration,)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (
                -self.concentration - 1,
                -self.rate,
            ),
            (
                sp.log(x),
                1 / x,
            ),
            sp.loggamma(self.concentration) - self.concentration * sp.log(self.rate),
            sp.Integer(1),
        )
