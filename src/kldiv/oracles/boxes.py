"""Complex boxes that hand-written densities can be evaluated on, with the question whether they are analytic there.

`acb.integral` asks for the values of an integrand on boxes, and on some of them whether it has no branch cut there. A
density knows nothing of that: a box carries the question along, and each function that has a cut answers it.
"""

from __future__ import annotations

from typing import Any

from kldiv.arb import acb, arb


class Box:
    """A complex box in a density.

    Attributes:
        z: the box.
        analytic: whether a function with a cut through the box must be refused.
        between: the real interval that is integrated over; distances from points outside of it have no kink.

    Example:
        >>> Box(acb(-1, 0), True).log().z.is_finite()
        False
    """

    __slots__ = ("analytic", "between", "z")

    def __init__(self, z: acb, analytic: bool, between: tuple[arb, arb] | None = None) -> None:
        self.z, self.analytic, self.between = z, analytic, between

    def __add__(self, other: Any) -> Box:
        return Box(self.z + (other.z if isinstance(other, Box) else other), self.analytic)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Box:
        return Box(self.z - (other.z if isinstance(other, Box) else other), self.analytic)

    def __rsub__(self, other: Any) -> Box:
        return Box(other - self.z, self.analytic)

    def __mul__(self, other: Any) -> Box:
        return Box(self.z * (other.z if isinstance(other, Box) else other), self.analytic)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Box:
        return Box(self.z / (other.z if isinstance(other, Box) else other), self.analytic)

    def __rtruediv__(self, other: Any) -> Box:
        return Box(other / self.z, self.analytic)

    def __neg__(self) -> Box:
        return Box(-self.z, self.analytic)

    def mostly_below(self, bound: float) -> bool:
        """Where its middle lies: to choose between two ways of writing the same function, and for nothing else."""
        return bool(arb(self.z.real.mid()) < bound)

    def log(self) -> Box:
        """The logarithm, cut along the negative numbers."""
        return Box(self.z.log(analytic=self.analytic), self.analytic)

    def log1p(self) -> Box:
        """The logarithm of one more, cut below -1."""
        if self.analytic and not (self.z.imag > 0 or self.z.imag < 0 or self.z.real > -1):
            return Box(acb("nan"), self.analytic)
        return Box(self.z.log1p(), self.analytic)

    def exp(self) -> Box:
        """The exponential."""
        return Box(self.z.exp(), self.analytic)

    def expm1(self) -> Box:
        """The exponential, less one."""
        return Box(self.z.expm1(), self.analytic)

    def sinh(self) -> Box:
        """The hyperbolic sine."""
        return Box(self.z.sinh(), self.analytic)

    def cosh(self) -> Box:
        """The hyperbolic cosine."""
        return Box(self.z.cosh(), self.analytic)

    def cos(self) -> Box:
        """The cosine."""
        return Box(self.z.cos(), self.analytic)

    def distance(self, point: arb) -> Box:
        """How far the variable is from a point: without a kink if the point lies outside what is integrated over."""
        gap = self - point
        if self.between is not None and self.between[0] >= point:
            return gap
        if self.between is not None and self.between[1] <= point:
            return -gap
        return Box(gap.z.real_abs(analytic=self.analytic), self.analytic)


class Scout(Box):
    """A box that notes from where distances are taken: there a density may have a kink, and integrals are cut."""

    __slots__ = ("kinks",)

    def __init__(self, z: acb) -> None:
        super().__init__(z, False)
        self.kinks: list[arb] = []

    def distance(self, point: arb) -> Box:
        """Note the point."""
        self.kinks.append(point)
        return super().distance(point)
