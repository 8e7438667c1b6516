"""Numbers beyond the range of floats, and formulas that end within it: each function and each form against mpmath."""

from __future__ import annotations

import inspect
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy as sp

import kldiv
from kldiv.answers import univariate
from kldiv.answers.formulas import formula_of, symbols_of
from kldiv.answers.long_doubles import LONG, UNIT
from kldiv.answers.wide import apart, gammas, integrals, walker, written
from kldiv.answers.wide.bessel import log_scaled_k
from kldiv.answers.wide.numbers import made, of_logarithm, opposite
from kldiv.answers.wide.proving import KNOWN, MEANINGS
from kldiv.distributions import DISTRIBUTIONS
from scripts.tools.benchmarks import accuracy, points, truth
from tests.answers.within_bounds import near
from tests.today import todays

ACROSS = [pair for pair in accuracy._closed_forms() if pair[0] != pair[1]]
FIRST = sorted({p for p, _ in ACROSS})


def wide(numbers):
    return made(np.array(numbers, dtype=float), np.zeros(len(numbers)))


@pytest.fixture(autouse=True)
def _digits():
    with mpmath.workdps(60), np.errstate(all="ignore"):
        yield


LOT = np.random.default_rng(7)
ANY = 10.0 ** LOT.uniform(-8, 8, 60)
BOTH = np.concatenate([ANY[:30], 10.0 ** LOT.uniform(-300, 300, 30)])


def theirs(function, *columns):
    return [function(*(mpmath.mpf(float(x)) for x in row)) for row in zip(*columns, strict=True)]


def log_gamma_lead(x):
    return (x - mpmath.mpf(1) / 2) * mpmath.log(x) - x + mpmath.log(2 * mpmath.pi) / 2


@pytest.mark.parametrize(
    ("ours", "right", "at"),
    [
        (gammas.rest, lambda x: mpmath.loggamma(x) - log_gamma_lead(x), ANY),
        (gammas.slope_rest, lambda x: mpmath.log(x) - 1 / (2 * x) - mpmath.digamma(x), ANY),
        (gammas.trigamma_gap, lambda x: mpmath.zeta(2) - mpmath.psi(1, 1 + x), ANY),
        (
            integrals.near_one,
            lambda x: mpmath.exp(x) * mpmath.e1(x) + mpmath.euler + mpmath.log(x),
            10.0 ** LOT.uniform(-40, -0.5, 60),
        ),
        (integrals.order_one, mpmath.e1, 10.0 ** LOT.uniform(-300, 3, 60)),
        (lambda x: integrals.order_one(x, scaled=True), lambda x: mpmath.exp(x) * mpmath.e1(x), BOTH),
        (integrals.sinc_rest, lambda x: 1 - mpmath.sin(x) / x, 10.0 ** LOT.uniform(-8, -0.1, 60)),
        (integrals.log_one_plus, mpmath.log1p, BOTH),
        (
            integrals.log_rest,
            lambda x: mpmath.log1p(x) - x,
            LOT.choice([-1, 1], 60) * 10.0 ** LOT.uniform(-80, -0.01, 60),
        ),
        (integrals.log_rest, lambda x: mpmath.log1p(x) - x, 10.0 ** LOT.uniform(-3, 80, 60)),
        (
            integrals.shortfall,
            lambda x: x * (1 - mpmath.besseli(1, x) / mpmath.besseli(0, x)),
            10.0 ** LOT.uniform(1.8, 8, 60),
        ),
        (integrals.log_scaled_i, lambda x: mpmath.log(mpmath.besseli(0, x)) - x, 10.0 ** LOT.uniform(-8, 8, 60)),
    ],
)
def test_each_function_of_one_number_is_within_its_bound(ours, right, at):
    with mpmath.workdps(60 if np.abs(at).min() > 1e-30 else 650):
        near(ours(wide(at)), theirs(right, at))


