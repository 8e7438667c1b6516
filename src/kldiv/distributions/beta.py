"""The Beta distribution."""

from __future__ import annotations

import random

from kldiv.distributions.base import Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.known import Ball, Known, LogDensity, one_half, unit_interval


def _log_density(concentration1: Ball, concentration0: Ball) -> LogDensity:
    first, second = concentration1 - 1, concentration0 - 1
    constant = (concentration1 + concentration0).lgamma() - concentration1.lgamma() - concentration0.lgamma()
    return lambda _x, a, b: constant + first * a.log() + second * b.log()


def _sample(rng: random.Random, a: float, b: float) -> float:
    first, second = variates.gamma(rng, a), variates.gamma(rng, b)
    return first / (first + second)


class Beta(Distribution):
    """The beta distribution on the unit interval.

    Example:
        >>> Beta(2, 3)
        Beta(concentration1=2, concentration0=3)
    """

    concentration1: Value = parameter("alpha", POSITIVE, "the exponent of x, plus one; positive")
    concentration0: Value = parameter("beta", POSITIVE, "the exponent of 1 - x, plus one; positive")

    aliases = ("beta of the first kind",)
    cases = {"arcsine": "Beta(1/2, 1/2)", "power function": "Beta(a, 1)"}
    standard = "beta"
    oracle = Known(unit_interval, _log_density, one_half, sample=_sample)
    elsewhere = {
        "torch": "Beta({concentration1}, {concentration0})",
        "tfp": "Beta({concentration1}, {concentration0})",
        "numpyro": "Beta({concentration1}, {concentration0})",
        "scipy": "beta(a={concentration1}, b={concentration0})",
        "julia": "Beta({concentration1}, {concentration0})",
        "numpy": "rng.beta({concentration1}, {concentration0})",
    }
    trap = "`concentration1` belongs to $x$ and comes first; `concentration0` belongs to $1 - x$."
    sources = (("torch", "torch/distributions/kl.py"),)

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.Integer(1), self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        a, b = self.concentration1, self.concentration0
        return x ** (a - 1) * (1 - x) ** (b - 1) * sp.gamma(a + b) / (sp.gamma(a) * sp.gamma(b))

    def tails(self) -> tuple[End, End]:
        return End("log", self.concentration1 - 1), End("log", self.concentration0 - 1)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            self.concentration1,
            self.concentration0,
        )

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (
                self.concentration1 - 1,
                self.concentration0 - 1,
            ),
            (
                sp.log(x),
                sp.log(1 - x),
            ),
            sp.loggamma(self.concentration1)
            + sp.loggamma(self.concentration0)
            - sp.loggamma(self.concentration1 + self.concentration0),
            sp.Integer(1),
        )
