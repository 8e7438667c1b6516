"""A result is proved where it lies in the ball of its defining integral; a result that is a little off is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from kldiv.derived import derive
from kldiv.distributions import POSITIVE, Distribution, Support, Value, parameter
from kldiv.distributions.points import points_for
from kldiv.entries import catalogue
from kldiv.oracles.estimate import Estimate
from kldiv.precision import ball_precision
from kldiv.proof.checks import proved
from kldiv.proof.checks.proved import check_proved_estimate, check_proved_result
from kldiv.proof.report import PROVED, Check, Report
from kldiv.writing.data import report_data
from kldiv.writing.words import proved_words

CLOSED = ("normal-normal", "laplace-laplace", "cauchy-cauchy", "pareto-gamma", "beta-beta", "poisson-poisson")


def points(derivation):
    return list(points_for(*derivation.distributions, derivation.assumptions))


@pytest.mark.parametrize("name", CLOSED)
def test_a_result_is_proved_and_one_that_is_off_by_a_hair_is_refused(name):
    derivation = catalogue()[name]
    p, q = derivation.distributions
    held = check_proved_result(derivation.result, p, q, points(derivation))
    assert held.ok
    assert held.digits >= 25
    assert held.points == proved.ENCLOSED
    for wrong in (derivation.result * (1 + sp.Rational(1, 10**20)), derivation.result - sp.Rational(1, 10**22)):
        found = check_proved_result(wrong, p, q, points(derivation))
        assert not found.ok
        assert "does not lie in" in found.detail


def test_the_report_of_a_pair_tells_to_how_many_digits_it_is_proved():
    report = catalogue()["gamma-weibull"].check()
    assert report.proved_digits >= 25
    assert report_data(report)["proved_digits"] == report.proved_digits
    assert proved_words(report) == f"proved to {report.proved_digits} digits"
    spoilt = replace(catalogue()["gamma-weibull"], result=catalogue()["gamma-weibull"].result + sp.Rational(1, 10**20))
    assert PROVED in {check.name for check in spoilt.check() if not check.ok}


def test_where_there_is_no_formula_quadrature_is_compared(monkeypatch):
    derivation = catalogue()["gamma-cauchy"]
    p, q = derivation.distributions
    assert check_proved_estimate(p, q, points(derivation)).digits >= 25
    honest = proved._estimate

    def off(*where):
        found = honest(*where)
        with ball_precision(200):
            return Estimate(found.value + 1e-20, found.error, found.evaluations)

    monkeypatch.setattr(proved, "_estimate", off)
    assert not check_proved_estimate(p, q, points(derivation)).ok


class HalfLogistic(Distribution):
    """The distance of a logistic variable from its centre: nobody wrote its density for boxes."""

    scale: Value = parameter("s", POSITIVE, "the scale, positive")

    def support(self):
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x):
        decay = sp.exp(-x / self.scale)
        return 2 * decay / (self.scale * (1 + decay) ** 2)


def test_what_is_not_enclosed_is_called_estimated():
    report = derive(HalfLogistic, HalfLogistic).check()
    assert report
    assert report.proved.detail.startswith("estimated: a density is written with what boxes do not offer")
    assert report.proved.points == proved.ESTIMATES
    assert report.proved_digits is None
    assert proved_words(report) == "estimated"


def test_an_estimate_is_compared_too(monkeypatch):
    derivation = catalogue()["normal-normal"]
    p, q = derivation.distributions

    def refuse(*_):
        raise proved.NotEnclosed("it was not tried")

    monkeypatch.setattr(proved, "enclosed", refuse)
    held = check_proved_result(derivation.result, p, q, points(derivation))
    assert (held.ok, held.digits, held.detail) == (True, None, "estimated: it was not tried")
    assert not check_proved_result(derivation.result + sp.Rational(1, 10**15), p, q, points(derivation)).ok


def test_nothing_is_proved_without_a_point():
    derivation = catalogue()["normal-normal"]
    assert not check_proved_result(derivation.result, *derivation.distributions, []).ok


def test_a_failed_check_proves_no_digits():
    assert Report("one", (Check(PROVED, False, 2, 27),)).proved_digits is None
    assert Report("one", (Check("oracle", True, 2, 27),)).proved_digits is None
