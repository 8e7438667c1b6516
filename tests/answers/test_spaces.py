"""One family in two spaces, and the ends at which a distribution is certain."""

from __future__ import annotations

import math
import random

import mpmath
import numpy as np
import pytest
import scipy.stats
import sympy as sp

import kldiv
from kldiv import (
    Bernoulli,
    Beta,
    Binomial,
    Categorical,
    Chi2,
    Dirichlet,
    Gamma,
    Geometric,
    Laplace,
    MatrixNormal,
    MultivariateNormal,
    NegativeBinomial,
    Normal,
    Poisson,
    Wishart,
)

DRAWS = 200


def normals(m, s, n, t):
    """The divergence between two normals, in 40 digits."""
    with mpmath.workdps(40):
        m, s, n, t = map(mpmath.mpf, (m, s, n, t))
        return float(mpmath.log(t / s) + (s**2 + (m - n) ** 2) / (2 * t**2) - 0.5)


def as_vector(rng, loc, scale):
    """A normal distribution as one of vectors or matrices of one entry, in a form drawn by lot."""
    forms = [
        lambda: MultivariateNormal([loc], covariance_matrix=[[scale**2]]),
        lambda: MultivariateNormal([loc], scale_tril=[[scale]]),
        lambda: MultivariateNormal([loc], precision_matrix=[[scale**-2]]),
        lambda: MultivariateNormal([loc], cov_factor=[[scale * 0.6]], cov_diag=[(scale * 0.8) ** 2]),
        lambda: MatrixNormal([[loc]], row_covariance=[[scale**2]], column_covariance=[[1]]),
        lambda: MatrixNormal([[loc]], scale_row=[[2]], scale_column=[[scale / 2]]),
        lambda: Normal(loc, scale),
    ]
    return rng.choice(forms)()


def test_normals_of_one_entry():
    rng = random.Random(1)
    for _ in range(DRAWS):
        m, n = rng.uniform(-3, 3), rng.uniform(-3, 3)
        s, t = (10 ** rng.uniform(-2, 2) for _ in range(2))
        p, q = as_vector(rng, m, s), as_vector(rng, n, t)
        assert kldiv.kl_divergence(p, q) == pytest.approx(normals(m, s, n, t), rel=1e-12)


def test_two_shares_are_beta():
    rng = random.Random(2)
    for _ in range(DRAWS):
        a, b = ([10 ** rng.uniform(-1, 2) for _ in range(2)] for _ in range(2))
        expected = kldiv.kl_divergence(Dirichlet(a), Dirichlet(b))
        assert kldiv.kl_divergence(Dirichlet(a), Beta(*b)) == pytest.approx(expected, rel=1e-12)
        assert kldiv.kl_divergence(Beta(*a), Dirichlet(b)) == pytest.approx(expected, rel=1e-12)
    assert kldiv.kl_divergence(Dirichlet([1, 1]), kldiv.Uniform(0, 1)) == 0


def test_one_by_one_wisharts_are_gammas():
    rng = random.Random(3)
    for _ in range(DRAWS):
        df, v, shape, rate = (10 ** rng.uniform(-1, 2) for _ in range(4))
        same = Wishart(2 * shape, covariance_matrix=[[1 / (2 * rate)]])
        expected = kldiv.kl_divergence(Wishart(df, [[v]]), same)
        assert kldiv.kl_divergence(Wishart(df, [[v]]), Gamma(shape, rate)) == pytest.approx(expected, rel=1e-11)
        assert kldiv.kl_divergence(Gamma(shape, rate), Wishart(df, scale_tril=[[math.sqrt(v)]])) == pytest.approx(
            kldiv.kl_divergence(same, Wishart(df, [[v]])), rel=1e-11
        )
    assert kldiv.kl_divergence(Wishart(3, [[1]]), Chi2(3)) == 0


def test_two_labels_are_a_trial():
    rng = random.Random(4)
    for _ in range(DRAWS):
        a, b = rng.random(), rng.random()
        expected = kldiv.kl_divergence(Bernoulli(a), Bernoulli(b))
        assert kldiv.kl_divergence(Categorical([1 - a, a]), Bernoulli(b)) == pytest.approx(expected, rel=1e-11)
        assert kldiv.kl_divergence(Bernoulli(a), Categorical([1 - b, b])) == pytest.approx(expected, rel=1e-11)


def test_numbers_of_another_family_batches_and_symbols():
    one = MultivariateNormal([[1.0], [2.0]], covariance_matrix=[[4.0]])
    assert kldiv.kl_divergence(one, Normal([1, 0], 2)) == pytest.approx([0, 0.5], rel=1e-15)
    assert kldiv.kl_divergence(one, Laplace(0, 1))[0] == kldiv.kl_divergence(Normal(1, 2), Laplace(0, 1))
    assert kldiv.cross_entropy(one, Normal(0, 1))[0] == kldiv.cross_entropy(Normal(1, 2), Normal(0, 1))
    v = sp.Symbol("v", positive=True)
    formula = kldiv.kl_divergence(MultivariateNormal([0], covariance_matrix=[[v]]), Normal(0, 1))
    assert sp.simplify(formula - (v - 1 - sp.log(v)) / 2) == 0


