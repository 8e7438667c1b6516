"""Conditions on the pages: simpler than they came, and still the same."""

import itertools
import re

import pytest
import sympy as sp

from kldiv.entries import catalogue
from kldiv.proof.report import Report
from scripts.pages.conditions import fails, holds, simplified
from scripts.pages.opening import opening
from scripts.pages.statement_card import card

k, s, a = sp.symbols("k s a", positive=True)
m = sp.Symbol("m", real=True)
n = sp.Symbol("n", integer=True, positive=True)
WEIBULL = sp.Or(k > 1, sp.And(sp.Eq(k, 1), s**k < 1))

#: Both sides of every border, and the borders.
VALUES = {k: (0.5, 1, 2), s: (0.5, 1, 3), a: (0.5, 1, 2), m: (-1, 3, sp.pi, 4), n: (1, 2, 3)}


@pytest.mark.parametrize(
    ("conditions", "said"),
    [
        ((WEIBULL,), "$k > 1$, or $k = 1$ and $s < 1$"),
        ((m - sp.pi >= 0, m - sp.pi > 0), r"$m > \pi$"),
        ((m - sp.pi >= 0, sp.Or(a < 1, m - sp.pi > 0)), r"$m > \pi$, or $m = \pi$ and $a < 1$"),
        ((sp.Not(WEIBULL),), r"$k < 1$, or $k = 1$ and $s \ge 1$"),
        ((n <= 1,), "$n = 1$"),
        ((m >= 0, s <= 1), r"$m \ge 0$ and $s \le 1$"),
        ((), ""),
    ],
)
def test_conditions_are_simpler_and_the_same(conditions, said):
    assert holds(*conditions) == said
    letters = sorted(sp.And(*conditions).free_symbols, key=str)
    simpler = sp.Or(*(sp.And(*clause) for clause in simplified(*conditions)))
    for values in itertools.product(*(VALUES[letter] for letter in letters)):
        at = dict(zip(letters, values, strict=True))
        assert bool(sp.And(*conditions).subs(at)) == bool(simpler.subs(at)), at


def test_what_fails_is_the_opposite_within_what_is_given():
    given, asked = m - sp.pi >= 0, sp.Or(a < 1, m - sp.pi > 0)
    assert fails(asked, given) == r"$m = \pi$ and $a \ge 1$"
    assert fails(a > 2) == r"$a \le 2$"


@pytest.mark.parametrize(
    ("name", "shown", "never"),
    [
        (
            "weibull-exp-gamma",
            r"Finite for $k_p > 1$, or $k_p = 1$ and $\lambda_p < 1$, otherwise",
            r"\lambda_p^{k_p} <",
        ),
        ("von-mises-inverse-gamma", r"Finite for $\mu_p > \pi$, otherwise", r"\mu_p \ge \pi"),
        (
            "von-mises-frechet",
            r"Finite for $\mu_p > \pi$, or $\mu_p = \pi$ and $\alpha_q < 1$, otherwise",
            r"\mu_p \ge",
        ),
    ],
)
def test_cards_say_the_simple_condition(name, shown, never):
    derivation = catalogue()[name]
    said = "\n".join([*card(derivation, unchecked(derivation), None), *opening(derivation)])
    assert shown in said
    assert never not in said
    assert not re.search(r"not \$", said)


def unchecked(derivation):
    """A report without checks, which cost time."""
    return Report(derivation.id, ())
