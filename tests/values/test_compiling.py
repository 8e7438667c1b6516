"""Formulas compiled to functions of balls."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
import sympy as sp
from flint import arb

from kldiv.precision import ball_precision
from kldiv.values.at_point import to_mpf, value_at
from kldiv.values.balls import NoValue, Undecided, ball, balls, decided, to_digits, whole_power
from kldiv.values.compiling import Compiler
from kldiv.values.functions import FUNCTIONS, Known
from kldiv.values.walking import Unsupported

A, B, X, Y = sp.symbols("a b x y", real=True)
VALUES = {A: Fraction(7, 3), B: Fraction(2, 5)}

FORMULAS = [
    A * X**2 + B * X - sp.loggamma(A),
    sp.exp(-A * X) * X ** (A - 1) / sp.gamma(A),
    sp.sqrt(X) + X ** sp.Rational(-3, 2) + X**-2 + B**X,
    sp.log(1 + sp.exp(X)) * sp.Abs(X - A) * sp.besseli(1, X),
    sp.pi * sp.erf(X) - sp.polygamma(1, X) + sp.EulerGamma,
    A * B - 3,
    X,
]


@pytest.mark.parametrize("formula", FORMULAS, ids=str)
@pytest.mark.parametrize("x", [Fraction(1, 3), Fraction(9, 4)], ids=str)
def test_a_compiled_formula_has_the_values_that_mpmath_finds(formula, x):
    with ball_precision(200), mpmath.workdps(50):
        value = to_mpf(Compiler(balls(VALUES), (X,)).function(formula)((ball(x),)))
        exact = {s: mpmath.mpf(v.numerator) / v.denominator for s, v in {**VALUES, X: x}.items()}
        truth = sp.lambdify(list(exact), formula, "mpmath")(*exact.values())
        assert abs(value - truth) < mpmath.mpf(10) ** -35 * (1 + abs(truth))


def test_what_does_not_vary_is_computed_once(monkeypatch):
    asked = []

    def counted(x):
        asked.append(x)
        return x

    monkeypatch.setitem(FUNCTIONS, "Counted", Known("Counted", counted, None))
    function = Compiler(balls(VALUES), (X,)).function(X * sp.Function("Counted", real=True)(A))
    assert [float(function((ball(Fraction(k)),))) for k in (3, 6)] == pytest.approx([7, 14])
    assert len(asked) == 1


@pytest.mark.parametrize(("x", "value"), [(-2, 4), (Fraction(1, 2), 10), (5, 20)])
def test_cases_are_chosen_at_every_point(x, value):
    cases = sp.Piecewise((X**2, X < 0), (10, (X < 1) & (A > 2)), (20, True))
    assert Compiler(balls(VALUES), (X,)).function(cases)((ball(Fraction(x)),)) == value


def test_where_no_case_holds_there_is_no_number():
    function = Compiler({}, (X,)).function(sp.Piecewise((X, X > 0)))
    assert function((ball(Fraction(2)),)) == 2
    assert not function((ball(Fraction(-2)),)).is_finite()


def test_a_case_that_cannot_be_told_is_not_guessed():
    function = Compiler({}, (X,)).function(sp.Piecewise((1, sp.Gt(X, sp.log(2))), (0, True)))
    with pytest.raises(Undecided):
        function((ball(Fraction(2)).log(),))


def test_an_integral_inside_another():
    inner = sp.Integral(X * Y, (Y, 0, X))  # x^3/2
    with ball_precision(200):
        value = Compiler({}).value(sp.Integral(inner * sp.exp(-X), (X, 0, sp.oo)))
    assert abs(value - 3) < 1e-25  # 3!/2


def test_a_letter_without_a_value_is_named():
    with pytest.raises(Unsupported, match="no value is given for y"):
        Compiler({}, (X,)).function(X + Y)


def test_digits_are_proved_where_nearly_all_cancel():
    tiny = Fraction(1, 10**50)
    value = to_digits((X - sp.log(1 + X)) / X**2, {X: tiny}, 30)
    assert abs(to_mpf(value) - mpmath.mpf("0.5")) < 1e-28
    assert to_digits(sp.log(6) - sp.log(2) - sp.log(3), {}, 30) == 0


@pytest.mark.parametrize("formula", [sp.log(X), sp.sqrt(X), 1 / (X + 1), sp.gamma(X)], ids=str)
def test_no_real_value_is_refused(formula):
    with pytest.raises(NoValue, match="no real value"):
        value_at(formula, {X: Fraction(-1)})


@pytest.mark.parametrize("exponent", [1, 2, 3, 4])
def test_a_difference_that_vanishes_has_powers(exponent):
    third = Fraction(1, 3)  # no ball is exactly a third, so that the difference is a ball about 0
    assert value_at((X - Y) ** exponent + 1, {X: third, Y: third}) == 1
    wide = arb(0).union(arb(-2)) + arb(1)  # about 0, from -1 to 1
    value = whole_power(wide, exponent)
    assert value.contains(1)
    assert value.contains(-1) == bool(exponent % 2)
    assert value.abs_upper() < 1.001


def test_a_condition_is_decided_or_not():
    assert decided(sp.Gt(X, 2), {X: Fraction(5, 2)}) is True
    assert decided(sp.Gt(X, 2), {}) is None


@pytest.mark.parametrize("power", [2, 3, 4])
def test_a_whole_power_of_a_ball_around_zero_is_a_ball_around_zero(power):
    x, y = sp.symbols("x y", real=True)
    at = {x: Fraction(1, 13), y: Fraction(1, 13)}
    assert value_at(1 + (x - y) ** power, at) == 1
