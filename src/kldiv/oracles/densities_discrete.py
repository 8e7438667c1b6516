"""Log-probabilities of discrete distributions.

Johnson, Kemp and Kotz, Univariate Discrete Distributions; parameters and supports as in torch.distributions.
"""

from __future__ import annotations

from typing import Any

from flint import arb

from kldiv.oracles.known import DISCRETE, INFINITY, Known, LogDensity


def log_of(probability: arb) -> arb:
    """Return log(probability), with log 0 = -inf."""
    return -INFINITY if probability == 0 else probability.log()


def times(count: arb, log: arb) -> arb:
    """Return count log, with 0 (-inf) = 0."""
    return arb(0) if count == 0 else count * log


def _bernoulli(probs: arb) -> LogDensity:
    success, failure = log_of(probs), log_of(1 - probs)
    return lambda _x, a, b: times(a, success) + times(b, failure)


def _binomial(total_count: arb, probs: arb) -> LogDensity:
    constant, success, failure = (total_count + 1).lgamma(), log_of(probs), log_of(1 - probs)

    def at(_x: arb, a: arb, b: arb) -> arb:
        return constant - (a + 1).lgamma() - (b + 1).lgamma() + times(a, success) + times(b, failure)

    return at


def _geometric(probs: arb) -> LogDensity:
    success, failure = log_of(probs), log_of(1 - probs)
    return lambda x, _a, _b: success + times(x, failure)


def _poisson(rate: arb) -> LogDensity:
    log_rate = log_of(rate)
    return lambda x, _a, _b: times(x, log_rate) - rate - (x + 1).lgamma()


def _negative_binomial(total_count: arb, probs: arb) -> LogDensity:
    success = log_of(probs)
    constant = times(total_count, log_of(1 - probs)) - total_count.lgamma()

    def at(x: arb, _a: arb, _b: arb) -> arb:
        return constant + (x + total_count).lgamma() - (x + 1).lgamma() + times(x, success)

    return at


def _discrete_uniform(low: arb, high: arb) -> LogDensity:
    constant = (high - low + 1).log()
    return lambda _x, _a, _b: -constant


def _counts(*_: arb) -> tuple[Any, Any]:
    return arb(0), INFINITY


COUNTS: dict[str, Known] = {
    "bernoulli": Known(lambda _p: (arb(0), arb(1)), _bernoulli, lambda p: (p, 1), kind=DISCRETE),
    "binomial": Known(lambda n, _p: (arb(0), n), _binomial, lambda n, p: (n * p, n), kind=DISCRETE),
    "geometric": Known(_counts, _geometric, lambda p: (1 / p, 1 / p), kind=DISCRETE),
    "poisson": Known(_counts, _poisson, lambda r: (r, r.sqrt()), kind=DISCRETE),
    "negative-binomial": Known(_counts, _negative_binomial, lambda n, p: (n * p / (1 - p), n / (1 - p)), kind=DISCRETE),
    "discrete-uniform": Known(
        lambda low, high: (low, high),
        _discrete_uniform,
        lambda low, high: ((low + high) / 2, high - low),
        kind=DISCRETE,
    ),
}
