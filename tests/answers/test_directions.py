"""The von Mises-Fisher distribution at every dimension and concentration, against Bessel functions of many digits."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from flint import arb

import kldiv
from kldiv.answers.kernels import bessel, directions
from kldiv.precision import ball_precision


def along(size: int) -> list[float]:
    return [1.0] + [0.0] * (size - 1)


def across(size: int) -> list[float]:
    return [0.0, 1.0] + [0.0] * (size - 2)


def log_constant(size, kappa):
    """The logarithm of I_V(kappa) / kappa^V, V = n/2 - 1."""
    v, kappa = mpmath.mpf(size) / 2 - 1, mpmath.mpf(kappa)
    if kappa == 0:
        return -v * mpmath.log(2) - mpmath.loggamma(v + 1)
    return mpmath.log(mpmath.besseli(v, kappa, maxterms=10**6)) - v * mpmath.log(kappa)


def resultant(size, kappa):
    v, kappa = mpmath.mpf(size) / 2 - 1, mpmath.mpf(kappa)
    if kappa == 0:
        return mpmath.mpf(0)
    return mpmath.besseli(v + 1, kappa, maxterms=10**6) / mpmath.besseli(v, kappa, maxterms=10**6)


def truth(size, a, b, cosine):
    a, b = mpmath.mpf(a), mpmath.mpf(b)
    return (
        log_constant(size, b) - log_constant(size, a) + resultant(size, a) * (a - b * cosine)
        if a
        else log_constant(size, b) - log_constant(size, 0)
    )


@pytest.fixture(autouse=True)
def _many_digits():
    with mpmath.workdps(60):
        yield


#: Dimension, the two concentrations, the cosine between the directions, and the leading digits of a report.
REPORTED = [
    (768, 25000, 100, 0, 1348.84008952418),
    (2048, 3e4, 1, 0, 2783.14065805732),
    (4096, 25000, 1, 0, 3871.92424339775),
    (8192, 21000, 1000, 0, 4710.37029974731),
    (4096, 25000, 26000, 1, 1.46707192808104),
    (3, 1e-4, 1e-6, 1, 1.63349999835556e-9),
    (128, 1e-4, 1e-6, 1, 3.82851562499653e-11),
    (2048, 1e-4, 1e-6, 1, 2.392822265625e-12),
    (3, 99, 101, 1, 2.01353495350678e-4),
    (3, 500, 1, 1, 5.07119464055333),
]


@pytest.mark.parametrize(("size", "a", "b", "cosine", "digits"), REPORTED)
def test_values_that_were_reported(size, a, b, cosine, digits):
    direction = along(size) if cosine else across(size)
    value = kldiv.kl_divergence(kldiv.VonMisesFisher(along(size), a), kldiv.VonMisesFisher(direction, b))
    expected = truth(size, a, b, cosine)
    assert value == pytest.approx(digits, rel=2e-14)
    assert value == pytest.approx(float(expected), rel=2e-14, abs=0)


def test_the_entropy_that_was_reported():
    value = kldiv.entropy(kldiv.VonMisesFisher(along(4096), 25000))
    a = 25000
    expected = 2048 * mpmath.log(2 * mpmath.pi) + log_constant(4096, a) - a * resultant(4096, a)
    assert value == pytest.approx(-15091.1505, abs=1e-4)
    assert value == pytest.approx(float(expected), rel=1e-14)


@pytest.mark.parametrize("size", [2, 3, 5, 20, 80, 82, 84, 300, 1024])
def test_concentrations_drawn_by_lot(size):
    rng = np.random.default_rng(size)
    order = size / 2 - 1
    for _ in range(40):
        a = 10 ** rng.uniform(-8, 4.3)
        b = a * (1 + 10 ** rng.uniform(-14, 0)) if rng.random() < 0.4 else 10 ** rng.uniform(-8, 4.3)
        expected = truth(size, a, b, 1)
        assert float(directions.gap(order, np.asarray(a), np.asarray(b))) == pytest.approx(float(expected), rel=1e-13)


def test_the_ratio_lies_in_balls():
    """Arb's own Bessel functions enclose what the series and the recurrence say, to a few units in the last place."""
    rng = np.random.default_rng(4)
    for _ in range(60):
        order, kappa = float(rng.integers(0, 300)) / 2, float(10 ** rng.uniform(-3, 3))
        with ball_precision(3000):
            exact = arb(kappa).bessel_i(arb(order) + 1) / arb(kappa).bessel_i(arb(order))
            error = abs(arb(float(bessel.ratio(order, np.asarray(kappa))[0])) / exact - 1)
            assert error < 2e-15, (order, kappa)


