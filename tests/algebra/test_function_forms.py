"""Other functions in the place of those that are there, where that is clearly shorter, and with the same value."""

import pytest
import sympy as sp

import kldiv
from kldiv.algebra.function_forms import with_other_functions
from kldiv.algebra.shortest import shortest

d, s = sp.symbols("d s", real=True)
a, b = sp.symbols("a b", positive=True)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (d + 2 * d / (sp.exp(d) - 1), d / sp.tanh(d / 2)),
        (-sp.log(1 - 1 / (sp.exp(d) + 1)) + d, sp.log(sp.exp(d) + 1)),
        (2 * a * sp.exp(b) / (sp.exp(b) - sp.exp(d)) - a, a / sp.tanh((b - d) / 2)),
    ],
)
def test_the_shorter_form(given, wanted):
    found = shortest(given)
    at = {d: sp.Rational(7, 10), a: sp.Rational(3, 2), b: sp.Rational(9, 4)}
    assert sp.N(found.subs(at) - given.subs(at), 30) == pytest.approx(0, abs=1e-28)
    assert sp.count_ops(found) <= sp.count_ops(wanted)


@pytest.mark.parametrize("given", [sp.exp(d) + sp.exp(2 * s), sp.log(a), sp.exp(d) / (1 + sp.exp(s)) + sp.exp(a)])
def test_what_cannot_be_exchanged_stays(given):
    assert all(sp.simplify(form - given) == 0 for form in with_other_functions(given))


def test_no_logarithm_of_what_may_be_negative_is_taken_apart():
    given = sp.log((sp.exp(d) - 2) ** 2) + sp.exp(d)
    at = {d: sp.Rational(1, 3)}  # there exp(d) - 2 is negative
    for form in (*with_other_functions(given), shortest(given)):
        assert complex(sp.N(form.subs(at))) == pytest.approx(complex(sp.N(given.subs(at))))


@pytest.mark.parametrize(
    ("pair", "function", "gone"),
    [
        ("logistic-logistic", sp.tanh, sp.exp),
        ("normal-laplace", sp.erf, sp.erfc),
        ("log-normal-laplace", sp.erf, sp.erfc),
    ],
)
def test_results_are_written_with_it(pair, function, gone):
    result = kldiv.derive(*pair.rsplit("-", 1)).result
    assert result.has(function)
    assert not result.has(gone)
