"""What a statement assumes is what is drawn."""

from fractions import Fraction

import pytest
import sympy as sp

from kldiv.distributions.finite import K, M, c, divergence, i, j, over_outcomes, p, q, r, rows_one, total_one
from kldiv.values.drawing import draw_instances
from kldiv.values.planning import plan_for
from kldiv.values.plans import Rejected

s, v, w, Z = sp.symbols("s v w Z", positive=True)
t = sp.IndexedBase("t", real=True)
n = sp.IndexedBase("n", positive=True)
D = divergence(p, q)


def drawn(expressions, assumptions):
    return draw_instances(plan_for(expressions, assumptions), count=6)


def test_a_distribution_sums_to_one_and_what_is_not_assumed_does_not():
    found = drawn([D], [total_one(p)])
    assert all(sum(at.arrays["p"]) == 1 for at in found)
    assert not any(sum(at.arrays["q"]) == 1 for at in found)
    assert {at.symbols[K] for at in found} == {2, 3, 5}


def test_rows_are_distributions():
    found = drawn([over_outcomes(sp.Sum(p[i] * c[i, j], (j, 1, M)))], [rows_one(c), total_one(p)])
    assert all(sum(row) == 1 for at in found for row in at.arrays["c"])
    assert all(len(at.arrays["c"]) == at.symbols[K] for at in found)


def test_an_example_is_what_it_says():
    facts = [sp.Eq(K, 2), sp.Eq(p[1], sp.Rational(1, 3)), sp.Eq(p[2], sp.Rational(2, 3)), total_one(q)]
    assert all(at.arrays["p"] == (Fraction(1, 3), Fraction(2, 3)) for at in drawn([D], facts))


def test_weights_are_solved_for():
    found = drawn([w * D + v], [sp.Eq(w + v, 1), total_one(p), total_one(q)])
    assert all(at.symbols[w] + at.symbols[v] == 1 and at.symbols[v] > 0 for at in found)


def test_a_mixture_and_a_total_are_computed():
    found = drawn([D, over_outcomes(r[i] * n[i]) + Z], [sp.Eq(r[i], (p[i] + q[i]) / 2), sp.Eq(over_outcomes(n[i]), Z)])
    for at in found:
        assert at.arrays["r"] == tuple((a + b) / 2 for a, b in zip(at.arrays["p"], at.arrays["q"], strict=True))
        assert at.symbols[Z] == sum(at.arrays["n"])


def test_linear_equations_and_a_normaliser_are_solved_exactly():
    tilt = sp.Eq(r[i], q[i] * s ** t[i] / Z)
    means = sp.Eq(over_outcomes(p[i] * t[i]), over_outcomes(r[i] * t[i]))
    for at in drawn([divergence(p, r) + D], [tilt, means, total_one(p), total_one(r)]):
        ours, theirs, values = at.arrays["p"], at.arrays["r"], at.arrays["t"]
        assert sum(ours) == sum(theirs) == 1
        assert min(ours) > 0
        assert sum(a * x for a, x in zip(ours, values, strict=True)) == sum(
            a * x for a, x in zip(theirs, values, strict=True)
        )


def test_entries_satisfy_what_is_assumed_of_each():
    odds = sp.Ge(t[i] * (p[i] - s * q[i]), 0)
    found = drawn([over_outcomes(t[i] * q[i]) + s], [total_one(p), total_one(q), sp.Ge(t[i], 0), sp.Le(t[i], 1), odds])
    for at in found:
        for a, b, share in zip(at.arrays["p"], at.arrays["q"], at.arrays["t"], strict=True):
            assert 0 <= share <= 1
            assert share == 0 or a >= at.symbols[s] * b
    assert any(share > 0 for at in found for share in at.arrays["t"])


def test_what_cannot_be_satisfied_is_refused():
    plan = plan_for([D + w], [total_one(p), w < 0])
    with pytest.raises(Rejected, match="no numbers"):
        draw_instances(plan)


def test_a_function_left_undefined_is_not_drawn():
    x = sp.Symbol("x", real=True)
    f = sp.Function("f", positive=True)
    with pytest.raises(ValueError, match="f: a function that is left undefined"):
        draw_instances(plan_for([sp.Integral(f(x), (x, -sp.oo, sp.oo))], []))
