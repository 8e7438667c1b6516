"""The whole matrix: an answer in every cell, and no finite cell is infinite nor the other way round."""

from collections import Counter

import pytest
import sympy as sp

from kldiv.derived import derive
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE
from kldiv.distributions.points import numbers, points_for
from kldiv.entries import catalogue
from kldiv.oracles.densities import KNOWN
from kldiv.oracles.enclosure import divergence_enclosure
from kldiv.oracles.estimate import ball_values
from kldiv.oracles.quadrature import NoConvergence
from kldiv.oracles.truth import divergence_by_quadrature, escapes
from kldiv.proof.checks.conditions import grows
from kldiv.register.listing import listed
from scripts.pages.stated import stated
from tests.today import todays

UNIVARIATES = sorted(slug for slug, distribution in DISTRIBUTIONS.items() if distribution.variate == UNIVARIATE)

#: Between different families, what torch registers or marks TODO and other libraries have: all derived.
IN_LIBRARIES = """
    bernoulli-poisson beta-continuous-bernoulli beta-exponential beta-gamma beta-normal
    continuous-bernoulli-exponential continuous-bernoulli-normal exponential-gamma exponential-gumbel
    exponential-normal gamma-exponential gamma-gumbel gamma-normal gumbel-normal laplace-normal
    normal-gumbel normal-laplace pareto-exponential pareto-gamma pareto-normal uniform-beta
    uniform-continuous-bernoulli uniform-exponential uniform-gamma uniform-gumbel uniform-normal uniform-pareto
    beta-laplace continuous-bernoulli-laplace exponential-laplace gamma-laplace gumbel-laplace pareto-laplace
    uniform-laplace chi2-gamma weibull-gamma
"""

#: Pairs that torch registers as infinite, support by support.
INFINITE_IN_TORCH = """
    beta-pareto continuous-bernoulli-pareto exponential-beta exponential-pareto exponential-uniform gamma-beta
    gamma-pareto gamma-uniform gumbel-beta gumbel-exponential gumbel-gamma gumbel-pareto gumbel-uniform
    laplace-beta laplace-exponential laplace-gamma laplace-pareto laplace-uniform normal-beta
    normal-exponential normal-gamma normal-pareto normal-uniform pareto-beta pareto-uniform poisson-bernoulli
    poisson-binomial
"""


def test_no_cell_is_empty():
    kinds = Counter(stated(f"{p}-{q}").entries[0].kind for p in UNIVARIATES for q in UNIVARIATES)
    assert set(kinds) == {"closed form", "infinite", "undecided"}
    assert kinds.total() == len(UNIVARIATES) ** 2
    assert kinds["closed form"] >= 150


def test_every_cell_says_what_it_is():
    for p in todays(UNIVARIATES, 8):
        for q in UNIVARIATES:
            found = catalogue()[f"{p}-{q}"]
            assert found.steps
            assert found.steps[-1].after == found.result or found.kind == "undecided"
            if found.kind == "closed form":
                assert not found.result.has(sp.oo, sp.nan, sp.zoo)
                assert found.otherwise == (sp.oo if found.assumptions else None)
            else:
                assert found.notes, found.id
                assert found.result in (sp.oo, sp.nan)


@pytest.mark.parametrize("name", IN_LIBRARIES.split())
def test_what_a_library_has_is_derived(name):
    assert catalogue()[name].kind == "closed form"


@pytest.mark.parametrize("name", INFINITE_IN_TORCH.split())
def test_what_a_library_calls_infinite_is_infinite(name):
    assert catalogue()[name].result == sp.oo


@pytest.mark.parametrize("slug", [s for s in UNIVARIATES if s not in ("half-cauchy", "log-uniform")])
def test_every_family_has_its_own_pair_or_says_that_none_is_known(slug):
    found = catalogue()[f"{slug}-{slug}"]
    assert found.kind == ("undecided" if slug in ("student-t", "hyperbolic-secant") else "closed form")


@pytest.mark.parametrize("slug", todays(UNIVARIATES, 10))
def test_finite_cells_are_finite_and_proved_and_infinite_ones_are_not(slug):
    """One point a cell, by the oracles alone."""
    for other in UNIVARIATES:
        found = derive(slug, other)
        p, q = found.distributions
        at = next(points_for(p, q, found.assumptions, count=1))
        a, b = numbers(p, at), numbers(q, at)
        if found.kind == "infinite":
            outside = escapes(KNOWN[slug], ball_values(list(a.values())), KNOWN[other], ball_values(list(b.values())))
            assert outside or grows(p, q, at), found.id
            continue
        try:
            estimate = divergence_by_quadrature(slug, a, other, b).value
        except NoConvergence:
            pytest.fail(f"{found.id}: said to be finite, but quadrature does not settle")
        assert estimate >= 0, found.id
        proved = divergence_enclosure(slug, a, other, b)  # every one of them is enclosed
        assert proved.digits >= 25, found.id
        assert abs(proved.value - estimate) < 1e-12 * (1 + estimate), found.id


def test_ids_are_unique_and_found():
    names = list(catalogue())
    assert len(names) == len(set(names)) == len(catalogue())
    assert catalogue().find("normal-normal").id == "normal-normal"
    with pytest.raises(ValueError, match="unknown id 'normal-norml'; did you mean normal-normal"):
        catalogue().find("normal-norml")
    with pytest.raises(KeyError):
        catalogue()["nothing"]


def test_a_derivation_is_made_once():
    assert catalogue()["gamma-gamma"] is catalogue()["gamma-gamma"]


def test_entries_of_a_family():
    rows = listed("rayleigh")
    assert {row["kind"] for row in rows} >= {"distribution", "closed form", "infinite", "lemma"}
    assert all("rayleigh" in row["id"] for row in rows if row["kind"] not in ("lemma",))
