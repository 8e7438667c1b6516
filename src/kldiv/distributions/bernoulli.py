"""The Bernoulli distribution."""

from __future__ import annotations

from typing import Any

from kldiv.distributions.base import DISCRETE, Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.discrete_uniform import DiscreteUniform
from kldiv.distributions.domains import PROBABILITY
from kldiv.distributions.logits import ByLogits, probability_of
from kldiv.distributions.tails import FLAT, End
from kldiv.lazily import np, sp
from kldiv.oracles.balls import log_of, times
from kldiv.oracles.known import Ball, Known, LogDensity, unit_interval


def _log_density(probs: Ball) -> LogDensity:
    success, failure = log_of(probs), log_of(1 - probs)
    return lambda _x, a, b: times(a, success) + times(b, failure)


class Bernoulli(ByLogits):
    """The distribution of a single trial: 1 with probability `probs`, else 0.

    `Bernoulli(logits=...)` takes the logarithm of the odds of 1 instead.

    Example:
        >>> Bernoulli(0.25), Bernoulli(logits=40)
        (Bernoulli(probs=0.25), Bernoulli(logits=40.0))
    """

    probs: Value = parameter("pi", PROBABILITY, "the probability of 1")

    name = "Bernoulli"
    aliases = ("coin flip",)
    kind = DISCRETE
    standard = "bernoulli"
    finite = True
    oracle = Known(unit_interval, _log_density, lambda p: (p, 1), sample=lambda r, p: float(r.random() < p))
    elsewhere = {
        "torch": "Bernoulli({probs})",
        "tfp": "Bernoulli(probs={probs})",
        "numpyro": "Bernoulli({probs})",
        "scipy": "bernoulli(p={probs})",
        "julia": "Bernoulli({probs})",
        "numpy": "rng.binomial(1, {probs})",
    }
    sources = (("statproofbook", "proof P419 (bern-kl)"),)

    @staticmethod
    def _good_logits(logits: Any) -> bool:
        return not np.isnan(logits).any()

    @staticmethod
    def _from_logits(logits: Any) -> Any:
        return probability_of(logits)

    @staticmethod
    def _from_symbol(logits: Any) -> Any:
        return 1 / (1 + sp.exp(-logits))

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.Integer(1), self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return self.probs**x * (1 - self.probs) ** (1 - x)

    def tails(self) -> tuple[End, End]:
        return FLAT, FLAT

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (self.probs,)

    def regular(self) -> Distribution:
        return DiscreteUniform(self.probs, self.probs) if self.probs in (0, 1) else self

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        return (1 - self.probs,)  # 1 - x is zero at x = 1, so it is not offered as positive

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (sp.log(self.probs) - sp.log(1 - self.probs),), (x,), -sp.log(1 - self.probs), sp.Integer(1)
        )
