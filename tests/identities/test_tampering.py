"""General statements tampered with: whatever is changed in a derivation, the rules, run again, refuse it."""

from dataclasses import replace
from functools import cache
from importlib import import_module

import pytest
import sympy as sp

from kldiv.identities import IDENTITIES
from kldiv.proof.checks import check
from kldiv.proof.checks.steps import Citing, check_chain, check_stated, replayed
from kldiv.proof.kernel import RULES, Assumed
from kldiv.proof.record import Comparison
from tests.today import todays

MODULES = (
    "bregman_form",
    "chain_rule",
    "chernoff",
    "comparisons",
    "compensation_identity",
    "counterexamples",
    "cross_entropy_decomposition",
    "cross_entropy_decomposition_densities",
    "data_processing",
    "donsker_varadhan",
    "doubling_rate",
    "elbo",
    "entropy_from_uniform",
    "f_divergence_form",
    "generalised_divergence",
    "gibbs_inequality",
    "gibbs_inequality_by_jensen",
    "gibbs_inequality_by_squares",
    "gibbs_inequality_densities",
    "jeffreys_divergence",
    "jensen_shannon",
    "joint_convexity",
    "label_smoothing",
    "log_sum_inequality",
    "maximum_likelihood",
    "mixtures",
    "mutual_information",
    "pinsker",
    "pinsker_binary",
    "pythagorean_identity",
    "renyi_limit",
    "stein",
)
MADE = {import_module(f"kldiv.identities.{module}").__name__ for module in MODULES}
NAMES = sorted(name for name, make in IDENTITIES.items() if make.__module__ in MADE)
#: `make tampering` does all of this and more to all of them.
TODAYS = todays(NAMES, 5)
LITTLE = sp.Rational(1, 10**20)


class Derived(dict):
    """Derivations by name, each made when it is asked for."""

    def __missing__(self, name):
        return self.setdefault(name, IDENTITIES[name]())


@pytest.fixture(scope="module")
def derivations():
    return Derived()


def refused(derivation) -> bool:
    """Whether the chain, a rule run again, or a condition that is not stated gives the derivation away."""
    allowed, lemmas = derivation.assumptions, tuple(derivation.lemmas.items())
    if not check_chain("chain", derivation.left, derivation.steps, derivation.result).ok:
        return True
    if any(fault(step, derivation.left, lemmas, allowed) for step in derivation.steps):
        return True
    return not all(c.ok for c in check_stated("conditions", derivation.steps, allowed))


@cache
def fault(step, left, lemmas, allowed) -> str:
    """What is wrong with a step; a step that is as it was is not run again."""
    return replayed(step, Citing(left, dict(lemmas), allowed))


def changed(expression, share=1, more=0):
    """An expression, or the bound in a relation, made a little larger."""
    if expression.is_Relational:
        return expression.func(expression.lhs, share * expression.rhs + more, evaluate=False)
    return share * expression + more


@pytest.mark.parametrize("name", TODAYS)
def test_it_stands_as_it_is(name, derivations):
    assert not refused(derivations[name])


@pytest.mark.parametrize("name", TODAYS)
def test_no_step_can_be_left_out_repeated_or_swapped(name, derivations):
    derivation = derivations[name]
    steps = derivation.steps
    for k, step in enumerate(steps):
        assert refused(replace(derivation, steps=(*steps[:k], *steps[k + 1 :])))
        assert refused(replace(derivation, steps=(*steps[: k + 1], step, *steps[k + 1 :])))
        if k + 1 < len(steps):
            assert refused(replace(derivation, steps=(*steps[:k], steps[k + 1], step, *steps[k + 2 :])))


@pytest.mark.parametrize("name", TODAYS)
def test_no_expression_can_be_changed_a_little_even_consistently(name, derivations):
    derivation = derivations[name]
    steps = derivation.steps
    for k, step in enumerate(steps):
        spoilt = [*steps]
        spoilt[k] = replace(step, after=changed(step.after, more=LITTLE))
        result = derivation.result
        if k + 1 < len(steps):
            spoilt[k + 1] = replace(steps[k + 1], before=spoilt[k].after)
        else:
            result = spoilt[k].after
        assert refused(replace(derivation, steps=tuple(spoilt), result=result))


@pytest.mark.parametrize("name", TODAYS)
def test_no_bound_can_be_made_five_per_cent_stronger(name, derivations):
    derivation = derivations[name]
    steps = derivation.steps
    for k, step in enumerate(steps):
        if not isinstance(step, Comparison):
            continue
        share, more = (sp.Rational(105, 100), LITTLE) if isinstance(step.after, sp.Ge) else (sp.Rational(95, 100), 0)
        spoilt = replace(step, after=changed(step.after, share, more))
        assert refused(replace(derivation, steps=(*steps[:k], spoilt), result=spoilt.after))


@pytest.mark.parametrize("name", todays(NAMES, 15))
def test_no_step_can_claim_another_rule(name, derivations):
    derivation = derivations[name]
    steps = derivation.steps
    for k, step in enumerate(steps):
        for slug in ("definition", "integrate", "exchange-order"):
            if step.rule.slug != slug:
                spoilt = replace(step, rule=RULES[slug])
                assert refused(replace(derivation, steps=(*steps[:k], spoilt, *steps[k + 1 :])))


@pytest.mark.parametrize("name", TODAYS)
def test_no_assumption_that_a_step_uses_can_be_dropped(name, derivations):
    derivation = derivations[name]
    used = {a.fact for step in derivation.steps for a in step.arguments if isinstance(a, Assumed)}
    used |= {c for step in derivation.steps for c in step.conditions}
    for fact in used & set(derivation.assumptions):
        rest = tuple(a for a in derivation.assumptions if a != fact)
        assert refused(replace(derivation, assumptions=rest)), fact


@pytest.mark.parametrize("name", TODAYS)
def test_no_lemma_can_be_taken_away_or_changed(name, derivations):
    derivation = derivations[name]
    for key in {lemma for step in derivation.steps for lemma in step.lemmas}:
        lemma = derivation.lemmas[key]
        without = {k: v for k, v in derivation.lemmas.items() if k != key}
        assert refused(replace(derivation, lemmas=without))
        spoilt = replace(lemma, value=changed(lemma.value, more=LITTLE))
        assert refused(replace(derivation, lemmas={**derivation.lemmas, key: spoilt}))


@pytest.mark.parametrize("name", ["chain-rule", "gibbs-inequality", "pinsker-binary", "stein-bound", "asymmetry"])
def test_the_whole_check_sees_it_too(name, derivations):
    derivation = derivations[name]
    assert check(derivation)
    assert not check(replace(derivation, steps=derivation.steps[1:]))
    assert not check(replace(derivation, result=changed(derivation.result, more=LITTLE)))


@pytest.mark.parametrize("name", ["asymmetry", "triangle-inequality-fails"])
def test_an_example_states_its_values(name, derivations):
    derivation = derivations[name]
    for fact in derivation.assumptions:
        rest = tuple(a for a in derivation.assumptions if a != fact)
        assert refused(replace(derivation, assumptions=rest))
