"""The Geometric distribution."""

from __future__ import annotations

import math
import random

from kldiv.distributions.base import DISCRETE, Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.discrete_uniform import DiscreteUniform
from kldiv.distributions.domains import OPEN_UNIT
from kldiv.distributions.tails import FLAT, End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.balls import log_of, times
from kldiv.oracles.known import Ball, Known, LogDensity, positive_half


def _log_density(probs: Ball) -> LogDensity:
    success, failure = log_of(probs), log_of(1 - probs)
    return lambda x, _a, _b: success + times(x, failure)


def _sample(rng: random.Random, probs: float) -> int:
    return math.floor(math.log(variates.open_unit(rng)) / math.log1p(-probs)) if probs < 1 else 0


class Geometric(Distribution):
    """The geometric distribution: failures before the first success, from 0.

    Example:
        >>> Geometric(0.25)
        Geometric(probs=0.25)
    """

    probs: Value = parameter("pi", OPEN_UNIT, "the probability of success, strictly between 0 and 1, or 1", edge=1)

    aliases = ("Geom",)
    kind = DISCRETE
    standard = "geometric"
    oracle = Known(positive_half, _log_density, lambda p: (1 / p, 1 / p), sample=_sample)
    elsewhere = {
        "torch": "Geometric({probs})",
        "tfp": "Geometric(probs={probs})",
        "numpyro": "Geometric({probs})",
        "scipy": "geom(p={probs}, loc=-1)",
        "julia": "Geometric({probs})",
        "numpy": "rng.geometric({probs}) - 1",
    }
    trap = "Failures before the first success, from 0. SciPy and NumPy count trials, from 1."
    sources = (("torch", "torch/distributions/kl.py"),)

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return self.probs * (1 - self.probs) ** x

    def tails(self) -> tuple[End, End]:
        return FLAT, End("power", 1, -sp.log(1 - self.probs))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.probs,)

    def regular(self) -> Distribution:
        return DiscreteUniform(sp.Integer(0), sp.Integer(0)) if self.probs == 1 else self

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        return (1 - self.probs,)

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (sp.log(1 - self.probs),),
            (x,),
            -sp.log(self.probs),
            sp.Integer(1),
        )
