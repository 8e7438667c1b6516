"""Conditions are tested from both sides, and what is missing is found."""

from dataclasses import replace
from fractions import Fraction

import pytest
import sympy as sp

import kldiv
from kldiv import derive
from kldiv.distributions import Laplace, Pareto
from kldiv.distributions.points import POINTS, holds, points_for
from kldiv.proof import mutation
from kldiv.proof.checks import pairs
from kldiv.proof.checks.conditions import check_cases, check_conditions, grows, is_infinite, points_in_every_case

CONDITIONAL = ["inverse-gamma-gamma", "laplace-gumbel", "student-t-laplace", "uniform-beta", "pareto-exponential"]


def split(name):
    return kldiv.catalogue()[name]


@pytest.mark.parametrize("name", CONDITIONAL)
def test_each_condition_is_violated_and_the_oracle_agrees(name):
    found = split(name)
    assert found.assumptions
    checks = check_conditions(found, list(points_for(*found.distributions, found.assumptions)))
    assert [check.name for check in checks[1:]] == [f"infinite unless {c}" for c in found.assumptions]
    assert all(check.ok for check in checks), checks


@pytest.mark.parametrize("name", CONDITIONAL)
def test_a_lost_condition_is_noticed(name):
    found = split(name)
    failed = [check.name for check in replace(found, assumptions=()).check() if not check.ok]
    assert "finite by the tails" in failed or "oracle" in failed


def test_a_condition_too_many_is_noticed():
    found = derive("normal", "normal")
    scale = found.distributions[1].scale
    failed = [check.name for check in replace(found, assumptions=(scale > 1,)).check() if not check.ok]
    assert failed == [f"infinite unless {scale > 1}"]


def test_partial_integrals_grow_where_the_divergence_is_infinite():
    found = split("inverse-gamma-gamma")
    p, q = found.distributions
    at = dict.fromkeys((*p.symbols(), *q.symbols()), Fraction(2))
    assert not is_infinite(p, q, at)
    assert not grows(p, q, at)
    at[p.concentration] = Fraction(1, 2)
    assert is_infinite(p, q, at)
    assert grows(p, q, at)


def test_cases_left_of_inside_and_right_of_the_support_are_all_met():
    found = split("uniform-laplace")
    p, q = found.distributions
    low, high, loc = p.low, p.high, q.loc
    inside = {low: Fraction(0), high: Fraction(1), loc: Fraction(1, 2), q.scale: Fraction(1)}
    assert not check_cases(found, [inside]).ok
    more = list(points_in_every_case(found, [inside]))
    assert any(at[loc] <= at[low] for at in more)
    assert any(at[loc] >= at[high] for at in more)
    assert check_cases(found, [inside, *more]).ok


def test_a_formula_without_cases_needs_none():
    assert check_cases(derive("normal", "normal"), []) is None


def test_points_hold_or_violate():
    found = split("inverse-gamma-gamma")
    (p, q), (condition,) = found.distributions, found.assumptions
    inside = list(points_for(p, q, (condition,)))
    outside = list(points_for(p, q, violate=condition))
    assert len(inside) == len(outside) == POINTS
    assert all(at[p.concentration] > 1 for at in inside)
    assert all(at[p.concentration] <= 1 for at in outside)
    assert inside == list(points_for(p, q, (condition,)))
    assert list(points_for(p, q, (sp.false,), count=1)) == []


def test_steps_are_evaluated_in_every_case(monkeypatch):
    """A case that only the last of the result's points is in is not passed over by the steps."""
    p = Pareto.symbolic("p")
    q = Laplace.from_parameters({**Laplace.symbolic("q").parameters, "loc": sp.Integer(2)})
    beyond = p.parameters["scale"] >= 2
    evaluated = []
    monkeypatch.setattr(pairs, "check_way", lambda _, cases: evaluated.extend(cases) or [])
    assert pairs.check_pair(derive(p, q))
    assert {holds(beyond, case.point) for case in evaluated} == {True, False}
    assert [holds(beyond, at) for at in points_for(p, q, count=pairs.STEPS)] == [False] * pairs.STEPS
    used, fresh = mutation.cases_of(derive(p, q))
    assert {holds(beyond, case.point) for case in used} == {True, False}
    assert len(fresh) == mutation.FRESH
