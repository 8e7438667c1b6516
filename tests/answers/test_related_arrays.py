"""Vectors and matrices that are far apart and alike at once: the bound on the error holds, and the digits too.

The truth is ball arithmetic's.
"""

import random

import numpy as np
import pytest

import kldiv
from kldiv.answers.precise import divergence_with_bound

PAIRS = 150


def size(rng):
    return 10.0 ** rng.uniform(-12, 12)


def dirichlet(rng):
    """Concentrations of very different sizes, in proportion or nearly so."""
    count, far, factor = rng.choice([2, 3, 5]), size(rng), rng.choice([size(rng), 1, 10 ** rng.uniform(-0.3, 0.3)])
    one = np.array([rng.uniform(0.2, 3) * rng.choice([1, far]) for _ in range(count)])
    change = 10.0 ** -rng.uniform(0.5, 16)
    moved = [rng.choice([1, 1 + change, 1 - change, rng.choice([factor, 1])]) for _ in range(count)]
    return kldiv.Dirichlet(one), kldiv.Dirichlet(one * factor * np.array(moved))


def wishart(rng):
    """Degrees of freedom that are far apart, with means in proportion or nearly so."""
    one = np.array([[2, 0.5], [0.5, 1]]) * size(rng)
    df = 2 + 10.0 ** rng.uniform(-6, 10)
    other = max(1.01, df * rng.choice([size(rng), 1, 10 ** rng.uniform(-0.3, 0.3), 1 + 1e-9]))
    change = 1 + rng.choice([0, 1]) * 10.0 ** -rng.uniform(0.5, 14)
    return kldiv.Wishart(df, one), kldiv.Wishart(other, one * rng.choice([df / other, 1]) * change)


def normal_gamma(rng):
    """Shapes and rates that are huge or tiny, with equal means."""
    far, factor, change = size(rng), rng.choice([size(rng), 1]), 1 + 10.0 ** -rng.uniform(0.5, 14)
    loc, precision = [0.0, 1.0], [[2.0, 0.5], [0.5, 1.0]]
    one = kldiv.NormalGamma(loc, precision, 2.5 * far, 1.5 * far)
    return one, kldiv.NormalGamma(loc, precision, 2.5 * far * factor, 1.5 * far * factor * rng.choice([1, change]))


def multivariate_normal(rng):
    """Covariances that nearly agree, or are in proportion, well and badly conditioned."""
    count, spread = rng.choice([1, 2, 3, 5]), rng.choice([0.3, 3])
    turn, _ = np.linalg.qr([[rng.gauss(0, 1) for _ in range(count)] for _ in range(count)])
    one = (turn * [10.0 ** rng.uniform(-spread, spread) for _ in range(count)]) @ turn.T * size(rng)
    change = 1 + 10.0 ** -rng.uniform(0.5, 14)
    loc = np.array([rng.gauss(0, 1) for _ in range(count)]) * one[0, 0] ** 0.5
    other = one * rng.choice([1, change, size(rng)]) + rng.choice([0, change - 1]) * one[0, 0] * np.eye(count)
    first, second = ((matrix + matrix.T) / 2 for matrix in (one, other))
    return kldiv.MultivariateNormal(loc, first), kldiv.MultivariateNormal(loc * rng.choice([0, 1, change]), second)


@pytest.mark.parametrize("draw", [dirichlet, wishart, normal_gamma, multivariate_normal])
def test_the_bound_holds_and_so_do_the_digits(draw):
    rng, computed = random.Random(draw.__name__), 0
    for _ in range(PAIRS):
        p, q = draw(rng)
        value, bound = (float(x) for x in divergence_with_bound(p, q))
        exact = kldiv.kl_divergence(p, q, proved=True)
        assert abs(value - exact) <= bound + 2.0**-52 * exact
        assert abs(value - exact) <= (1e-10 if draw in (wishart, multivariate_normal) else 1e-13) * exact
        computed += bound > 0
    assert computed > PAIRS / 4  # in floats, and not in balls as well