def test_what_has_more_than_one_entry_is_refused_and_both_are_named():
    for p, q in (
        (MultivariateNormal([0, 0], np.eye(2)), Normal(0, 1)),
        (Normal(0, 1), Wishart(3, np.eye(2))),
        (Dirichlet([1, 2, 3]), Beta(1, 2)),
        (Dirichlet([1, 2]), Categorical([1, 0])),
        (Dirichlet([1, 2, 3]), MultivariateNormal([0, 0], np.eye(2))),
    ):
        with pytest.raises(ValueError, match=f"p, {type(p).__name__}, .* q, {type(q).__name__}, ") as caught:
            kldiv.kl_divergence(p, q)
        assert len(str(caught.value)) <= 300


@pytest.mark.parametrize(
    ("p", "q", "asked"),
    [
        ("dirichlet", "beta", "from beta to beta"),
        ("multivariate-normal", "normal", "from normal to normal"),
        (Gamma, Wishart, "from gamma to gamma"),
        ("matrix-normal", "multivariate-normal", "from normal to normal"),
    ],
)
def test_derive_says_which_pair_to_ask_for(p, q, asked):
    with pytest.raises(ValueError, match=f"in one dimension this is the divergence {asked}"):
        kldiv.derive(p, q)


CERTAIN = [
    (Poisson(0), Poisson(3), 3.0),
    (Poisson(0), Poisson(0), 0.0),
    (Poisson(3), Poisson(0), math.inf),
    (Poisson(0), Geometric(0.25), math.log(4)),
    (Poisson(0), NegativeBinomial(3, 0.5), 3 * math.log(2)),
    (Poisson(0), Binomial(5, 0.5), 5 * math.log(2)),
    (Poisson(0), Bernoulli(0.5), math.log(2)),
    (Poisson(0), kldiv.DiscreteUniform(0, 7), 3 * math.log(2)),
    (Poisson(0), kldiv.DiscreteUniform(1, 7), math.inf),
    (Poisson(0), Normal(0, 1), math.inf),
    (Geometric(1), Geometric(0.5), math.log(2)),
    (Geometric(0.5), Geometric(1), math.inf),
    (Geometric(1), Poisson(0), 0.0),
    (NegativeBinomial(3, 0), NegativeBinomial(2, 0.5), 2 * math.log(2)),
    (NegativeBinomial(3, 0), NegativeBinomial(5, 0), 0.0),
    (NegativeBinomial(3, 0), Poisson(2), 2.0),
    (NegativeBinomial(3, 0.1), NegativeBinomial(2, 0), math.inf),
    (Bernoulli(0), Poisson(2), 2.0),
    (Bernoulli(1), Poisson(2), 2 - math.log(2)),
    (Bernoulli(1), Bernoulli(0), math.inf),
    (Binomial(4, 1), Poisson(2), 2 - 4 * math.log(2) + math.log(24)),
]


@pytest.mark.parametrize(("p", "q", "value"), CERTAIN, ids=repr)
def test_certain_outcomes(p, q, value):
    found = kldiv.evaluate(p, q)
    assert found.value == pytest.approx(value, rel=1e-15)
    if value == math.inf:
        assert found.method == "infinite"
    else:
        assert (found.method, found.error_bound) == ("closed form", None)


@pytest.mark.parametrize(("p", "q", "value"), CERTAIN, ids=repr)
def test_certain_outcomes_are_derived(p, q, value):
    derivation = kldiv.derive(p, q)
    assert derivation.kind == ("infinite" if value == math.inf else "closed form")
    assert float(derivation.result) == pytest.approx(value, rel=1e-14)
    assert derivation.check()


#: Certain of one outcome, and which.
ONE_OUTCOME = [
    (Binomial(3, 0), 0),
    (Binomial(4, 1), 4),
    (Binomial(200_000, 0), 0),
    (Bernoulli(1), 1),
    (Poisson(0), 0),
    (Geometric(1), 0),
    (NegativeBinomial(2, 0), 0),
    (kldiv.DiscreteUniform(2, 2), 2),
    (Categorical([0, 1, 0, 0, 0]), 1),
]


@pytest.mark.parametrize(("p", "outcome"), ONE_OUTCOME, ids=repr)
def test_what_is_certain_needs_no_quadrature(p, outcome):
    """None warns that its value comes from quadrature, which a test would not let pass."""
    assert kldiv.entropy(p) == 0
    others = [(Poisson(2), scipy.stats.poisson(2)), (Geometric(0.25), scipy.stats.geom(0.25, loc=-1))]
    for q, law in others:
        surprise = -law.logpmf(outcome)
        assert kldiv.cross_entropy(p, q) == pytest.approx(surprise, rel=1e-13)
        found = kldiv.evaluate(p, q)
        assert (found.method, found.error_bound) == ("closed form", None)
    listed = Categorical([0.1, 0.2, 0.3, 0.15, 0.25])
    assert kldiv.cross_entropy(p, listed) == pytest.approx(-math.log(listed.probs[outcome]), rel=1e-14)


