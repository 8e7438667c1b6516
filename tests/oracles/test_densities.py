"""The hand-written densities against SciPy, against one, and against their own random draws."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest
from flint import arb, ctx
from scipy import stats

from kldiv.oracles.densities import KNOWN
from kldiv.oracles.estimate import ball_values
from kldiv.oracles.known import DISCRETE
from kldiv.oracles.sampling import DRAWS, sampled_divergence
from kldiv.oracles.truth import divergence_by_quadrature, expectation_by_quadrature
from tests.oracles.oracle_points import PARAMETERS, draw, floats


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


SCIPY: dict[str, Callable[..., float]] = {
    "bernoulli": stats.bernoulli.logpmf,
    "binomial": stats.binom.logpmf,
    "geometric": lambda x, p: stats.geom.logpmf(x, p, loc=-1),
    "poisson": stats.poisson.logpmf,
    "negative-binomial": lambda x, n, p: stats.nbinom.logpmf(x, n, 1 - p),
    "discrete-uniform": lambda x, low, high: stats.randint.logpmf(x, low, high + 1),
    "uniform": lambda x, low, high: stats.uniform.logpdf(x, low, high - low),
    "log-uniform": stats.loguniform.logpdf,
    "beta": stats.beta.logpdf,
    "kumaraswamy": _kumaraswamy,
    "continuous-bernoulli": _continuous_bernoulli,
    "logit-normal": lambda x, m, s: stats.norm.logpdf(math.log(x / (1 - x)), m, s) - math.log(x * (1 - x)),
    "exponential": lambda x, r: stats.expon.logpdf(x, scale=1 / r),
    "gamma": lambda x, a, r: stats.gamma.logpdf(x, a, scale=1 / r),
    "chi2": stats.chi2.logpdf,
    "chi": stats.chi.logpdf,
    "inverse-gamma": lambda x, a, r: stats.invgamma.logpdf(x, a, scale=r),
    "exp-gamma": lambda x, a, r: stats.loggamma.logpdf(x, a, loc=-math.log(r)),
    "exp-inverse-gamma": lambda x, a, s: stats.loggamma.logpdf(-x, a, loc=-math.log(s)),
    "weibull": lambda x, s, k: stats.weibull_min.logpdf(x, k, scale=s),
    "frechet": lambda x, s, k: stats.invweibull.logpdf(x, k, scale=s),
    "rayleigh": lambda x, s: stats.rayleigh.logpdf(x, scale=s),
    "maxwell": lambda x, s: stats.maxwell.logpdf(x, scale=s),
    "pareto": lambda x, s, a: stats.pareto.logpdf(x, a, scale=s),
    "half-normal": lambda x, s: stats.halfnorm.logpdf(x, scale=s),
    "half-cauchy": lambda x, s: stats.halfcauchy.logpdf(x, scale=s),
    "log-normal": lambda x, m, s: stats.lognorm.logpdf(x, s, scale=math.exp(m)),
    "lindley": _lindley,
    "normal": stats.norm.logpdf,
    "laplace": stats.laplace.logpdf,
    "gumbel": stats.gumbel_r.logpdf,
    "logistic": stats.logistic.logpdf,
    "cauchy": stats.cauchy.logpdf,
    "student-t": stats.t.logpdf,
    "moyal": stats.moyal.logpdf,
    "inverse-gaussian": lambda x, m, c: stats.invgauss.logpdf(x, m / c, scale=c),
    "von-mises": lambda x, m, k: stats.vonmises.logpdf(x, k, m),
}

DISTRIBUTIONS = sorted(KNOWN)


def test_every_distribution_is_drawn_sampled_and_compared() -> None:
    assert set(KNOWN) == set(PARAMETERS) == set(SCIPY) == set(DRAWS)


@pytest.mark.parametrize("slug", DISTRIBUTIONS)
def test_total_mass_is_one(slug: str) -> None:
    for seed in range(6):
        mass = expectation_by_quadrature(slug, draw(slug, seed), lambda _: arb(1))
        assert abs(mass.value - 1) < arb(10) ** -25, draw(slug, seed)
        assert mass.error < arb(10) ** -25


@pytest.mark.parametrize("slug", DISTRIBUTIONS)
def test_density_agrees_with_scipy(slug: str) -> None:
    compared = 0
    for seed in range(4):
        values, rng = draw(slug, seed), random.Random(seed)
        for _ in range(5):
            x = float(DRAWS[slug](rng, *floats(values)))
            theirs = float(SCIPY[slug](x, *floats(values)))
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


@pytest.mark.parametrize("slug", DISTRIBUTIONS)
def test_sampling_agrees_with_quadrature(slug: str) -> None:
    # against a distribution of slowly growing log-density, so that the log-ratio has a variance whatever p is
    if KNOWN[slug].kind == DISCRETE:
        other = "geometric" if slug != "geometric" else "negative-binomial"
    else:
        other = "cauchy" if slug != "cauchy" else "student-t"
    values, theirs = draw(slug, "sampled"), draw(other, "against")
    exact = float(divergence_by_quadrature(slug, values, other, theirs).value)
    sampled = sampled_divergence(slug, values, other, theirs, count=3000, seed=3)
    assert 0 < sampled.standard_error < 0.2
    assert abs(sampled.mean - exact) < 4 * sampled.standard_error
