"""The normal distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.lazily import sp


class Normal(Distribution):
    """The normal (Gaussian) distribution on the real line.

    Args:
        loc: the mean, any real number.
        scale: the standard deviation, positive; not the variance.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Normal(loc=1, scale=2)
        Normal(loc=1, scale=2)
    """

    slug = "normal"
    name = "Normal"
    spec = (
        Parameter("loc", "mu", REAL, "the mean"),
        Parameter("scale", "sigma", POSITIVE, "the standard deviation"),
    )
    standard = "normal"

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return sp.exp(-((x - self.loc) ** 2) / (2 * self.scale**2)) / (self.scale * sp.sqrt(2 * sp.pi))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.loc + self.scale * u

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return (x - self.loc) / self.scale

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (self.loc / self.scale**2, -1 / (2 * self.scale**2)),
            (x, x**2),
            self.loc**2 / (2 * self.scale**2) + sp.log(self.scale),
            1 / sp.sqrt(2 * sp.pi),
        )
