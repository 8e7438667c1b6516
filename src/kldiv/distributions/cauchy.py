"""The Cauchy distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.balls import pi, square
from kldiv.oracles.known import POWER, Ball, Known, LogDensity, at_loc, loc_and_scale, whole_line


def _log_density(loc: Ball, scale: Ball) -> LogDensity:
    constant = (pi() * scale).log()
    return lambda x, _a, _b: -constant - square((x - loc) / scale).log1p()


class Cauchy(Distribution):
    """The Cauchy distribution.

    Example:
        >>> Cauchy(0, 1)
        Cauchy(loc=0, scale=1)
    """

    loc: Value = parameter("mu", REAL, "the median, a real number")
    scale: Value = parameter("s", POSITIVE, "half the interquartile range, positive")

    name = "Cauchy"
    aliases = ("Lorentz", "Lorentzian", "Cauchy–Lorentz", "Breit–Wigner")
    standard = "signed-beta"
    oracle = Known(
        whole_line,
        _log_density,
        loc_and_scale,
        (POWER, POWER),
        at_loc,
        sample=lambda r, m, s: m + s * variates.cauchy(r),
    )
    elsewhere = {
        "torch": "Cauchy({loc}, {scale})",
        "tfp": "Cauchy({loc}, {scale})",
        "numpyro": "Cauchy({loc}, {scale})",
        "scipy": "cauchy(loc={loc}, scale={scale})",
        "julia": "Cauchy({loc}, {scale})",
        "numpy": "{loc} + {scale} * rng.standard_cauchy()",
    }
    sources = (
        ("chyzak2019", "Theorem 1"),
        ("nielsen2022cauchy", "abstract"),
    )

    def support(self) -> Support:
        return Support(-sp.oo, sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return self.scale / (sp.pi * (self.scale**2 + (x - self.loc) ** 2))

    def tails(self) -> tuple[End, End]:
        end = End("log", 2)
        return end, end

    def transport(self, u: sp.Expr) -> sp.Expr:
        return self.loc + self.scale * sp.sign(u) * sp.sqrt(sp.Abs(u)) / sp.sqrt(1 - sp.Abs(u))

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            sp.Rational(1, 2),
            sp.Rational(1, 2),
        )
