"""Lemmas: every strategy against quadrature, their conditions, and what is refused."""

from fractions import Fraction

import mpmath
import pytest
import sympy as sp

import kldiv
from kldiv.algebra.notation import DISCRETE
from kldiv.deriving.expectations import Diverges, NoLemma, find_expectation
from kldiv.deriving.functionals.monomials import Monomial, monomial_of
from kldiv.distributions import DISTRIBUTIONS, find_distribution
from kldiv.distributions.base import UNIVARIATE
from kldiv.distributions.nodes import expectation_under
from kldiv.distributions.points import points_for
from kldiv.distributions.standard import STANDARDS, StandardDistribution, add_standard
from kldiv.proof.checks.steps import check_lemma
from kldiv.proof.record import Chain
from kldiv.proof.rules import general as rules
from kldiv.values.at_point import at_points, value_at
from kldiv.writing.words import said

x = sp.Symbol("x", real=True)
y = sp.Symbol("y", positive=True)
c = sp.Symbol("c", real=True)
k = sp.Symbol("k", integer=True, nonnegative=True)

#: A statistic for every strategy and most standard distributions, with the rule that only that strategy uses.
REACHED = [
    ("normal", x**4, rules.FUNCTIONAL),
    ("normal", sp.exp(-x), rules.FUNCTIONAL),
    ("gumbel", sp.exp(-x), rules.FUNCTIONAL),
    ("gamma", sp.log(y), rules.FUNCTIONAL),
    ("inverse-gamma", y, rules.FUNCTIONAL),
    ("weibull", sp.log(y) ** 2, rules.FUNCTIONAL),
    ("beta", sp.log(1 - y), rules.FUNCTIONAL),
    ("student-t", x**2, rules.FUNCTIONAL),
    ("poisson", k**2, rules.FUNCTIONAL),
    ("negative-binomial", k, rules.FUNCTIONAL),
    ("uniform", sp.exp(x), rules.FUNCTIONAL),
    ("uniform", sp.cos(x), rules.FUNDAMENTAL),
    ("normal", sp.Abs(x - c), rules.PARTIAL),
    ("uniform", sp.Abs(x - c), rules.PARTIAL),
    ("laplace", sp.Abs(x - c), rules.PARTIAL),
    ("bernoulli", sp.log(k + 2), rules.OUTCOMES),
    ("cauchy", sp.log(1 + (x - c) ** 2), rules.POISSON),
    ("half-cauchy", sp.log(1 + y**2), rules.POISSON),
    ("von-mises", sp.cos(x - c), rules.LOG_PARTITION),
    ("lindley", sp.log(1 + y), rules.BY_PARTS),
]


@pytest.mark.parametrize(("name", "statistic", "rule"), REACHED)
def test_a_strategy_agrees_with_quadrature(name, statistic, rule):
    distribution = find_distribution(name).symbolic("p")
    variable = next(s for s in (x, y, k) if statistic.has(s))
    lemma = find_expectation(distribution, statistic, variable)
    assert rule.slug in [step.rule.slug for step in lemma.steps]
    assert said(lemma.strategy).endswith(".")
    assert not lemma.value.has(variable)
    points = [{**at, c: Fraction(1, 3)} for at in points_for(distribution, distribution, lemma.conditions, count=3)]
    assert len(points) == 3
    checks = check_lemma(lemma, at_points(points))
    assert all(check.ok for check in checks), [check for check in checks if not check.ok]


def test_the_same_expectation_is_the_same_lemma():
    distribution = find_distribution("gamma").symbolic("p")
    assert find_expectation(distribution, sp.log(y), y).id == find_expectation(distribution, sp.log(y), y).id
    assert find_expectation(distribution, sp.log(y), y).id != find_expectation(distribution, y, y).id


def test_conditions_are_the_strip_of_convergence():
    distribution = find_distribution("inverse-gamma").symbolic("p")
    assert find_expectation(distribution, y**2, y).conditions == (distribution.concentration > 2,)
    assert find_expectation(distribution, 1 / y, y).conditions == ()
    assert find_expectation(find_distribution("student-t").symbolic("p"), x**2, x).conditions


@pytest.mark.parametrize(
    ("distribution", "statistic"),
    [(kldiv.InverseGamma(1, 1), y), (kldiv.Cauchy(0, 1), x**2), (kldiv.Laplace(0, 2), sp.exp(x))],
)
def test_an_expectation_that_is_infinite_has_no_lemma(distribution, statistic):
    with pytest.raises((Diverges, NoLemma), match=distribution.name):
        find_expectation(distribution.exact(), statistic, next(iter(statistic.free_symbols)))


def test_what_no_strategy_reaches_is_said():
    with pytest.raises(NoLemma, match=r"no lemma for E.* under the normal distribution"):
        find_expectation(find_distribution("normal").symbolic("p"), sp.log(1 + sp.exp(x)), x)


def test_a_lemma_is_refused_outside_its_conditions():
    distribution = find_distribution("inverse-gamma").symbolic("p")
    lemma = find_expectation(distribution, y, y)
    at = next(points_for(distribution, distribution, violate=lemma.conditions[0], count=1))
    assert not all(check.ok for check in check_lemma(lemma, at_points([at])))


def test_a_step_refuses_a_lemma_whose_conditions_fail():
    from dataclasses import replace

    lemma = find_expectation(find_distribution("gamma").symbolic("p"), y, y)
    with pytest.raises(ValueError, match=f"lemma {lemma.id}: used outside its conditions"):
        Chain(lemma.left).apply(rules.LEMMAS, lambda _: lemma.value, lemmas=(replace(lemma, conditions=(sp.false,)),))


def test_monomials_are_read_from_products():
    u, a = sp.symbols("u a", positive=True)
    assert monomial_of(3 * u**a * sp.log(u) * sp.exp(2 * u), u) == (3, Monomial(power=a, rate=2, logs=1))
    assert monomial_of(sp.S.Zero, u) == (0, Monomial())
    assert monomial_of(sp.sin(u), u) is None
    assert monomial_of(u**u, u) is None


@pytest.mark.parametrize(
    "slug", sorted(slug for slug, distribution in DISTRIBUTIONS.items() if distribution.variate == UNIVARIATE)
)
def test_densities_have_mass_one(slug):
    distribution = DISTRIBUTIONS[slug].symbolic("p")
    at = next(points_for(distribution, distribution, count=1))
    one = expectation_under(distribution, sp.S.One, k if distribution.kind == DISCRETE else x, "p")
    with mpmath.workdps(40):
        assert abs(value_at(one, at) - 1) < mpmath.mpf(10) ** -25


def test_a_standard_distribution_is_registered_once():
    known = STANDARDS["normal"]
    with pytest.raises(ValueError, match="normal: a standard distribution of this name is registered already"):
        add_standard(StandardDistribution("normal", known.lower, known.upper, known.kind, known.density))
