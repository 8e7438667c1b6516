"""The Geometric distribution."""

from __future__ import annotations

from kldiv.algebra.notation import DISCRETE
from kldiv.distributions.base import Distribution, ExponentialFamily, Parameter, Support
from kldiv.distributions.domains import OPEN_UNIT
from kldiv.lazily import sp


class Geometric(Distribution):
    """The geometric distribution: failures before the first success, from 0.

    Args:
        probs: the probability of success, strictly between 0 and 1.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> Geometric(0.25)
        Geometric(probs=0.25)
    """

    slug = "geometric"
    name = "Geometric"
    kind = DISCRETE
    spec = (Parameter("probs", "pi", OPEN_UNIT, "the probability of success, strictly between 0 and 1"),)
    standard = "geometric"

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return self.probs * (1 - self.probs) ** x

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.probs,)

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        return (1 - self.probs,)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (sp.log(1 - self.probs),),
            (x,),
            -sp.log(self.probs),
            sp.Integer(1),
        )
