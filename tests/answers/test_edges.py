"""Where formulas have holes, limits and infinities, and where floats lose their digits."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

import kldiv
from kldiv import evaluate
from kldiv.answers.floats import RoundedWalker
from kldiv.oracles.truth import divergence_by_quadrature
from kldiv.values.balls import decided, settled

INFINITE = [
    (kldiv.Binomial(10, 0.5), kldiv.Binomial(10, 0)),
    (kldiv.Binomial(12, 0.3), kldiv.Binomial(10, 0.5)),
    (kldiv.InverseGamma(1, 1), kldiv.Gamma(2, 1)),
    (kldiv.Cauchy(0, 1), kldiv.Laplace(0, 1)),
    (kldiv.Cauchy(0, 1), kldiv.Normal(0, 1)),
    (kldiv.Uniform(0, 1), kldiv.Frechet(1, 1)),
    (kldiv.Uniform(0, 1), kldiv.Uniform(0.5, 2)),
    (kldiv.Normal(0, 1), kldiv.Gamma(1, 1)),
    (kldiv.Poisson(1), kldiv.Binomial(9, 0.5)),
    (kldiv.Poisson(1), kldiv.Categorical([1])),
    (kldiv.Poisson(1), kldiv.Normal(0, 1)),
    (kldiv.Categorical([0.5, 0.5]), kldiv.Normal(0, 1)),
    (kldiv.Categorical([0.2, 0.3, 0.5]), kldiv.Binomial(1, 0.5)),
]


@pytest.mark.parametrize(("p", "q"), INFINITE, ids=lambda distribution: repr(distribution))
def test_infinite(p, q):
    assert evaluate(p, q) == kldiv.Answer(math.inf, "nats", "infinite", None)


LIMITS = [
    (kldiv.Bernoulli(0.5), kldiv.Bernoulli(1e-300), 344.69461676854695),
    (kldiv.Binomial(10, 0), kldiv.Binomial(10, 0.5), 10 * math.log(2)),
    (kldiv.Binomial(10, 1), kldiv.Binomial(10, 0.5), 10 * math.log(2)),
    (kldiv.Binomial(10, 0), kldiv.Binomial(5, 0.5), 5 * math.log(2)),
    (kldiv.ContinuousBernoulli(0.5), kldiv.Uniform(0, 1), 0.0),
    (kldiv.Uniform(0, 1), kldiv.ContinuousBernoulli(0.5), 0.0),
    (kldiv.ContinuousBernoulli(0.5), kldiv.ContinuousBernoulli(0.5), 0.0),
    (kldiv.Uniform(0, 1), kldiv.Gamma(2, 3), 1.5 + 1 - 2 * math.log(3)),
    (kldiv.Uniform(0, 1), kldiv.Frechet(1, 0.5), 0.5 + math.log(2)),
    # E[log X] = log(2) - 1 and E[1/X] = 2 log 2 for p, and D = log 2 + 2 E[log X] + E[1/X]
    (kldiv.Uniform(0.5, 1), kldiv.Frechet(1, 1), 5 * math.log(2) - 2),
    (kldiv.Beta(0.1, 0.2), kldiv.Uniform(0, 1), 4.977341706556579),
]


@pytest.mark.parametrize(("p", "q", "truth"), LIMITS, ids=lambda part: repr(part))
def test_limits_of_the_formulas(p, q, truth):
    answer = evaluate(p, q)
    assert answer.method == "closed form"
    assert answer.value == pytest.approx(truth, rel=1e-14, abs=0)


def _exact(distribution):
    return {name: Fraction(value) for name, value in distribution.parameters.items()}


CLOSE = [
    (kldiv.Gamma, (2.0, 3.0)),
    (kldiv.Beta, (0.5, 2.0)),
    (kldiv.Weibull, (2.0, 1.5)),
    (kldiv.Exponential, (2.0,)),
    (kldiv.Poisson, (3.0,)),
    (kldiv.Geometric, (0.3,)),
    (kldiv.Gumbel, (1.0, 2.0)),
    (kldiv.ContinuousBernoulli, (0.3,)),
    (kldiv.InverseGaussian, (1.0, 2.0)),
]


@pytest.mark.parametrize(("distribution", "values"), CLOSE, ids=lambda part: getattr(part, "slug", ""))
@pytest.mark.parametrize("eps", [1e-4, 1e-8, 1e-15])
def test_close_distributions_keep_their_digits(distribution, values, eps):
    p, q = distribution(*values), distribution(*(v * (1 + eps) for v in values))
    direct = divergence_by_quadrature(p.slug, _exact(p), q.slug, _exact(q)).value
    value = kldiv.kl_divergence(p, q)
    assert value == pytest.approx(float(direct), rel=1e-11 if eps > 1e-12 else 1e-3, abs=0)
    assert value > 0
    assert kldiv.kl_divergence(p, distribution(*values)) == 0


def test_close_to_a_removable_hole():
    near = kldiv.ContinuousBernoulli(0.5 + 2**-40)
    # two distributions of one exponential family: half the Fisher information times the squared step, up to a cubic
    assert kldiv.kl_divergence(near, kldiv.Uniform(0, 1)) == pytest.approx((4 * 2**-40) ** 2 / 24, rel=1e-9)
    assert kldiv.kl_divergence(kldiv.Logistic(0, 1), kldiv.Logistic(1e-9, 1)) == pytest.approx(1e-18 / 6, rel=1e-9)


QUADRATURE = [
    (kldiv.Normal(0, 1), kldiv.Cauchy(0, 1)),
    (kldiv.StudentT(3, 0, 1), kldiv.StudentT(4, 0, 1)),
    (kldiv.Logistic(0, 1), kldiv.Logistic(0, 2)),
    (kldiv.Kumaraswamy(2, 3), kldiv.Kumaraswamy(3, 4)),
    (kldiv.Poisson(3), kldiv.Geometric(0.3)),
    (kldiv.NegativeBinomial(2, 0.3), kldiv.NegativeBinomial(3, 0.4)),
    (kldiv.DiscreteUniform(1, 6), kldiv.Poisson(2)),
]


@pytest.mark.parametrize(("p", "q"), QUADRATURE, ids=lambda distribution: repr(distribution))
def test_quadrature_says_so_and_bounds_its_error(p, q):
    answer = evaluate(p, q)
    direct = divergence_by_quadrature(p.slug, _exact(p), q.slug, _exact(q)).value
    assert answer.method == "quadrature"
    assert abs(answer.value - float(direct)) <= answer.error_bound < 1e-14
    with pytest.warns(kldiv.QuadratureNotice):
        assert kldiv.kl_divergence(p, q) == answer.value


def test_arrays_broadcast_and_mix():
    answer = evaluate(kldiv.InverseGamma([[1.0], [1.5]], 1), kldiv.Gamma([2, 3, 4], 1))
    assert answer.value.shape == (2, 3)
    assert np.all(np.isinf(answer.value[0]))
    assert np.all(np.isfinite(answer.value[1]))
    assert answer.method == "closed form"
    single = kldiv.kl_divergence(kldiv.InverseGamma(1.5, 1), kldiv.Gamma(3, 1))
    assert answer.value[1, 1] == single
    rows = kldiv.Categorical([[0.2, 0.3, 0.5], [0.1, 0.1, 0.8]])
    assert evaluate(rows, kldiv.Geometric([0.1, 0.2])).value.shape == (2,)
    assert kldiv.entropy(kldiv.Gamma(np.ones((2, 1)), [1, 2, 3])).shape == (2, 3)
    empty = kldiv.kl_divergence(kldiv.Gamma(np.ones(0), 1), kldiv.Gamma(1, 1))
    assert empty.shape == (0,)
    with pytest.raises(ValueError, match="broadcast"):
        kldiv.kl_divergence(kldiv.Gamma(np.ones(3), 1), kldiv.Gamma(np.ones(2), 1))


def test_beyond_the_largest_float():
    huge = evaluate(kldiv.LogNormal(0, 100), kldiv.Gamma(1, 1))
    assert huge == kldiv.Answer(math.inf, "nats", "closed form", None)
    assert math.isfinite(kldiv.kl_divergence(kldiv.Exponential(1e5), kldiv.Lindley(1)))
    assert math.isfinite(kldiv.kl_divergence(kldiv.Gamma(1e6, 1), kldiv.InverseGamma(1e6, 1)))


def test_symbols_may_have_any_name():
    for name in "xukzt":
        symbol = sp.Symbol(name, positive=True)
        formula = kldiv.kl_divergence(kldiv.Exponential(2), kldiv.Exponential(symbol))
        assert formula.free_symbols == {symbol}
        assert float(formula.subs(symbol, 4)) == pytest.approx(1 - math.log(2))
        assert kldiv.cross_entropy(kldiv.Exponential(2), kldiv.Exponential(symbol)).subs(symbol, 1) == sp.Rational(1, 2)


def test_a_condition_belongs_to_a_cross_entropy():
    a = sp.Symbol("a", positive=True)
    formula = kldiv.cross_entropy(kldiv.InverseGamma(a, 1), kldiv.Exponential(1))
    assert formula.subs(a, 3) == sp.Rational(1, 2)
    assert formula.subs(a, sp.Rational(1, 2)) == sp.oo
    assert kldiv.cross_entropy(kldiv.InverseGamma(0.5, 1), kldiv.Exponential(1)) == math.inf


@given(st.floats(-0.9, 1e3).filter(lambda x: abs(x) > 1e-12))
def test_the_rounding_bound_bounds_the_rounding(number):
    x = sp.Symbol("x", real=True)
    formula = x - sp.log(1 + x)
    rounded = RoundedWalker.at({x: (np.asarray(number), True)}).value(formula)
    truth = settled(formula, {x: Fraction(number)})
    assert abs(float(rounded.value) - float(truth)) <= float(rounded.error) + 1e-300


def test_conditions_on_the_border():
    a = sp.Symbol("a", positive=True)
    assert decided(a / 3 - sp.Rational(1, 3) > 0, {a: Fraction(1)}) is False  # thirds are exact
    assert decided(sp.sqrt(a + 1) > sp.sqrt(3), {a: Fraction(2)}) is None  # no ball tells equal roots apart
    assert decided(a - 1 > 0, {a: Fraction(1)}) is False
    assert decided(sp.And(a > 1, a < 2), {a: Fraction(3, 2)}) is True
    assert decided(sp.Ne(a, 1), {a: Fraction(1)}) is False


def test_a_certain_outcome_against_symbols():
    a = sp.Symbol("a", positive=True)
    for p, q, wanted in (
        (kldiv.Poisson(0), kldiv.Poisson(a), a),
        (kldiv.Poisson(0), kldiv.Geometric(a), -sp.log(a)),
        (kldiv.Bernoulli(1), kldiv.Poisson(a), a - sp.log(a)),
        (kldiv.NegativeBinomial(3, 0), kldiv.NegativeBinomial(a, sp.Rational(1, 2)), a * sp.log(2)),
    ):
        assert sp.simplify(kldiv.kl_divergence(p, q, base=2) * sp.log(2) - wanted) == 0
        assert sp.simplify(kldiv.cross_entropy(p, q) - wanted) == 0


def test_a_certain_outcome_that_the_other_side_may_not_reach():
    n, m = sp.symbols("n m", integer=True, positive=True)
    a, half = sp.Symbol("a", positive=True), sp.Rational(1, 2)
    assert kldiv.cross_entropy(kldiv.Bernoulli(a), kldiv.Bernoulli(1)) == sp.oo
    assert kldiv.cross_entropy(kldiv.Poisson(a), kldiv.Poisson(0)) == sp.oo
    p, q = kldiv.Binomial(n, 1), kldiv.Binomial(m, half)
    assert kldiv.derive(p, q).assumptions == (sp.Le(n, m),)
    found = kldiv.cross_entropy(p, q)
    assert found.subs({m: 5, n: 3}).equals(5 * sp.log(2) - sp.log(10))
    assert found.subs({m: 2, n: 3}) == sp.oo
    listed = kldiv.Categorical([a, 1 - a])
    assert kldiv.kl_divergence(kldiv.Bernoulli(1), listed).equals(-sp.log(1 - a))
    assert kldiv.kl_divergence(kldiv.Binomial(3, 1), listed) == sp.oo
    with pytest.raises(ValueError, match="Bernoulli, Categorical: no derivation joins"):
        kldiv.derive(kldiv.Bernoulli(1), listed)


def test_an_array_is_not_derived():
    for p in (kldiv.Normal([1, 2], 1), kldiv.Bernoulli(logits=[1, 2])):
        with pytest.raises(ValueError, match=r"one distribution is needed, but (loc|probs) has shape \(2,\)"):
            kldiv.derive(p, p)
