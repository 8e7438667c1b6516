"""Every closed form of the univariate catalogue in floats, against thirty-digit quadrature."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest
import scipy.stats
import sympy as sp

import kldiv
from kldiv.answers.univariate import closed_form_numeric, entropy_numeric
from kldiv.deriving.derive import derive
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.points import numbers, points_for
from kldiv.oracles.densities import KNOWN
from kldiv.oracles.truth import divergence_by_quadrature, entropy_by_quadrature
from kldiv.writing.numpy_code import numpy_function, numpy_source
from tests.today import todays

POINTS = 2


def closed_forms(p):
    found = [derive(p, q) for q in KNOWN]
    return [d for d in found if d.kind == "closed form"]


def drawn(d):
    """Parameters as floats, at points where the formula applies."""
    p, q = d.distributions
    wanted = (*d.assumptions, *(c for c in d.scope if isinstance(c, sp.Ne)))
    for at in points_for(p, q, wanted, count=POINTS):
        yield tuple({k: float(v) for k, v in numbers(distribution, at).items()} for distribution in (p, q))


def exactly(values):
    return {name: Fraction(value) for name, value in values.items()}


@pytest.mark.parametrize("p", todays(sorted(KNOWN), 12))
def test_every_pair_agrees_with_quadrature(p):
    compared = 0
    for d in closed_forms(p):
        q = d.distributions[1].slug
        for a, b in drawn(d):
            value, method, bound = closed_form_numeric(DISTRIBUTIONS[p](**a), DISTRIBUTIONS[q](**b))
            truth = float(divergence_by_quadrature(p, exactly(a), q, exactly(b)).value)
            assert value == pytest.approx(truth, rel=1e-12, abs=0), (d.id, a, b)
            assert (method, bound) == ("closed form", None), d.id
            compared += 1
    assert compared or not closed_forms(p)


@pytest.mark.parametrize("p", todays(sorted(KNOWN), 12))
def test_the_function_on_the_page_does_the_same(p):
    for d in closed_forms(p):
        q, function = d.distributions[1].slug, numpy_function(d)
        points = list(drawn(d))
        for a, b in points:
            named = {**{f"{k}_p": v for k, v in a.items()}, **{f"{k}_q": v for k, v in b.items()}}
            value, _, _ = closed_form_numeric(DISTRIBUTIONS[p](**a), DISTRIBUTIONS[q](**b))
            assert float(function(**named)) == pytest.approx(value, rel=1e-9, abs=1e-11), (d.id, named)
        columns = {f"{k}_p": [a[k] for a, _ in points] for k in points[0][0]}
        columns |= {f"{k}_q": [b[k] for _, b in points] for k in points[0][1]}
        assert np.shape(function(**columns)) == (len(points),), d.id
        assert "Integral" not in numpy_source(d)


@pytest.mark.parametrize("slug", sorted(KNOWN))
def test_entropies_agree_with_quadrature(slug):
    rng = random.Random(slug)
    for _ in range(3):
        values = {k: float(v) for k, v in DISTRIBUTIONS[slug].draw(rng).items()}
        value, method, _ = entropy_numeric(DISTRIBUTIONS[slug](**values))
        truth = float(entropy_by_quadrature(slug, exactly(values)).value)
        assert value == pytest.approx(truth, rel=1e-12, abs=1e-15), values
        assert method in ("closed form", "quadrature")


SCIPY = [
    (kldiv.Normal(1, 2), scipy.stats.norm(1, 2)),
    (kldiv.Gamma(2.5, 4), scipy.stats.gamma(2.5, scale=1 / 4)),
    (kldiv.Beta(0.5, 3), scipy.stats.beta(0.5, 3)),
    (kldiv.Exponential(3), scipy.stats.expon(scale=1 / 3)),
    (kldiv.Weibull(2, 1.5), scipy.stats.weibull_min(1.5, scale=2)),
    (kldiv.Gumbel(1, 2), scipy.stats.gumbel_r(1, 2)),
    (kldiv.Laplace(1, 2), scipy.stats.laplace(1, 2)),
    (kldiv.Logistic(1, 2), scipy.stats.logistic(1, 2)),
    (kldiv.Cauchy(1, 2), scipy.stats.cauchy(1, 2)),
    (kldiv.StudentT(3, 1, 2), scipy.stats.t(3, 1, 2)),
    (kldiv.LogNormal(0.5, 1.5), scipy.stats.lognorm(1.5, scale=np.exp(0.5))),
    (kldiv.InverseGamma(3, 2), scipy.stats.invgamma(3, scale=2)),
    (kldiv.Pareto(2, 3), scipy.stats.pareto(3, scale=2)),
    (kldiv.Rayleigh(2), scipy.stats.rayleigh(scale=2)),
    (kldiv.Maxwell(2), scipy.stats.maxwell(scale=2)),
    (kldiv.Chi2(3), scipy.stats.chi2(3)),
    (kldiv.Chi(3), scipy.stats.chi(3)),
    (kldiv.VonMises(0.5, 2), scipy.stats.vonmises(2, loc=0.5)),
    (kldiv.Uniform(-1, 2), scipy.stats.uniform(-1, 3)),
    (kldiv.LogUniform(0.5, 2), scipy.stats.loguniform(0.5, 2)),
    (kldiv.HalfNormal(2), scipy.stats.halfnorm(scale=2)),
    (kldiv.HalfCauchy(2), scipy.stats.halfcauchy(scale=2)),
    (kldiv.Poisson(3), scipy.stats.poisson(3)),
    (kldiv.Geometric(0.3), scipy.stats.geom(0.3)),
    (kldiv.Binomial(9, 0.3), scipy.stats.binom(9, 0.3)),
    (kldiv.NegativeBinomial(3, 0.4), scipy.stats.nbinom(3, 0.6)),
    (kldiv.Bernoulli(0.3), scipy.stats.bernoulli(0.3)),
    (kldiv.DiscreteUniform(2, 6), scipy.stats.randint(2, 7)),
]


@pytest.mark.filterwarnings("ignore::kldiv.QuadratureNotice")
@pytest.mark.parametrize(("distribution", "theirs"), SCIPY, ids=[distribution.slug for distribution, _ in SCIPY])
def test_entropies_agree_with_scipy(distribution, theirs):
    assert kldiv.entropy(distribution) == pytest.approx(float(theirs.entropy()), rel=1e-7)


PAIRS = [
    (kldiv.Gamma(2.5, 4), kldiv.Weibull(2, 1.5)),
    (kldiv.Beta(2, 3), kldiv.Kumaraswamy(2, 3)),
    (kldiv.Normal(0, 1), kldiv.Cauchy(1, 2)),
    (kldiv.Poisson(3), kldiv.Geometric(0.2)),
    (kldiv.Binomial(3, 1), kldiv.Poisson(2)),
    (kldiv.Laplace([0, 1], 2), kldiv.Normal(1, 2)),
]


@pytest.mark.filterwarnings("ignore::kldiv.QuadratureNotice")
@pytest.mark.parametrize(("p", "q"), PAIRS, ids=[f"{p.slug}-{q.slug}" for p, q in PAIRS])
def test_cross_entropy_is_entropy_plus_divergence(p, q):
    whole = kldiv.entropy(p) + kldiv.kl_divergence(p, q)
    np.testing.assert_allclose(kldiv.cross_entropy(p, q), whole, rtol=1e-12)
