"""The hand-written densities against SciPy, against one, and against their own random draws."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import numpy as np
import pytest
from flint import arb, ctx
from scipy import stats

from kldiv.distributions import DISTRIBUTIONS
from kldiv.oracles.densities import KNOWN
from kldiv.oracles.estimate import ball_values
from kldiv.oracles.known import DISCRETE
from kldiv.oracles.sampling import sampled_divergence
from kldiv.oracles.truth import divergence_by_quadrature, escapes, expectation_by_quadrature
from tests.oracles.oracle_points import draw, floats


def _continuous_bernoulli(x: float, probs: float) -> float:
    """An exponential truncated to the unit interval, turned around where it rises."""
    tilt = math.log(probs / (1 - probs))
    return float(stats.truncexpon.logpdf(x if tilt < 0 else 1 - x, abs(tilt), scale=1 / abs(tilt)))


def _kumaraswamy(x: float, a: float, b: float) -> float:
    """Its power x ** a is a beta."""
    return float(stats.beta.logpdf(x**a, 1, b) + math.log(a) + (a - 1) * math.log(x))


def _lindley(x: float, rate: float) -> float:
    """A mixture of two gammas."""
    one, two = (stats.gamma.pdf(x, shape, scale=1 / rate) for shape in (1, 2))
    return math.log((rate * one + two) / (1 + rate))


#: Densities that SciPy has under another shape, written with it; the others are asked as their file says.
WRITTEN: dict[str, Callable[..., float]] = {
    "kumaraswamy": _kumaraswamy,
    "continuous-bernoulli": _continuous_bernoulli,
    "logit-normal": lambda x, m, s: stats.norm.logpdf(math.log(x / (1 - x)), m, s) - math.log(x * (1 - x)),
    "exp-inverse-gamma": lambda x, a, s: stats.loggamma.logpdf(-x, a, loc=-math.log(s)),
    "lindley": _lindley,
}

KNOWN_TO_SCIPY = sorted(slug for slug in KNOWN if slug in WRITTEN or "scipy" in DISTRIBUTIONS[slug].elsewhere)


def in_scipy(slug: str, x: float, values: dict) -> float:
    if slug in WRITTEN:
        return float(WRITTEN[slug](x, *floats(values)))
    call = DISTRIBUTIONS[slug].elsewhere["scipy"].format(**{name: name for name in values})
    theirs = eval(call, {**vars(stats), "np": np}, {name: float(value) for name, value in values.items()})
    return float((theirs.logpmf if KNOWN[slug].kind == DISCRETE else theirs.logpdf)(x))


@pytest.mark.parametrize("slug", sorted(KNOWN))
def test_total_mass_is_one(slug: str) -> None:
    for seed in range(6):
        mass = expectation_by_quadrature(slug, draw(slug, seed), lambda _: arb(1))
        assert abs(mass.value - 1) < arb(10) ** -25, draw(slug, seed)
        assert mass.error < arb(10) ** -25


@pytest.mark.parametrize("slug", KNOWN_TO_SCIPY)
def test_density_agrees_with_scipy(slug: str) -> None:
    compared = 0
    for seed in range(4):
        values, rng = draw(slug, seed), random.Random(seed)
        for _ in range(5):
            x = float(KNOWN[slug].sample(rng, *floats(values)))
            theirs = in_scipy(slug, x, values)
            assert _log_density(slug, values, x) == pytest.approx(theirs, rel=1e-12, abs=1e-12), (values, x)
            compared += 1
    assert compared == 20


def _log_density(slug: str, values: dict, x: float) -> float:
    known = KNOWN[slug]
    old, ctx.prec = ctx.prec, 200
    try:
        parameters = ball_values(list(values.values()))
        low, high = known.ends(*parameters)
        return float(known.log_density(*parameters)(arb(x), arb(x) - low, high - arb(x)))
    finally:
        ctx.prec = old


def balls(slug: str, values: dict) -> tuple:
    return KNOWN[slug], ball_values(list(values.values()))


@pytest.mark.parametrize("slug", sorted(KNOWN))
def test_sampling_agrees_with_quadrature(slug: str) -> None:
    # against a distribution of slowly growing log-density, so that the log-ratio has a variance whatever p is
    if KNOWN[slug].kind == DISCRETE:
        other = "geometric" if slug != "geometric" else "negative-binomial"
    else:
        other = "cauchy" if slug != "cauchy" else "student-t"
    theirs = draw(other, "against")
    values = next(v for k in range(20) if not escapes(*balls(slug, v := draw(slug, k)), *balls(other, theirs)))
    exact = float(divergence_by_quadrature(slug, values, other, theirs).value)
    sampled = sampled_divergence(slug, values, other, theirs, count=3000, seed=3)
    assert 0 < sampled.standard_error < 0.2
    assert abs(sampled.mean - exact) < 4 * sampled.standard_error
