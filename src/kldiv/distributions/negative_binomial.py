"""The Negative binomial distribution."""

from __future__ import annotations

from kldiv.distributions.base import DISCRETE, Distribution, ExponentialFamily, Support, Value, parameter
from kldiv.distributions.discrete_uniform import DiscreteUniform
from kldiv.distributions.domains import OPEN_UNIT, POSITIVE
from kldiv.distributions.tails import FLAT, End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.balls import log_of, times
from kldiv.oracles.known import Ball, Known, LogDensity, positive_half


def _log_density(total_count: Ball, probs: Ball) -> LogDensity:
    success = log_of(probs)
    constant = times(total_count, log_of(1 - probs)) - total_count.lgamma()

    def at(x: Ball, _a: Ball, _b: Ball) -> Ball:
        return constant + (x + total_count).lgamma() - (x + 1).lgamma() + times(x, success)

    return at


class NegativeBinomial(Distribution):
    """The negative binomial distribution: successes before a number of failures.

    Example:
        >>> NegativeBinomial(3, 0.25)
        NegativeBinomial(total_count=3, probs=0.25)
    """

    total_count: Value = parameter("r", POSITIVE, "the number of failures waited for, positive, not always whole")
    probs: Value = parameter("pi", OPEN_UNIT, "the probability of success, strictly between 0 and 1, or 0", edge=0)

    aliases = ("NB", "NegBin", "gamma–Poisson")
    kind = DISCRETE
    standard = "negative-binomial"
    shared = "total_count"
    oracle = Known(
        positive_half,
        _log_density,
        lambda n, p: (n * p / (1 - p), n / (1 - p)),
        sample=lambda r, n, p: variates.poisson(r, variates.gamma(r, n) * p / (1 - p)),
    )
    elsewhere = {
        "torch": "NegativeBinomial({total_count}, {probs})",
        "tfp": "NegativeBinomial({total_count}, probs={probs})",
        "numpyro": "NegativeBinomialProbs({total_count}, {probs})",
        "scipy": "nbinom(n={total_count}, p=1 - {probs})",
        "julia": "NegativeBinomial({total_count}, 1 - {probs})",
        "numpy": "rng.negative_binomial({total_count}, 1 - {probs})",
    }
    trap = (
        "`probs` is the chance of what is counted. SciPy, Distributions.jl and NumPy count the other outcome,"
        " so there it is $1 - $`probs`."
    )
    sources = (("distributionsjl", "src/univariate"),)

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        r = self.total_count
        return sp.gamma(x + r) / (sp.gamma(r) * sp.factorial(x)) * (1 - self.probs) ** r * self.probs**x

    def tails(self) -> tuple[End, End]:
        return FLAT, End("power", 1, -sp.log(self.probs))

    def transport(self, u: sp.Expr) -> sp.Expr:
        return u

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (
            self.total_count,
            self.probs,
        )

    def regular(self) -> Distribution:
        return DiscreteUniform(sp.Integer(0), sp.Integer(0)) if self.probs == 0 else self

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        return (1 - self.probs, sp.factorial(x), sp.gamma(x + self.total_count))

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily:
        return ExponentialFamily(
            (sp.log(self.probs),),
            (x,),
            -self.total_count * sp.log(1 - self.probs),
            sp.gamma(x + self.total_count) / (sp.gamma(self.total_count) * sp.factorial(x)),
        )
