"""The von Mises distribution."""

from __future__ import annotations

import random
from fractions import Fraction

from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.lazily import sp


class VonMises(Distribution):
    """The von Mises distribution on the circle, cut open opposite its mean direction.

    Args:
        loc: the mean direction in radians.
        concentration: how concentrated, positive.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> VonMises(0, 2)
        VonMises(loc=0, concentration=2)
    """

    slug = "von-mises"
    name = "von Mises"
    spec = (
        Parameter("loc", "mu", REAL, "the mean direction in radians"),
        Parameter("concentration", "kappa", POSITIVE, "how concentrated, positive"),
    )
    standard = "von-mises"

    def support(self) -> Support:
        return Support(self.loc - sp.pi, self.loc + sp.pi, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return sp.exp(self.concentration * sp.cos(x - self.loc)) / (2 * sp.pi * sp.besseli(0, self.concentration))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            self.loc,
            self.concentration,
        )

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        return ()

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (
                self.concentration * sp.cos(self.loc),
                self.concentration * sp.sin(self.loc),
            ),
            (
                sp.cos(x),
                sp.sin(x),
            ),
            sp.log(2 * sp.pi * sp.besseli(0, self.concentration)),
            sp.Integer(1),
        )

    @classmethod
    def draw(cls, rng: random.Random) -> dict[str, Fraction]:
        # beyond half a turn too, so that the arc may lie within a half line or outside an interval
        return {"loc": Fraction(rng.randint(-37, 37), 8), "concentration": Fraction(rng.randint(3, 21), 7)}
