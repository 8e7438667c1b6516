"""Divergences between distributions of vectors and matrices: derived, checked, and spoilt on purpose."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest
import sympy as sp

import kldiv
from kldiv.derived import derive
from kldiv.deriving.table import FURTHER_FORMS
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.arrays import ArrayDistribution
from kldiv.proof.mutation import spoil
from kldiv.proof.tampering import refusal, tampered
from tests.today import todays

FAMILIES = [slug for slug, distribution in DISTRIBUTIONS.items() if issubclass(distribution, ArrayDistribution)]
IDS = [f"{slug}-{slug}" for slug in FAMILIES] + list(FURTHER_FORMS)
EVERY_PAIR = pytest.mark.parametrize("name", todays(IDS, 3))


def derived(name: str) -> kldiv.Derivation:
    """A derivation in symbols by its id."""
    pair = FURTHER_FORMS.get(name)
    return derive(*(pair or [next(slug for slug in FAMILIES if name == f"{slug}-{slug}")] * 2))


@EVERY_PAIR
def test_every_check_passes(name):
    derivation = derived(name)
    assert derivation.id == name
    assert derivation.kind == "closed form"
    report = derivation.check()
    assert report, str(report)
    names = {check.name for check in report}
    assert {"chain", "closed form", "oracle", "second oracle", "never negative", "zero at p = q"} <= names


@EVERY_PAIR
def test_no_wrong_step_is_accepted(name):
    outcome = spoil(derived(name), most=12)
    assert outcome.killed > 20
    assert not outcome.survivors


@EVERY_PAIR
def test_nothing_that_is_changed_passes(name):
    derivation = derived(name)
    assert refusal(derivation) == ""
    tried = [(one.kind, one.where, refusal(one.record)) for one in tampered(derivation, derive("normal", "normal"))]
    assert len(tried) > 30
    assert [one for one in tried if not one[2]] == []


@EVERY_PAIR
def test_a_derivation_may_be_copied_and_pickled(name):
    derivation = derived(name)
    for copied in (copy.deepcopy(derivation), pickle.loads(pickle.dumps(derivation))):
        assert [step.rule for step in copied.steps] == [step.rule for step in derivation.steps]
        assert refusal(copied) == ""


def test_a_wrong_result_is_refused_by_both_oracles():
    derivation = derived("multivariate-normal-multivariate-normal")
    wrong = derivation.result + sp.Rational(1, 10**20)
    last = dataclasses.replace(derivation.steps[-1], after=wrong)
    spoilt = dataclasses.replace(derivation, result=wrong, steps=(*derivation.steps[:-1], last))
    failed = {check.name for check in spoilt.check() if not check.ok}
    assert {"oracle", "second oracle", "zero at p = q", "one dimension"} <= failed


def test_only_distributions_of_one_family_are_paired():
    ids = set(kldiv.catalogue())
    assert "wishart-normal" not in ids
    assert "normal-wishart" not in ids
    assert "dirichlet-wishart" not in ids
    for one, other in (("wishart", "normal"), ("normal", "wishart"), ("dirichlet", "wishart")):
        with pytest.raises(ValueError, match="no derivation joins distributions of these spaces"):
            derive(one, other)


def test_statements_read_as_people_write_them():
    full = derived("multivariate-normal-multivariate-normal").statement
    assert r"\operatorname{tr}(\Sigma_q^{-1} \Sigma_p)" in full
    assert r"(\mu_p - \mu_q)^{\mathsf{T}} \Sigma_q^{-1} (\mu_p - \mu_q)" in full
    cholesky = derived("multivariate-normal-multivariate-normal-cholesky").statement
    assert r"\lVert L_q^{-1} L_p \rVert_F^2" in cholesky


def test_listed_arrays_give_an_exact_value():
    p = kldiv.MultivariateNormal([0, 1], covariance_matrix=[[2, 1], [1, 2]])
    q = kldiv.MultivariateNormal([0, 0], scale_tril=[[1, 0], [0, 1]])
    found = kldiv.derive(p, q)
    assert found.result == sp.Rational(3, 2) - sp.log(3) / 2
    assert found.check()
    shares = kldiv.derive(kldiv.Dirichlet([1, 2, 3]), kldiv.Dirichlet([2, 2, 2]))
    assert sp.simplify(shares.result - sp.Rational(3, 2) + sp.log(2)) == 0


def test_entries_may_be_symbols():
    s = sp.Symbol("s", positive=True)
    p = kldiv.MultivariateNormal([0, 0], [[s**2, 0], [0, 1]])
    q = kldiv.MultivariateNormal([0, 0], [[1, 0], [0, 1]])
    found = kldiv.kl_divergence(p, q)
    assert sp.simplify(sp.expand_log(found) - (s**2 / 2 - sp.log(s) - sp.Rational(1, 2))) == 0


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (kldiv.MultivariateNormal([0], [[1]]), kldiv.MultivariateNormal([0, 1], [[1, 0], [0, 1]])),
        (kldiv.Dirichlet([1, 2]), kldiv.Dirichlet([1, 2, 3])),
        (kldiv.Wishart(2, [[1]]), kldiv.Wishart(2, [[1, 0], [0, 1]])),
        (kldiv.VonMisesFisher([1, 0], 1), kldiv.VonMisesFisher([1, 0, 0], 1)),
        (kldiv.NormalGamma(0, 1, 1, 1), kldiv.NormalGamma([0, 0], [[1, 0], [0, 1]], 1, 1)),
    ],
    ids=lambda distribution: distribution.slug,
)
def test_dimensions_must_agree(p, q):
    for attempt in (kldiv.derive, kldiv.kl_divergence):
        with pytest.raises(ValueError, match=rf"{type(p).__name__}: .*p.* and .*q.*"):
            attempt(p, q)


N = sp.Symbol("n", integer=True, positive=True)
MEAN, SPREAD = sp.MatrixSymbol("m", N, 1), sp.MatrixSymbol("S", N, N)
EYE = [[1, 0], [0, 1]]


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (kldiv.MultivariateNormal([0, 0], SPREAD), kldiv.MultivariateNormal([0, 0], EYE)),
        (kldiv.MultivariateNormal(MEAN, EYE), kldiv.MultivariateNormal([0, 0], EYE)),
        (kldiv.MultivariateNormal(MEAN, SPREAD), kldiv.MultivariateNormal(MEAN, SPREAD)),
        ("multivariate-normal", kldiv.MultivariateNormal([0, 0], EYE)),
        (kldiv.MultivariateNormal.symbolic("p", "cholesky"), kldiv.MultivariateNormal.symbolic("q", "precision")),
        ("wishart", kldiv.Wishart(3, EYE)),
        (kldiv.Wishart(3, SPREAD), kldiv.Wishart(3, EYE)),
        ("dirichlet", kldiv.Dirichlet([1, 2])),
        ("matrix-normal", kldiv.MatrixNormal([[0, 1]], [[1]], EYE)),
        ("normal-gamma", kldiv.NormalGamma(0, 1, 1, 1)),
        ("von-mises-fisher", kldiv.VonMisesFisher([1, 0], 1)),
    ],
)
def test_arrays_of_a_mixed_kind_are_refused_in_one_line(p, q):
    with pytest.raises(ValueError, match="list the arrays of both distributions, or give all parameters as") as refused:
        derive(p, q)
    assert len(str(refused.value)) < 300
    assert "\n" not in str(refused.value)


def test_a_condition_with_listed_arrays_is_on_what_was_listed():
    v = sp.Symbol("v", positive=True)
    found = derive(kldiv.Wishart(v, EYE), kldiv.Wishart(3, EYE))
    assert found.assumptions == (v > 1,)
    assert found.check()
