"""The Half-Cauchy distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import FLAT, End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.balls import pi, square
from kldiv.oracles.known import POWER, Ball, Known, LogDensity, one_scale, positive_half


def _log_density(scale: Ball) -> LogDensity:
    constant = (2 / (pi() * scale)).log()
    return lambda x, _a, _b: constant - square(x / scale).log1p()


class HalfCauchy(Distribution):
    """The half-Cauchy distribution: the size of a Cauchy centred at zero.

    Example:
        >>> HalfCauchy(2)
        HalfCauchy(scale=2)
    """

    scale: Value = parameter("s", POSITIVE, "the median, positive")

    name = "half-Cauchy"
    standard = "beta"
    oracle = Known(
        positive_half, _log_density, one_scale, (POWER, POWER), sample=lambda r, s: s * abs(variates.cauchy(r))
    )
    elsewhere = {
        "torch": "HalfCauchy({scale})",
        "tfp": "HalfCauchy(loc=0.0, scale={scale})",
        "numpyro": "HalfCauchy({scale})",
        "scipy": "halfcauchy(scale={scale})",
        "julia": "truncated(Cauchy(0, {scale}), 0, Inf)",
        "numpy": "{scale} * abs(rng.standard_cauchy())",
    }
    trap = "TensorFlow Probability also wants a location."
    sources = (("torch", "torch/distributions/kl.py"),)

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        s = self.scale
        return 2 * s / (sp.pi * (s**2 + x**2))

    def tails(self) -> tuple[End, End]:
        return FLAT, End("log", 2)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.scale * u ** sp.Rational(1, 2) * (1 - u) ** sp.Rational(-1, 2)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x**2 / (self.scale**2 + x**2)

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            sp.Rational(1, 2),
            sp.Rational(1, 2),
        )
