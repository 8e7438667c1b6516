"""Shortened series against the functions that they stand for."""

import math
from fractions import Fraction

import mpmath
import pytest

from kldiv.answers.kernels.arithmetic import FLOATS
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
    shorter = economized(EXPONENTIAL[: len(short)], -1, 1, 1e-3)
    assert len(shorter) < len(short)
    assert max(abs(value(shorter, y) - mpmath.exp(y)) for y in mpmath.linspace(-1, 1, 60)) > 1e-6


def test_a_constant_is_left_alone():
    assert economized([Fraction(1, 3)], -1, 1, 10.0) == (1 / 3,)


def test_a_limit_is_halved_as_often_as_the_reach_allows():
    for reach in (1e-300, 1e-12, 1e-3, 0.0374, 0.0375, 0.0376, 0.075, 0.15, 0.16, 0.29):
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
