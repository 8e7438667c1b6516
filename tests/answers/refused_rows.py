"""Pairs that were refused once, each with mpmath's value, and what is wrong with an estimate beside it."""

from __future__ import annotations

from fractions import Fraction

from mpmath import mp, mpf

import kldiv
from kldiv.oracles.densities import KNOWN
from kldiv.values.integrating.expectation import divergence_number, entropy_number
from tests.answers import truths as t


def exact(distribution):
    return {name: Fraction(value) for name, value in distribution.parameters.items()}


def found(p, q=None):
    """The estimate behind a number."""
    if q is None:
        return entropy_number(KNOWN[p.slug], exact(p))
    return divergence_number(KNOWN[p.slug], exact(p), KNOWN[q.slug], exact(q))


def negative_binomial(n, mean):
    return kldiv.NegativeBinomial(n, Fraction(mean) / (n + Fraction(mean)))


def faults(estimate, truth):
    """What is wrong with an estimate: too few digits, or a bound that does not hold."""
    value = mpf(estimate.value.str(40, radius=False))
    off = abs(value - truth)
    wrong = [f"off by {mp.nstr(off / abs(truth), 3)}"] if off > abs(truth) * mpf("1e-15") else []
    bound = mpf(estimate.error.str(10, radius=False))
    wrong += ["bound too small"] if off > bound * mpf("1.001") + abs(truth) * mpf("1e-19") else []
    wrong += ["bound too large"] if bound > abs(truth) * mpf("1e-14") else []
    return wrong


def geometric(mean):
    return lambda k: -mp.log(mean) + k * mp.log1p(-1 / mpf(mean))


def standard_normal_to_uniform_odds(s):
    """LogitNormal(0, s) to Uniform(0, 1), over the normal variable behind it."""
    s = mpf(s)

    def integrand(z):
        odds = abs(s * z)
        return t.normal(0, 1)(z), -mp.log(s) + t.normal(0, 1)(z) + odds + 2 * mp.log1p(mp.exp(-odds))

    return mp.quad(
        lambda z: mp.exp(integrand(z)[0]) * integrand(z)[1], [-15, -5, -1, -0.3, -0.02, 0, 0.02, 0.3, 1, 5, 15]
    )


VAGUE = [-14, -11, -10, -9, -7, -5, -2, 0, 2, 10, 50, 200, 1000, 5000, 20000, 60000]
BELL = [-15, -8, -3, 0, 3, 8, 15]
SPIKE = [-15, -5, -1, -0.3, -0.1, -0.02, -0.005, 0, 0.005, 0.02, 0.1, 0.3, 1, 5, 15]
STEEP = [-2, -1, -0.5, -0.2, -0.1, -0.05, 0, 0.03, 0.06, 0.1]
SLOW = [-7000, -3000, -1000, -400, -100, -10, -2, 0, 2, 10, 50, 100, 200, 300, 400, 450]
TALL = [-0.06, -0.03, -0.01, -0.003, 0, 0.003, 0.01, 0.03, 0.06]

#: Each pair, mpmath's value, and the one that was published when it was refused here.
ROWS = {
    "a wide sum to a narrow one": (
        lambda: found(negative_binomial(10, 1000), kldiv.Poisson(1000)),
        lambda: t.one_by_one(t.negative_binomial(mpf(10), mpf(1000)), t.poisson(mpf(1000)), 12000),
        46.8686048443064,
    ),
    "two wide sums": (
        lambda: found(negative_binomial(10, 1000), negative_binomial(5, 1000)),
        lambda: t.one_by_one(t.negative_binomial(mpf(10), mpf(1000)), t.negative_binomial(mpf(5), mpf(1000)), 12000),
        0.0993506427246434,
    ),
    "a sum that falls slowly": (
        lambda: found(kldiv.Geometric(Fraction(1, 300)), kldiv.Poisson(300)),
        lambda: t.one_by_one(geometric(300), t.poisson(mpf(300)), 21000),
        123.690784720474,
    ),
    "entropy of Poisson(20000)": (
        lambda: found(kldiv.Poisson(20000)),
        lambda: t.over_many(t.poisson(mpf(20000)), None, mpf(20000), mpf(20000) ** 0.5),
        6.3706781427019,
    ),
    "entropy of Poisson(1e8)": (
        lambda: found(kldiv.Poisson(10**8)),
        lambda: t.over_many(t.poisson(mpf(10) ** 8), None, mpf(10) ** 8, mpf(10) ** 4),
        10.6292789043475,
    ),
    "a vague prior": (
        lambda: found(kldiv.InverseGamma(Fraction(1, 1000), Fraction(1, 1000)), kldiv.HalfCauchy(1)),
        lambda: t.on_logs(t.inverse_gamma(mpf(1) / 1000, mpf(1) / 1000), t.half_cauchy(mpf(1)), VAGUE),
        986.253104070154,
    ),
    "a narrow posterior": (
        lambda: found(kldiv.Normal(1, Fraction(1, 200)), kldiv.Cauchy(0, 1)),
        lambda: t.on_line(t.normal(1, mpf(1) / 200), t.cauchy(0, 1), 1, mpf(1) / 200, BELL),
        5.7172558999870844,
    ),
    "a posterior far out": (
        lambda: found(kldiv.Normal(200, 1), kldiv.Cauchy(0, 1)),
        lambda: t.on_line(t.normal(200, 1), t.cauchy(0, 1), 200, 1, BELL),
        10.322426086365884,
    ),
    "a wide one to a narrow one": (
        lambda: found(kldiv.Normal(0, 200), kldiv.Logistic(0, 1)),
        lambda: t.on_line(t.normal(0, 200), t.logistic(0, 1), 0, 200, SPIKE),
        152.86621840940677,
    ),
    "log-odds of scale 30": (
        lambda: found(kldiv.LogitNormal(0, 30), kldiv.Uniform(0, 1)),
        lambda: standard_normal_to_uniform_odds(30),
        19.160094046750371,
    ),
    "shape 50": (
        lambda: found(kldiv.Weibull(1, 50), kldiv.HalfCauchy(1)),
        lambda: t.on_logs(t.weibull(1, 50), t.half_cauchy(1), STEEP),
        3.4799325356312713,
    ),
    "shape 1/100": (
        lambda: found(kldiv.Weibull(1, Fraction(1, 100)), kldiv.HalfCauchy(1)),
        lambda: t.on_logs(t.weibull(1, mpf(1) / 100), t.half_cauchy(1), SLOW),
        95.8705758236896,
    ),
    "shape 1e5": (
        lambda: found(kldiv.Gamma(10**5, 1), kldiv.HalfCauchy(1)),
        lambda: t.on_logs(t.gamma(mpf(10) ** 5, 1), t.half_cauchy(1), [mp.log(10**5) + y for y in TALL]),
        16.3020257029651,
    ),
}
