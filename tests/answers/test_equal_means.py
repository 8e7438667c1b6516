"""Gamma distributions whose means agree, or nearly, whatever their shapes: where most of the terms cancel."""

import random

import mpmath
import numpy as np
import pytest

import kldiv


def exact(a, rate, b, other):
    a, rate, b, other = map(mpmath.mpf, (a, rate, b, other))
    shapes = (a - b) * mpmath.psi(0, a) - mpmath.loggamma(a) + mpmath.loggamma(b)
    return shapes + b * mpmath.log(rate / other) + a * (other - rate) / rate


def relative_errors(pairs):
    a, rate, b, other = np.array(pairs).T
    found = kldiv.kl_divergence(kldiv.Gamma(a, rate), kldiv.Gamma(b, other))
    with mpmath.workdps(80):
        return [float(abs(value / exact(*pair) - 1)) for value, pair in zip(found, pairs, strict=True)]


@pytest.mark.parametrize("exponent", [-10, -3, 3, 10, 12, 14, 15, 16, 18, 20, 30])
@pytest.mark.parametrize("change", [0.0, 1e-12, -1e-6, 0.01, -0.01])
def test_shapes_that_are_far_apart(exponent, change):
    size = 1.1 * 10.0**exponent
    pairs = [(size, size, 1.0, 1 + change), (1.0, 1.0, size, size * (1 + change)), (size, 1e-3, 2.0, 2e-3 / size)]
    assert max(relative_errors(pairs)) < 1e-13


@pytest.mark.parametrize("far", [0.001, 0.0399, 0.0401, 0.05, 0.1, 0.149, 0.151, 0.3])
def test_means_at_some_distance(far):
    rng, pairs = random.Random(far), []
    for _ in range(100):
        a = 10 ** rng.uniform(-1, 12)
        b = a * rng.choice([1, 10 ** rng.uniform(-1, 1)])
        rate = 10 ** rng.uniform(-3, 3)
        pairs.append((a, rate, b, b * rate / a * (1 + rng.choice([-1, 1]) * far)))
    assert max(relative_errors(pairs)) < 4e-14


def test_shapes_below_the_least_normal_float():
    p, q = (1e-310, 1.0), (8.5e-311, 1.0)
    with mpmath.workdps(400):
        wanted = float(exact(*p, *q))
    for value in (
        kldiv.kl_divergence(kldiv.Gamma(*p), kldiv.Gamma(*q)),
        kldiv.kl_divergence(kldiv.Gamma([p[0], 2.0], 1.0), kldiv.Gamma([q[0], 3.0], 1.0))[0],
    ):
        assert value == pytest.approx(wanted, rel=1e-13)
