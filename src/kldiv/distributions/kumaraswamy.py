"""The Kumaraswamy distribution."""

from __future__ import annotations

import math
import random

from kldiv.distributions.base import Distribution, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.balls import log_near_one
from kldiv.oracles.known import Ball, Known, LogDensity, one_half, unit_interval


def _log_density(concentration1: Ball, concentration0: Ball) -> LogDensity:
    constant = concentration1.log() + concentration0.log()

    def at(_x: Ball, a: Ball, b: Ball) -> Ball:
        log_x = log_near_one(a, b)
        rest = -(concentration1 * log_x).expm1()  # 1 - x ** concentration1
        return constant + (concentration1 - 1) * log_x + (concentration0 - 1) * rest.log()

    return at


def _sample(rng: random.Random, a: float, b: float) -> float:
    return float((-math.expm1(math.log(variates.open_unit(rng)) / b)) ** (1 / a))


class Kumaraswamy(Distribution):
    """The Kumaraswamy distribution on the unit interval.

    Example:
        >>> Kumaraswamy(2, 3)
        Kumaraswamy(concentration1=2, concentration0=3)
    """

    concentration1: Value = parameter("a", POSITIVE, "the power of x; positive")
    concentration0: Value = parameter("b", POSITIVE, "the power of 1 - x^a; positive")

    name = "Kumaraswamy"
    standard = "beta"
    shared = "concentration1"
    oracle = Known(unit_interval, _log_density, one_half, sample=_sample)
    elsewhere = {
        "torch": "Kumaraswamy({concentration1}, {concentration0})",
        "tfp": "Kumaraswamy({concentration1}, {concentration0})",
        "numpyro": "Kumaraswamy({concentration1}, {concentration0})",
        "julia": "Kumaraswamy({concentration1}, {concentration0})",
        "numpy": "rng.beta(1, {concentration0}) ** (1 / {concentration1})",
    }

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.Integer(1), self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        a, b = self.concentration1, self.concentration0
        return a * b * x ** (a - 1) * (1 - x**a) ** (b - 1)

    def tails(self) -> tuple[End, End]:
        return End("log", self.concentration1 - 1), End("log", self.concentration0 - 1)

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u ** (1 / self.concentration1)

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x**self.concentration1

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            sp.Integer(1),
            self.concentration0,
        )

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        return (1 - x**self.concentration1, 1 - x)
