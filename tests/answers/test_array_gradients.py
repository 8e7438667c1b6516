"""Gradients between vectors and between labels: slopes along directions, and digits kept."""

from __future__ import annotations

import math
import warnings

import mpmath
import numpy as np
import pytest

import kldiv

MATRICES = {
    "covariance_matrix": ([[2, 0.5], [0.5, 1]], [[1, 0.2], [0.2, 3]]),
    "precision_matrix": ([[2, 0.5], [0.5, 1]], [[1, 0.2], [0.2, 3]]),
    "scale_tril": ([[2, 0], [0.5, 1]], [[1, 0], [0.2, 3]]),
}


def normal(loc, **spread):
    return kldiv.MultivariateNormal(loc, **spread)


@pytest.mark.parametrize("name", MATRICES)
def test_of_normal_vectors_it_is_the_slope_along_any_direction(name):
    one, other = map(np.array, MATRICES[name])
    p, q = normal([0, 1], **{name: one}), normal([1, -1], **{name: other})
    found, rng, step = kldiv.kl_divergence_grad(p, q), np.random.default_rng(0), 1e-6
    for _ in range(4):
        move = rng.normal(size=(2, 2))
        move = np.tril(move) if name == "scale_tril" else move + move.T
        shift = rng.normal(size=2)
        for index, (loc, spread) in {"p": ([0, 1], one), "q": ([1, -1], other)}.items():
            sides = []
            for sign in (1, -1):
                moved = normal(np.array(loc) + sign * step * shift, **{name: spread + sign * step * move})
                sides.append(kldiv.kl_divergence(*((moved, q) if index == "p" else (p, moved))))
            slope = getattr(found, index)
            along = np.sum(slope[name] * move) + slope["loc"] @ shift
            assert along == pytest.approx((sides[0] - sides[1]) / (2 * step), rel=1e-7)


def test_of_low_rank_normals_it_is_the_slope_too():
    p = kldiv.MultivariateNormal([0, 1], cov_factor=[[1.0], [2.0]], cov_diag=[1.0, 2.0])
    q = kldiv.MultivariateNormal([1, 1], cov_factor=[[1.5], [0.5]], cov_diag=[2.0, 1.0])
    found, step = kldiv.kl_divergence_grad(p, q), 1e-6
    for name in ("cov_factor", "cov_diag"):
        move = np.array(q.parameters[name]) * 0.7 + 0.1
        sides = [
            kldiv.kl_divergence(p, q.with_parameter(name, np.array(q.parameters[name]) + sign * step * move))
            for sign in (1, -1)
        ]
        assert np.sum(found.q[name] * move) == pytest.approx((sides[0] - sides[1]) / (2 * step), rel=1e-7)


def test_normal_vectors_that_nearly_agree_keep_their_digits():
    factor = np.array([[2, 0], [0.5, 1]])
    moved = factor + 1e-11 * np.array([[1, 0], [0.5, -1]])
    found = kldiv.kl_divergence_grad(normal([0, 1], scale_tril=factor), normal([0, 1], scale_tril=moved))
    with mpmath.workdps(50):
        p, q = (mpmath.matrix(m.tolist()) for m in (factor, moved))
        precision, gap = (q * q.T) ** -1, p * p.T - q * q.T
        wanted = -(precision * gap * precision) * q
        wanted = np.tril([[float(wanted[j, k]) for k in range(2)] for j in range(2)])
    assert found.q["scale_tril"] == pytest.approx(wanted, rel=1e-12, abs=0)


