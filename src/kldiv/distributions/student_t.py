"""The Student's t distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, Parameter, Support
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.lazily import sp


class StudentT(Distribution):
    """Student's t distribution with location and scale.

    Args:
        df: the degrees of freedom, positive.
        loc: the centre, a real number.
        scale: the scale, positive; not the standard deviation.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> StudentT(3, 0, 1)
        StudentT(df=3, loc=0, scale=1)
    """

    slug = "student-t"
    name = "Student's t"
    spec = (
        Parameter("df", "nu", POSITIVE, "the degrees of freedom, positive"),
        Parameter("loc", "mu", REAL, "the centre, a real number"),
        Parameter("scale", "sigma", POSITIVE, "the scale, positive; not the standard deviation"),
    )
    standard = "signed-beta"

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        n, z = self.df, (x - self.loc) / self.scale
        return (
            sp.gamma((n + 1) / 2)
            / (sp.gamma(n / 2) * sp.sqrt(n * sp.pi) * self.scale)
            * (1 + z**2 / n) ** (-(n + 1) / 2)
        )

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.loc + self.scale * sp.sqrt(self.df) * sp.sign(u) * sp.sqrt(sp.Abs(u)) / sp.sqrt(1 - sp.Abs(u))

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            sp.Rational(1, 2),
            self.df / sp.Integer(2),
        )
