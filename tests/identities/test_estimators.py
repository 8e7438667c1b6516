"""The estimators against exact values, and the divergence between mixtures between its bounds."""

import numpy as np
import pytest

from scripts.tools.bench_estimators import COLUMNS, benchmark, mixture_table


def test_means_and_variances_are_as_derived():
    rows = benchmark(samples=200_000, seed=7)
    assert len(rows) >= 6
    for row in rows:
        assert abs(row.mean_error) < 4.5, row
        assert abs(row.variance_error) < 4.5, row
        assert len(row.cells()) == len(COLUMNS), row


def test_gradients_are_as_derived():
    rng = np.random.default_rng(8)
    shift, x = 0.6, rng.normal(0.6, 1, 400_000)  # p_t is N(t, 1) at t = 0.6, the reference N(0, 1)
    score = x - shift
    log_ratio = shift**2 / 2 - shift * x  # log(r / p)
    k1, rho = -log_ratio, np.exp(log_ratio)
    k3 = rho - 1 - log_ratio
    cases = {
        "k1 through a fixed sample": (score, 0.0),
        "k1 times the score": (k1 * score, shift),
        "k2 through a fixed sample": (k1 * score, shift),
        "k3 through a fixed sample": ((1 - rho) * score, shift),
        "what k3 leaves out": (k3 * score, 0.0),
    }
    for name, (sample, exact) in cases.items():
        assert abs(sample.mean() - exact) < 4.5 * sample.std() / np.sqrt(x.size), name


def test_monte_carlo_lies_between_the_bounds():
    for row in mixture_table(samples=200_000, seed=9):
        assert row.lower - 4 * row.standard_error <= row.estimate <= row.upper + 4 * row.standard_error
        assert row.exact == pytest.approx(row.estimate, abs=4.5 * row.standard_error)
        assert row.lower < row.exact < row.upper
