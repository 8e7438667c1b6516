"""The Log-normal distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.lazily import sp


class LogNormal(Distribution):
    """The distribution whose logarithm is normal.

    Args:
        loc: the mean of the logarithm, a real number.
        scale: the standard deviation of the logarithm, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> LogNormal(0, 1)
        LogNormal(loc=0, scale=1)
    """

    slug = "log-normal"
    name = "Log-normal"
    spec = (
        Parameter("loc", "mu", REAL, "the mean of the logarithm, a real number"),
        Parameter("scale", "sigma", POSITIVE, "the standard deviation of the logarithm, positive"),
    )
    standard = "normal"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return sp.exp(-((sp.log(x) - self.loc) ** 2) / (2 * self.scale**2)) / (x * self.scale * sp.sqrt(2 * sp.pi))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return sp.exp(self.loc + self.scale * u)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return (sp.log(x) - self.loc) / self.scale

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (
                -1 / (2 * self.scale**2),
                self.loc / self.scale**2,
            ),
            (
                sp.log(x) ** 2,
                sp.log(x),
            ),
            self.loc**2 / (2 * self.scale**2) + sp.log(self.scale),
            1 / (x * sp.sqrt(2 * sp.pi)),
        )