@pytest.mark.parametrize(
    ("ours", "right"),
    [
        (gammas.digamma_gap, lambda x, y: mpmath.digamma(x) - mpmath.digamma(y)),
        (gammas.trigamma_difference, lambda x, y: mpmath.psi(1, x) - mpmath.psi(1, y)),
    ],
)
def test_differences_of_close_and_distant_numbers(ours, right):
    step = 10.0 ** LOT.uniform(-12, 8, 60)
    x = ANY + step
    found = ours(wide(x), wide(ANY), made(x.astype(LONG) - ANY.astype(LONG), 0))
    near(found, theirs(right, x, ANY))


def test_the_ratio_of_gamma_functions_of_small_and_large_numbers():
    small = 10.0 ** LOT.uniform(-8, 2, 60)
    for x, y in ((small, ANY), (ANY, small)):
        change = made(x.astype(LONG) - y.astype(LONG), UNIT * np.abs(x - y))
        value, error = gammas.log_gamma_ratio(wide(x), wide(y), change)
        near(made(value, error), theirs(lambda x, y: mpmath.loggamma(x) - mpmath.loggamma(y), x, y))
        near(
            gammas.digamma_gap(wide(x), wide(y), change), theirs(lambda x, y: mpmath.psi(0, x) - mpmath.psi(0, y), x, y)
        )
        found = gammas.trigamma_difference(wide(x), wide(y), change)
        near(found, theirs(lambda x, y: mpmath.psi(1, x) - mpmath.psi(1, y), x, y))


def test_the_ratio_of_gamma_functions():
    step = 10.0 ** LOT.uniform(-8, 8, 60)
    x, y = wide(ANY), wide(step)
    total = ANY.astype(LONG) + step.astype(LONG)
    value, error = gammas.log_gamma_ratio(made(total, UNIT * total), x, y)
    near(made(value, error), theirs(lambda x, step: mpmath.loggamma(x + step) - mpmath.loggamma(x), ANY, step))


@pytest.mark.parametrize("place", ["below", "above"])
def test_tails_of_gamma_and_beta(place):
    s = 10.0 ** LOT.uniform(-6, 5, 40)
    x = s * 10.0 ** (-LOT.uniform(0.1, 60, 40) if place == "below" else LOT.uniform(1.5, 6, 40))
    near(integrals.lower_gamma(wide(s), wide(x)), theirs(lambda s, x: mpmath.gammainc(s, 0, x, regularized=True), s, x))
    a, b = 10.0 ** LOT.uniform(-3, 2, (2, 40))
    small = (a if place == "below" else b) * 10.0 ** -LOT.uniform(0.5, 60, 40) / (2 * (a + b))
    rest = made(1 - small.astype(LONG), 1e-19)
    given = (wide(small), rest) if place == "below" else (rest, wide(small))
    with mpmath.workdps(120):
        right = theirs(
            lambda a, b, x: mpmath.betainc(a, b, 0, x if place == "below" else 1 - x, regularized=True), a, b, small
        )
    near(integrals.lower_beta(wide(a), wide(b), *given), right)


def test_bessel_k_of_any_order():
    orders = np.concatenate([0.5 + 10.0 ** LOT.uniform(-8, 0.5, 30), 10.0 ** LOT.uniform(-2.9, 3.5, 30)])
    at = 10.0 ** LOT.uniform(-30, 6, 60)
    value, error = log_scaled_k(orders, at)
    near(made(value, error), theirs(lambda n, x: mpmath.log(mpmath.besselk(n, x)) + x, orders, at))


