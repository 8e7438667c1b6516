"""Every wrong step must be refused; `make mutation` asks about the whole catalogue."""

import pytest
import sympy as sp

from kldiv.entries import catalogue
from kldiv.identities import IDENTITIES
from kldiv.proof.mutants import mutants
from kldiv.proof.mutation import Bench, spoil, survivors
from kldiv.proof.report import Check
from tests.today import todays

#: A pair of every kind: each strategy, each standard distribution, cases, conditions, removable points, arrays.
CHOSEN = """
    bernoulli-bernoulli beta-beta categorical-categorical cauchy-cauchy exponential-laplace gamma-gamma
    geometric-geometric inverse-gamma-gamma laplace-gumbel log-normal-log-normal normal-normal pareto-exponential
    poisson-poisson weibull-gamma
"""
PAIRS = CHOSEN.split()


@pytest.mark.parametrize("name", todays(PAIRS, 3))
def test_checks_refuse_every_mutant_of_a_pair(name):
    derivation = catalogue()[name]
    outcome = spoil(derivation)
    assert derivation.kind == "closed form"
    assert outcome.survivors == ()
    assert outcome.killed >= 5


#: Left to `make mutation`: they take many times as long as the others.
SLOW = {"free-bits", "fisher-information"}


def quick_identities():
    """The identities that are mutated: each day another twentieth; `make mutation` has them all."""
    return todays(
        sorted(n for n in catalogue() if n in IDENTITIES and n not in SLOW and not n.startswith("fisher-")), 20
    )


@pytest.mark.parametrize("name", quick_identities())
def test_checks_refuse_every_mutant_of_an_identity(name):
    outcome = spoil(catalogue()[name])
    assert outcome.survivors == ()
    assert outcome.killed >= 3


def test_mutants_flip_drop_and_swap():
    a, b = sp.symbols("a b", positive=True)
    made = [m for _, m in mutants(a - 2 * b)]
    assert made == [-a - 2 * b, -2 * b, a + 2 * b, a, b - 2 * a]


def test_mutants_reach_into_sums_and_logarithms():
    p, q = sp.IndexedBase("p", positive=True), sp.IndexedBase("q", positive=True)
    i, K = sp.symbols("i K", integer=True, positive=True)
    made = [m for _, m in mutants(sp.Sum(p[i] * (sp.log(p[i]) - sp.log(q[i])), (i, 1, K)))]
    assert sp.Sum(p[i] * (sp.log(p[i]) + sp.log(q[i])), (i, 1, K)) in made
    assert sp.Sum(q[i] * (sp.log(q[i]) - sp.log(p[i])), (i, 1, K)) in made


def test_mutants_swap_matrices_of_the_same_shape():
    a, b = sp.MatrixSymbol("A", 2, 2), sp.MatrixSymbol("B", 2, 2)
    assert sp.Trace(b * a.inverse()) in [m for _, m in mutants(sp.Trace(a * b.inverse()))]


def test_a_check_that_accepts_everything_is_found_out(monkeypatch):
    import kldiv.proof.mutation as mutation

    monkeypatch.setattr(mutation, "compare", lambda *_: Check("", True, 1))
    monkeypatch.setattr(mutation, "check_values", lambda *_: Check("", True, 1))
    assert survivors(catalogue()["cross-entropy-decomposition"])


def test_a_pair_whose_steps_are_not_checked_is_found_out(monkeypatch):
    import kldiv.proof.mutation as mutation

    monkeypatch.setattr(mutation, "compare", lambda *_: Check("", True, 1))
    monkeypatch.setattr(mutation, "check_values", lambda *_: Check("", True, 1))
    assert survivors(catalogue()["normal-normal"])


def test_a_lemma_spoilt_before_is_not_spoilt_again():
    derivation = catalogue()["normal-normal"]
    assert spoil(derivation, spoilt=derivation.lemmas).killed < spoil(derivation).killed


def test_equal_fractions_are_the_same_though_one_is_nought_over_nought_in_a_case():
    derivation = catalogue()["discrete-uniform-bernoulli"]
    lemma = derivation.lemmas["power-1-discrete-uniform"]
    a, b = sorted(lemma.value.free_symbols, key=str)
    bench = Bench(derivation, lemma)
    other = (a**2 + a - b**2 + b) / (2 * (a - b + 1))
    assert any((a - b + 1).subs(case.point) == 0 for case in bench.fresh)
    assert bench.same((a + b) / 2, other)
    assert not bench.same((a + b) / 2, other + 1)
