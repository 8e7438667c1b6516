"""Floats in, floats out: the kernels of distributions of vectors and matrices against the oracles."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
import scipy.stats
import sympy as sp
from flint import ctx

import kldiv
from kldiv.distributions import DISTRIBUTIONS
from kldiv.oracles.log_partitions import divergence_by_log_partition
from kldiv.oracles.multivariate import BITS, CUBATURES, cubature

SIZES = {
    "dirichlet": ({"size": 2}, {"size": 6}),
    "multivariate-normal": ({"size": 1}, {"size": 5}),
    "matrix-normal": ({"rows": 2, "columns": 3},),
    "normal-gamma": ({"size": 1}, {"size": 3}),
    "wishart": ({"size": 1}, {"size": 3}),
    "von-mises-fisher": ({"size": 2}, {"size": 6}),
}
#: How far q is on the way from p to a distribution drawn at random.
PARTS = (1, 1e-3, 1e-8)


def floats(value):
    return [floats(v) for v in value] if isinstance(value, list) else float(value)


def mixed(a, b, part):
    return [mixed(x, y, part) for x, y in zip(a, b, strict=True)] if isinstance(a, list) else a + (b - a) * part


def exact(value):
    return tuple(exact(v) for v in value) if isinstance(value, (list, tuple)) else Fraction(value)


@pytest.mark.parametrize(("slug", "part"), list(product(SIZES, PARTS)))
def test_kernels_agree_with_the_log_partition(slug, part):
    distribution = DISTRIBUTIONS[slug]
    for size, seed in product(SIZES[slug], range(3)):
        p = {k: floats(v) for k, v in distribution.draw(random.Random(f"p {seed}"), **size).items()}
        other = {k: floats(v) for k, v in distribution.draw(random.Random(f"q {seed}"), **size).items()}
        q = {k: mixed(p[k], other[k], part) for k in p}
        if slug == "von-mises-fisher":
            # directions of length 1 to the last bit are rare; the concentrations alone are moved
            q["loc"] = p["loc"] = [1.0] + [0.0] * (size["size"] - 1)
        truth = divergence_by_log_partition(slug, exact(list(p.values())), exact(list(q.values())))
        expected = float(truth.mid().str(25, radius=False))
        assert kldiv.kl_divergence(distribution(**p), distribution(**q)) == pytest.approx(expected, rel=1e-13, abs=0)


def test_directions_that_nearly_agree():
    for angle in (1e-8, 1e-4, 1.0, 3.0):
        p = kldiv.VonMisesFisher([1, 0, 0], 3)
        q = kldiv.VonMisesFisher([np.cos(angle), np.sin(angle), 0], 3)
        resultant = 1 / np.tanh(3) - 1 / 3
        expected = 3 * resultant * 2 * np.sin(angle / 2) ** 2
        assert kldiv.kl_divergence(p, q) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("slug", SIZES)
def test_weights_of_a_cubature_sum_to_one(slug):
    smallest = {"rows": 1, "columns": 2} if slug == "matrix-normal" else {"size": 2}
    values = exact(list(DISTRIBUTIONS[slug].draw(random.Random("weights"), **smallest).values()))
    with ctx.workprec(BITS):
        total = sum(weight for weight, _ in cubature(slug, values))
        assert abs(float(total - 1)) < 1e-30
    assert slug in CUBATURES


def matrices():
    rng = np.random.default_rng(5)
    factors = [np.tril(rng.normal(size=(3, 3))) for _ in range(2)]
    for factor in factors:
        np.fill_diagonal(factor, abs(np.diag(factor)) + 0.5)
    return factors, [f @ f.T for f in factors], rng.normal(size=(2, 3))


def test_parametrisations_agree():
    factors, spreads, means = matrices()
    distribution = kldiv.MultivariateNormal
    expected = kldiv.kl_divergence(distribution(means[0], spreads[0]), distribution(means[1], spreads[1]))
    for given in ("scale_tril", "precision_matrix"):
        arrays = factors if given == "scale_tril" else [np.linalg.inv(s) for s in spreads]
        p, q = (distribution(m, **{given: a}) for m, a in zip(means, arrays, strict=True))
        assert kldiv.kl_divergence(p, q) == pytest.approx(expected, rel=1e-12)
        assert kldiv.kl_divergence(p, distribution(means[1], spreads[1])) == pytest.approx(expected, rel=1e-12)
    low = distribution(means[0], cov_factor=[[1], [2], [0]], cov_diag=[1, 2, 3])
    full = distribution(means[0], np.array([[2, 2, 0], [2, 6, 0], [0, 0, 3.0]]))
    target = distribution(means[1], spreads[1])
    assert kldiv.kl_divergence(low, target) == pytest.approx(kldiv.kl_divergence(full, target), rel=1e-13)
    assert kldiv.kl_divergence(low, full) < 1e-28
    one, other = (kldiv.Wishart(5, scale_tril=f) for f in factors)
    two = [kldiv.Wishart(5, s) for s in spreads]
    assert kldiv.kl_divergence(one, other) == pytest.approx(kldiv.kl_divergence(*two), rel=1e-12)


def test_components_that_are_independent():
    p = kldiv.MultivariateNormal([1, 2], [[4, 0], [0, 9]])
    q = kldiv.MultivariateNormal([0, 0], [[1, 0], [0, 4]])
    parts = [
        kldiv.kl_divergence(kldiv.Normal(1, 2), kldiv.Normal(0, 1)),
        kldiv.kl_divergence(kldiv.Normal(2, 3), kldiv.Normal(0, 2)),
    ]
    assert kldiv.kl_divergence(p, q) == pytest.approx(sum(parts), rel=1e-14)


def test_a_batch_is_broadcast():
    means = np.arange(8.0).reshape(4, 2)
    many = kldiv.kl_divergence(kldiv.MultivariateNormal(means, np.eye(2)), kldiv.MultivariateNormal([1, 1], np.eye(2)))
    assert many == pytest.approx(((means - 1) ** 2).sum(-1) / 2)
    rows = kldiv.kl_divergence(kldiv.Dirichlet([[1, 2], [3, 4]]), kldiv.Dirichlet([1, 1]))
    singles = [kldiv.kl_divergence(kldiv.Dirichlet(r), kldiv.Dirichlet([1, 1])) for r in ([1, 2], [3, 4])]
    assert rows == pytest.approx(singles)


def test_equal_distributions_have_no_divergence():
    for slug in SIZES:
        drawn = {k: floats(v) for k, v in DISTRIBUTIONS[slug].draw(random.Random(slug)).items()}
        one = DISTRIBUTIONS[slug](**drawn) if slug != "von-mises-fisher" else kldiv.VonMisesFisher([1, 0], 3)
        assert kldiv.kl_divergence(one, one) == 0


def test_entropies_agree_with_scipy():
    _, (spread, other), means = matrices()
    pairs = [
        (kldiv.MultivariateNormal(means[0], spread), scipy.stats.multivariate_normal(means[0], spread)),
        (kldiv.Dirichlet([1, 2, 3.5]), scipy.stats.dirichlet([1, 2, 3.5])),
        (kldiv.Wishart(5, spread), scipy.stats.wishart(5, spread)),
        (kldiv.VonMisesFisher([0.6, 0.8, 0], 3), scipy.stats.vonmises_fisher([0.6, 0.8, 0], 3)),
        (
            kldiv.MatrixNormal(np.ones((3, 3)), row_covariance=spread, column_covariance=other),
            scipy.stats.matrix_normal(np.ones((3, 3)), spread, other),
        ),
    ]
    for mine, theirs in pairs:
        assert kldiv.entropy(mine) == pytest.approx(float(theirs.entropy()), rel=1e-12)


def test_a_concentration_beyond_the_continued_fraction():
    p, q = kldiv.VonMisesFisher([1, 0, 0], 1e5), kldiv.VonMisesFisher([1, 0, 0], 1.5e5)
    # in three dimensions, up to e^-kappa: log(b/a) ... with a = 1e5 and b = 1.5e5
    a, b = 1e5, 1.5e5
    expected = (a - b) * (1 - 1 / a) + np.log(a / b) + (b - a)
    assert kldiv.kl_divergence(p, q) == pytest.approx(expected, rel=1e-6)


def test_cross_entropy_is_entropy_and_divergence_together():
    p, q = kldiv.Wishart(3, np.eye(2)), kldiv.Wishart(4, 2 * np.eye(2))
    assert kldiv.cross_entropy(p, q) == pytest.approx(kldiv.entropy(p) + kldiv.kl_divergence(p, q), rel=1e-14)
    one, other = kldiv.MultivariateNormal([0], [[1]]), kldiv.MultivariateNormal([1], [[4]])
    expected = kldiv.cross_entropy(kldiv.Normal(0, 1), kldiv.Normal(1, 2))
    assert kldiv.cross_entropy(one, other) == pytest.approx(expected, rel=1e-14)


def test_entropies_of_symbols_are_refused_in_one_line():
    s = sp.Symbol("s", positive=True)
    with pytest.raises(ValueError, match="known for numbers only"):
        kldiv.entropy(kldiv.MultivariateNormal([0], [[s]]))
