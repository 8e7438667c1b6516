"""At which parameters a derivation is checked."""

from fractions import Fraction

import pytest
import sympy as sp

import kldiv
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE
from kldiv.distributions.points import points_for, tells_apart

KINDS = sorted(slug for slug, kind in DISTRIBUTIONS.items() if kind.variate == UNIVARIATE and slug != "categorical")
A, B = sp.symbols("a b")


@pytest.mark.parametrize(
    ("point", "told"),
    [
        ({A: Fraction(3, 7), B: Fraction(5, 7)}, True),
        ({A: Fraction(1), B: Fraction(5, 7)}, False),
        ({A: Fraction(0), B: Fraction(5, 7)}, False),
        ({A: Fraction(3, 7), B: Fraction(3, 7)}, False),
        ({A: Fraction(2, 7), B: Fraction(5, 7)}, False),
    ],
)
def test_where_a_wrong_term_shows(point, told):
    assert tells_apart(point) is told


@pytest.mark.parametrize("slug", KINDS)
def test_no_letters_can_be_exchanged_unseen(slug):
    p, q = (DISTRIBUTIONS[slug].symbolic(index) for index in "pq")
    points = list(points_for(p, q, count=6))
    assert len(points) == 6
    assert all(map(tells_apart, points))
    assert all(point not in points[:k] for k, point in enumerate(points))


@pytest.mark.parametrize("other", ["beta", "kumaraswamy", "continuous-bernoulli"])
def test_a_uniform_distribution_within_the_unit_interval_is_found_often_enough(other):
    found = kldiv.catalogue()[f"uniform-{other}"]
    points = list(points_for(*found.distributions, found.assumptions))
    assert len(points) == 3
    assert all(map(tells_apart, points))


def test_where_only_weak_points_fit_they_differ():
    found = kldiv.catalogue()["discrete-uniform-bernoulli"]
    p, q = found.distributions
    points = list(points_for(p, q, found.assumptions, count=6))
    assert not any(map(tells_apart, points))  # the ends can only be 0 and 1
    assert len({point[q.parameters["probs"]] for point in points}) == 6
    n, bernoulli = kldiv.catalogue()["binomial-bernoulli"].distributions
    some = list(points_for(n, bernoulli, (sp.Le(n.parameters["total_count"], 1),)))
    assert len({point[n.parameters["probs"]] for point in some}) > 1
