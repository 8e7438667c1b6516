"""The adversary finds what is false, and lets pass what is true."""

from dataclasses import replace

import pytest
import sympy as sp

from kldiv.distributions.finite import divergence, i, over_outcomes, p, q, total_one
from kldiv.identities.chernoff import chernoff_bound
from kldiv.identities.comparisons import chi_square_bound, hellinger_bound
from kldiv.identities.cross_entropy_decomposition import cross_entropy_decomposition
from kldiv.identities.data_processing import data_processing
from kldiv.identities.donsker_varadhan import donsker_varadhan
from kldiv.identities.gibbs_inequality import gibbs_inequality
from kldiv.identities.gibbs_inequality_densities import gibbs_inequality_densities
from kldiv.identities.jensen_shannon import jensen_shannon_bound
from kldiv.identities.joint_convexity import joint_convexity
from kldiv.identities.log_sum_inequality import log_sum_inequality
from kldiv.identities.mixtures import mixture_bound
from kldiv.identities.pinsker import pinsker_inequality
from kldiv.identities.pinsker_binary import pinsker_binary
from kldiv.identities.stein import stein_bound
from kldiv.proof.checks.adversary import check_adversary, tried
from kldiv.proof.checks.undefined import pool_of
from tests.today import todays

BOTH = (total_one(p), total_one(q))
D = divergence(p, q)
ROOTS = over_outcomes((sp.sqrt(p[i]) - sp.sqrt(q[i])) ** 2)
CHI_SQUARE = over_outcomes((p[i] - q[i]) ** 2 / q[i])
DISTANCE = over_outcomes(sp.Abs(p[i] - q[i]))

TIGHT = (
    chernoff_bound,
    chi_square_bound,
    data_processing,
    hellinger_bound,
    jensen_shannon_bound,
    joint_convexity,
    log_sum_inequality,
    mixture_bound,
    pinsker_binary,
    pinsker_inequality,
    stein_bound,
)


@pytest.mark.parametrize(
    "false",
    [
        sp.Ge(D, sp.Rational(19, 10) * ROOTS),
        sp.Le(D, sp.Rational(73, 100) * CHI_SQUARE),
        sp.Ge(D, sp.Rational(51, 100) * DISTANCE**2),
        sp.Ge(D, sp.Rational(1, 10**6)),
        sp.Le(D, sp.log(1 + CHI_SQUARE) - D / 10),
        sp.Ge(D, divergence(q, p) / 5),
    ],
    ids=["hellinger", "chi-square", "pinsker", "never zero", "logarithm", "the other direction"],
)
def test_a_false_bound_is_refuted(false):
    found = tried(false, BOTH, {})
    assert not found.ok
    assert found.detail.startswith("fails by")


@pytest.mark.parametrize(
    "true",
    [
        sp.Ge(D, ROOTS),
        sp.Le(D, CHI_SQUARE),
        sp.Ge(D, DISTANCE**2 / 2),
        sp.Le(D, sp.log(1 + CHI_SQUARE)),
    ],
    ids=["hellinger", "chi-square", "pinsker", "logarithm"],
)
def test_a_true_bound_passes(true):
    found = tried(true, BOTH, {})
    assert found.ok, found.detail
    assert found.points > 1500


@pytest.mark.parametrize("make", todays(TIGHT, 3), ids=lambda make: make.__name__)
def test_a_tight_bound_stands_and_five_per_cent_more_falls(make):
    derivation = make()
    found = check_adversary(derivation)
    assert found.ok, found.detail
    assert "tight" in found.detail
    assert "nowhere" not in found.detail
    statement = derivation.result
    share = sp.Rational(105, 100) if statement.rel_op == ">=" else sp.Rational(95, 100)
    stronger = statement.func(statement.lhs, share * statement.rhs, evaluate=False)
    assert not check_adversary(replace(derivation, result=stronger)).ok


@pytest.mark.parametrize("make", todays([gibbs_inequality, gibbs_inequality_densities, donsker_varadhan], 3))
def test_a_bound_that_is_reached_cannot_be_raised(make):
    derivation = make()
    assert check_adversary(derivation).ok
    statement = derivation.result
    raised = statement.func(statement.lhs, statement.rhs + sp.Rational(1, 1000), evaluate=False)
    assert not check_adversary(replace(derivation, result=raised)).ok


def test_without_its_hypothesis_a_bound_falls():
    derivation = stein_bound()
    *others, odds = derivation.assumptions
    assert odds.has(p)
    assert not check_adversary(replace(derivation, assumptions=tuple(others))).ok


def test_an_equation_has_no_adversary():
    assert check_adversary(cross_entropy_decomposition()) is None


def test_it_is_deterministic():
    assert check_adversary(pinsker_binary()) == check_adversary(pinsker_binary())


def test_bounds_without_an_inequality_are_refused():
    derivation = gibbs_inequality()
    assert not check_adversary(replace(derivation, result=sp.Integer(0))).ok


def test_functions_are_tried_in_the_order_of_the_instances():
    derivation = gibbs_inequality_densities()
    (one, *others) = derivation.evidence.instances
    formula = next(iter(one.functions.values()))
    named = {sp.Function(name): formula for name in "zyxwvuts"}
    evidence = replace(derivation.evidence, instances=(replace(one, functions=named), *others))
    assert "".join(pool_of(replace(derivation, evidence=evidence))).startswith("zyxwvuts")


def test_two_functions_of_one_name_are_refused():
    derivation = gibbs_inequality_densities()
    (one, *others) = derivation.evidence.instances
    (function, formula), *_ = one.functions.items()
    twin = sp.Function(function.__name__, integer=True)
    assert twin != function
    both = replace(one, functions={**one.functions, twin: formula})
    spoilt = replace(derivation, evidence=replace(derivation.evidence, instances=(both, *others)))
    check = check_adversary(spoilt)
    assert not check.ok
    assert check.detail.startswith("not run: two functions share a name: ")
