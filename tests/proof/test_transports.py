"""Every distribution is its standard one, transported; a transport that does not give the density is found out."""

import dataclasses

import pytest
import sympy as sp

from kldiv import derive
from kldiv.distributions import DISTRIBUTIONS, Gamma, Normal
from kldiv.distributions.base import UNIVARIATE
from kldiv.distributions.points import points_for
from kldiv.proof.checks.pairs import check_transport

UNIVARIATES = sorted(slug for slug, distribution in DISTRIBUTIONS.items() if distribution.variate == UNIVARIATE)


@pytest.mark.parametrize("slug", UNIVARIATES)
def test_transport_gives_the_density(slug):
    distribution = DISTRIBUTIONS[slug].symbolic("p")
    found = check_transport(distribution, list(points_for(distribution, distribution, count=3)))
    assert found.ok, found
    assert found.points >= 1


@pytest.mark.parametrize("slug", UNIVARIATES)
def test_inverse_undoes_the_transport(slug):
    distribution = DISTRIBUTIONS[slug].symbolic("p")
    u = sp.Symbol("u", positive=True)
    try:
        there = distribution.inverse(distribution.transport(u))
    except NotImplementedError:
        return  # not every distribution needs one
    at = {
        s: sp.Rational(v.numerator, v.denominator)
        for s, v in next(points_for(distribution, distribution, count=1)).items()
    }
    assert abs(sp.N(there.subs(at).subs(u, sp.Rational(1, 3)) - sp.Rational(1, 3), 30)) < 1e-25


class Stretched(Normal):
    """A normal distribution whose transport forgets to scale."""

    name = "Stretched"

    def transport(self, u):
        return self.loc + u


class Skewed(Gamma):
    """A gamma distribution whose transport multiplies by the rate."""

    name = "Skewed"

    def transport(self, u):
        return u * self.rate


@pytest.mark.parametrize("wrong", [Stretched, Skewed])
def test_a_wrong_transport_is_named(wrong):
    right = wrong.__bases__[0]
    distribution = wrong.symbolic("p")
    found = check_transport(distribution, list(points_for(distribution, distribution, count=3)))
    assert not found.ok
    derivation = derive(right, right)
    spoilt = dataclasses.replace(derivation, evidence=dataclasses.replace(derivation.evidence, p=distribution))
    failures = [check for check in spoilt.check() if not check.ok]
    assert "transport" in [check.name for check in failures]
    assert wrong.name in next(check.detail for check in failures if check.name == "transport")
