"""The Half-normal distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import FLAT, End
from kldiv.lazily import sp
from kldiv.oracles.balls import pi, square
from kldiv.oracles.known import FAST, POWER, Ball, Known, LogDensity, one_scale, positive_half


def _log_density(scale: Ball) -> LogDensity:
    constant = (2 / pi()).log() / 2 - scale.log()
    return lambda x, _a, _b: constant - square(x / scale) / 2


class HalfNormal(Distribution):
    """The half-normal distribution: the size of a normal with mean zero.

    Example:
        >>> HalfNormal(2)
        HalfNormal(scale=2)
    """

    scale: Value = parameter("sigma", POSITIVE, "the standard deviation of the normal, positive")

    name = "half-normal"
    aliases = ("half-Gaussian",)
    standard = "gamma"
    oracle = Known(positive_half, _log_density, one_scale, (POWER, FAST), sample=lambda r, s: s * abs(r.gauss(0, 1)))
    elsewhere = {
        "torch": "HalfNormal({scale})",
        "tfp": "HalfNormal({scale})",
        "numpyro": "HalfNormal({scale})",
        "scipy": "halfnorm(scale={scale})",
        "julia": "truncated(Normal(0, {scale}), 0, Inf)",
        "numpy": "abs(rng.normal(0, {scale}))",
    }
    sources = (("torch", "torch/distributions/kl.py"),)

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        s = self.scale
        return sp.sqrt(2 / sp.pi) / s * sp.exp(-(x**2) / (2 * s**2))

    def tails(self) -> tuple[End, End]:
        return FLAT, End("power", 2, 1 / (2 * self.scale**2))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.scale * sp.sqrt(2) * u ** sp.Rational(1, 2)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x**2 / (2 * self.scale**2)

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Rational(1, 2),)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (-1 / (2 * self.scale**2),),
            (x**2,),
            sp.log(self.scale),
            sp.sqrt(2 / sp.pi),
        )
