"""What every distribution declares, and what it refuses."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import numpy as np
import pytest
import scipy.stats
import sympy as sp

from kldiv.algebra.notation import CONTINUOUS, DISCRETE
from kldiv.distributions import DISTRIBUTIONS, Bernoulli, Categorical, Normal, find_distribution, register
from kldiv.distributions.base import UNIVARIATE
from kldiv.distributions.domains import as_exact
from kldiv.writing.parameters import letter_tex, support_tex

EVERY_DISTRIBUTION = pytest.mark.parametrize("distribution", DISTRIBUTIONS.values(), ids=list(DISTRIBUTIONS))


@EVERY_DISTRIBUTION
def test_names_and_parameters(distribution):
    assert DISTRIBUTIONS[distribution.slug] is distribution
    assert distribution.slug == distribution.slug.lower()
    assert find_distribution(distribution.slug) is find_distribution(distribution.__name__) is distribution
    assert distribution.__doc__
    assert distribution.spec
    assert distribution.kind in (CONTINUOUS, DISCRETE)
    for parameter in distribution.spec:
        assert parameter.name.isidentifier()
        assert parameter.description
        assert letter_tex(parameter.letter)


@EVERY_DISTRIBUTION
def test_symbols_lie_in_their_domains(distribution):
    p, q = distribution.symbolic("p"), distribution.symbolic("q")
    assert p.is_symbolic
    assert p.symbols()
    assert not {s.name for s in p.symbols()} & {s.name for s in q.symbols()} - {"i"}
    for parameter in distribution.spec:
        for fact, expected in parameter.domain.assumptions.items():
            assert getattr(p.parameters[parameter.name], f"is_{fact}") is expected


@pytest.mark.parametrize(
    "distribution",
    [
        distribution
        for distribution in DISTRIBUTIONS.values()
        if distribution is not Categorical and distribution.variate == UNIVARIATE
    ],
    ids=lambda distribution: distribution.slug,
)
def test_random_parameters_lie_in_their_domains(distribution):
    rng = random.Random(7)
    for _ in range(20):
        values = distribution.draw(rng)
        assert all(isinstance(value, Fraction) for value in values.values())
        made = distribution(**values)
        assert not made.is_symbolic
        assert made.exact().parameters == {name: as_exact(value) for name, value in values.items()}


def test_densities_agree_with_scipy():
    x = sp.Symbol("x")
    density = sp.lambdify(x, Normal(0.5, 2).density(x))
    for at in (-3, 0.5, 4):
        assert density(at) == pytest.approx(scipy.stats.norm(0.5, 2).pdf(at), rel=1e-14)
    for at in (0, 1):
        assert Bernoulli(0.3).density(sp.Integer(at)) == pytest.approx(scipy.stats.bernoulli(0.3).pmf(at))
    row = Categorical([0.2, 0.3, 0.5])
    assert [float(row.density(sp.Integer(k))) for k in range(4)] == [0.2, 0.3, 0.5, 0]


@EVERY_DISTRIBUTION
def test_an_unknown_parameter_is_refused(distribution):
    with pytest.raises(TypeError, match=f"{distribution.__name__}: no parameter 'colour'"):
        distribution(colour=1)
    with pytest.raises(TypeError, match=f"{distribution.__name__}: missing"):
        distribution()
    with pytest.raises(TypeError, match=f"{distribution.__name__}: takes {len(distribution.spec)} parameters"):
        distribution(*[1] * (len(distribution.spec) + 1))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Normal(0, -1), "Normal: scale must be positive, got -1"),
        (lambda: Normal(0, [1, -2.0]), "Normal: scale must be positive, got -2.0"),
        (lambda: Normal(0, np.float64(0)), "Normal: scale must be positive, got 0.0"),
        (lambda: Normal(math.nan, 1), "Normal: loc must be a finite real number, got nan"),
        (lambda: Normal(0, math.inf), "Normal: scale must be positive, got inf"),
        (lambda: Normal(0, sp.Rational(-1, 2)), "Normal: scale must be positive, got -1/2"),
        (lambda: Normal(0, sp.Symbol("s", negative=True)), "Normal: scale must be positive, got s"),
        (lambda: Normal(True, 1), "Normal: loc must be a finite real number, got True"),
        (
            lambda: Normal("0", 1),
            "Normal: loc must be a finite real number, got the text '0'; write numbers without quotes",
        ),
        (lambda: Normal(None, 1), "Normal: loc must be a finite real number, got None"),
        (lambda: Normal(1j, 1), "Normal: loc must be a finite real number, got 1j"),
        (lambda: Bernoulli(1.5), "Bernoulli: probs must be between 0 and 1, got 1.5"),
        (lambda: Bernoulli(Fraction(-1, 2)), "Bernoulli: probs must be between 0 and 1, got -1/2"),
        (lambda: Categorical([0.5, 0.6]), "Categorical: probs must be probabilities"),
        (lambda: Categorical([[0.5, 0.5], [0.5, 0.4]]), "that sum to 1"),
        (lambda: Categorical([sp.Symbol("a"), 2]), "Categorical: probs must be probabilities"),
    ],
)
def test_values_outside_the_domain(make, message):
    with pytest.raises(ValueError, match="must be") as caught:
        make()
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_parameters_by_name_position_and_attribute():
    distribution = Normal(1, scale=2)
    assert (distribution.loc, distribution.scale) == (1, 2)
    assert distribution.parameters == {"loc": 1, "scale": 2}
    assert repr(distribution) == "Normal(loc=1, scale=2)"
    with pytest.raises(TypeError, match="loc given twice"):
        Normal(1, loc=1)
    with pytest.raises(AttributeError, match="no attribute 'variance'"):
        distribution.variance  # noqa: B018


def test_supports():
    assert support_tex(Normal(0, 1).support()) == r"(-\infty, \infty)"
    assert support_tex(Bernoulli(0.5).support()) == r"\{0, 1\}"
    assert Categorical([0.2, 0.3, 0.5]).support().upper == 2


def test_nothing_is_registered_twice():
    before = dict(DISTRIBUTIONS)
    said = r"Normal \(normal.py\): a distribution with the name 'normal' is registered already, Normal \(normal.py\)"
    with pytest.raises(ValueError, match=said):
        register(Normal)
    assert before == DISTRIBUTIONS


def test_decimals_are_read_as_printed():
    assert as_exact(0.1) == sp.Rational(1, 10)
    assert as_exact(Fraction(1, 3)) == sp.Rational(1, 3)
    with pytest.raises(ValueError, match="exact number"):
        as_exact(math.inf)