def test_dirichlets_keep_theirs():
    one = np.array([0.5, 2.0, 30.0])
    for eps in (1e-12, 1e-3, 9.0):
        other = one * (1 + eps * np.array([1, -0.1, 0.5]))
        found = kldiv.kl_divergence_grad(kldiv.Dirichlet(one), kldiv.Dirichlet(other))
        with mpmath.workdps(50):
            a, b = ([mpmath.mpf(v) for v in row.tolist()] for row in (one, other))
            psi, change = mpmath.digamma, [x - y for x, y in zip(a, b, strict=True)]
            in_q = [psi(y) - psi(sum(b)) - psi(x) + psi(sum(a)) for x, y in zip(a, b, strict=True)]
            in_p = [c * mpmath.psi(1, x) - sum(change) * mpmath.psi(1, sum(a)) for c, x in zip(change, a, strict=True)]
        assert found.q["concentration"] == pytest.approx([float(v) for v in in_q], rel=1e-11)
        assert found.p["concentration"] == pytest.approx([float(v) for v in in_p], rel=1e-11)


def test_probabilities_move_within_their_sum():
    p, q = np.array([0.2, 0.5, 0.3]), np.array([0.25, 0.25, 0.5])
    found, step = kldiv.kl_divergence_grad(kldiv.Categorical(p), kldiv.Categorical(q)), 1e-7
    move = np.array([0.4, -0.7, 0.3])
    for index, pair in (("p", lambda d: (p + d, q)), ("q", lambda d: (p, q + d))):
        sides = [kldiv.kl_divergence(*map(kldiv.Categorical, pair(s * step * move))) for s in (1, -1)]
        assert getattr(found, index)["probs"] @ move == pytest.approx((sides[0] - sides[1]) / (2 * step), rel=1e-6)
    assert found.p["probs"] @ p == pytest.approx(0, abs=1e-15)
    found = kldiv.kl_divergence_grad(kldiv.Categorical([0, 0.25, 0.75]), kldiv.Categorical([0.5, 0.25, 0.25]))
    assert found.p["probs"][0] == -math.inf
    assert found.q["probs"].tolist() == [1.0, 0.0, -2.0]


@pytest.mark.parametrize("name", ["covariance_matrix", "scale_tril"])
def test_of_wisharts_it_is_the_slope_along_any_direction(name):
    one, other = map(np.array, MATRICES[name])
    given = {"p": (3.5, one), "q": (5.0, other)}
    found = kldiv.kl_divergence_grad(*(kldiv.Wishart(df, **{name: spread}) for df, spread in given.values()))
    rng, step = np.random.default_rng(0), 1e-6
    for _ in range(4):
        move, more = rng.normal(size=(2, 2)), rng.normal()
        move = np.tril(move) if name == "scale_tril" else move + move.T
        for index, (df, spread) in given.items():
            sides = []
            for sign in (step, -step):
                moved = {**given, index: (df + sign * more, spread + sign * move)}
                pair = (kldiv.Wishart(d, **{name: v}) for d, v in moved.values())
                sides.append(kldiv.kl_divergence(*pair))
            slope = getattr(found, index)
            along = np.sum(slope[name] * move) + slope["df"] * more
            assert along == pytest.approx((sides[0] - sides[1]) / (2 * step), rel=1e-7)


def test_wisharts_that_nearly_agree_keep_their_digits():
    spread = np.array([[2.0, 0.5], [0.5, 1.0]])
    p, q = kldiv.Wishart(4.0, spread), kldiv.Wishart(4 + 1e-9, spread * (1 + 2.0**-40))
    found = kldiv.kl_divergence_grad(p, q)
    assert kldiv.kl_divergence_grad(p, p).q["df"] == 0
    with mpmath.workdps(50):
        digamma = lambda df: sum(mpmath.digamma((df - k) / 2) for k in (0, 1))  # noqa: E731
        a, b = mpmath.mpf(4), mpmath.mpf(q.df)
        wanted = (digamma(b) - digamma(a)) / 2 + mpmath.log1p(mpmath.mpf(2) ** -40)
    assert found.q["df"] == pytest.approx(float(wanted), rel=1e-12)


def test_means_far_apart_give_infinity_and_no_warning():
    p, q = (kldiv.MultivariateNormal([loc, 0], np.eye(2)) for loc in (1e200, -1e200))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = kldiv.kl_divergence_grad(p, q)
    assert found.p["loc"].tolist() == [2e200, 0]
    assert found.q["covariance_matrix"].tolist() == [[-np.inf, 0], [0, 0]]
