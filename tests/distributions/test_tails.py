"""When a divergence is finite: the tails against the lemmas, cell by cell."""

from dataclasses import replace
from fractions import Fraction

import mpmath
import pytest
import sympy as sp

import kldiv
from kldiv import derive
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE
from kldiv.distributions.containment import support_conditions
from kldiv.distributions.points import holds, points_for
from kldiv.distributions.tails import finite_when
from tests.today import todays

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
        ("inverse-gaussian", "exp-gamma", "lambda_p >= 2*mu_p**2"),
        ("inverse-gaussian", "gumbel", "True"),
        ("gamma", "exp-gamma", "beta_p > 1"),
        ("uniform", "inverse-gamma", "a_p > 0"),
        ("uniform", "frechet", "(1 > alpha_q) | (a_p > 0)"),
    ],
)
def test_known_conditions(p, q, condition):
    assert str(finite_when(DISTRIBUTIONS[p].symbolic("p"), DISTRIBUTIONS[q].symbolic("q"))) == condition


@pytest.mark.parametrize("slug", todays(UNIVARIATES, 10))
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


def test_at_the_boundary_rate_the_power_in_front_decides():
    """x^(-3/2) exp(-x) bears exp(x), since x^(-3/2) is integrable; x^(a-1) exp(-x) does not, for any a > 0."""
    exp_gamma = kldiv.ExpGamma(1, 1).exact()
    assert finite_when(kldiv.InverseGaussian(1, 2).exact(), exp_gamma) == sp.true
    assert finite_when(kldiv.InverseGaussian(1, 1.99).exact(), exp_gamma) == sp.false
    assert finite_when(kldiv.Gamma(Fraction(1, 4), 1).exact(), exp_gamma) == sp.false


@pytest.mark.parametrize("q", ["inverse-gamma", "inverse-gaussian", "frechet"])
def test_a_density_that_is_positive_at_a_pole_of_the_other_is_told_from_one_that_begins_later(q):
    found = derive("uniform", q)
    p = found.distributions[0]
    at = {p.low: 0, p.high: 1, **dict.fromkeys(found.distributions[1].symbols(), 2)}
    assert not holds(sp.And(*found.assumptions), at)
    assert holds(sp.And(*found.assumptions), {**at, p.low: Fraction(1, 2)})
    assert all(check.ok for check in found.check())


def test_a_pole_weaker_than_one_is_integrable_from_its_place_on():
    found = derive("uniform", "frechet")
    p, q = found.distributions
    assert holds(sp.And(*found.assumptions), {p.low: 0, p.high: 1, q.scale: 1, q.concentration: Fraction(1, 2)})
    assert kldiv.kl_divergence(kldiv.Uniform(0, 1), kldiv.Frechet(1, 0.5)) == pytest.approx(1.193, abs=1e-3)


def test_a_statement_that_is_too_wide_on_the_edge_of_the_support_is_refused():
    found = derive("uniform", "inverse-gamma")
    low = found.distributions[0].low
    failed = [check.name for check in replace(found, assumptions=(low >= 0,)).check() if not check.ok]
    assert "finite by the tails" in failed


def test_the_inverse_gaussian_bears_an_exponential_up_to_its_own_rate():
    found = kldiv.kl_divergence(kldiv.InverseGaussian(1, 2), kldiv.ExpGamma(1, 1))
    assert found == pytest.approx(5.6262, abs=1e-4)


def test_inverse_gaussian_to_gumbel_agrees_with_plain_quadrature():
    def integrand(x):
        log_p = -mpmath.log(2 * mpmath.pi * x**3) / 2 - (x - 1) ** 2 / (2 * x)
        log_q = -x - mpmath.exp(-x)
        return mpmath.exp(log_p) * (log_p - log_q)

    known = mpmath.quad(integrand, [0, 0.1, 0.5, 1, 3, 10, 50, 200])
    assert kldiv.kl_divergence(kldiv.InverseGaussian(1, 1), kldiv.Gumbel(0, 1)) == pytest.approx(
        float(known), rel=1e-10
    )


def test_the_mean_of_a_von_mises_variable_is_its_direction():
    found = derive("von-mises", "exponential")
    p, q = found.distributions
    assert found.kind == "closed form"
    assert sp.diff(found.result, p.loc) == q.rate
    assert kldiv.kl_divergence(kldiv.VonMises(5, 2), kldiv.Exponential(0.25)) == pytest.approx(1.369973, abs=1e-6)
    assert all(check.ok for check in found.check())
