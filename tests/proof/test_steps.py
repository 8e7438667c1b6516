"""The way from the left side to the result: every gap is found, whatever the derivation is about."""

from dataclasses import replace

import pytest
import sympy as sp

from kldiv.entries import catalogue

KINDS = ("normal-normal", "lindley-gamma", "dirichlet-dirichlet", "categorical-categorical", "chain-rule")


def failed(derivation) -> set[str]:
    return {check.name for check in derivation.check() if not check.ok}


@pytest.mark.parametrize("name", KINDS)
def test_a_derivation_without_steps_is_refused(name):
    assert "chain" in failed(replace(catalogue()[name], steps=()))


@pytest.mark.parametrize("name", KINDS)
def test_a_step_left_out_is_a_gap(name):
    derivation = catalogue()[name]
    assert "chain" in failed(replace(derivation, steps=derivation.steps[1:]))
    assert "chain" in failed(replace(derivation, steps=(derivation.steps[0], *derivation.steps[2:])))


@pytest.mark.parametrize("name", KINDS)
def test_the_steps_must_end_in_the_result(name):
    derivation = catalogue()[name]
    other = (
        derivation.result.func(derivation.result.lhs, derivation.result.rhs + 1)
        if derivation.result.is_Relational
        else derivation.result + sp.Rational(1, 10**20)
    )
    assert "chain" in failed(replace(derivation, result=other))


def test_the_left_side_of_another_derivation_is_refused():
    assert "chain" in failed(replace(catalogue()["normal-normal"], left=catalogue()["gamma-gamma"].left))


def test_every_lemma_that_a_step_names_must_be_there():
    derivation = catalogue()["normal-normal"]
    assert "lemmas" in failed(replace(derivation, lemmas={}))
    renamed = {f"{name}-2": lemma for name, lemma in derivation.lemmas.items()}
    assert "lemmas" in failed(replace(derivation, lemmas=renamed))


def test_a_lemma_that_no_step_uses_is_refused():
    derivation = catalogue()["normal-normal"]
    idle = next(iter(catalogue()["gamma-gamma"].lemmas.values()))
    assert "lemmas" in failed(replace(derivation, lemmas={**derivation.lemmas, idle.id: idle}))


@pytest.mark.parametrize("name", ["lindley-gamma", "inverse-gaussian-gamma", "gamma-gamma"])
def test_a_lemma_starts_at_its_left_side(name):
    derivation = catalogue()[name]
    for key, lemma in derivation.lemmas.items():
        assert lemma.steps[0].before == lemma.left
        spoilt = replace(lemma, steps=lemma.steps[1:])
        assert f"lemma {key}: chain" in failed(replace(derivation, lemmas={**derivation.lemmas, key: spoilt}))


@pytest.mark.parametrize("name", ["exponential-beta", "bernoulli-normal", "cauchy-normal", "student-t-student-t"])
def test_where_there_is_no_formula_left_chain_and_result_are_looked_at_too(name):
    derivation = catalogue()[name]
    assert derivation.check()
    assert "chain" in failed(replace(derivation, steps=()))
    assert "left side" in failed(replace(derivation, left=catalogue()["normal-normal"].left))
    assert failed(replace(derivation, result=sp.Integer(1)))
