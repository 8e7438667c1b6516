"""When a divergence is finite: the tails against the lemmas, cell by cell."""

import pytest
import sympy as sp

import kldiv
from kldiv import derive
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE
from kldiv.distributions.containment import support_conditions
from kldiv.distributions.points import holds, points_for
from kldiv.distributions.tails import finite_when

UNIVARIATES = sorted(slug for slug, distribution in DISTRIBUTIONS.items() if distribution.variate == UNIVARIATE)


@pytest.mark.parametrize(
    ("p", "q", "condition"),
    [
        ("normal", "laplace", "True"),
        ("cauchy", "normal", "False"),
        ("normal", "cauchy", "True"),
        ("inverse-gamma", "gamma", "alpha_p > 1"),
        ("log-normal", "inverse-gamma", "True"),
        ("log-normal", "exp-gamma", "False"),
        ("laplace", "gumbel", "beta_q > b_p"),
        ("normal", "gumbel", "True"),
        ("student-t", "laplace", "nu_p > 1"),
    ],
)
def test_known_conditions(p, q, condition):
    assert str(finite_when(DISTRIBUTIONS[p].symbolic("p"), DISTRIBUTIONS[q].symbolic("q"))) == condition


@pytest.mark.parametrize("slug", UNIVARIATES)
def test_tails_and_lemmas_agree_where_they_say_finite(slug):
    """Two routes to the conditions that share nothing: each holds where the other does."""
    for other in UNIVARIATES:
        found = derive(slug, other)
        p, q = found.distributions
        tails = finite_when(p, q) if p.kind == q.kind else sp.false
        if found.kind == "infinite":
            assert tails == sp.false or support_conditions(p, q) is None, found.id
            continue
        assert tails != sp.false, found.id
        for at in points_for(p, q, found.assumptions, count=2):
            assert holds(tails, at), (found.id, at)


def test_numbers_decide():
    assert finite_when(kldiv.InverseGamma(2, 1).exact(), kldiv.Gamma(1, 1).exact()) == sp.true
    assert finite_when(kldiv.InverseGamma(1, 1).exact(), kldiv.Gamma(1, 1).exact()) == sp.false
