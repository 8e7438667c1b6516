"""Derivatives that are sums over so many whole numbers that nobody adds them up one by one."""

from __future__ import annotations

import math
import time

import mpmath
import pytest
from mpmath import mpf

import kldiv


def geometric_against_poisson(chance, rate):
    """D by the mean of log k!, which is the sum of the chance of k or more times log k: a derivative of Lerch's sum."""
    m = -mpmath.log1p(-chance)
    if m < 0.5:
        # the polylogarithm of order s at exp(-m), differentiated at s = 0
        series = (mpmath.zeta(-n, derivative=1) * (-m) ** n / mpmath.factorial(n) for n in range(60))
        logs = -(mpmath.euler + mpmath.log(m)) / m - mpmath.fsum(series)
    else:
        logs = mpmath.nsum(lambda k: mpmath.exp(-m * k) * mpmath.log(k), [1, mpmath.inf])
    failures = (1 - chance) / chance
    return mpmath.log(chance) + failures * (mpmath.log1p(-chance) - mpmath.log(rate)) + rate + logs


@pytest.mark.parametrize("chance", [0.25, 0.03, 1e-3, 1e-4, 1e-5, 1e-8, 1e-12])
def test_many_outcomes_are_no_obstacle(chance):
    began = time.perf_counter()
    found = kldiv.kl_divergence_grad(kldiv.Geometric(chance), kldiv.Poisson(3.0))
    second = kldiv.kl_divergence_hessian(kldiv.Geometric(chance), kldiv.Poisson(3.0)).matrix
    assert time.perf_counter() - began < 20  # it takes half a second
    with mpmath.workdps(90):
        a, b = mpf(chance), mpf(3)
        step = a * mpf(10) ** -25
        values = [geometric_against_poisson(a + k * step, b) for k in (-1, 0, 1)]
        in_p, twice_in_p = (values[2] - values[0]) / (2 * step), (values[2] - 2 * values[1] + values[0]) / step**2
        failures = (1 - a) / a
        assert found.p["probs"] == pytest.approx(float(in_p), rel=1e-14)
        assert found.q["rate"] == pytest.approx(float(1 - failures / b), rel=1e-14)
        assert second[0] == pytest.approx([float(twice_in_p), float(1 / (a**2 * b))], rel=1e-14)
        assert second[1] == pytest.approx([float(1 / (a**2 * b)), float(failures / b**2)], rel=1e-14)


def test_of_a_large_rate_too():
    rate, total, chance = 1e8, 2.0, 0.5
    found = kldiv.kl_divergence_grad(kldiv.Poisson(rate), kldiv.NegativeBinomial(total, chance))
    with mpmath.workdps(30):
        m, r, c = mpf(rate), mpf(total), mpf(chance)
        # log k! cancels, and log Gamma(k + r) with r = 2 leaves log(k + 1): its mean by the moments about m + 1
        moments = {2: m, 3: m, 4: m + 3 * m**2, 5: m + 10 * m**2, 6: 15 * m**3}
        mean_log = mpmath.log(m + 1) + mpmath.fsum((-1) ** (k + 1) * v / k / (m + 1) ** k for k, v in moments.items())
        mean_digamma = mean_log  # psi(k + 2) is log(k + 3/2) + 1/(24 k^2), so log(k + 1) + 1/(2 k) but for 1/k^2
        in_chance = r / (1 - c) - m / c
        in_total = mpmath.digamma(2) - mean_digamma - 1 / (2 * m) - mpmath.log(1 - c)
    assert found.q["probs"] == pytest.approx(float(in_chance), rel=1e-14)
    assert found.q["total_count"] == pytest.approx(float(in_total), rel=1e-14)


def test_what_cannot_be_told_apart_is_refused_in_one_line():
    with pytest.raises(
        ValueError, match=r"^Geometric against Poisson: no derivative in probs of p was found: more out"
    ):
        kldiv.kl_divergence_grad(kldiv.Geometric(1e-100), kldiv.Poisson(3.0))
    assert math.isfinite(kldiv.kl_divergence_grad(kldiv.Geometric(1e-100), kldiv.Geometric(0.5)).p["probs"])
