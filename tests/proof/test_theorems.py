"""Every theorem is put to a test that hunts for a counterexample; a false one meets it."""

import pytest
import sympy as sp

import kldiv.entries  # noqa: F401 - whose derivations bring the theorems
from kldiv.precision import digit_precision
from kldiv.proof.literature.hunting import drawn
from kldiv.proof.statements import Statement
from kldiv.proof.theorems import THEOREMS
from kldiv.values.at_point import DIGITS


@pytest.mark.parametrize("name", sorted(THEOREMS))
def test_no_counterexample_is_met(name):
    with digit_precision(DIGITS):
        check = THEOREMS[name].test()
    assert check.ok, check
    assert check.points >= 3


@pytest.mark.parametrize("name", sorted(n for n, found in THEOREMS.items() if found.statement is not None))
def test_every_theorem_has_a_source_and_says_what_it_says(name):
    found = THEOREMS[name]
    assert found.references
    assert all(key and locator for key, locator in found.references)
    assert found.says.rstrip().endswith(".")


def test_a_theorem_that_is_a_little_false_meets_its_counterexample():
    true = THEOREMS["gamma-integral"].statement
    little = 1 + sp.Rational(1, 10**20)
    with digit_precision(DIGITS):
        assert drawn(true)().ok
        assert not drawn(Statement(true.left, "=", little * true.right, true.conditions))().ok
        assert not drawn(Statement(true.left, "<=", true.right / little, true.conditions))().ok


def test_a_theorem_without_its_condition_meets_its_counterexample():
    true = THEOREMS["geometric-series"].statement
    with digit_precision(DIGITS), pytest.raises((ArithmeticError, ValueError)):  # the series diverges there
        drawn(Statement(true.left, "=", true.right))()
