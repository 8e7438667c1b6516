"""The Logit-normal distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, Parameter, Support
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.lazily import sp


class LogitNormal(Distribution):
    """The distribution whose log-odds are normal.

    Args:
        loc: the mean of the log-odds, a real number.
        scale: the standard deviation of the log-odds, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> LogitNormal(0, 1)
        LogitNormal(loc=0, scale=1)
    """

    slug = "logit-normal"
    name = "Logit-normal"
    spec = (
        Parameter("loc", "mu", REAL, "the mean of the log-odds, a real number"),
        Parameter("scale", "sigma", POSITIVE, "the standard deviation of the log-odds, positive"),
    )
    standard = "normal"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.Integer(1), self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        odds = sp.log(x / (1 - x))
        return sp.exp(-((odds - self.loc) ** 2) / (2 * self.scale**2)) / (self.scale * sp.sqrt(2 * sp.pi) * x * (1 - x))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return 1 / (1 + sp.exp(-self.loc - self.scale * u))

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return (sp.log(x / (1 - x)) - self.loc) / self.scale
