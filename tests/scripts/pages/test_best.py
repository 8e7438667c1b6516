"""What is printed beside the formulas is in its best form, and still the same."""

import pytest
import sympy as sp

from kldiv.entries import catalogue
from scripts.pages.best import best
from scripts.pages.entry import lemmas_of

a, b, m = sp.symbols("a b m", positive=True)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (m / (1 - 1 / a), a * m / (a - 1)),
        (-1 / (a * (a - 1)), 1 / (a * (1 - a))),
        (1 / (m / a + m), a / (m * (a + 1))),
        (a - 1, a - 1),
    ],
)
def test_the_best_form(given, wanted):
    assert best(given) == wanted


@pytest.mark.parametrize("name", ["pareto-normal", "pareto-inverse-gaussian", "uniform-gamma", "beta-normal"])
def test_it_is_equal(name):
    for lemma in catalogue()[name].lemmas.values():
        letters = sorted(lemma.value.free_symbols, key=str)
        at = {letter: sp.Rational(7 + 3 * place, 2 + place) for place, letter in enumerate(letters)}
        assert complex(sp.N(best(lemma.value).subs(at))) == pytest.approx(complex(sp.N(lemma.value.subs(at))), rel=1e-9)


def test_the_table_of_moments_has_it():
    shown = [lemma["tex"] for lemma in lemmas_of(catalogue()["pareto-chi2"])]
    assert r"\operatorname{E}_p[X] = \frac{\alpha_p m_p}{\alpha_p - 1}" in shown
