"""The package's face for numbers: values, shapes, units, and what is refused."""

from __future__ import annotations

import math
import warnings
from fractions import Fraction

import numpy as np
import pytest
import scipy.integrate
import scipy.stats
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from kldiv.answers import univariate
from kldiv.answers.measures import Answer, QuadratureNotice, cross_entropy, entropy, evaluate, kl_divergence
from kldiv.distributions import Bernoulli, Categorical, Distribution, Normal

CATS, DOGS = Categorical([1, 0]), Categorical([0, 1])
DECENT = Categorical([0.8, 0.2])


def test_the_examples_of_the_source_post():
    assert kl_divergence(CATS, DECENT, base=2) == pytest.approx(-math.log2(0.8), rel=1e-15)
    assert kl_divergence(DOGS, DECENT, base=2) == pytest.approx(-math.log2(0.2), rel=1e-15)
    assert kl_divergence(CATS, CATS, base=2) == 0
    narrow, wide = Normal(loc=2, scale=0.5), Normal(loc=1, scale=1)
    assert kl_divergence(wide, narrow) == pytest.approx(3.5 - math.log(2), rel=1e-15)
    assert kl_divergence(narrow, wide) == pytest.approx(math.log(2) + 0.125, rel=1e-15)


def test_normal_agrees_with_scipy():
    p, q = scipy.stats.norm(0.3, 1.1), scipy.stats.norm(-0.4, 2.0)
    truth, _ = scipy.integrate.quad(lambda x: p.pdf(x) * (p.logpdf(x) - q.logpdf(x)), -12, 12, epsabs=1e-13)
    assert kl_divergence(Normal(0.3, 1.1), Normal(-0.4, 2.0)) == pytest.approx(truth, rel=1e-10)


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (Normal(0, 1), Normal(1, 2)),
        (Normal(np.float32(0), np.int64(1)), Normal(Fraction(1, 3), sp.Rational(1, 2))),
        (Normal(np.array(0.0), 1), Normal(1, 2)),
        (Bernoulli(sp.Rational(1, 3)), Bernoulli(0.5)),
        (Categorical([sp.Rational(1, 3), sp.Rational(2, 3)]), Categorical([0.5, 0.5])),
    ],
)
def test_single_numbers_give_a_float(p, q):
    assert type(kl_divergence(p, q)) is float
    assert type(cross_entropy(p, q)) is float
    assert type(entropy(p)) is float
    assert type(evaluate(p, q).value) is float


def test_shapes_follow_numpy():
    p = Normal(loc=np.zeros((3, 1)), scale=1)
    q = Normal(loc=np.arange(4.0), scale=[1, 2, 3, 4])
    table = kl_divergence(p, q)
    assert table.shape == (3, 4)
    assert table[2, 3] == kl_divergence(Normal(0, 1), Normal(3, 4))
    rows = Categorical(np.full((5, 1, 3), 1 / 3))
    assert kl_divergence(rows, Categorical(np.full((2, 3), 1 / 3))).shape == (5, 2)
    assert cross_entropy(rows, Categorical([0.2, 0.3, 0.5])).shape == (5, 1)
    assert entropy(rows).shape == (5, 1)
    assert kl_divergence(Bernoulli([0.5, 1]), Bernoulli([0, 1])).tolist() == [math.inf, 0]


def test_shapes_that_do_not_fit():
    with pytest.raises(ValueError, match="broadcast"):
        kl_divergence(Normal(np.zeros(3), 1), Normal(np.zeros(2), 1))
    for measure in (kl_divergence, cross_entropy, evaluate):
        with pytest.raises(ValueError, match="equally many outcomes, got 3 and 1"):
            measure(Categorical([0.2, 0.3, 0.5]), Categorical([1]))


def test_an_answer_says_how_it_was_found():
    assert evaluate(CATS, DECENT, base=2) == Answer(pytest.approx(0.32192809488736235), "bits", "closed form", None)
    assert evaluate(DECENT, CATS) == Answer(math.inf, "nats", "infinite", None)
    assert evaluate(Normal(0, 1e200), Normal(0, 1e-200)) == Answer(math.inf, "nats", "closed form", None)
    assert evaluate(Bernoulli([0.5, 0]), Bernoulli(0)).method == "closed form"
    assert evaluate(Bernoulli([0.5, 1]), Bernoulli(0)).method == "infinite"


@given(st.floats(1.01, 1e6))
def test_the_base_only_scales(base):
    p, q = Bernoulli(0.3), Bernoulli(0.6)
    for measure in (kl_divergence, cross_entropy):
        assert measure(p, q, base=base) == pytest.approx(measure(p, q) / math.log(base), rel=1e-15)
    assert entropy(p, base=base) == pytest.approx(entropy(p) / math.log(base), rel=1e-15)


def test_bases():
    assert entropy(Bernoulli(0.5), base=2) == 1
    assert entropy(Categorical([0.25] * 4), base=4) == 1
    assert entropy(Bernoulli(0.5), base=np.int64(2)) == entropy(Bernoulli(0.5), base=Fraction(2)) == 1
    assert evaluate(CATS, DECENT, base=10).unit == "hartleys"
    assert evaluate(CATS, DECENT, base=math.e).unit == "nats"
    assert evaluate(CATS, DECENT, base=3).unit == "units of log base 3"


