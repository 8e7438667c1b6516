"""Divergences of vectors and matrices where floats lose digits: bounds that hold, balls, and notices."""

from __future__ import annotations

import pickle
import random
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy as sp

import kldiv
from kldiv.answers import precise
from kldiv.answers.given import float_parameters
from kldiv.answers.kernels.registry import BOUNDED
from kldiv.answers.kernels.with_balls import BALLS, ENTROPIES, precisely
from kldiv.arb import NoBalls
from kldiv.distributions import DISTRIBUTIONS
from kldiv.oracles.log_partitions import divergence_by_log_partition

PAIR = ("multivariate-normal", "multivariate-normal")


@pytest.fixture(autouse=True)
def _many_digits():
    with mpmath.workdps(80):
        yield


def matrix(rows):
    return mpmath.matrix([[v if isinstance(v, mpmath.mpf) else mpmath.mpf(float(v)) for v in row] for row in rows])


def truth(p_loc, p_covariance, q_loc, q_covariance):
    """The divergence of two multivariate normals, in 80 digits."""
    one, other = ((m + m.T) / 2 for m in map(matrix, (p_covariance, q_covariance)))
    gap = matrix([[float(a)] for a in p_loc]) - matrix([[float(b)] for b in q_loc])
    inverse = other**-1
    trace = sum((inverse * one)[i, i] for i in range(one.rows))
    logs = mpmath.log(mpmath.det(other)) - mpmath.log(mpmath.det(one))
    return (trace - one.rows + logs + (gap.T * inverse * gap)[0]) / 2


def kernel(p, q):
    """What floats alone say, and the bound that they give."""
    value, bound = BOUNDED[PAIR](float_parameters(p), float_parameters(q))
    return float(value), float(bound)


def gaussian_process(size, jitter):
    x = np.linspace(0, 1, size)
    return np.exp(-((x[:, None] - x) ** 2) / 0.18) + jitter * np.eye(size)


@pytest.mark.parametrize("jitter", [1e-6, 1e-10, 1e-12, 1e-14])
def test_a_gaussian_process_keeps_its_digits(jitter):
    rng = np.random.default_rng(3)
    prior, factor = gaussian_process(20, jitter), rng.normal(size=(20, 20))
    posterior, mean = factor @ factor.T * 1e-3 + 0.01 * np.eye(20), rng.normal(size=20)
    p, q = kldiv.MultivariateNormal(mean, posterior), kldiv.MultivariateNormal(np.zeros(20), prior)
    expected = truth(mean, posterior, np.zeros(20), prior)
    assert kldiv.evaluate(p, q) == kldiv.Answer(float(expected), "nats", "closed form", None)
    assert kldiv.evaluate(q, q).value == 0
    value, bound = kernel(p, q)
    assert abs(value - expected) <= bound
    assert bound > 1e-7 * value, "floats alone are not to be trusted here"


@pytest.mark.parametrize("form", ["covariance_matrix", "scale_tril", "precision_matrix", "cov_factor"])
def test_the_bound_holds_and_the_answer_is_right(form):
    rng = np.random.default_rng(7)
    for _ in range(40):
        size, spread = int(rng.integers(1, 7)), rng.uniform(0, 5)

        def parameters(size=size, spread=spread):
            turned, _ = np.linalg.qr(rng.normal(size=(size, size)))
            factor = turned * 10 ** rng.uniform(-spread, 0, size=size)
            covariance = (factor @ factor.T + (factor @ factor.T).T) / 2
            if form == "scale_tril":
                return {form: np.linalg.cholesky(covariance)}
            if form == "cov_factor":
                return {form: factor[:, :1], "cov_diag": 10 ** rng.uniform(-spread, 0, size=size)}
            return {form: covariance}

        first = parameters()
        second = parameters() if rng.random() < 0.5 else {k: v * (1 + 1e-9) for k, v in first.items()}
        loc = rng.normal(size=size) * 0.1 * rng.integers(0, 2)
        try:
            p, q = kldiv.MultivariateNormal(loc, **first), kldiv.MultivariateNormal(np.zeros(size), **second)
        except ValueError:
            continue  # no longer definite, as rounded
        expected = truth(loc, covariance_of(first), np.zeros(size), covariance_of(second))
        value, bound = kernel(p, q)
        assert abs(value - expected) <= bound + 4e-16 * expected
        assert kldiv.evaluate(p, q).value == pytest.approx(float(expected), rel=1e-11, abs=0)


def covariance_of(given):
    """The covariance in 80 digits, as rows."""
    if "precision_matrix" in given:
        return (matrix(given["precision_matrix"]) ** -1).tolist()
    if "covariance_matrix" in given:
        return given["covariance_matrix"]
    factor = matrix(given.get("scale_tril", given.get("cov_factor")))
    square = factor * factor.T
    return (square + matrix(np.diag(given["cov_diag"])) if "cov_diag" in given else square).tolist()


