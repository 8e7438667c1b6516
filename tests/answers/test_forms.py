"""The forms of one family: shown to be the derived formulas, and held to sixty digits near, far and at the extremes."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy as sp

import kldiv
from kldiv.answers import proved_forms
from kldiv.answers.formulas import formula_of, symbols_of
from kldiv.answers.kernels import KERNELS, binet
from kldiv.answers.kernels.arithmetic import ARRAYS, FLOATS
from kldiv.answers.kernels.blocks import BLOCK
from kldiv.answers.kernels.choosing import ACCURATE
from kldiv.answers.kernels.forms import FORMS, INSIDE_GAMMA
from kldiv.arb import arb
from kldiv.distributions import DISTRIBUTIONS
from kldiv.precision import ball_precision
from kldiv.values.balls import settled
from scripts.tools.benchmarks.points import SETS, drawn
from tests.today import todays

FAMILIES = proved_forms.proved_families()


@pytest.mark.parametrize("slug", todays(FAMILIES, 4))  # the build refuses one that is not
def test_a_form_is_the_derived_formula(slug):
    found = proved_forms.statement(slug)
    assert found.simplified, (found.form, found.formula)
    assert found.points >= 15


@pytest.mark.parametrize("slug", ["gamma", "gumbel", "lindley"])
def test_a_form_that_is_another_formula_is_found_out(slug, monkeypatch):
    right = FORMS[slug]
    monkeypatch.setitem(FORMS, slug, lambda f, p, q: right(f, p, q) + f.number(1, 10**9) * right(f, q, p))
    found = proved_forms.statement(slug)
    assert not found.simplified
    assert found.points == 0


def truth(slug, p, q, k):
    """The derived formula in balls, or the form's, which is the same one, where the former overflows; else None."""
    kind = DISTRIBUTIONS[slug]
    at = {}
    for index, values in (("p", p), ("q", q)):
        for name, symbol in symbols_of(kind, index).items():
            at[symbol] = Fraction(float(values[name][k]))
    found = settled(formula_of(kind, kind).result, at)
    return proved_forms.in_balls(slug, at) if found is None else found


@pytest.mark.parametrize("which", SETS)
@pytest.mark.parametrize("slug", FAMILIES)
def test_forms_have_their_digits(slug, which):
    kind = DISTRIBUTIONS[slug]
    p, q = drawn(kind, which, 40)
    compared = 0
    for k, value in enumerate(KERNELS[slug, slug](p, q).tolist()):
        single = KERNELS[slug, slug]({n: v[k] for n, v in p.items()}, {n: v[k] for n, v in q.items()})
        assert not value < 0
        if not np.isfinite(value) or 0 < value < 1e-290:
            continue
        assert float(single) == pytest.approx(value, rel=ACCURATE, abs=0)
        right = truth(slug, p, q, k)
        if value == 0:
            assert right is None or right < 1e-300, {n: (p[n][k], q[n][k]) for n in p}
            continue
        with ball_precision(400):
            assert abs(arb(value) / right - 1) < ACCURATE, ({n: (p[n][k], q[n][k]) for n in p}, value, right)
        compared += 1
    assert compared >= 2


RESTS = {
    "curvature": lambda x: mpmath.psi(1, x) - 1 / x,
    "rest": lambda x: mpmath.loggamma(x) - (x - 0.5) * mpmath.log(x) + x - mpmath.log(2 * mpmath.pi) / 2,
    "slope_rest": lambda x: mpmath.log(x) - 1 / (2 * x) - mpmath.psi(0, x),
}


@pytest.mark.parametrize("name", RESTS)
def test_what_is_left_of_the_gamma_function(name):
    """In arrays, whose polynomials are a product of matrices, and one by one."""
    x, function = np.exp(np.linspace(0, np.log(1e10), 400)), getattr(binet, name)
    with mpmath.workdps(60):
        for number, value in zip(x.tolist(), function(x).tolist(), strict=True):
            right = RESTS[name](mpmath.mpf(number))
            assert abs(value - right) <= 2e-15 * right, number
            assert abs(function(number) - right) <= 2e-15 * right, number


@pytest.mark.parametrize("shape", [(3, binet.CHUNK), (2 * binet.CHUNK + 1,), (1,), (0,)])
def test_of_any_shape(shape):
    x = np.random.default_rng(3).uniform(1, 9, shape)
    slope, rest = binet.slope_and_rest(x)
    assert slope.shape == rest.shape == shape
    for found, name in ((slope, "slope_rest"), (rest, "rest")):
        one_by_one = [getattr(binet, name)(number) for number in x.reshape(-1).tolist()]
        assert found.reshape(-1) == pytest.approx(one_by_one, rel=4e-15, abs=0)


def test_neither_the_caller_s_numbers_nor_an_earlier_answer_change():
    s, x = np.linspace(0.1, 1, 7), np.linspace(1, 2, 7)
    binet._quotients(s, binet._SLOPE, binet._VALUE)
    assert s.tolist() == np.linspace(0.1, 1, 7).tolist()
    earlier = binet.rest(x)
    kept = earlier.copy()
    binet.rest(x + 1)
    assert earlier.tolist() == kept.tolist()


def test_threads_do_not_share_their_room():
    arrays = [np.random.default_rng(k).uniform(1, 9, 500 * (k % 19) + 5) for k in range(200)]
    serial, interval = [binet.rest(x) for x in arrays], sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(binet.rest, arrays))
    finally:
        sys.setswitchinterval(interval)
    assert all((one == other).all() for one, other in zip(serial, found, strict=True))


