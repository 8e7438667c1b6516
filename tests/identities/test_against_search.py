"""What the identities call best must beat every competitor; what they say of estimators must show."""

import numpy as np
import pytest
import sympy as sp
from scipy.optimize import minimize

from kldiv.entries import catalogue

REFERENCE = np.array([0.4, 0.3, 0.2, 0.1])
REWARD = np.array([1.0, -2.0, 0.5, 3.0])
BETA = 0.7


def divergence(p, q):
    return np.sum(p * np.log(p / q), axis=-1)


def objective(p):
    return p @ REWARD - BETA * divergence(p, REFERENCE)


def optimal_policy():
    tilt = REFERENCE * np.exp(REWARD / BETA)
    return tilt / tilt.sum()


def test_the_optimal_policy_beats_ten_thousand_others():
    others = np.random.default_rng(1).dirichlet(np.ones(4), size=10_000)
    near = optimal_policy() * np.exp(0.01 * np.random.default_rng(2).normal(size=(10_000, 4)))
    near /= near.sum(axis=1, keepdims=True)
    assert np.all(objective(np.vstack([others, near])) < objective(optimal_policy()))


def test_an_optimiser_finds_the_same_policy():
    def loss(z):
        p = np.exp(z - np.logaddexp.reduce(z))
        gap = REWARD - BETA * np.log(p / REFERENCE)
        return -objective(p), -p * (gap - p @ gap)

    found = minimize(loss, np.zeros(4), jac=True, method="BFGS", options={"gtol": 1e-12})
    assert np.allclose(np.exp(found.x - np.logaddexp.reduce(found.x)), optimal_policy(), atol=1e-8)
    assert -found.fun == pytest.approx(BETA * np.log(REFERENCE @ np.exp(REWARD / BETA)), abs=1e-10)


def test_moment_matching_beats_ten_thousand_normal_distributions():
    # a mixture of two normal distributions: what matters of D(p || N(n, s)) is log s + E(X - n)^2 / (2 s^2)
    weights, means, scales = np.array([1, 2]) / 3, np.array([-1.0, 2.0]), np.array([1.0, 0.5])
    mean = weights @ means
    variance = weights @ (means**2 + scales**2) - mean**2

    def excess(n, s):
        return np.log(s) + (variance + (mean - n) ** 2) / (2 * s**2)

    rng = np.random.default_rng(3)
    n, s = rng.normal(mean, 1, 10_000), np.exp(rng.normal(0, 0.5, 10_000)) * np.sqrt(variance)
    assert np.all(excess(n, s) > excess(mean, np.sqrt(variance)))
    found = minimize(lambda v: excess(v[0], np.exp(v[1])), [0.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-10})
    assert np.allclose([found.x[0], np.exp(2 * found.x[1])], [mean, variance], atol=1e-6)


@pytest.mark.parametrize("distance", [0.2, 0.8])
def test_samples_show_the_derived_means_and_variances(distance):
    found = catalogue()
    (symbol,) = found["k3-variance-normal"].result.free_symbols

    def value(name):
        return float(found[name].result.subs(symbol, sp.Float(distance)))

    x = np.random.default_rng(4).normal(size=1_000_000)
    log_ratio = distance * x - distance**2 / 2
    k1, k2, k3 = -log_ratio, log_ratio**2 / 2, np.expm1(log_ratio) - log_ratio
    exact = distance**2 / 2
    expected = {"k1": (k1, exact), "k2": (k2, value("k2-mean-normal")), "k3": (k3, exact)}
    for name, (sample, mean) in expected.items():
        variance = value(f"{name}-variance-normal")
        assert abs(sample.mean() - mean) < 4.5 * np.sqrt(variance / x.size)
        fourth = np.mean((sample - mean) ** 4)
        assert abs(sample.var() - variance) < 4.5 * np.sqrt((fourth - variance**2) / x.size)
    assert np.all(k3 >= 0)
