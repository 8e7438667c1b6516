"""Lemmas: every strategy against quadrature, their conditions, and what is refused."""

from dataclasses import replace
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
from kldiv.proof.chain import Chain, use
from kldiv.proof.checks.steps import check_lemma_alone, check_lemma_there
from kldiv.proof.rules import general as rules
from kldiv.proof.statements import Refused
from kldiv.values.at_point import at_points, value_at
from kldiv.writing.words import said

x = sp.Symbol("x", real=True)
y = sp.Symbol("y", positive=True)
c = sp.Symbol("c", real=True)
k = sp.Symbol("k", integer=True, nonnegative=True)

#: A statistic for every strategy and most standard distributions, with the rule that only that strategy uses.
REACHED = [
    ("normal", x**4, "functional"),
    ("normal", sp.exp(-x), "functional"),
    ("gumbel", sp.exp(-x), "functional"),
    ("gamma", sp.log(y), "functional"),
    ("inverse-gamma", y, "functional"),
    ("weibull", sp.log(y) ** 2, "functional"),
    ("beta", sp.log(1 - y), "functional"),
    ("student-t", x**2, "functional"),
    ("poisson", k**2, "functional"),
    ("negative-binomial", k, "functional"),
    ("uniform", sp.exp(x), "functional"),
    ("uniform", sp.cos(x), "fundamental-theorem"),
    ("normal", sp.Abs(x - c), "transport-part"),
    ("uniform", sp.Abs(x - c), "fundamental-below"),
    ("laplace", sp.Abs(x - c), "split-symmetric"),
    ("bernoulli", sp.log(k + 2), "outcomes"),
    ("cauchy", sp.log(1 + (x - c) ** 2), "theorem"),
    ("half-cauchy", sp.log(1 + y**2), "theorem"),
    ("von-mises", sp.cos(x - c), "angle-sum"),
    ("lindley", sp.log(1 + y), "by-parts"),
]


def checks_of(lemma, cases):
    known = {part.id: part for part in lemma.lemmas}
    parts = [check_lemma_alone(p) if p.cases else check_lemma_there(p, known, cases) for p in lemma.lemmas]
    return [check for checks in parts for check in checks] + check_lemma_there(lemma, known, cases)


@pytest.mark.parametrize(("name", "statistic", "rule"), REACHED)
def test_a_strategy_agrees_with_quadrature(name, statistic, rule):
    distribution = find_distribution(name).symbolic("p")
    variable = next(s for s in (x, y, k) if statistic.has(s))
    lemma = find_expectation(distribution, statistic, variable)
    assert rule in [step.rule.slug for step in lemma.steps]
    assert said(lemma.strategy).endswith(".")
    assert not lemma.value.has(variable)
    points = [{**at, c: Fraction(1, 3)} for at in points_for(distribution, distribution, lemma.conditions, count=3)]
    assert len(points) == 3
    checks = checks_of(lemma, at_points(points))
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
    assert not all(check.ok for check in checks_of(lemma, at_points([at])))


def test_a_step_refuses_a_lemma_whose_conditions_fail():
    lemma = find_expectation(find_distribution("gamma").symbolic("p"), y, y)
    with pytest.raises(Refused, match="a condition of the statement fails here"):
        Chain(lemma.left).apply(rules.lemmas, use(replace(lemma, conditions=(sp.false,))))


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
