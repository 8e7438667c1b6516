"""Bessel's K in long doubles, held to mpmath, and its bound to the error."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

from kldiv.answers import long_bessel, long_floats
from kldiv.answers.long_bessel import LEAST, MOST, MOST_ORDER, bessel_k


def error_and_bound(order, x):
    """The error and the bound, both relative, of values at the places given."""
    value, bound = bessel_k(order, x)
    with mpmath.workdps(40):
        right = [mpmath.besselk(mpmath.mpf(a), mpmath.mpf(b)) for a, b in zip(order.tolist(), x.tolist(), strict=True)]
        error = [abs(mpmath.mpf(str(v)) / r - 1) for v, r in zip(value, right, strict=True)]
    return np.array(error, float), (bound / value).astype(float)


def places():
    rng = np.random.default_rng(3)
    order = rng.uniform(-1, 1, 200) * MOST_ORDER * rng.choice([1, 0.1, 0.01], 200)
    return order, np.exp(rng.uniform(np.log(LEAST), np.log(MOST), 200))


@pytest.mark.parametrize("part", range(5))
def test_values_and_bounds(part):
    order, x = (one[40 * part : 40 * part + 40] for one in places())
    error, bound = error_and_bound(order, x)
    assert (error <= bound + 1e-19).all()
    assert bound.max() < (1e-14 if long_floats.LONGER else 1e-11)


@pytest.mark.parametrize(("order", "x"), [(0, LEAST), (0, MOST), (0.5, 1), (MOST_ORDER, LEAST), (MOST_ORDER, MOST)])
def test_corners(order, x):
    error, bound = error_and_bound(np.array([order], float), np.array([x], float))
    assert error <= bound + 1e-19


def test_many_small_steps_beside_a_large_x():
    x = np.array([3.552094599245832e-12, 1.7360843513757887e-12, 5e-10, MOST])
    error, bound = error_and_bound(np.zeros(4), x)
    assert (error <= bound + 1e-21).all()


def test_too_wide_a_step_is_admitted(monkeypatch):
    monkeypatch.setattr(long_bessel, "WIDE", 3.0)
    monkeypatch.setattr(long_bessel, "WIDEST", 3.0)
    error, bound = error_and_bound(np.array([0.0, 2.5]), np.array([40.0, 40.0]))
    assert (error > 1e-6).all()
    assert (error <= bound).all()


@pytest.mark.parametrize(
    ("order", "x"), [(MOST_ORDER + 1, 1.0), (1.0, MOST * 2), (1.0, 0.0), (1.0, -1.0), (1.0, np.nan)]
)
def test_elsewhere_nothing_is_vouched_for_and_what_stands_beside_is(order, x):
    value, bound = bessel_k(np.array([order, 1.0]), np.array([x, 2.0]))
    assert np.isinf(bound[0])
    assert 0 < bound[1] < 1e-15 * value[1] or not long_floats.LONGER