def test_the_series_is_proved_to_be_near():
    assert bessel.series_errors(bessel.FAR)[0] < 1e-17
    assert bessel.series_errors(bessel.FAR)[1] < 1e-16
    assert max(bessel.series_errors(100.0)) < 1e-20
    for w in np.geomspace(bessel.FAR, 1e6, 30):
        orders = w * np.linspace(0, 1, 30)
        assert all(bessel.ratio(v, np.asarray(np.sqrt(w * w - v * v)))[1] > 0.4 for v in orders)


def test_a_wrong_series_is_seen(monkeypatch):
    spoilt = [list(p) for p in bessel._polynomials()]
    spoilt[2][1] *= -1
    monkeypatch.setattr(bessel, "_polynomials", lambda: spoilt)
    bessel._as_floats.cache_clear()
    try:
        value = float(bessel.ratio(60.0, np.asarray(100.0))[0])
    finally:
        bessel._as_floats.cache_clear()
    assert abs(value / float(resultant(122, 100)) - 1) > 1e-9


@pytest.mark.parametrize("size", [2, 3, 10, 100])
def test_the_uniform_distribution_on_the_sphere(size):
    uniform, turned = kldiv.VonMisesFisher(along(size), 0), kldiv.VonMisesFisher(across(size), 0)
    assert kldiv.kl_divergence(uniform, turned) == 0
    area = 2 * mpmath.pi ** (mpmath.mpf(size) / 2) / mpmath.gamma(mpmath.mpf(size) / 2)
    assert kldiv.entropy(uniform) == pytest.approx(float(mpmath.log(area)), rel=1e-14)
    for kappa in (1e-3, 3, 200, 1e4):
        p = kldiv.VonMisesFisher(across(size), kappa)
        assert kldiv.kl_divergence(p, uniform) == pytest.approx(float(truth(size, kappa, 0, 1)), rel=1e-13)
        assert kldiv.kl_divergence(uniform, p) == pytest.approx(float(truth(size, 0, kappa, 1)), rel=1e-13)
        near = kldiv.VonMisesFisher(across(size), 1e-12)
        assert kldiv.kl_divergence(p, near) == pytest.approx(kldiv.kl_divergence(p, uniform), rel=1e-9)


def test_the_uniform_distribution_on_the_circle():
    uniform = kldiv.VonMises(0, 0)
    assert kldiv.entropy(uniform) == pytest.approx(math.log(2 * math.pi), rel=1e-15)
    for kappa in (0.5, 30):
        p = kldiv.VonMises(1, kappa)
        assert kldiv.kl_divergence(p, uniform) == pytest.approx(float(truth(2, kappa, 0, 1)), rel=1e-14)
        assert kldiv.kl_divergence(uniform, p) == pytest.approx(float(truth(2, 0, kappa, 1)), rel=1e-14)


def test_batches_and_extremes():
    a = np.array([[0.0, 1e-300, 1e-8], [1.0, 1e8, 1e150]])
    value = kldiv.kl_divergence(kldiv.VonMisesFisher(along(16), a), kldiv.VonMisesFisher(along(16), a[::-1]))
    assert value.shape == (2, 3)
    assert np.all(np.isfinite(value))
    assert np.all(value > 0)
    assert np.all(kldiv.kl_divergence(kldiv.VonMisesFisher(along(16), a), kldiv.VonMisesFisher(along(16), a)) == 0)
    # far out it is n - 1 coordinates of a normal distribution
    b = 1e150 * (1 + 2.0**-20)
    near = kldiv.kl_divergence(kldiv.VonMisesFisher(along(16), 1e150), kldiv.VonMisesFisher(along(16), b))
    assert near == pytest.approx(15 / 2 * (2.0**-20 - math.log1p(2.0**-20)), rel=1e-8)
