"""Enclosures contain independent truths, say so when they cannot, and fail when a tail is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath as mp
import pytest
import sympy as sp
from flint import acb, arb, ctx

import kldiv.distributions  # noqa: F401 - they tell the oracle of themselves
from kldiv.oracles import enclosure
from kldiv.oracles.boxes import Box
from kldiv.oracles.densities import KNOWN
from kldiv.oracles.enclosure import NotEnclosed, divergence_enclosure
from kldiv.oracles.known import DISCRETE
from kldiv.precision import ball_precision
from tests.oracles.oracle_points import draw

Log = Callable[[mp.mpf], mp.mpf]
ONE = mp.mpf(1)
EVEN, QUARTER = Fraction(1, 2), Fraction(1, 4)


def normal(m: Any, s: Any) -> Log:
    return lambda x: -((x - m) ** 2) / (2 * mp.mpf(s) ** 2) - mp.log(s * mp.sqrt(2 * mp.pi))


def student(k: Any) -> Log:
    k = mp.mpf(k)
    return lambda x: -(k + 1) / 2 * mp.log1p(x**2 / k) - mp.log(mp.sqrt(k) * mp.beta(k / 2, ONE / 2))


def cauchy(x: mp.mpf) -> mp.mpf:
    return -mp.log(mp.pi * (1 + x**2))


def laplace(m: Any, s: Any) -> Log:
    return lambda x: -abs(x - m) / s - mp.log(2 * s)


def logistic(x: mp.mpf) -> mp.mpf:
    return -2 * mp.log(2 * mp.cosh(x / 2))


def gumbel(x: mp.mpf) -> mp.mpf:
    return -x - mp.exp(-x)


def gamma(a: Any, r: Any) -> Log:
    a, r = mp.mpf(a), mp.mpf(r)
    return lambda x: a * mp.log(r) - mp.loggamma(a) + (a - 1) * mp.log(x) - r * x


def inverse_gamma(a: Any) -> Log:
    return lambda x: -mp.loggamma(a) - (a + 1) * mp.log(x) - 1 / x


def weibull(k: Any) -> Log:
    return lambda x: mp.log(k) + (k - 1) * mp.log(x) - x**k


def log_normal(x: mp.mpf) -> mp.mpf:
    return normal(0, 1)(mp.log(x)) - mp.log(x)


def pareto(a: Any) -> Log:
    return lambda x: mp.log(a) - (a + 1) * mp.log(x)


def beta(a: Any, b: Any) -> Log:
    return lambda x: (a - 1) * mp.log(x) + (b - 1) * mp.log1p(-x) - mp.log(mp.beta(a, b))


def kumaraswamy(a: Any, b: Any) -> Log:
    return lambda x: mp.log(a * b) + (a - 1) * mp.log(x) + (b - 1) * mp.log1p(-(x**a))


def geometric(t: Any) -> Log:
    return lambda k: mp.log(t) + k * mp.log(1 - t)


def poisson(r: Any) -> Log:
    return lambda k: k * mp.log(r) - r - mp.loggamma(k + 1)


HALF = mp.mpf(1) / 2
LINE, POSITIVE, UNIT = [-mp.inf, -8, -1, 0, 1, 8, mp.inf], [0, HALF, 1, 4, mp.inf], [0, HALF, 1]

#: Two distributions with parameters for the oracle, the same as mpmath has them, and where the integral is cut.
INTEGRALS = [
    ("normal", {"loc": 0, "scale": 2}, normal(0, 2), "logistic", {"loc": 0, "scale": 1}, logistic, LINE),
    ("normal", {"loc": 0, "scale": 1}, normal(0, 1), "gumbel", {"loc": 0, "scale": 1}, gumbel, LINE),
    ("gumbel", {"loc": 0, "scale": 1}, gumbel, "cauchy", {"loc": 0, "scale": 1}, cauchy, [-6, *LINE[2:]]),
    ("laplace", {"loc": 1, "scale": 1}, laplace(1, 1), "laplace", {"loc": 0, "scale": 2}, laplace(0, 2), LINE),
    ("student-t", {"df": 5, "loc": 0, "scale": 1}, student(5), "normal", {"loc": 0, "scale": 1}, normal(0, 1), LINE),
    ("cauchy", {"loc": 0, "scale": 1}, cauchy, "student-t", {"df": 3, "loc": 0, "scale": 1}, student(3), LINE),
    ("gamma", {"concentration": 3, "rate": 2}, gamma(3, 2), "log-normal", {"loc": 0, "scale": 1}, log_normal, POSITIVE),
    ("log-normal", {"loc": 0, "scale": 1}, log_normal, "exponential", {"rate": 1}, gamma(1, 1), POSITIVE),
    (
        *("inverse-gamma", {"concentration": 4, "rate": 1}, inverse_gamma(4)),
        *("weibull", {"scale": 1, "concentration": 2}, weibull(2), POSITIVE),
    ),
    (
        "pareto",
        {"scale": 1, "alpha": 3},
        pareto(3),
        "gamma",
        {"concentration": 2, "rate": 1},
        gamma(2, 1),
        [1, 4, mp.inf],
    ),
    (
        *("beta", {"concentration1": 2, "concentration0": 3}, beta(2, 3)),
        *("kumaraswamy", {"concentration1": 3, "concentration0": 2}, kumaraswamy(3, 2), UNIT),
    ),
    (
        "uniform",
        {"low": 0, "high": 1},
        lambda x: mp.mpf(0),
        "gamma",
        {"concentration": 3, "rate": 1},
        gamma(3, 1),
        UNIT,
    ),
]


def named(case: tuple) -> str:
    return f"{case[0]}-{case[3]}"


@pytest.mark.parametrize("case", INTEGRALS, ids=named)
def test_an_enclosure_contains_what_mpmath_finds(case):
    p, a, log_p, q, b, log_q, cuts = case
    with mp.workdps(35):
        truth = mp.quad(lambda x: mp.exp(log_p(x)) * (log_p(x) - log_q(x)), cuts, maxdegree=12)
        digits = mp.nstr(truth, 30)
    found = divergence_enclosure(p, a, q, b)
    assert found.digits >= 25
    with ball_precision(200):
        assert abs(found.value - arb(digits)) < arb(10) ** -20, (found.value, digits)


@pytest.mark.parametrize(
    ("p", "a", "log_p", "q", "b", "log_q"),
    [
        ("geometric", {"probs": QUARTER}, geometric(mp.mpf(0.25)), "poisson", {"rate": 2}, poisson(2)),
        ("poisson", {"rate": 3}, poisson(3), "geometric", {"probs": EVEN}, geometric(mp.mpf(0.5))),
    ],
)
def test_an_enclosure_contains_the_sum_of_a_series(p, a, log_p, q, b, log_q):
    with mp.workdps(40):
        truth = mp.fsum(mp.exp(log_p(k)) * (log_p(k) - log_q(k)) for k in range(500))
        digits = mp.nstr(truth, 35)
    found = divergence_enclosure(p, a, q, b)
    with ball_precision(200):
        assert abs(found.value - arb(digits)) < arb(10) ** -28
    assert found.digits >= 25


#: Where the value is known in closed form, as a function of nothing.
CONSTANTS = [
    ("cauchy", {"loc": 0, "scale": 1}, {"loc": 0, "scale": 3}, lambda: (arb(4) / 3).log()),
    ("normal", {"loc": 1, "scale": 1}, {"loc": 3, "scale": 1}, lambda: arb(2)),
    ("exponential", {"rate": 2}, {"rate": 1}, lambda: arb(2).log() - arb(1) / 2),
    ("pareto", {"scale": 1, "alpha": 1}, {"scale": 1, "alpha": 2}, lambda: 1 - arb(2).log()),
    ("laplace", {"loc": 0, "scale": 1}, {"loc": 1, "scale": 1}, lambda: arb(-1).exp()),
    ("rayleigh", {"scale": 1}, {"scale": 1}, lambda: arb(0)),
    ("binomial", {"total_count": 3, "probs": 1}, {"total_count": 3, "probs": EVEN}, lambda: 3 * arb(2).log()),
]


@pytest.mark.parametrize(("slug", "p", "q", "constant"), CONSTANTS, ids=[case[0] for case in CONSTANTS])
def test_an_enclosure_contains_the_constant_that_is_known(slug, p, q, constant):
    found = divergence_enclosure(slug, p, slug, q)
    with ball_precision(300):
        assert found.value.contains(constant())
        assert not found.value.contains(constant() + arb(10) ** -20)
    assert found.digits >= 25


@pytest.mark.parametrize(
    ("p", "a", "q", "b"),
    [
        ("cauchy", {"loc": 0, "scale": 1}, "normal", {"loc": 0, "scale": 1}),
        ("student-t", {"df": 2, "loc": 0, "scale": 1}, "normal", {"loc": 0, "scale": 1}),
        ("pareto", {"scale": 1, "alpha": 1}, "exponential", {"rate": 1}),
        ("exponential", {"rate": 1}, "inverse-gamma", {"concentration": 1, "rate": 1}),
        ("exponential", {"rate": 1}, "exp-gamma", {"concentration": 1, "rate": 1}),
    ],
)
def test_a_divergent_integral_is_not_enclosed(p, a, q, b):
    with pytest.raises(NotEnclosed, match="no bound was found for a tail"):
        divergence_enclosure(p, a, q, b)


@pytest.mark.parametrize(
    ("p", "a", "q", "b", "why"),
    [
        ("normal", {"loc": 0, "scale": 1}, "exponential", {"rate": 1}, "mass outside"),
        ("uniform", {"low": 0, "high": 2}, "uniform", {"low": 0, "high": 1}, "mass outside"),
        ("normal", {"loc": 0, "scale": 1}, "poisson", {"rate": 1}, "one distribution is discrete"),
        ("binomial", {"total_count": 10**7, "probs": 0}, "poisson", {"rate": 1}, "more than 100000 terms"),
        ("bernoulli", {"probs": 0}, "bernoulli", {"probs": 1}, "does not settle"),
    ],
)
def test_what_cannot_be_enclosed_is_refused(p, a, q, b, why):
    with pytest.raises(NotEnclosed, match=why):
        divergence_enclosure(p, a, q, b)


def test_a_parameter_that_is_not_rational_is_refused():
    with pytest.raises(NotEnclosed, match="not rational"):
        divergence_enclosure("exponential", {"rate": sp.sqrt(2)}, "exponential", {"rate": 1})


@pytest.mark.parametrize(
    ("slug", "p", "q", "truth"),
    [
        ("cauchy", {"loc": 0, "scale": 1}, {"loc": 0, "scale": 3}, lambda: (arb(4) / 3).log()),
        ("pareto", {"scale": 1, "alpha": 1}, {"scale": 1, "alpha": 2}, lambda: 1 - arb(2).log()),
        ("geometric", {"probs": EVEN}, {"probs": QUARTER}, lambda: (arb(4) / 3).log()),
    ],
)
def test_without_the_bound_for_its_tail_an_enclosure_is_wrong(slug, p, q, truth, monkeypatch):
    monkeypatch.setattr(enclosure, "NEGLIGIBLE", 0.5)  # tails begin early
    monkeypatch.setattr(enclosure, "LEAST_DIGITS", -10)
    with ball_precision(200):
        constant = truth()
    whole = divergence_enclosure(slug, p, slug, q)
    assert whole.value.contains(constant)
    assert whole.value.rad() > arb(10) ** -6
    monkeypatch.setattr(enclosure, "_at_most", lambda bound: arb(0))
    assert not divergence_enclosure(slug, p, slug, q).value.contains(constant)


#: Each against a distribution from which its divergence is always finite.
TAILS = [
    *((slug, "cauchy", {"loc": Fraction(1, 3), "scale": 2}) for slug in KNOWN if KNOWN[slug].kind != DISCRETE),
    *((slug, "geometric", {"probs": QUARTER}) for slug in ("poisson", "geometric", "negative-binomial")),
]


@pytest.mark.parametrize(("slug", "q", "b"), TAILS, ids=[case[0] for case in TAILS])
def test_tails_that_begin_as_early_as_can_be_are_still_bounded(slug, q, b, monkeypatch):
    a = draw(slug, "early")
    narrow = divergence_enclosure(slug, a, q, b)
    monkeypatch.setattr(enclosure, "NEGLIGIBLE", 1e9)  # whatever can be bounded at all is left to its bound
    monkeypatch.setattr(enclosure, "LEAST_DIGITS", -100)
    wide = divergence_enclosure(slug, a, q, b)
    with ball_precision(200):
        assert wide.value.contains(narrow.value.mid())
        assert wide.value.rad() >= narrow.value.rad() / 2


def test_a_box_refuses_what_is_not_analytic_on_it():
    across = acb(arb(0, 1), arb(0, 1))
    assert not Box(across, True).log().z.is_finite()
    assert not Box(across - 1, True).log1p().z.is_finite()
    assert not Box(across, True).distance(arb(0)).z.is_finite()
    assert Box(across + 3, True).log().z.is_finite()
    assert Box(across, False).distance(arb(0)).z.real.contains(1)
    aside = Box(across, True, (arb(2), arb(3)))
    assert aside.distance(arb(1)).z.is_finite()
    assert not Box(across, True, (arb(-1), arb(1))).distance(arb(0)).z.is_finite()


def test_the_precision_is_given_back():
    before = ctx.prec
    divergence_enclosure("normal", {"loc": 0, "scale": 1}, "normal", {"loc": 1, "scale": 1})
    assert ctx.prec == before
