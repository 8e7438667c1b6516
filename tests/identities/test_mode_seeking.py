"""Reverse KL seeks a mode: the stationary points of the derived gradient, against random and other searches."""

import numpy as np
import pytest
import sympy as sp
from scipy.optimize import minimize, root

from kldiv.entries import catalogue
from kldiv.identities.densities import p, x
from kldiv.identities.mode_seeking import m, s

WEIGHTS, MEANS, SCALES = np.array([0.35, 0.65]), np.array([-3.0, 3.0]), np.array([0.8, 0.6])
NODES, NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(160)
NODE_WEIGHTS = NODE_WEIGHTS / NODE_WEIGHTS.sum()


def log_p_and_slope(at):
    parts = np.log(WEIGHTS / SCALES) - ((at[..., None] - MEANS) / SCALES) ** 2 / 2
    log_p = np.logaddexp.reduce(parts, axis=-1) - np.log(2 * np.pi) / 2
    share = np.exp(parts - np.logaddexp.reduce(parts, axis=-1)[..., None])
    return log_p, np.sum(share * (MEANS - at[..., None]) / SCALES**2, axis=-1)


def reverse(mean, log_scale):
    """D(N(mean, scale) || p) by Gauss-Hermite quadrature, for arrays of parameters."""
    at = np.asarray(mean)[..., None] + np.exp(np.asarray(log_scale))[..., None] * NODES
    log_p, _ = log_p_and_slope(at)
    return -np.log(2 * np.pi * np.e) / 2 - log_scale - log_p @ NODE_WEIGHTS


def stationary(parameters):
    """The derived conditions: E[slope] = 0 and E[(X - m) slope] = -1."""
    mean, log_scale = parameters
    _, slope = log_p_and_slope(mean + np.exp(log_scale) * NODES)
    return np.array([slope @ NODE_WEIGHTS, np.exp(log_scale) * (NODES * slope) @ NODE_WEIGHTS + 1])


@pytest.fixture(scope="module")
def modes():
    found = [root(stationary, [centre, np.log(0.7)], tol=1e-14).x for centre in MEANS]
    assert all(np.allclose(stationary(one), 0, atol=1e-11) for one in found)
    return found


def test_the_catalogue_states_these_conditions():
    q = np.exp(-2.0) / (np.sqrt(2 * np.pi) * 0.5)  # q(2) for m = 1, s = 1/2
    for name, weight in (("reverse-kl-gradient-mean", 1), ("reverse-kl-gradient-scale", 2)):
        (integral,) = catalogue()[name].result.atoms(sp.Integral)
        body = integral.function
        slope = body.replace(p, lambda t: 2 ** (t - 2))  # log p has the slope log 2, and p(2) = 1
        value = float(slope.doit().subs({m: 1, s: 0.5, x: 2}))
        assert value == pytest.approx(-q * weight * np.log(2))


def test_there_is_a_minimum_at_each_mode(modes):
    for (mean, log_scale), centre, scale in zip(modes, MEANS, SCALES, strict=True):
        assert abs(mean - centre) < 0.01
        assert np.exp(log_scale) == pytest.approx(scale, rel=0.01)


def test_the_best_beats_ten_thousand_others(modes):
    values = [reverse(*one) for one in modes]
    best = modes[int(np.argmin(values))]
    assert best[0] > 0  # the heavier mode
    rng = np.random.default_rng(5)
    wide = np.column_stack([rng.uniform(-6, 6, 10_000), rng.normal(0, 1, 10_000)])
    near = best + 0.01 * rng.normal(size=(10_000, 2))
    for others in (wide, near):
        assert np.all(reverse(others[:, 0], others[:, 1]) > min(values))


def test_an_optimiser_that_knows_no_gradient_finds_the_same(modes):
    for one in modes:
        found = minimize(
            lambda v: reverse(*v), one + np.array([0.3, 0.2]), method="BFGS", jac="3-point", options={"gtol": 1e-10}
        )
        assert np.allclose(found.x, one, atol=1e-8)


def test_forward_kl_matches_moments_instead(modes):
    mean = WEIGHTS @ MEANS
    scale = np.sqrt(WEIGHTS @ (MEANS**2 + SCALES**2) - mean**2)
    assert all(abs(mean - one[0]) > 1 for one in modes)
    assert reverse(mean, np.log(scale)) > max(reverse(*one) for one in modes)
