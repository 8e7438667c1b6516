"""The JavaScript that pages compute with gives Python's values; `make script-numbers` asks at a thousand points."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kldiv.answers.formulas import entropy_formula, formula_of, rows, symbols_of
from kldiv.distributions import DISTRIBUTIONS
from kldiv.values.balls import settled
from scripts.site import number_script
from scripts.tools.compare_scripts import ALLOWED, Case, differences, divergences, of_each

POINTS = 3


@pytest.fixture(scope="module")
def script() -> str:
    return number_script.remembered().decode()


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [*divergences(POINTS), *of_each(POINTS)]


def test_every_formula_and_density_gives_the_values_of_python(script: str, cases: list[Case]) -> None:
    shown = [slug for slug, kind in DISTRIBUTIONS.items() if number_script.is_shown(kind)]
    closed = sum(rows()[f"{p}-{q}"]["kind"] == "closed form" for p in shown for q in shown if f"{p}-{q}" in rows())
    assert len({(case.p[0], case.q and case.q[0]) for case in cases if case.what == "kl"}) == closed
    assert len({case.p[0] for case in cases if case.what == "log"}) > 35
    assert {str(case): off for off, case in differences(cases, script) if not off <= ALLOWED} == {}


def test_a_formula_that_is_tampered_with_is_found(script: str, cases: list[Case]) -> None:
    assert script.count("q.df - 1") + script.count("f.lgamma") > 50
    spoilt = script.replace("f.lgamma(p.concentration)", "f.lgamma(p.concentration + 1e-9)", 1)
    assert spoilt != script
    owners = {slug for slug, kind in DISTRIBUTIONS.items() if "concentration" in [part.name for part in kind.spec]}
    touched = [case for case in cases if case.p[0] in owners]
    assert all(off <= ALLOWED for off, _ in differences(touched, script))
    assert any(not off <= ALLOWED for off, _ in differences(touched, spoilt))


#: Pairs with a tail below the least float; with kinks close to one another; with a heavy tail; with an end at 0;
#: with a pole at 1, and a small difference of large terms.
HARD = [
    ("weibull", (Fraction(1, 2), 3), "laplace", (5, 1)),
    ("frechet", (3, 3), "laplace", (Fraction(1, 8), 1)),
    ("gamma", (2, 1), "laplace", (900, 1)),
    ("chi2", (3,), "laplace", (2000, 2)),
    ("normal", (40, 1), "laplace", (0, 2)),
    ("normal", (-40, 1), "laplace", (0, 2)),
    ("laplace", (Fraction(-7, 4), Fraction(10, 7)), "laplace", (Fraction(-13, 8), Fraction(10, 7))),
    ("inverse-gamma", (Fraction(3, 7), Fraction(5, 7)), "inverse-gamma", (Fraction(3, 7), Fraction(4, 7))),
    ("frechet", (3, Fraction(5, 7)), "frechet", (Fraction(19, 7), Fraction(5, 7))),
    ("beta-prime", (Fraction(11, 7), Fraction(5, 7)), "beta-prime", (Fraction(12, 7), Fraction(5, 7))),
    ("gamma", (200, 50), "gamma", (200, Fraction(251, 5))),
    ("uniform", (0, Fraction(21, 8)), "frechet", (Fraction(8, 7), Fraction(6, 7))),
    ("beta", (Fraction(16, 7), Fraction(4, 7)), "beta", (Fraction(18, 7), Fraction(4, 7))),
    ("beta", (Fraction(10, 7), Fraction(6, 7)), "continuous-bernoulli", (Fraction(16, 19),)),
    ("kumaraswamy", (Fraction(10, 7), Fraction(6, 7)), "continuous-bernoulli", (Fraction(16, 19),)),
]


def of_pair(p: str, first: tuple, q: str, second: tuple) -> Case:
    """A divergence at given parameters, each as near as a float comes."""
    kinds = DISTRIBUTIONS[p], DISTRIBUTIONS[q]
    sides = [
        {one.name: Fraction(float(value)) for one, value in zip(kind.spec, given, strict=True)}
        for kind, given in zip(kinds, (first, second), strict=True)
    ]
    letters = [symbols_of(kind, index) for kind, index in zip(kinds, "pq", strict=True)]
    at = {of[name]: value for of, side in zip(letters, sides, strict=True) for name, value in side.items()}
    return Case("kl", (p, sides[0]), (q, sides[1]), 0.0, float(settled(formula_of(*kinds).result, at)))


def test_hard_pairs_keep_their_digits(script: str) -> None:
    found = differences([of_pair(*pair) for pair in HARD], script)
    assert {str(case): off for off, case in found if not off <= ALLOWED} == {}


def test_an_entropy_near_zero_keeps_its_digits(script: str) -> None:
    """It is minus the divergence from a uniform distribution; here the truth is the formula's, in balls."""
    kind = DISTRIBUTIONS["continuous-bernoulli"]
    values = {"probs": Fraction(float(Fraction(9, 19)))}
    truth = settled(entropy_formula(kind), {symbols_of(kind, "p")["probs"]: values["probs"]})
    case = Case("entropy", (kind.slug, values), None, 0.0, float(truth))
    assert differences([case], script)[0][0] <= ALLOWED


def test_what_is_made_is_remembered_and_the_same(script: str) -> None:
    assert number_script.remembered().decode() == script