def floats(value):
    return [floats(v) for v in value] if isinstance(value, list) else float(value)


def exact(value):
    return tuple(exact(v) for v in value) if isinstance(value, (list, tuple)) else Fraction(value)


@pytest.mark.parametrize("slug", BALLS)
def test_balls_agree_with_the_log_partition(slug):
    distribution = DISTRIBUTIONS[slug]
    for seed in range(4):
        p, q = ({k: floats(v) for k, v in distribution.draw(random.Random(f"{side} {seed}")).items()} for side in "pq")
        by_partition = divergence_by_log_partition(slug, exact(list(p.values())), exact(list(q.values())))
        found = kldiv.evaluate(distribution(**p), distribution(**q), proved=True)
        expected = float(by_partition.mid().str(25, radius=False))
        assert found.value == pytest.approx(expected, rel=3e-16)
        assert found.error_bound is None
        assert kldiv.kl_divergence(distribution(**p), distribution(**p), proved=True) == 0
        assert precisely(slug, *({k: np.asarray(v) for k, v in d.items()} for d in (p, p))) == 0


def test_exact_numbers_are_numbers():
    half = sp.Rational(1, 2)
    p = kldiv.MultivariateNormal([half, 0], [[1, half], [half, 1]])
    q = kldiv.MultivariateNormal([0.0, 0.0], np.eye(2))
    expected = 1 / 8 - np.log(3 / 4) / 2
    assert kldiv.kl_divergence(p, q) == pytest.approx(expected, rel=1e-15)
    assert kldiv.kl_divergence(p, q, proved=True) == pytest.approx(expected, rel=1e-15)
    assert kldiv.kl_divergence(p, p) == 0
    assert kldiv.kl_divergence(kldiv.Dirichlet([half, half]), kldiv.Dirichlet([0.5, 0.5])) == 0


def test_many_at_once_and_each_on_its_own():
    rng = np.random.default_rng(9)
    factors = rng.normal(size=(5, 3, 3))
    spreads = factors @ np.swapaxes(factors, -1, -2) + np.array([1, 1e-4, 1e-8, 1e-12, 1e-13])[:, None, None] * np.eye(
        3
    )
    p, q = kldiv.MultivariateNormal(np.ones(3), np.eye(3)), kldiv.MultivariateNormal(np.zeros((2, 1, 3)), spreads)
    found = kldiv.evaluate(p, q)
    assert found.value.shape == (2, 5)
    for k in range(5):
        expected = float(truth(np.ones(3), np.eye(3), np.zeros(3), spreads[k]))
        assert found.value[:, k] == pytest.approx(expected, rel=1e-11)


def test_few_digits_are_said_to_be_few():
    rng = np.random.default_rng(1)
    size = precise.LARGEST + 6
    prior = gaussian_process(size, 1e-12)
    p, q = (
        kldiv.MultivariateNormal(rng.normal(size=size), np.eye(size)),
        kldiv.MultivariateNormal(np.zeros(size), prior),
    )
    sure = kldiv.kl_divergence(p, q, proved=True)
    with pytest.warns(kldiv.PrecisionNotice, match="no digit of the value is sure") as caught:
        value = kldiv.kl_divergence(p, q)
    found = kldiv.evaluate(p, q)
    assert found.digits == caught[0].message.digits == 0
    assert 0 < abs(value - sure) <= found.error_bound == caught[0].message.bound
    again = pickle.loads(pickle.dumps(caught[0].message))
    assert (str(again), again.bound, again.digits) == (str(caught[0].message), found.error_bound, 0)
    with pytest.warns(kldiv.PrecisionNotice, match="proved=True gives them all"):
        kldiv.kl_divergence(p, q, base=2)


def test_a_little_doubt_is_told_and_not_warned_of():
    size = precise.LARGEST + 6
    rng = np.random.default_rng(2)
    factor = rng.normal(size=(size, 2 * size))
    p = kldiv.MultivariateNormal(np.zeros(size), factor @ factor.T / size)
    q = kldiv.MultivariateNormal(np.ones(size), np.eye(size))
    found = kldiv.evaluate(p, q)
    assert 0 < found.error_bound < 1e-6 * found.value
    assert found.digits is None
    assert abs(kldiv.kl_divergence(p, q) - kldiv.kl_divergence(p, q, proved=True)) <= found.error_bound


def test_without_python_flint_few_digits_are_told_of_too(monkeypatch):
    def missing(*_):
        raise NoBalls

    monkeypatch.setattr("kldiv.answers.kernels.with_balls.precisely", missing)
    p, q = (
        kldiv.MultivariateNormal(np.ones(20), np.eye(20)),
        kldiv.MultivariateNormal(np.zeros(20), gaussian_process(20, 1e-12)),
    )
    with pytest.warns(kldiv.PrecisionNotice):
        kldiv.kl_divergence(p, q)
    with pytest.raises(ValueError, match="proved=True needs python-flint"):
        kldiv.kl_divergence(p, q, proved=True)