def test_arcs():
    x, y = LOT.normal(0, 1, (2, 40)) * 10.0 ** LOT.uniform(-6, 6, 40)
    change = made(x.astype(LONG) - y.astype(LONG), 1e-19 * np.abs(x - y))
    near(integrals.angle_between(wide(x), wide(y), change), theirs(lambda x, y: mpmath.atan(x) - mpmath.atan(y), x, y))
    right = theirs(lambda x, y: mpmath.atan(x) - mpmath.atan(y) - (x - y), x / 1e7, y / 1e7)
    change = made((x / 1e7).astype(LONG) - (y / 1e7).astype(LONG), 1e-19 * np.abs(x - y) / 1e7)
    near(integrals.angle_rest(wide(x / 1e7), wide(y / 1e7), change), right)


MEANT = {
    written.Rest: lambda x: mpmath.loggamma(x) - log_gamma_lead(x),
    written.SlopeRest: lambda x: mpmath.log(x) - 1 / (2 * x) - mpmath.digamma(x),
    written.Psi: mpmath.psi,
    written.LogOnePlus: mpmath.log1p,
    written.LogRest: lambda x: mpmath.log1p(x) - x,
    written.NearOne: lambda x: mpmath.exp(x) * mpmath.e1(x) + mpmath.euler + mpmath.log(x),
    written.AngleBetween: lambda x, y, _: mpmath.atan(x) - mpmath.atan(y),
    written.AngleRest: lambda x, y, _: mpmath.atan(x) - mpmath.atan(y) - (x - y),
    written.SincRest: lambda x: 1 - mpmath.sin(x) / x,
    written.LowerGamma: lambda s, x: mpmath.gammainc(s, 0, x, regularized=True),
    written.LowerBeta: lambda a, b, x, _: mpmath.betainc(a, b, 0, x, regularized=True),
    written.TrigammaGap: lambda x: mpmath.zeta(2) - mpmath.psi(1, 1 + x),
    written.Shortfall: lambda x: x * (1 - mpmath.besseli(1, x) / mpmath.besseli(0, x)),
    written.LogScaledI: lambda x: mpmath.log(mpmath.besseli(0, x)) - x,
}


@pytest.mark.parametrize("function", MEANINGS, ids=lambda one: one.__name__)
def test_what_a_proof_puts_back_is_what_is_computed(function):
    known = KNOWN.get(function)
    for numbers in (
        (sp.Rational(7, 10), sp.Rational(3, 5), sp.Rational(2, 5)),
        (sp.Rational(9, 4), 3, sp.Rational(1, 8)),
    ):
        count = len(inspect.signature(MEANINGS[function]).parameters) - bool(known)
        given = list(numbers[:count]) + ([known(*numbers[:count])] if known else [])
        put_back = MEANINGS[function](*given).replace(written.Psi, sp.polygamma)
        right = MEANT[function](*(mpmath.mpf(sp.Rational(x).p) / sp.Rational(x).q for x in given))
        assert abs(mpmath.mpf(str(sp.N(put_back, 50))) - right) < mpmath.mpf(10) ** -45


def evaluated(formula, at):
    """A formula in mpmath, what is written in it by what it means."""
    if formula in at:
        return at[formula]
    if isinstance(formula, sp.Rational):
        return mpmath.mpf(formula.p) / formula.q
    if isinstance(formula, sp.Piecewise):
        return next(
            evaluated(piece, at) for piece, condition in formula.args if condition.xreplace(_rounded(at)) == sp.true
        )
    values = [evaluated(part, at) for part in formula.args]
    if type(formula) in MEANT:
        return MEANT[type(formula)](*values)
    if isinstance(formula, sp.betainc_regularized):
        return mpmath.betainc(*values, regularized=True)
    if isinstance(formula, sp.lowergamma):
        return mpmath.gammainc(values[0], 0, values[1])
    letters = [sp.Dummy() for _ in values]
    named = formula.func(*letters) if values else formula
    return sp.lambdify(letters, named, "mpmath")(*values)


def _rounded(at):
    return {symbol: sp.Float(str(value), 50) for symbol, value in at.items()}


