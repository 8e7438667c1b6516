"""Distributions of SciPy and SymPy are taken for the same ones here: their densities agree."""

from __future__ import annotations

import random

import numpy as np
import pytest
import scipy.stats as st
import sympy as sp
import sympy.stats as ss

import kldiv
from kldiv.answers import foreign_scipy, foreign_sympy
from kldiv.answers.foreign import as_known
from kldiv.arb import arb
from kldiv.values.known import known_of

FROZEN = {
    "arcsine": st.arcsine(),
    "bernoulli": st.bernoulli(0.25),
    "beta": st.beta(2, 3.5),
    "betaprime": st.betaprime(2, 3.5),
    "binom": st.binom(5, 0.25),
    "cauchy": st.cauchy(1, scale=2),
    "chi": st.chi(3),
    "chi2": st.chi2(df=3),
    "erlang": st.erlang(3, scale=0.5),
    "expon": st.expon(scale=4),
    "gamma": st.gamma(2.5, scale=0.5),
    "geom": st.geom(0.25, -1),
    "gumbel_r": st.gumbel_r(1, 2),
    "halfcauchy": st.halfcauchy(scale=2),
    "halfnorm": st.halfnorm(scale=2),
    "hypsecant": st.hypsecant(1, 2),
    "invgamma": st.invgamma(3, scale=2),
    "invgauss": st.invgauss(0.5, scale=3),
    "invweibull": st.invweibull(2.5, scale=3),
    "laplace": st.laplace(1, 2),
    "loggamma": st.loggamma(2.5, loc=0.5),
    "logistic": st.logistic(1, 2),
    "lognorm": st.lognorm(0.5, scale=3),
    "loguniform": st.loguniform(1, 4, scale=2),
    "maxwell": st.maxwell(scale=2),
    "moyal": st.moyal(1, 2),
    "nbinom": st.nbinom(3.5, 0.25),
    "norm": st.norm(1, 2),
    "pareto": st.pareto(2.5, scale=3),
    "poisson": st.poisson(3),
    "randint": st.randint(-1, 5, loc=2),
    "rayleigh": st.rayleigh(scale=2),
    "reciprocal": st.reciprocal(1, 4),
    "t": st.t(3, 1, 2),
    "uniform": st.uniform(-1, 3),
    "vonmises": st.vonmises(2, loc=0.5),
    "wald": st.wald(scale=2),
    "weibull_min": st.weibull_min(2.5, scale=3),
}
NEW = [
    st.Normal(mu=1, sigma=2),
    st.Normal(),
    st.Uniform(a=-1, b=2),
    st.Logistic(),
    3 * st.Logistic() + 1,
    st.Binomial(n=4, p=0.25),
    *(
        st.make_distribution(old)(**given)
        for old, given in (
            (st.gamma, {"a": 2.0}),
            (st.expon, {}),
            (st.chi2, {"df": 3}),
            (st.weibull_min, {"c": 2.5}),
            (st.t, {"df": 3}),
            (st.invgamma, {"a": 3}),
            (st.invgauss, {"mu": 0.5}),
            (st.invweibull, {"c": 2}),
            (st.gumbel_r, {}),
            (st.hypsecant, {}),
            (st.betaprime, {"a": 2, "b": 3}),
            (st.loggamma, {"c": 2}),
            (st.poisson, {"mu": 2}),
            (st.nbinom, {"n": 3, "p": 0.25}),
            (st.halfnorm, {}),
            (st.lognorm, {"s": 0.5}),
            (st.randint, {"low": 1, "high": 7}),
        )
    ),
    2 * st.make_distribution(st.gamma)(a=2.0),
]


def log_density(distribution, x):
    """The log-density of one of ours, by the oracle."""
    values = [arb(float(v)) for v in distribution.parameters.values()]
    known = known_of(distribution)
    low, high = (arb(end) for end in known.ends(*values))
    at = arb(float(x))
    return float(known.log_density(*values)(at, at - low, high - at))


def agree(theirs, ours, points, tolerance=1e-12):
    for x in points:
        assert log_density(ours, x) == pytest.approx(float(theirs(x)), rel=tolerance, abs=tolerance), (ours, x)


