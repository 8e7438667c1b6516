"""Tampering with a derivation is refused, whatever is changed: the fast part of `make tampering`."""

from dataclasses import replace

import pytest

from kldiv.entries import catalogue
from kldiv.proof.tampering import refusal, tampered
from tests.today import todays

#: One of each kind: closed, by cases, with conditions, infinite three ways, undecided, arrays, listed, general results.
SAMPLE = (
    *("normal-normal", "gamma-weibull", "normal-laplace", "uniform-beta", "von-mises-von-mises", "lindley-exponential"),
    *("normal-exponential", "cauchy-normal", "bernoulli-normal", "poisson-geometric", "categorical-categorical"),
    *("multivariate-normal-multivariate-normal", "wishart-wishart", "dirichlet-dirichlet"),
    *("gibbs-inequality", "pinsker-inequality", "cross-entropy-decomposition", "asymmetry", "stein-bound"),
)


@pytest.mark.parametrize("name", todays(SAMPLE, 6))
def test_nothing_that_is_changed_passes(name):
    derivation, other = catalogue()[name], catalogue()["inverse-gaussian-gamma"]
    assert refusal(derivation) == ""
    tried = [(one.kind, one.where, refusal(one.record)) for one in tampered(derivation, other)]
    assert len(tried) > 8
    assert [one for one in tried if not one[2]] == []


def test_a_refusal_names_step_and_reason():
    derivation = catalogue()["gamma-weibull"]
    last = replace(derivation.steps[-1], after=derivation.steps[-1].after + 1)
    spoilt = replace(derivation, steps=(*derivation.steps[:-1], last), result=last.after)
    assert refusal(spoilt) == f"step {len(derivation.steps)}: the rule, run again, makes something else"