@pytest.mark.parametrize("p", todays(FIRST, 9))
def test_every_way_to_write_a_formula_says_the_same(p):
    for q in (q for one, q in ACROSS if one == p):
        kinds = DISTRIBUTIONS[p], DISTRIBUTIONS[q]
        formula = formula_of(*kinds).result
        sides = points.drawn_across(*kinds, 40)
        values = [
            {
                symbol: mpmath.mpf(float(side[name][k]))
                for kind, index, side in zip(kinds, "pq", sides, strict=True)
                for name, symbol in symbols_of(kind, index).items()
            }
            for k in range(40)
        ]
        at = next((one for one in values if _holds(formula_of(*kinds), one)), values[0])
        right = evaluated(formula, at)
        for form in apart.forms(formula):
            found = evaluated(form, at)
            assert abs(found - right) < mpmath.mpf(10) ** -40 * (1 + abs(right)), (q, form)


def _holds(formula, at):
    numbers = _rounded(at)
    return all(condition.xreplace(numbers) == sp.true for condition in (*formula.assumptions, *formula.scope))


def test_nothing_is_too_small_for_a_product_with_what_is_large():
    small, large = of_logarithm(np.array([-1e9]), np.array([0])), of_logarithm(np.array([1e10]), np.array([0]))
    assert small.value == 0 < small.error
    product = walker.WideWalker({}).multiply(small, large)
    assert product.low > 8.9e9
    assert product.sign == 1
    # and of a difference of two such numbers as much is known as of them
    difference = walker.WideWalker({}).add(small, opposite(of_logarithm(np.array([-2e9]), np.array([0]))))
    assert walker.WideWalker({}).multiply(difference, large).low > 8.9e9


def test_a_number_beyond_every_float_is_infinite_and_one_within_is_not():
    # D is exp(s^2/(2 b^2)) and small terms: the exponent is 710.5 and 709
    found = [kldiv.kl_divergence(kldiv.Normal(0, (2 * x) ** 0.5), kldiv.Gumbel(0, 1)) for x in (711.0, 709.0)]
    assert found[0] == np.inf
    assert found[1] == pytest.approx(float(mpmath.exp(709)), rel=1e-12)


@pytest.mark.parametrize(("p", "q"), [pair for k, pair in enumerate(ACROSS) if k % 12 == 5])
def test_extreme_parameters_are_right_and_few_go_to_balls(p, q):
    row = accuracy._numbers(p, q, "extreme", 60)
    assert row.worst < 1e-13
    assert row.refused == 0
    assert row.balls <= 0.05


def test_a_form_that_is_wrong_would_be_seen(monkeypatch):
    forms = apart.forms
    monkeypatch.setattr(apart, "forms", lambda formula: [form + sp.Rational(1, 10**9) for form in forms(formula)])
    with pytest.raises(AssertionError):
        test_every_way_to_write_a_formula_says_the_same("chi")


def test_a_bound_that_is_too_small_would_be_seen(monkeypatch):
    monkeypatch.setattr(gammas.binet, "rest", lambda x: 0.083 / x)
    with pytest.raises(AssertionError):
        near(gammas.rest(wide(ANY)), theirs(MEANT[written.Rest], ANY))


def test_what_is_beyond_is_told_to_the_exact_truth_as_well():
    given = {"scale": Fraction(1), "loc": Fraction(0)}
    formula = formula_of(kldiv.Normal, kldiv.Gumbel)
    names = symbols_of(kldiv.Normal, "p"), symbols_of(kldiv.Gumbel, "q")
    at = {names[0]["loc"]: Fraction(0), names[0]["scale"]: Fraction(40)} | {s: given[n] for n, s in names[1].items()}
    right = truth.exact(formula.result, at)
    values = {s: (np.array([float(v)]), True) for s, v in at.items()}
    found, error = walker.look_wider(values, formula.result, np.array([True]), univariate.ACCURATE)
    assert right is not None
    assert float(right) == np.inf
    assert found[0] == np.inf
    assert error[0] == 0