@pytest.mark.parametrize(("reach", "rule"), binet.RULES)
def test_a_rule_is_exact_as_far_as_it_reaches(reach, rule):
    """Within an ellipse about the segment, no value is above that of the steepest curvature at the end nearest to 0."""
    worst = []
    for start, end in ((1.0, 1 + reach), (1.0, 1 - reach)):
        middle, half = (start + end) / 2, abs(end - start) / 2
        wide = np.exp(np.linspace(0.1, 22, 3000))
        left = middle - half * (wide + 1 / wide) / 2
        wide, left = wide[left > 0], left[left > 0]
        # the curvature lies between 1/(2 x^2) and 1/x^2; Trefethen's bound for Gauss's rules
        worst.append(float(np.min(2 * 64 / 15 * left**-2.0 * wide ** (-2.0 * len(rule)) / (1 - wide**-2.0))))
    assert max(worst) < 5e-15
    assert sum(weight for _, weight in rule) == pytest.approx(0.5, rel=1e-15)


def test_long_arrays_go_in_blocks_and_keep_their_shape():
    rng = np.random.default_rng(1)
    shapes = rng.uniform(0.1, 10, (3, BLOCK // 2 + 1))
    p, q = kldiv.Gamma(shapes, 1), kldiv.Gamma(2, rng.uniform(1, 2, (3, 1)))
    value = kldiv.kl_divergence(p, q)
    assert value.shape == shapes.shape
    for place in ((0, 0), (1, 77), (2, BLOCK // 2)):
        one = kldiv.kl_divergence(kldiv.Gamma(shapes[place], 1), kldiv.Gamma(2, q.rate[place[0], 0]))
        assert value[place] == pytest.approx(one, rel=1e-14)


def test_what_a_form_cannot_vouch_for_is_found_elsewhere():
    p, q = kldiv.Beta([1.0, 1e-8], [1.0, 3.0]), kldiv.Beta([2.0, 1e-8], [1.0, 4.0])
    first, second = ({k: np.asarray(v) for k, v in d.parameters.items()} for d in (p, q))
    assert np.isfinite(kldiv.kl_divergence(p, q)).all()
    exact = truth("beta", first, second, 1)
    assert kldiv.kl_divergence(p, q)[1] == pytest.approx(float(exact), rel=1e-13)


def test_fractions_stay_exact():
    third = kldiv.Gamma(sp.Rational(1, 3), 1)
    assert kldiv.kl_divergence(third, kldiv.Gamma(1 / 3, 1)) > 0
    assert kldiv.kl_divergence(third, third) == 0


def test_products_are_subtracted_with_their_digits():
    a, b, c = 1.0 + 2**-30, 1.0 - 2**-30, 1.0
    for arithmetic, value in ((FLOATS, lambda x: x), (ARRAYS, lambda x: np.array([x]))):
        found = arithmetic.product_difference(value(a), value(b), value(c), value(c))
        assert float(np.asarray(found).item()) == -(2.0**-60)


@pytest.mark.parametrize("name", ["Normal", "Gamma", "Bernoulli"])
def test_single_precision_in_single_precision_out(name):
    kind = getattr(kldiv, name)
    rng = np.random.default_rng(3)
    p, q = ([rng.uniform(0.1, 0.9, 50).astype(np.float32) for _ in kind.spec] for _ in "pq")
    found = kldiv.kl_divergence(kind(*p), kind(*q))
    exact = kldiv.kl_divergence(*(kind(*(part.astype(np.float64) for part in side)) for side in (p, q)))
    assert found.dtype == np.float32
    assert np.array_equal(found, exact.astype(np.float32))
    single = kldiv.kl_divergence(kind(*(part[0] for part in p)), kind(*(part[0] for part in q)))
    assert isinstance(single, np.float32)
    assert single == found[0]
    assert kldiv.entropy(kind(*p)).dtype == np.float32
    mixed = kldiv.kl_divergence(kind(*p), kind(*(part.astype(np.float64) for part in q)))
    assert mixed.dtype == np.float64


NESTED = [(p, q) for p in INSIDE_GAMMA for q in INSIDE_GAMMA if p != q]


@pytest.mark.parametrize(("p", "q"), NESTED)
def test_families_inside_the_gamma_family_take_its_form(p, q):
    assert proved_forms.nested_statement(p, q)
    kinds, rng = (DISTRIBUTIONS[p], DISTRIBUTIONS[q]), np.random.default_rng(4)
    rate, eps = rng.uniform(0.3, 3, 30), 10.0 ** -rng.uniform(1, 12, 30)
    close = {
        "gamma": {"concentration": 1 + eps, "rate": rate},
        "exponential": {"rate": rate * (1 - eps)},
        "chi2": {"df": 2 + eps},
    }
    sides = [close[p], close[q]]
    found = kldiv.kl_divergence(kinds[0](**sides[0]), kinds[1](**sides[1]))
    for k, value in enumerate(found.tolist()):
        at = {
            symbol: Fraction(float(side[name][k]))
            for kind, index, side in zip(kinds, "pq", sides, strict=True)
            for name, symbol in symbols_of(kind, index).items()
        }
        right = settled(formula_of(*kinds).result, at)
        with ball_precision(400):
            assert abs(arb(value) / right - 1) < ACCURATE, at