def test_a_singular_covariance_is_refused_with_what_it_would_mean():
    for bad in ([[1, 1], [1, 1]], np.ones((30, 30)), np.zeros((2, 2))):
        with pytest.raises(ValueError, match="as p the divergence is infinite, as q there is no density") as caught:
            kldiv.MultivariateNormal(np.zeros(len(bad)), covariance_matrix=bad)
        assert "add a little to the diagonal" in str(caught.value)
        assert len(str(caught.value)) <= 300


@pytest.mark.parametrize("slug", ENTROPIES)
def test_entropies_by_floats_and_by_balls_agree(slug):
    for seed in range(4):
        given = {k: floats(v) for k, v in DISTRIBUTIONS[slug].draw(random.Random(seed)).items()}
        p, q = DISTRIBUTIONS[slug](**given), DISTRIBUTIONS[slug](**given)
        assert kldiv.entropy(p, proved=True) == pytest.approx(kldiv.entropy(p), rel=1e-14)
        assert kldiv.cross_entropy(p, q, proved=True) == pytest.approx(kldiv.entropy(p), rel=1e-14)


def test_the_entropy_of_a_gaussian_process_keeps_its_digits():
    prior = gaussian_process(20, 1e-14)
    q = kldiv.MultivariateNormal(np.zeros(20), prior)
    expected = 10 * (1 + mpmath.log(2 * mpmath.pi)) + mpmath.log(mpmath.det(matrix(prior))) / 2
    assert kldiv.entropy(q) == pytest.approx(float(expected), rel=1e-15)
    p = kldiv.MultivariateNormal(np.ones(20), np.eye(20))
    assert kldiv.cross_entropy(p, q) == pytest.approx(kldiv.entropy(p) + kldiv.kl_divergence(p, q), rel=1e-15)
    large = gaussian_process(precise.LARGEST + 6, 1e-12)
    r = kldiv.MultivariateNormal(np.zeros(len(large)), large)
    with pytest.warns(kldiv.PrecisionNotice) as caught:
        value = kldiv.entropy(r)
    assert 0 < abs(value - kldiv.entropy(r, proved=True)) <= caught[0].message.bound
    assert caught[0].filename == __file__


@pytest.mark.parametrize("digits", range(3))
def test_few_digits_are_counted_in_english(digits):
    said = ("no digit of the value is", "about 1 digit of the value is", "about 2 digits of the value are")
    assert str(kldiv.PrecisionNotice(0.5, digits)).startswith(f"{said[digits]} sure, its error at most 0.5;")


def test_single_precision_in_single_precision_out():
    single = np.float32
    p = kldiv.MultivariateNormal(np.zeros(2, single), np.eye(2, dtype=single))
    q = kldiv.MultivariateNormal(np.ones(2, single), 3 * np.eye(2, dtype=single))
    wide = [kldiv.MultivariateNormal([k, k], np.eye(2) * (1 + 2 * k)) for k in (0.0, 1.0)]
    for one in (p, pickle.loads(pickle.dumps(p))):
        for found, double in (
            (kldiv.kl_divergence(one, q), kldiv.kl_divergence(*wide)),
            (kldiv.cross_entropy(one, q), kldiv.cross_entropy(*wide)),
            (kldiv.entropy(one), kldiv.entropy(wide[0])),
            (kldiv.evaluate(one, q).value, kldiv.evaluate(*wide).value),
        ):
            assert type(found) is single
            assert found == single(double)
    logits = kldiv.Bernoulli(logits=single(0.5)), kldiv.Categorical(logits=np.ones((2, 3), single))
    assert type(kldiv.kl_divergence(logits[0], kldiv.Bernoulli(single(0.5)))) is single
    assert type(kldiv.kl_divergence(logits[0], kldiv.Bernoulli(0.5))) is float
    assert kldiv.entropy(logits[1]).dtype == single
    number = kldiv.MultivariateNormal(np.zeros(1, single), np.eye(1, dtype=single))
    assert type(kldiv.cross_entropy(number, kldiv.Normal(single(0), single(2)))) is single


def test_a_bound_holds_for_the_rounded_number():
    single = np.float32
    p, q = kldiv.Normal(single(0), single(1)), kldiv.Cauchy(single(0), single(1))
    truth, found = kldiv.evaluate(kldiv.Normal(0, 1), kldiv.Cauchy(0, 1)), kldiv.evaluate(p, q)
    off = abs(float(found.value) - truth.value)
    assert found.error_bound == truth.error_bound + off > 1e-10
    for ask in (lambda: kldiv.kl_divergence(p, q), lambda: kldiv.entropy(kldiv.Poisson(single(3)))):
        with pytest.warns(kldiv.QuadratureNotice) as told:
            ask()
        assert len(told) == 1
        assert told[0].message.bound > 1e-10
        assert told[0].filename == __file__
