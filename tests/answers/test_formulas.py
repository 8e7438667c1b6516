"""The formulas that come with the package are what the engine derives, and reading one derives nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest
import sympy as sp

from kldiv.answers import formulas
from kldiv.answers.formulas import entropy_formula, finite_condition, formula_of, row_of, rows, surprise_formula
from kldiv.deriving.derive import derive
from kldiv.distributions import Bernoulli, Cauchy, Gamma, Normal, Pareto, Uniform, VonMises, Weibull
from kldiv.distributions.tails import finite_when
from scripts.tools.formulas import pairs, stale, text_of
from tests.today import todays


def test_every_shipped_formula_is_what_is_derived():
    """The part of a day; `make formulas` derives them all."""
    wanted = list(pairs())
    assert {f"{p.slug}-{q.slug}" for p, q in wanted} == set(rows())
    assert len(wanted) > 900
    now = {f"{p.slug}-{q.slug}": row_of(p, q) for p, q in todays(wanted, 16)}
    assert stale({name: rows()[name] for name in now}, now) == []
    assert formulas.PATH.read_text(encoding="utf-8") == text_of(rows())


@pytest.mark.parametrize(
    ("name", "part", "spoil"),
    [
        ("gamma-weibull", "result", lambda text: text.replace("Integer(-1)", "Integer(1)", 1)),
        ("normal-student-t", "kind", lambda _: "closed form"),
        ("pareto-pareto", "assumptions", lambda conditions: conditions[1:]),
        ("gamma-gamma", "cross-entropy", lambda text: text.replace("Integer(-1)", "Integer(2)", 1)),
    ],
)
def test_a_formula_that_was_tampered_with_is_seen(name, part, spoil):
    p, q = next((p, q) for p, q in pairs() if f"{p.slug}-{q.slug}" == name)
    row = row_of(p, q)
    assert stale({name: row}, {name: row}) == []
    assert stale({name: {**row, part: spoil(row[part])}}, {name: row}) == [name]
    assert stale({}, {name: row}) == stale({name: row}, {}) == [name]


@pytest.mark.parametrize("p", todays([Bernoulli, Cauchy, Gamma, Normal, Pareto, Uniform, VonMises], 4))
def test_a_formula_is_read_as_it_was_derived(p):
    for q in (q for first, q in pairs() if first is p):
        read, record = formula_of(p, q), derive(p, q)
        assert (read.kind, read.result, read.otherwise) == (record.kind, record.result, record.otherwise)
        assert (read.assumptions, read.scope) == (record.assumptions, record.scope)
        assert finite_condition(p, q) == finite_when(p.symbolic("p"), q.symbolic("q"))
        assert surprise_formula(p, q) == formulas.derived_surprise(p, q)
    assert entropy_formula(p) == formulas.derived_surprise(p, p, same=True)


def test_a_pair_that_the_file_lacks_is_derived(monkeypatch):
    monkeypatch.setattr(formulas, "rows", dict)
    for cached in (formula_of, finite_condition, surprise_formula, entropy_formula):
        cached.cache_clear()
    try:
        assert formula_of(Gamma, Weibull).result == derive(Gamma, Weibull).result
        assert finite_condition(Gamma, Weibull) is sp.true
        assert surprise_formula(Gamma, Gamma) is not None
        assert entropy_formula(Gamma) is not None
    finally:
        for cached in (formula_of, finite_condition, surprise_formula, entropy_formula):
            cached.cache_clear()


def test_nothing_is_read_for_a_class_of_the_same_name_that_is_not_the_package_s():
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(formulas.DISTRIBUTIONS, "gamma", Weibull)
        assert formulas.row_for(Gamma, Weibull) is None
    assert formulas.row_for(Gamma, Weibull) is not None


def test_the_first_number_of_a_process_derives_nothing():
    code = (
        "import sys, kldiv\n"
        "kldiv.kl_divergence(kldiv.Gamma(2, 1), kldiv.Weibull(1, 1)), kldiv.entropy(kldiv.Gamma(2, 1))\n"
        "print(*(name for name in sys.modules if name.startswith('kldiv.deriving')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
