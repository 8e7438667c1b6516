"""Shortened series against the functions that they stand for."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from kldiv.answers.kernels.arithmetic import FLOATS
from kldiv.answers.kernels.binet import polynomial
from kldiv.answers.kernels.choosing import CLOSE, NEAR
from kldiv.answers.kernels.economized import economized, halvings

EXPONENTIAL = [Fraction(1, math.factorial(k)) for k in range(30)]


def value(coefficients, y):
    return mpmath.polyval([mpmath.mpf(c) for c in reversed(coefficients)], y)


@pytest.mark.parametrize(("low", "high"), [(-1, 1), (0, 0.5), (-0.25, 0.75), (2, 3)])
@pytest.mark.parametrize("error", [1e-3, 1e-9])
def test_a_shortened_series_stays_within_its_error(low, high, error):
    short = economized(EXPONENTIAL, low, high, error)
    gap = max(abs(value(short, y) - mpmath.exp(y)) for y in mpmath.linspace(low, high, 60))
    assert gap <= error * (1 + 1e-4)  # its coefficients are rounded
    taylor = next(n for n in range(30) if abs(EXPONENTIAL[n] * Fraction(max(-low, high)) ** n) < error)
    assert len(short) < taylor


def test_one_term_fewer_would_not_do():
    short = economized(EXPONENTIAL, -1, 1, 1e-6)
    shorter, most = [], 1e-6
    while len(shorter) != len(short) - 1:
        most *= 1.1
        shorter = economized(EXPONENTIAL, -1, 1, most)
    assert max(abs(value(shorter, y) - mpmath.exp(y)) for y in mpmath.linspace(-1, 1, 60)) > 1e-6


def test_a_constant_is_left_alone():
    assert economized([Fraction(1, 3)], -1, 1, 10.0) == (1 / 3,)
    assert polynomial((1 / 3,), 2.0) == 1 / 3
    assert polynomial((1 / 3,), np.array([2.0, 5.0])).tolist() == [1 / 3, 1 / 3]


def test_a_limit_is_halved_as_often_as_the_reach_allows():
    ends = [NEAR / 2**k for k in range(30)] + [NEAR / 3 / 2**k for k in range(30)]
    around = [near for end in ends for near in (math.nextafter(end, 0), end, math.nextafter(end, 1))]
    for reach in (0.0, 5e-324, 1e-300, 1e-12, 0.16, 0.29, *around):
        times = halvings(NEAR, reach)
        assert NEAR / 2**times >= reach
        assert times == 30 or NEAR / 2 ** (times + 1) < reach


@pytest.mark.parametrize("exponent", range(-160, 0, 3))
def test_the_series_have_all_digits_of_what_they_stand_for(exponent):
    with mpmath.workdps(60):
        for sign in (-1, 1):
            y = sign * min(NEAR, 10.0 ** (exponent / 10))
            exact = mpmath.expm1(mpmath.mpf(y)) - y
            assert abs(FLOATS.exp_excess(y) / exact - 1) < 4e-16
            x = sign * min(CLOSE, 10.0 ** (exponent / 10))
            exact = x - mpmath.log1p(mpmath.mpf(x))
            assert abs(FLOATS._series(abs(x), x) / exact - 1) < 5e-16
