"""Other ways to write a formula are reduced to it, and what is another formula is not."""

from __future__ import annotations

import pytest
import sympy as sp

import kldiv
from kldiv.answers.formulas import formula_of, symbols_of
from kldiv.answers.wide import apart
from kldiv.answers.wide.proving import KNOWN, is_the_same
from kldiv.distributions import DISTRIBUTIONS
from scripts.tools.benchmarks import accuracy
from tests.today import todays

ACROSS = [pair for pair in accuracy._closed_forms() if pair[0] != pair[1]]
FIRST = sorted({p for p, _ in ACROSS})


@pytest.mark.parametrize("p", todays(FIRST, 6))  # the build refuses one that is not
def test_every_way_is_reduced_to_the_formula(p):
    for q in (q for one, q in ACROSS if one == p):
        formula = formula_of(DISTRIBUTIONS[p], DISTRIBUTIONS[q]).result
        for form in apart.forms(formula):
            assert is_the_same(form, formula), (q, form)


def test_another_formula_is_not_the_same():
    for p, q in (("chi", "exponential"), ("gamma", "laplace"), ("uniform", "von-mises")):
        formula = formula_of(DISTRIBUTIONS[p], DISTRIBUTIONS[q]).result
        form = apart.forms(formula)[-1]
        letter = min(formula.free_symbols, key=str)
        for wrong in (form + sp.Rational(1, 10**9), -form, form.subs(letter, 2 * letter), form.subs(sp.log(2), 0)):
            assert wrong == form or not is_the_same(wrong, formula)


def test_a_difference_the_other_way_round_is_not_the_same():
    formula = formula_of(kldiv.Uniform, kldiv.Exponential).result
    low, high = (symbols_of(kldiv.Uniform, "p")[name] for name in ("low", "high"))
    other_way = {high - low: low - high, 1 / (high - low): 1 / (low - high)}
    turned = formula.replace(sp.log, lambda x: sp.log(x.xreplace(other_way)))
    assert turned != formula
    assert not is_the_same(turned, formula)


@pytest.mark.parametrize(("p", "q"), [("uniform", "cauchy"), ("beta-prime", "laplace"), ("student-t", "laplace")])
def test_what_stands_beside_the_other_arguments_of_a_function_is_held_to_them(p, q):
    """The proof does not put it back, but it computes: a wrong one must be refused all the same."""
    formula = formula_of(DISTRIBUTIONS[p], DISTRIBUTIONS[q]).result
    spoilt = 0
    for form in apart.forms(formula):
        for node in form.atoms(*KNOWN):
            *others, last = node.args
            assert not is_the_same(form.xreplace({node: node.func(*others, -last)}), formula)
            spoilt += 1
    assert spoilt


def test_most_formulas_have_other_ways():
    several = [bool(apart.forms(formula_of(DISTRIBUTIONS[p], DISTRIBUTIONS[q]).result)) for p, q in ACROSS]
    assert sum(several) > 190