@pytest.mark.parametrize("base", [0, 1, -2, math.inf, math.nan, True, "2", 10**400])
def test_bad_bases(base):
    for call in (lambda: kl_divergence(CATS, DECENT, base), lambda: entropy(CATS, base)):
        with pytest.raises(ValueError, match="base must be a positive number"):
            call()


@pytest.mark.parametrize(
    ("wrong", "named"),
    [(Normal, "the class Normal"), (0.5, "type float"), ("normal", "the text 'normal'"), (None, "NoneType")],
)
def test_only_distributions_are_measured(wrong, named):
    for call in (
        lambda: kl_divergence(CATS, wrong),
        lambda: cross_entropy(wrong, CATS),
        lambda: entropy(wrong),
        lambda: evaluate(wrong, wrong),
    ):
        with pytest.raises(TypeError, match=named) as caught:
            call()
        assert "\n" not in str(caught.value)


def test_symbols_in_a_formula_out():
    m = sp.Symbol("m", real=True)
    s = sp.Symbol("s", positive=True)
    formula = kl_divergence(Normal(m, s), Normal(0, 1))
    assert sp.simplify(formula - (s**2 + m**2 - 1 - 2 * sp.log(s)) / 2) == 0
    bits = kl_divergence(Normal(m, s), Normal(0, 1), base=2)
    assert sp.simplify(bits * sp.log(2) - formula) == 0
    assert evaluate(Normal(m, 1), Normal(0, 1)).method == "closed form"
    assert evaluate(Normal(m, 1), Bernoulli(0.5)) == Answer(sp.oo, "nats", "infinite", None)
    assert sp.simplify(entropy(Normal(m, s)) - sp.log(2 * sp.pi * sp.E * s**2) / 2) == 0
    expected = sp.log(2 * sp.pi) / 2 + (s**2 + m**2) / 2
    assert sp.simplify(cross_entropy(Normal(m, s), Normal(0, 1)) - expected) == 0


@pytest.mark.parametrize("distribution", [Normal, Bernoulli])
def test_the_formula_and_the_kernel_agree(distribution: type[Distribution]):
    p, q = distribution.symbolic("p"), distribution.symbolic("q")
    rng = np.random.default_rng(6)
    for _ in range(5):
        values = rng.uniform(0.1, 0.9, len(distribution.spec)), rng.uniform(0.1, 0.9, len(distribution.spec))
        at = dict(zip((*p.parameters.values(), *q.parameters.values()), np.concatenate(values), strict=True))
        for measure in (kl_divergence, cross_entropy):
            assert measure(distribution(*values[0]), distribution(*values[1])) == pytest.approx(
                float(measure(p, q).subs(at)), rel=1e-12
            )
        assert entropy(distribution(*values[0])) == pytest.approx(float(entropy(p).subs(at)), rel=1e-12)


def test_quadrature_says_so(monkeypatch):
    class Odd(Normal):
        slug, name = "odd", "Odd"

    monkeypatch.setattr(univariate, "closed_form_numeric", lambda p, q: (0.5, "quadrature", 1e-12))
    assert evaluate(Odd(0, 1), Normal(0, 1), base=2).error_bound == pytest.approx(1e-12 / math.log(2))
    with pytest.warns(QuadratureNotice, match="quadrature") as caught:
        assert kl_divergence(Odd(0, 1), Normal(0, 1)) == 0.5
    assert caught[0].message.bound == 1e-12
    assert caught[0].filename == __file__


def test_nothing_is_warned_of():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for distribution in (Bernoulli(0), Bernoulli(1), CATS, DOGS, Normal(1e308, 5e-324), Normal(-1e308, 1e308)):
            for other in (
                Bernoulli(0),
                Bernoulli(1),
                CATS,
                DOGS,
                Normal(1e308, 5e-324),
                Normal(-1e308, 1e308),
            ):
                if type(distribution) is type(other):
                    assert not math.isnan(kl_divergence(distribution, other))
                    assert not math.isnan(cross_entropy(distribution, other))
            entropy(distribution)


def test_formulas_for_listed_outcomes():
    a = sp.Symbol("a", positive=True)
    coin = Categorical([a, 1 - a])
    assert sp.expand(entropy(coin) - entropy(Bernoulli(a))) == 0
    assert cross_entropy(coin, Categorical([1, 0])) == sp.oo
    assert cross_entropy(Categorical([1, 0]), coin) == -sp.log(a)
    p, q = Categorical.symbolic("p"), Categorical.symbolic("q")
    three = [sp.Rational(1, 2), sp.Rational(1, 3), sp.Rational(1, 6)]
    at = {
        distribution.probs.base[k + 1]: three[k - shift] for shift, distribution in enumerate((p, q)) for k in range(3)
    }
    size = sp.Symbol("K", integer=True, positive=True)
    value = cross_entropy(p, q).subs(size, 3).doit().subs(at)
    rotated = [three[k - 1] for k in range(3)]
    assert float(value) == pytest.approx(cross_entropy(Categorical(three), Categorical(rotated)), rel=1e-14)


def test_formulas_that_have_no_value():
    a = sp.Symbol("a", positive=True)
    with pytest.raises(ValueError, match="equally many outcomes"):
        cross_entropy(Categorical([a, 1 - a]), Categorical([1]))
    with pytest.raises(ValueError, match="arrays of parameters do not mix with symbols"):
        kl_divergence(Normal(a, 1), Normal([0, 1], 1))
