"""What the checks of arrays and of listed probabilities refuse: wrong densities, inner ones too, and typed values."""

from dataclasses import replace
from functools import cached_property

import pytest
import sympy as sp

import kldiv
from kldiv.algebra.nodes import Expectation
from kldiv.deriving import derive
from kldiv.distributions import (
    Dirichlet,
    MatrixNormal,
    MultivariateNormal,
    NormalGamma,
    VonMisesFisher,
    Wishart,
)
from kldiv.proof.checks import check
from kldiv.proof.checks.arrays import check_densities
from kldiv.proof.rules import outcomes
from kldiv.proof.tampering import refusal, tampered
from tests.today import todays

n, m, i, K = (sp.Symbol(name, integer=True, positive=True) for name in "nmiK")
x = sp.IndexedBase("x", positive=True)
tau = sp.Symbol("tau", positive=True)

#: A class, what its density is multiplied by, and in words what that makes wrong.
WRONG = {
    "Wishart, exponent": (Wishart, lambda at: sp.sqrt(sp.Determinant(at))),
    "Wishart, normaliser times 3": (Wishart, lambda _: sp.Rational(1, 3)),
    "normal, 9 pi": (MultivariateNormal, lambda _: sp.Rational(2, 9) ** (n / 2)),
    "matrix normal, 5 pi": (MatrixNormal, lambda _: sp.Rational(2, 5) ** (m * n / 2)),
    "von Mises-Fisher, 4 pi": (VonMisesFisher, lambda _: sp.Rational(1, 2) ** (n / 2)),
    "Dirichlet, exponent a - 3": (Dirichlet, lambda at: sp.Product(at[i] ** -2, (i, 1, K))),
    "normal-gamma, exponent a - 2": (NormalGamma, lambda _: 1 / tau),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_density_is_refused(name, monkeypatch):
    kind, factor = WRONG[name]
    true = kind.density
    assert all(c.ok for c in check_densities(derive(kind.slug, kind.slug)))
    monkeypatch.setattr(kind, "density", lambda self, at: true(self, at) * factor(at))
    failed = {c.name for c in check_densities(derive(kind.slug, kind.slug)) if not c.ok}
    assert {"density of p", "density of q"} <= failed


def everywhere(record, old, new):
    """Put another density for the expectations under one, in all steps and lemmas."""

    def put(expression):
        nodes = {e: Expectation(*e.args[:4], new(e), *e.args[5:]) for e in expression.atoms(Expectation) if old(e)}
        return expression.xreplace(nodes)

    def steps_of(steps):
        return tuple(replace(s, before=put(s.before), after=put(s.after)) for s in steps)

    lemmas = {name: replace(lemma, steps=steps_of(lemma.steps)) for name, lemma in record.lemmas.items()}
    return replace(record, steps=steps_of(record.steps), lemmas=lemmas)


def test_five_degrees_of_freedom_more_on_bartletts_diagonal_are_refused():
    record, p = derive("wishart", "wishart"), Wishart.symbolic("p")
    other = p.with_parameter("df", p.df + 5).triangle_density()
    spoilt = everywhere(record, lambda e: e.index == "T", lambda _: other)
    assert spoilt != record
    assert [c.name for c in check_densities(spoilt) if not c.ok] == ["density of E_T[...T]"]
    assert not check(spoilt)


def test_seven_times_the_standard_normal_density_is_refused():
    record = derive("multivariate-normal", "multivariate-normal")
    spoilt = everywhere(record, lambda e: e.index == "z", lambda e: 7 * e.density)
    assert [c.name for c in check_densities(spoilt) if not c.ok] == ["density of E_z[...z]"]
    assert not check(spoilt)


@pytest.mark.parametrize(
    ("slug", "title"),
    [("wishart", "Bartlett's decomposition"), ("multivariate-normal", "A normal vector is an image of a standard one")],
)
def test_a_check_says_which_theorem_its_oracle_rests_on(slug, title):
    (oracle,) = [c for c in check(derive(slug, slug)) if c.name == "oracle"]
    assert oracle.ok
    assert oracle.detail.endswith(f"its draws rest on a theorem, {title}")


LISTED = {
    "normal": (kldiv.MultivariateNormal([0, 1], [[2, 1], [1, 2]]), kldiv.MultivariateNormal([0, 0], [[1, 0], [0, 1]])),
    "Dirichlet": (kldiv.Dirichlet([1, 2, 3]), kldiv.Dirichlet([2, 2, 2])),
    "Wishart": (kldiv.Wishart(3, [[2, 1], [1, 2]]), kldiv.Wishart(4.5, [[1, 0], [0, 1]])),
    "von Mises-Fisher": (kldiv.VonMisesFisher([0.6, 0.8, 0], 2), kldiv.VonMisesFisher([0, 1, 0], 5)),
    "normal-gamma": (kldiv.NormalGamma(0, 1, 2, 1), kldiv.NormalGamma(1, 1, 3, 2)),
    "matrix normal": (
        kldiv.MatrixNormal([[0, 1]], [[2]], [[2, 1], [1, 2]]),
        kldiv.MatrixNormal([[1, 1]], [[1]], [[1, 0], [0, 1]]),
    ),
    "Categorical": (kldiv.Categorical([0.5, 0.5]), kldiv.Categorical([0.25, 0.75])),
    "Categorical with a 0": (kldiv.Categorical([0, 0.5, 0.5]), kldiv.Categorical([0.5, 0.25, 0.25])),
}


@pytest.mark.parametrize(("name", "little"), todays([*((name, False) for name in LISTED), ("normal", True)], 3))
def test_what_is_typed_instead_of_the_result_is_refused(name, little):
    record = derive(*LISTED[name])
    report = check(record)
    assert report, str(report)
    wrong = record.result + sp.Rational(1, 10**20) if little else sp.Integer(-7)
    last = replace(record.steps[-1], after=wrong)
    typed = replace(record, result=wrong, steps=(*record.steps[:-1], last))
    failed = {c.name for c in check(typed) if not c.ok}
    assert any(found.startswith("oracle") for found in failed), failed
    assert any("put in the" in found for found in failed), failed


@pytest.mark.parametrize("name", ["normal", "Categorical"])
def test_the_result_must_be_what_the_steps_end_in(name):
    record = derive(*LISTED[name])
    assert not check(replace(record, result=sp.Integer(-7)))
    assert not check(replace(record, steps=record.steps[:-1]))


@pytest.mark.parametrize("name", ["normal", "von Mises-Fisher", "Categorical", "Categorical with a 0"])
def test_nothing_that_is_changed_passes_with_listed_arrays(name):
    record = derive(*LISTED[name])
    assert refusal(record) == ""
    tried = [(one.kind, one.where, refusal(one.record)) for one in tampered(record, derive("normal", "normal"))]
    assert len(tried) > 8
    assert [one for one in tried if not one[2]] == []


@pytest.mark.parametrize("name", todays([name for name in LISTED if not name.startswith("Categorical")], 3))
def test_other_arrays_than_those_listed_are_refused(name):
    record, (p, q) = derive(*LISTED[name]), LISTED[name]
    other = derive(q, p)
    exchanged = replace(record, steps=other.steps, result=other.result)
    assert "arrays" in {c.name for c in check(exchanged) if not c.ok}


def test_symbols_in_the_entries_are_drawn_so_that_the_arrays_are_in_their_domains():
    s, r = sp.Symbol("s", positive=True), sp.Symbol("r", real=True)
    p = kldiv.MultivariateNormal([0, r], [[s, r], [r, 1]])
    report = check(derive(p, kldiv.MultivariateNormal([0, 0], [[1, 0], [0, 1]])))
    assert report, str(report)
    assert {c.points for c in report if c.name.endswith("oracle with arrays")} == {3}


class TestAnOutcomeThatEscapes:
    @cached_property
    def record(self):
        return derive(kldiv.Categorical([0.25, 0.5, 0.25]), kldiv.Categorical([0.5, 0, 0.5]))

    def test_is_found_by_the_rule(self):
        assert self.record.result is sp.oo
        assert [step.rule for step in self.record.steps] == [outcomes.outside_outcome]
        assert check(self.record)

    def test_must_be_there(self):
        inside = derive(kldiv.Categorical([0.25, 0.75]), kldiv.Categorical([0.5, 0.5]))
        (step,) = self.record.steps
        forged = replace(step, before=inside.left, arguments=inside.steps[-1].arguments)
        claimed = replace(inside, kind="infinite", result=sp.oo, steps=(forged,), evidence=self.record.evidence)
        assert not check(claimed)

    def test_another_number_is_refused(self):
        evidence = replace(self.record.evidence, escaped=0)
        assert not check(replace(self.record, evidence=evidence))
        assert not check(replace(self.record, steps=()))

    def test_a_chance_that_may_be_zero_is_a_condition(self):
        t = sp.Symbol("t", nonnegative=True)
        record = derive(kldiv.Categorical([t, 1 - t]), kldiv.Categorical([0, 1]))
        assert record.assumptions == (t > 0,)
        assert check(record)
        assert not check(replace(record, assumptions=()))