def test_what_is_not_certain_still_says_quadrature():
    with pytest.warns(kldiv.QuadratureNotice):
        assert kldiv.entropy(Binomial([3, 4], [0, 0.5]))[0] == 0


@pytest.mark.parametrize(
    ("inside", "q", "value"),
    [
        (Poisson(1e-9), Poisson(3), 3),
        (Poisson(1e-9), Geometric(0.25), math.log(4)),
        (Geometric(1 - 1e-9), Geometric(0.5), math.log(2)),
        (NegativeBinomial(2, 1e-9), NegativeBinomial(2, 0.5), 2 * math.log(2)),
        (NegativeBinomial(3, 1e-9), Poisson(2), 2),
    ],
    ids=repr,
)
def test_certain_outcomes_are_limits(inside, q, value):
    """Just inside of the domain the divergence is nearly that at its edge."""
    assert kldiv.evaluate(inside, q).value == pytest.approx(value, abs=1e-6)


def test_certain_outcomes_drawn_by_lot():
    """The divergence from a certain outcome is what q says of it, by SciPy."""
    rng = random.Random(5)
    for _ in range(DRAWS):
        r, pi, rate = 10 ** rng.uniform(-1, 2), rng.uniform(0.01, 0.99), 10 ** rng.uniform(-2, 2)
        trials = rng.randint(1, 50)
        p, outcome = rng.choice(
            [
                (Poisson(0), 0),
                (Geometric(1), 0),
                (NegativeBinomial(r, 0), 0),
                (Bernoulli(0), 0),
                (Bernoulli(1), 1),
                (Binomial(trials, 0), 0),
                (Binomial(trials, 1), trials),
            ]
        )
        q, law = rng.choice(
            [
                (Poisson(rate), scipy.stats.poisson(rate)),
                (Geometric(pi), scipy.stats.geom(pi, loc=-1)),
                (NegativeBinomial(r, pi), scipy.stats.nbinom(r, 1 - pi)),
            ]
        )
        found = kldiv.evaluate(p, q)
        assert found.value == pytest.approx(-law.logpmf(outcome), rel=1e-9, abs=1e-12)
        assert kldiv.evaluate(q, p).value == math.inf


def test_certain_outcomes_in_arrays():
    value = kldiv.kl_divergence(Poisson([0, 1, 2, 0]), Poisson([3, 0, 1, 0]))
    assert value == pytest.approx([3, math.inf, 2 * math.log(2) - 1, 0], rel=1e-15)
    rng = np.random.default_rng(6)
    rates = rng.uniform(0, 5, 1000)
    for p in (Poisson(np.zeros(1000)), Geometric(np.ones(1000)), NegativeBinomial(2, np.zeros(1000))):
        for q in (Poisson(rates), Geometric(rates / 5), NegativeBinomial(rates + 1, rates / 5), Binomial(3, rates / 5)):
            value = kldiv.kl_divergence(p, q)
            one = type(p).from_parameters({name: np.ravel(v)[0].item() for name, v in p.parameters.items()})
            for k in (0, 1, 999):
                same = type(q)(**{name: float(np.broadcast_to(v, 1000)[k]) for name, v in q.parameters.items()})
                assert value[k] == pytest.approx(kldiv.kl_divergence(one, same), rel=1e-15)
    assert kldiv.entropy(Poisson(0)) == kldiv.entropy(Geometric(1)) == 0
    assert kldiv.cross_entropy(Poisson(0), Poisson(3)) == 3
    assert kldiv.cross_entropy(Poisson(2), Poisson(0)) == math.inf


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Poisson(-1), "Poisson: rate must be positive, or 0, got -1"),
        (lambda: Geometric(0), "Geometric: probs must be strictly between 0 and 1, or 1, got 0"),
        (lambda: NegativeBinomial(1, 1), "NegativeBinomial: probs must be strictly between 0 and 1, or 0, got 1"),
        (lambda: Poisson([1, 2, -3]), "Poisson: rate must be positive, or 0, got -3.0 at index 2"),
    ],
)
def test_other_edges_stay_outside(make, said):
    with pytest.raises(ValueError, match="must be") as caught:
        make()
    assert str(caught.value) == said


def test_formulas_do_not_reach_the_edge():
    assert kldiv.Poisson.symbolic("p").rate.is_positive
    with pytest.raises(ValueError, match="no formula is derived there; kl_divergence gives the number"):
        kldiv.derive(kldiv.VonMisesFisher([1, 0], 0), kldiv.VonMisesFisher([1, 0], 1))
    assert kldiv.derive(Geometric(1), Geometric(sp.Rational(1, 2))).result == sp.log(2)
