"""A reader's own distribution: a class in a script, registered nowhere, with a transport and without one."""

from __future__ import annotations

import math
import warnings

import mpmath
import pytest
import sympy as sp

import kldiv
from kldiv import Distribution, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import FLAT, End
from kldiv.oracles.balls import ball
from kldiv.oracles.known import Known, one_half, unit_interval
from kldiv.writing.words import said


class Power(Distribution):
    """The largest of several uniform variables."""

    exponent: Value = parameter("a", POSITIVE, "the exponent, positive")
    standard = "uniform"

    def support(self):
        return Support(sp.Integer(0), sp.Integer(1), self.kind)

    def density(self, x):
        return self.exponent * x ** (self.exponent - 1)

    def transport(self, u):
        return u ** (1 / self.exponent)


class HalfLogistic(Distribution):
    """The distance of a logistic variable from its centre."""

    scale: Value = parameter("s", POSITIVE, "the scale, positive")

    def support(self):
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x):
        decay = sp.exp(-x / self.scale)
        return 2 * decay / (self.scale * (1 + decay) ** 2)


def half_logistic(x, s):
    return 2 * mpmath.exp(-x / s) / (s * (1 + mpmath.exp(-x / s)) ** 2)


def test_nothing_is_registered():
    assert "power" not in kldiv.distributions.DISTRIBUTIONS
    with pytest.raises(ValueError, match="unknown distribution 'Power'"):
        kldiv.derive("Power", "Power")


def test_the_class_says_what_it_takes():
    assert (Power.slug, Power.name, Power.title) == ("power", "power", "Power")
    assert (HalfLogistic.slug, HalfLogistic.title) == ("half-logistic", "Half logistic")
    assert "exponent: the exponent, positive" in Power.__doc__
    with pytest.raises(ValueError, match="Power: exponent must be positive, got -1"):
        Power(-1)


def test_with_a_transport_it_is_derived_and_checked():
    derivation = kldiv.derive(Power, Power)
    a, b = (distribution.exponent for distribution in derivation.distributions)
    assert sp.simplify(derivation.result - (sp.log(a / b) - 1 + b / a)) == 0
    report = derivation.check()
    assert report, report
    names = [check.name for check in report]
    assert {"transport", "oracle", "power: total mass", "power: transport"} <= set(names)
    assert "not independent: power brings no oracle" in next(c.detail for c in report if c.name == "oracle")


def test_with_a_transport_its_numbers_come_from_the_formula():
    answer = kldiv.evaluate(Power(2), Power(3))
    assert answer.method == "closed form"
    assert answer.value == pytest.approx(math.log(2 / 3) - 1 + 3 / 2, rel=1e-14)
    assert kldiv.entropy(Power(3)) == pytest.approx(-math.log(3) + 1 - 1 / 3, rel=1e-14)
    beta = float(kldiv.kl_divergence(kldiv.Beta(2, 1), kldiv.Beta(3, 1)))  # a power distribution is a beta
    assert list(kldiv.kl_divergence(Power([2, 3]), Power(3))) == pytest.approx([beta, 0.0], rel=1e-12)
    assert kldiv.kl_divergence(kldiv.Beta(2, 1), Power(3)) == pytest.approx(beta, rel=1e-12)


def test_symbols_of_its_own():
    a = sp.Symbol("a", positive=True)
    assert kldiv.kl_divergence(Power(a), Power(2)) == sp.log(a / 2) - 1 + 2 / a


def test_without_a_transport_its_numbers_come_from_quadrature():
    truth = mpmath.quad(
        lambda x: half_logistic(x, 1) * mpmath.log(half_logistic(x, 1) / half_logistic(x, 2)), [0, 1, 10, 50]
    )
    with pytest.warns(kldiv.QuadratureNotice):
        assert kldiv.kl_divergence(HalfLogistic(1), HalfLogistic(2)) == pytest.approx(float(truth), rel=1e-12)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert kldiv.entropy(HalfLogistic(1)) == pytest.approx(2 - math.log(2), rel=1e-12)
    answer = kldiv.evaluate(kldiv.Gamma(2, 1), HalfLogistic(2))
    assert answer.method == "quadrature"
    assert answer.error_bound < 1e-12


def test_without_tails_nothing_is_said_of_where_it_is_finite():
    derivation = kldiv.derive(HalfLogistic, HalfLogistic)
    assert derivation.kind == "undecided"
    assert "nothing is said of where it is finite" in said(derivation.notes[-1])
    assert derivation.check()


def test_outside_of_the_support_it_is_infinite():
    assert kldiv.kl_divergence(HalfLogistic(1), Power(2)) == math.inf


def test_a_density_that_does_not_integrate_to_one_is_refused():
    class Doubled(HalfLogistic):
        def density(self, x):
            return 2 * super().density(x)

    with pytest.raises(ValueError, match=r"Doubled \(test_own.py\): the density integrates to 2, not to 1"):
        kldiv.evaluate(Doubled(1), Doubled(2))
    assert not kldiv.derive(Doubled, Doubled).check()


def test_a_transport_that_does_not_give_the_density_is_refused():
    class Turned(Power):
        def transport(self, u):
            return u**self.exponent

    with pytest.raises(ValueError, match=r"Turned \(test_own.py\): its transport does not give its density"):
        kldiv.evaluate(Turned(2), Turned(3))
    failed = [check.name for check in kldiv.derive(Turned, Turned).check() if not check.ok]
    assert "turned: transport" in failed


def test_an_oracle_that_contradicts_the_density_is_refused():
    def log_density(exponent):
        return lambda x, _a, _b: (exponent + 1).log() + exponent * x.log() + ball(0)

    class Contradicted(Power):
        oracle = Known(unit_interval, log_density, one_half)

        def tails(self):
            return End("log", self.exponent - 1), FLAT

    with pytest.raises(ValueError, match=r"Contradicted \(test_own.py\): the oracle's log-density differs by"):
        kldiv.evaluate(Contradicted(2), Contradicted(3))


def test_a_class_without_a_density_is_refused():
    class Empty(Distribution):
        scale: Value = parameter("s", POSITIVE, "the scale")

    with pytest.raises(ValueError, match=r"Empty \(test_own.py\): missing support\(\), density\(\)"):
        kldiv.evaluate(Empty(1), Empty(2))


def test_the_name_of_a_distribution_of_the_package_is_taken():
    said = r"Normal \(test_own.py\): a distribution with the name 'normal' is registered already, Normal \(normal.py\)"
    with pytest.raises(ValueError, match=said):

        class Normal(Distribution):
            scale: Value = parameter("s", POSITIVE, "the scale")


def test_parameters_do_not_change():
    with pytest.raises(AttributeError, match="Power: exponent cannot be changed"):
        Power(2).exponent = 3