def test_every_name_that_is_taken_is_tried():
    assert set(FROZEN) == set(foreign_scipy.ROWS)


@pytest.mark.parametrize("name", FROZEN)
def test_a_frozen_distribution_has_our_density(name):
    given = FROZEN[name]
    rng = np.random.default_rng(0)
    points = given.rvs(size=6, random_state=rng)
    agree(given.logpdf if hasattr(given.dist, "logpdf") else given.logpmf, as_known(given), points)


@pytest.mark.parametrize("given", NEW, ids=str)
def test_a_new_distribution_has_our_density(given):
    ours = as_known(given)
    points = given.sample(6, rng=np.random.default_rng(0))
    agree(given.logpmf if ours.kind == "discrete" else given.logpdf, ours, points)


def test_vectors_are_taken_too():
    spread = [[2, 0.5], [0.5, 1]]
    assert as_known(st.multivariate_normal([0, 1], spread)).covariance_matrix.tolist() == spread
    assert as_known(st.dirichlet([1, 2, 3])).concentration.tolist() == [1, 2, 3]
    assert as_known(st.wishart(3, spread)).df == 3
    assert as_known(st.vonmises_fisher([0, 1], 2)).concentration == 2
    rows = as_known(st.matrix_normal([[0, 0, 0], [1, 1, 1]], spread, np.eye(3)))
    assert rows.row_covariance.tolist() == spread
    p, q = st.multivariate_normal([0, 1], spread), st.multivariate_normal([1, 1], np.eye(2))
    rng = np.random.default_rng(0)
    drawn = p.rvs(200_000, random_state=rng)
    assert kldiv.kl_divergence(p, q) == pytest.approx(np.mean(p.logpdf(drawn) - q.logpdf(drawn)), rel=0.02)


SYMBOLS = [
    ss.Beta("x", 2, 3),
    ss.BetaPrime("x", 2, 3),
    ss.Cauchy("x", 1, 2),
    ss.Chi("x", 3),
    ss.ChiSquared("x", 3),
    ss.Exponential("x", 3),
    ss.Frechet("x", 2, 3),
    ss.Gamma("x", 2, 3),
    ss.GammaInverse("x", 2, 3),
    ss.GaussianInverse("x", 2, 3),
    ss.Gumbel("x", 2, 1),
    ss.Kumaraswamy("x", 2, 3),
    ss.Laplace("x", 1, 2),
    ss.LogNormal("x", 1, 2),
    ss.Logistic("x", 1, 2),
    ss.LogitNormal("x", 1, 2),
    ss.Maxwell("x", 2),
    ss.Moyal("x", 1, 2),
    ss.Normal("x", 1, 2),
    ss.Pareto("x", 2, 3),
    ss.Rayleigh("x", 2),
    ss.Reciprocal("x", 2, 5),
    ss.StudentT("x", 3),
    ss.Uniform("x", -1, 2),
    ss.VonMises("x", 1, 2),
    ss.Weibull("x", 2, 3),
    ss.Bernoulli("x", sp.Rational(1, 4)),
    ss.Binomial("x", 4, sp.Rational(1, 4)),
    ss.Die("x", 6),
    ss.DiscreteUniform("x", [3, 4, 5]),
    ss.NegativeBinomial("x", 3, sp.Rational(1, 4)),
    ss.Poisson("x", 3),
]
VECTORS = {"MultivariateNormalDistribution", "MultivariateBetaDistribution"}


def test_every_class_of_sympy_that_is_taken_is_tried():
    assert {type(x.pspace.distribution).__name__ for x in SYMBOLS} | VECTORS == set(foreign_sympy.ROWS)


@pytest.mark.parametrize("symbol", SYMBOLS, ids=lambda x: type(x.pspace.distribution).__name__)
def test_a_random_symbol_has_our_density(symbol):
    ours, rng = as_known(symbol), random.Random(0)
    support = ours.support()
    points = [x for x in (3, 4, 2, 0, 1, 5) if support.lower <= x <= support.upper][:2]
    if ours.kind == "continuous":
        low, high = max(support.lower, sp.Rational(1, 8)), min(support.upper, sp.Integer(4))
        points = [low + (high - low) * sp.Rational(rng.randint(1, 99), 100) for _ in range(4)]
    density = ss.density(symbol)

    def theirs(x):
        value = density[x] if isinstance(density, dict) else density.pmf(x) if hasattr(density, "pmf") else density(x)
        return sp.log(value).evalf(30)

    agree(theirs, ours, points, 1e-13)


