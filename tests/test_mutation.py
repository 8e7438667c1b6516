"""Every wrong step must be refused."""

import pytest
import sympy as sp

from kldiv.catalogue import catalogue
from kldiv.mutation import mutants, spoil, survivors

SPOILT = [
    "normal-normal",
    "bernoulli-bernoulli",
    "categorical-categorical",
    "cross-entropy-decomposition",
    "cross-entropy-decomposition-densities",
]


#: Further identities whose mutants take little time.
QUICK = [
    "additivity",
    "bregman-form",
    "chain-rule",
    "chi-square-bound",
    "data-processing",
    "donsker-varadhan",
    "elbo",
    "equality-only-when-equal",
    "gibbs-inequality",
    "k3-variance-normal",
    "log-sum-inequality",
    "mutual-information",
    "pinsker-binary",
    "pythagorean-identity",
    "renyi-limit",
    "softmax-cross-entropy-gradient",
    "vae-kl-log-variance",
]


@pytest.mark.parametrize("name", SPOILT + QUICK)
def test_checks_refuse_every_mutant(name):
    outcome = spoil(catalogue()[name])
    assert outcome.survivors == ()
    assert outcome.killed >= 5


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


def test_a_check_that_accepts_everything_is_found_out(monkeypatch):
    import kldiv.identities.checking as checking

    monkeypatch.setattr(checking, "check_identity_steps", lambda *_: [])
    assert survivors(catalogue()["cross-entropy-decomposition"])
