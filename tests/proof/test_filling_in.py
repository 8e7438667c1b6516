"""Letters filled in, bounds put in, conditions that follow: what is captured by nothing, and what is refused."""

import pytest
import sympy as sp

from kldiv.distributions.finite import K, M, i, j, over_outcomes, p, q, total_one
from kldiv.proof.checks.steps import follows
from kldiv.proof.equality import are_equal
from kldiv.proof.kernel import as_statement
from kldiv.proof.rules.general import bound, rewrite, rewrite_part
from kldiv.proof.statements import Refused, Statement

t = sp.IndexedBase("t", positive=True)
w = sp.IndexedBase("w", positive=True)
a, b, x, y = sp.symbols("a b x y", positive=True)


def test_an_index_in_what_is_put_in_is_not_taken_for_one_of_the_statement():
    statement = Statement(over_outcomes(t[i]), "=", sp.Sum(t[j], (j, 1, K)))
    filled = statement.put({t: sp.Lambda(j, w[j, i]), i: j, K: M})
    assert filled.left == sp.Sum(w[j, i], (j, 1, M))


def test_a_value_that_names_another_letter_is_not_filled_in_again():
    assert Statement(x * y, "=", y * x).put({x: y, y: a}).left == y * a


def test_a_free_index_is_not_captured():
    with pytest.raises(Refused, match="bound in the statement"):
        Statement(over_outcomes(x * t[i]), "=", x * over_outcomes(t[i])).put({x: q[i]})


def test_a_bound_is_put_into_the_inner_sum_only_if_all_of_it_is_there():
    double = sp.Sum(w[i, j] * x, (i, 1, K), (j, 1, M))
    inner = Statement(over_outcomes(w[i, j] * x), "<=", sp.Integer(3), source="lemma")
    assert bound.run(double, inner).after == sp.Sum(3, (j, 1, M))
    other = Statement(sp.Sum(w[i, j] * x, (i, 1, M)), "<=", sp.Integer(3), source="lemma")
    with pytest.raises(Refused, match="does not occur"):
        bound.run(double, other)


def test_a_bound_of_a_part_whose_factor_has_no_sign_is_refused():
    statement = Statement(sp.log(x), "<=", x - 1, source="lemma")
    with pytest.raises(Refused, match="rises or falls"):
        bound.run((a - b) * sp.log(x), statement)
    assert bound.run((a - b) * sp.log(x), statement, as_statement(a >= b)).relation == "<="


def test_two_bounds_that_lead_different_ways_are_refused():
    statements = [Statement(sp.log(v), "<=", v - 1, source="lemma") for v in (x, y)]
    with pytest.raises(Refused, match="same way"):
        bound.run(sp.log(x) - sp.log(y), *statements)


@pytest.mark.parametrize("wrong", [sp.Abs(x - y), (sp.Abs(x - y) + y - x) / 2, sp.Max(x, y) - x])
def test_cases_are_compared_one_by_one(wrong):
    part = sp.Piecewise((x - y, x - y >= 0), (0, True))
    assert are_equal(part, (sp.Abs(x - y) + x - y) / 2)
    assert not are_equal(part, wrong)


def test_an_assumed_definition_is_used_for_the_assumption_only():
    fact = as_statement(sp.Eq(t[i], (p[i] + q[i]) / 2))
    whole = over_outcomes((p[i] + q[i]) * sp.log(t[i]))
    assert rewrite.run(whole, 2 * over_outcomes(t[i] * sp.log(t[i])), fact)
    with pytest.raises(Refused, match="could not be shown"):
        rewrite.run(whole, 2 * over_outcomes(t[i] * sp.log(t[i])))


def test_a_part_that_is_absent_is_not_rewritten():
    with pytest.raises(Refused, match="does not occur"):
        rewrite_part.run(x + 1, y, y)


def test_conditions_follow_by_algebra_or_not_at_all():
    stated = (total_one(p), a < 1, b < 1)
    assert follows(sp.Eq(over_outcomes(2 * p[i] - p[i]), 1), stated)
    assert follows(sp.Gt((1 - a) / (1 - b), 0), stated)
    assert not follows(sp.Eq(over_outcomes(q[i]), 1), stated)
    assert not follows(sp.Gt(a - b, 0), stated)
    assert not follows(sp.Gt((1 - a) / (1 - x), 0), stated)
