"""Incomplete gamma functions and exponential integrals in long doubles, held to mpmath; their bounds, to the error."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

from kldiv.answers import long_floats, long_integrals
from kldiv.answers.long_integrals import FAR, MOST, exponential_integral, lower_gamma, order_one, principal_value

RNG = np.random.default_rng(2)
X = np.exp(RNG.uniform(np.log(1e-12), np.log(MOST - 1), 200))
S = np.exp(RNG.uniform(np.log(1e-3), np.log(MOST - 1), 200))

FUNCTIONS = {
    "lower gamma": (lambda: lower_gamma(S, X), lambda k: mpmath.gammainc(mpmath.mpf(S[k]), 0, mpmath.mpf(X[k]))),
    "E_1": (lambda: exponential_integral(X), lambda k: mpmath.e1(mpmath.mpf(X[k]))),
    "Ei above": (lambda: principal_value(X), lambda k: mpmath.ei(mpmath.mpf(X[k]))),
    "Ei below": (lambda: principal_value(-X), lambda k: mpmath.ei(-mpmath.mpf(X[k]))),
}


def off(found, truth):
    """By how much values miss the truth, and how much that is at most, both relative to the truth."""
    value, bound = found
    with mpmath.workdps(40):
        right = [truth(k) for k in range(len(value))]
        error = [abs(mpmath.mpf(str(v)) / r - 1) for v, r in zip(value, right, strict=True)]
        most = [mpmath.mpf(str(b)) / abs(r) for b, r in zip(bound, right, strict=True)]
    return np.array(error, float), np.array(most, float)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_values_and_bounds(name):
    compute, truth = FUNCTIONS[name]
    error, bound = off(compute(), truth)
    assert (error <= bound).all()
    assert bound.max() < (1e-13 if long_floats.LONGER else 1e-9)


def test_a_short_fraction_and_a_short_series_are_admitted(monkeypatch):
    monkeypatch.setattr(long_integrals, "DEPTH", 3)
    error, bound = off(exponential_integral(np.array([2.5])), lambda _: mpmath.e1(2.5))
    assert 1e-6 < error[0] <= bound[0]


@pytest.mark.parametrize("x", [0.0, FAR + 1, np.inf, np.nan])
def test_elsewhere_nothing_is_vouched_for_and_what_stands_beside_is(x):
    for found in (principal_value(np.array([x, 1.0])), lower_gamma(np.array([1.0, 1.0]), np.array([x, 1.0]))):
        assert np.isinf(found[1][0])
        assert np.isfinite(found[1][1])


def test_far_out_the_principal_value_is_an_expansion_within_its_bound():
    x = np.concatenate([[MOST], np.geomspace(MOST + 1e-9, 700, 40)])
    error, bound = off(principal_value(x), lambda k: mpmath.ei(mpmath.mpf(x[k])))
    assert (error <= bound).all()
    assert (bound < 1e-13).all() or not long_floats.LONGER


def test_what_is_too_small_for_a_long_double_has_no_false_bound():
    value, bound = exponential_integral(np.array([12000.0, np.inf, 4000.0]))
    assert np.isinf(bound[:2]).all()
    assert 0 < bound[2] < 1e-15 * value[2] or not long_floats.LONGER
    assert (lower_gamma(np.array([149.9]), np.array([1e-290]))[1] > 0).all()


def test_of_another_order_nothing_is_said():
    with pytest.raises(LookupError):
        order_one(np.array([2.0]), np.array([1.0]))
