"""The table of functions: every row is complete, right, and known to every consumer."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy as sp

from kldiv.answers.floats import EPS, RoundedWalker
from kldiv.precision import ball_precision
from kldiv.values.arrays import ArrayCompiler
from kldiv.values.at_point import to_mpf, value_at
from kldiv.values.balls import BallWalker, ball
from kldiv.values.compiling import Compiler, LogBelowOne, OneMinusPower, Softplus
from kldiv.values.functions import FUNCTIONS, Known, known, special_names
from kldiv.values.settings import Setting
from kldiv.values.walking import Unsupported
from kldiv.writing.numpy_printer import NumPySource
from kldiv.writing.words import glossary

X = sp.Symbol("x", positive=True)

#: A function by another name than mpmath's, or with the arguments in another order.
TRUTHS = {
    "Abs": abs,
    "Pi": lambda: mpmath.pi,
    "Exp1": lambda: mpmath.e,
    "EulerGamma": lambda: mpmath.euler,
    "Catalan": lambda: mpmath.catalan,
    "polygamma": lambda n, x: mpmath.psi(int(n), x),
    "lowergamma": lambda s, x: mpmath.gammainc(s, 0, x),
    "uppergamma": lambda s, x: mpmath.gammainc(s, x, mpmath.inf),
    "betainc_regularized": lambda a, b, low, high: mpmath.betainc(a, b, low, high, regularized=True),
    "Ei": mpmath.ei,
    "Heaviside": lambda x, _: 1 if x > 0 else 0,
    "Min": min,
    "Max": max,
    "Softplus": lambda x: mpmath.log(1 + mpmath.exp(x)),
    "OneMinusPower": lambda x, _, exponent: 1 - x**exponent,
    "LogBelowOne": lambda x, _: mpmath.log(x),
    "MultivariateGamma": lambda n, a: (
        mpmath.pi ** (n * (n - 1) / 4) * mpmath.fprod(mpmath.gamma(a - mpmath.mpf(k) / 2) for k in range(int(n)))
    ),
}

#: Arguments inside the domains; where there are none, three sevenths and the like.
ARGUMENTS = {
    0: [()],
    1: [(Fraction(3, 7),), (Fraction(19, 8),)],
    2: [(Fraction(2), Fraction(9, 4)), (Fraction(1), Fraction(5, 3))],
    "polygamma": [(Fraction(0), Fraction(9, 4)), (Fraction(1), Fraction(2, 3)), (Fraction(2), Fraction(5, 2))],
    "betainc_regularized": [
        (Fraction(5, 2), Fraction(3), Fraction(0), Fraction(1, 3)),
        (Fraction(5, 2), Fraction(3), Fraction(1, 4), Fraction(7, 8)),
    ],
    "MultivariateGamma": [(Fraction(2), Fraction(9, 4)), (Fraction(3), Fraction(5, 3))],
    "LogBelowOne": [(Fraction(1, 5), Fraction(4, 5)), (Fraction(6, 7), Fraction(1, 7))],
    "OneMinusPower": [(Fraction(1, 5), Fraction(4, 5), Fraction(3)), (Fraction(6, 7), Fraction(1, 7), Fraction(1, 2))],
}

#: How many arguments a function takes, where it is not one.
CONSTANTS = ("Pi", "Exp1", "EulerGamma", "Catalan")
OF_TWO = ("Heaviside", "Min", "Max", "binomial", "beta", "lowergamma", "uppergamma", "besseli", "besselk", "expint")
ARITY = dict.fromkeys(CONSTANTS, 0) | dict.fromkeys(OF_TWO, 2)

CASES = [
    pytest.param(name, arguments, id=f"{name}({', '.join(map(str, arguments))})")
    for name in FUNCTIONS
    for arguments in ARGUMENTS.get(name) or ARGUMENTS[ARITY.get(name, 1)]
]


def _truth(name, arguments):
    function = TRUTHS.get(name) or getattr(mpmath, name)
    return function(*(mpmath.mpf(a.numerator) / a.denominator for a in arguments))


@pytest.mark.parametrize(("name", "arguments"), CASES)
def test_balls_agree_with_mpmath(name, arguments):
    with mpmath.workdps(40):
        with ball_precision(200):
            value = known(name).ball(*map(ball, arguments))
        assert abs(to_mpf(value) - _truth(name, arguments)) < mpmath.mpf(10) ** -30 * (1 + abs(_truth(name, arguments)))
        assert value.rad() < 1e-40 * (1 + abs(value))


@pytest.mark.parametrize(("name", "arguments"), CASES)
def test_floats_are_as_good_as_they_claim(name, arguments):
    row = known(name)
    walker = RoundedWalker({})
    points = [walker.rational(sp.Rational(a.numerator, a.denominator)) for a in arguments]
    if row.code is None:
        with pytest.raises(Unsupported, match=name):
            walker.apply(row, points)
        return
    found = walker.apply(row, points)
    with mpmath.workdps(40):
        gap = abs(mpmath.mpf(float(found.value)) - _truth(name, arguments))
    assert gap <= found.error
    assert found.error < 1e3 * EPS * (1 + abs(found.value))


def test_every_row_is_complete():
    for name, row in FUNCTIONS.items():
        assert row.name == name
        missing = [what for what in ("code", "words") if getattr(row, what) is None]
        assert all(what in row.lacks for what in missing), name
        assert bool(row.lacks) == bool(missing), name


def test_what_a_row_calls_is_there():
    import scipy.special

    for row in FUNCTIONS.values():
        for code in (row.code, *(better for _, _, better in row.variants)):
            assert all(hasattr(scipy.special, name) for name in special_names(code or "")), row.name


class Toy(sp.Function):
    """Three times its argument."""

    nargs = 1


@pytest.fixture
def toy(monkeypatch):
    row = Known("Toy", lambda x: 3 * x, "np.hypot({0}, np.sqrt(8)*({0}))", words="$T$ is a toy", ulps=8)
    monkeypatch.setitem(FUNCTIONS, "Toy", row)


def test_a_new_row_is_all_that_a_new_function_needs(toy):
    five = Fraction(5, 2)
    assert BallWalker({X: ball(five)}).value(Toy(X)) == 7.5
    assert Compiler({}, (X,)).function(Toy(X))((ball(five),)) == 7.5
    assert ArrayCompiler(Setting({X: five})).value(Toy(X)) == 7.5
    assert value_at(Toy(X) - 1, {X: five}) == 6.5
    found = RoundedWalker.at({X: (np.asarray(2.5), True)}).value(Toy(X))
    assert abs(float(found.value) - 7.5) <= float(found.error) < 1e-13
    assert NumPySource().doprint(Toy(X + 1)) == "np.hypot(x + 1, np.sqrt(8)*(x + 1))"
    assert glossary(1 + Toy(X)) == "Here $T$ is a toy."


def test_without_its_row_nobody_knows_it():
    with pytest.raises(Unsupported, match="Toy"):
        BallWalker({X: ball(Fraction(1))}).value(Toy(X))
    with pytest.raises(Unsupported, match="Toy"):
        Compiler({}, (X,)).function(Toy(X))
    with pytest.raises(Unsupported, match="Toy"):
        RoundedWalker.at({X: (np.asarray(2.5), True)}).value(Toy(X))
    with pytest.raises(NotImplementedError, match="Toy"):
        NumPySource().doprint(Toy(X))
    assert glossary(Toy(X)) == ""


def test_functions_of_integrands_keep_their_digits():
    tiny = ball(Fraction(1, 10**40))
    value = Compiler({}, (X,)).function(OneMinusPower(1 - X, X, sp.Integer(2)))((tiny,))
    assert abs(value / tiny - 2) < 1e-10
    assert abs(Compiler({}, (X,)).function(LogBelowOne(1 - X, X))((tiny,)) / tiny + 1) < 1e-10
    assert Compiler({}, (X,)).function(Softplus(X))((ball(Fraction(10**6)),)).contains(10**6)
