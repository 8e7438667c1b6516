"""Every general result: its checks, and the pieces that they are made of."""

import mpmath
import pytest
import sympy as sp

from kldiv.algebra.quantities import Quantity, fold, unfold
from kldiv.algebra.sums import merge, normal_form, split
from kldiv.derived import Derivation, derive
from kldiv.distributions import Categorical
from kldiv.distributions.finite import K, i, p, q, total_one
from kldiv.entries import catalogue
from kldiv.identities import IDENTITIES as REGISTRY
from kldiv.values.at_instance import value_of
from kldiv.values.instances import Instance, finite_instances
from scripts.pages.entry import checked
from tests.today import todays

IDENTITIES = sorted(name for name in catalogue() if name in REGISTRY)


@pytest.mark.parametrize("name", IDENTITIES)
def test_identity_passes_its_checks(name):
    report = checked(name)  # remembered from a build of the same sources, or run now
    assert report, str(report)
    assert report.points >= 3


@pytest.mark.parametrize("name", todays(IDENTITIES, 4))
def test_identity_is_complete(name):
    found = catalogue()[name]
    assert isinstance(found, Derivation)
    assert (found.id, found.kind) == (name, "identity")
    assert found.steps
    assert found.references
    assert "\\" in found.statement or "=" in found.statement
    assert isinstance(found.evidence.lean, tuple)


def test_decomposition_states_what_it_should():
    found = catalogue()["cross-entropy-decomposition"]
    assert str(found.left) == "H(p, q)"
    assert str(found.result) == "D(p || q) + H(p)"


def test_categorical_is_the_weighted_sum():
    found = derive("categorical", "categorical")
    assert found.result == sp.Sum(p[i] * sp.log(p[i] / q[i]), (i, 1, K))
    assert found.check()


def test_categorical_with_symbols_for_two_outcomes():
    a, b = sp.symbols("a b", positive=True)
    found = derive(Categorical([a, 1 - a]), Categorical([b, 1 - b]))
    assert sp.simplify(found.result - a * sp.log(a / b) - (1 - a) * sp.log((1 - a) / (1 - b))) == 0
    assert found.check()


def test_categorical_with_a_zero_uses_the_convention():
    found = derive(Categorical([1, 0]), Categorical([0.8, 0.2]))
    assert found.result == sp.log(sp.Rational(5, 4))
    assert found.check()


def test_categorical_that_escapes_is_infinite():
    found = derive(Categorical([0.5, 0.5]), Categorical([1, 0]))
    assert (found.kind, found.result) == ("infinite", sp.oo)
    assert found.check()


def test_categorical_refuses_different_sizes():
    with pytest.raises(ValueError, match="equally many outcomes, got 2 and 3"):
        derive(Categorical([0.5, 0.5]), Categorical([0.2, 0.3, 0.5]))


def test_sums_split_and_join():
    whole = sp.Sum(p[i] - 2 * q[i], (i, 1, K))
    parts = split(whole)
    assert parts == sp.Sum(p[i], (i, 1, K)) - 2 * sp.Sum(q[i], (i, 1, K))
    assert merge(parts) == whole


def test_normal_form_uses_total_probability():
    assert normal_form(sp.Sum(3 * p[i], (i, 1, K)), [total_one(p)]) == 3


def test_fold_refuses_what_is_not_there():
    with pytest.raises(ValueError, match="nowhere"):
        fold(sp.Sum(p[i], (i, 1, K)), Quantity("f", "f", sp.Sum(q[i], (i, 1, K))))


def test_fold_and_unfold_are_inverse():
    name = Quantity("f", "f", -sp.Sum(q[i], (i, 1, K)))
    whole = 2 * sp.Sum(q[i], (i, 1, K)) + p[1]
    assert str(fold(whole, name)) == "p[1] - 2*f"
    assert unfold(fold(whole, name)) == whole


def test_values_at_an_instance():
    third = sp.Rational(1, 3)
    at = Instance({K: 2}, {"p": (third, 2 * third)})
    assert mpmath.almosteq(value_of(sp.Sum(p[i] ** 2, (i, 1, K)), at), mpmath.mpf(5) / 9)
    assert all(sum(one.arrays["p"]) == 1 for one in finite_instances("p", size=K))
