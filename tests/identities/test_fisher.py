"""The Fisher information of every distribution that has one, against what is known of it."""

import pytest
import sympy as sp

from kldiv.entries import catalogue
from kldiv.identities.fisher_by_distribution import information, with_fisher_information
from kldiv.proof.mutation import spoil
from tests.today import todays


@pytest.mark.parametrize("slug", todays(with_fisher_information(), 15))
def test_hessian_is_the_mean_squared_score(slug):
    report = catalogue()[f"fisher-{slug}"].check()
    assert report, str(report)
    assert any(check.name == "mean squared score" and check.points >= 6 for check in report)


def test_there_are_many():
    assert len(with_fisher_information()) >= 30


def matrix(slug):
    found = catalogue()[f"fisher-{slug}"]
    return information(found), list(found.evidence.directions)


def test_normal_has_a_diagonal_matrix():
    found, (_, sigma) = matrix("normal")
    assert found == sp.diag(1 / sigma**2, 2 / sigma**2)


def test_gamma_couples_its_parameters():
    found, (alpha, beta) = matrix("gamma")
    assert found == sp.Matrix([[sp.polygamma(1, alpha), -1 / beta], [-1 / beta, alpha / beta**2]])


def test_a_kink_does_no_harm():
    found, (_, b) = matrix("laplace")
    assert found == sp.eye(2) / b**2


def test_a_removable_singularity_does_no_harm():
    assert information(catalogue()["fisher-logistic"]).shape == (1, 1)


@pytest.mark.parametrize("slug", todays(["normal", "gamma", "logistic", "poisson"], 3))
def test_checks_refuse_every_mutant(slug):
    outcome = spoil(catalogue()[f"fisher-{slug}"])
    assert outcome.survivors == ()
    assert outcome.killed >= 5


@pytest.mark.parametrize("slug", ["bernoulli", "binomial", "geometric", "frechet"])
def test_a_fraction_does_not_begin_with_a_needless_minus(slug):
    """1/(pi (1 - pi)), not -1/(pi (pi - 1)); (1 - gamma)/s, not -(gamma - 1)/s."""
    assert not any(entry.could_extract_minus_sign() for entry in matrix(slug)[0])


def test_bernoulli_is_one_over_the_variance():
    found, (chance,) = matrix("bernoulli")
    assert found[0] == 1 / (chance * (1 - chance))