def test_symbols_stay_symbols():
    a, b = sp.symbols("a b", positive=True)
    assert kldiv.kl_divergence(ss.Exponential("x", a), ss.Exponential("y", b)) == sp.log(a / b) - 1 + b / a
    assert kldiv.derive(ss.Exponential("x", a), kldiv.Exponential(b)).result == sp.log(a / b) - 1 + b / a
    normal = as_known(ss.MultivariateNormal("x", [0, 1], [[2, 0], [0, 1]]))
    assert kldiv.kl_divergence(normal, normal) == 0
    assert as_known(ss.MultivariateBeta("x", 1, 2)).concentration.tolist() == [1, 2]


def test_they_are_taken_wherever_a_distribution_is():
    p, q = st.norm(1, 1), ss.Normal("x", 2, sp.Rational(1, 2))
    assert kldiv.kl_divergence(p, q) == kldiv.kl_divergence(kldiv.Normal(1, 1), kldiv.Normal(2, 0.5))
    assert kldiv.evaluate(p, kldiv.Normal(1, 1)).value == 0
    assert kldiv.cross_entropy(p, p) == kldiv.entropy(p) == kldiv.entropy(kldiv.Normal(1, 1))
    assert kldiv.kl_divergence_grad(p, p).p == {"loc": 0.0, "scale": 0.0}
    assert kldiv.derive(st.poisson(1), st.poisson(2)).result == 1 - sp.log(2)
    assert kldiv.kl_divergence(st.gamma([1.0, 2.0]), st.gamma(1.5)).shape == (2,)


REFUSED = {
    "scipy.stats.gamma: loc must be 0 for kldiv, got 1: Gamma has no such parameter": st.gamma(2, loc=1),
    "scipy.stats.geom: loc must be -1 for kldiv, got 0: Geometric has no such parameter": st.geom(0.5),
    "scipy.stats.beta: scale must be 1 for kldiv, got 2: Beta has no such parameter": st.beta(1, 2, scale=2),
    "scipy.stats.gumbel_l: kldiv has no such distribution": st.gumbel_l(),
    "scipy.stats.norm: give it its parameters first, as in norm(...)": st.norm,
    "scipy.stats.rv_discrete of listed values: write Categorical(...) for their probabilities": st.rv_discrete(
        values=([0, 1], [0.25, 0.75])
    ),
    "scipy.stats.rv_histogram: write Categorical.from_counts(...) for the counts": st.rv_histogram(
        np.histogram([1.0, 2.0, 4.0])
    ),
    "scipy.stats.Mixture: kldiv has no such distribution": st.Mixture([st.Normal(), st.Uniform(a=0, b=1)]),
    "scipy.stats.ShiftedScaledDistribution: kldiv has no such distribution": -st.Normal(),
    "scipy.stats.multinomial_frozen: kldiv has no such distribution": st.multinomial(2, [0.5, 0.5]),
    "sympy.stats Geometric: SymPy's begins at 1, kldiv.Geometric at 0": ss.Geometric("x", sp.Rational(1, 2)),
    "sympy.stats Arcsin: kldiv has no such distribution": ss.Arcsin("x", 0, 1),
    "sympy.stats Bernoulli: succ must be 1 for kldiv, got 5": ss.Bernoulli("x", sp.Rational(1, 2), 5, 0),
    "sympy.stats Frechet: m must be 0 for kldiv, got 1": ss.Frechet("x", 2, 3, 1),
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_has_no_family_here_is_refused_in_one_line(message):
    with pytest.raises(ValueError, match=r".") as refused:
        kldiv.entropy(REFUSED[message])
    assert str(refused.value) == message


def test_what_is_no_distribution_stays_what_it_is():
    for thing in (1, "normal", kldiv.Normal, ss.Normal):
        assert as_known(thing) is thing
