"""Quadrature of hand-written densities against closed forms typed from the literature."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import mpmath as mp
import pytest
from flint import arb

from kldiv.oracles.quadrature import NoConvergence
from kldiv.oracles.sampling import sampled_divergence
from kldiv.oracles.truth import divergence_by_quadrature, entropy_by_quadrature, partial_divergences
from tests.oracles.oracle_points import Values, draw, to_mpf

Formula = Callable[..., mp.mpf]


def _normal(m: mp.mpf, s: mp.mpf, n: mp.mpf, t: mp.mpf) -> mp.mpf:
    # Kullback, Information Theory and Statistics (1959), chapter 9
    return mp.log(t / s) + (s**2 + (m - n) ** 2) / (2 * t**2) - mp.mpf(1) / 2


def _exponential(r: mp.mpf, s: mp.mpf) -> mp.mpf:
    # Gil, Alajaji and Linder, Information Sciences 249 (2013), table 3
    return mp.log(r / s) + s / r - 1


def _gamma(a: mp.mpf, r: mp.mpf, b: mp.mpf, s: mp.mpf) -> mp.mpf:
    # Penny, KL-Divergences of Normal, Gamma, Dirichlet and Wishart densities (2001)
    return (a - b) * mp.digamma(a) - mp.loggamma(a) + mp.loggamma(b) + b * mp.log(r / s) + a * (s - r) / r


def _beta(a: mp.mpf, b: mp.mpf, c: mp.mpf, d: mp.mpf) -> mp.mpf:
    # Gil, Alajaji and Linder (2013), table 3
    psi = mp.digamma
    start = mp.log(mp.beta(c, d) / mp.beta(a, b))
    return start + (a - c) * psi(a) + (b - d) * psi(b) + (c - a + d - b) * psi(a + b)


def _laplace(m: mp.mpf, s: mp.mpf, n: mp.mpf, t: mp.mpf) -> mp.mpf:
    # Gil, Alajaji and Linder (2013), table 3
    return mp.log(t / s) + abs(m - n) / t + s / t * mp.exp(-abs(m - n) / s) - 1


def _gumbel(m: mp.mpf, s: mp.mpf, n: mp.mpf, t: mp.mpf) -> mp.mpf:
    # Gil, Alajaji and Linder (2013), table 3
    grown = mp.exp((n - m) / t) * mp.gamma(s / t + 1)
    return mp.log(t / s) + mp.euler * (s / t - 1) + grown - 1 + (m - n) / t


def _pareto(s: mp.mpf, a: mp.mpf, t: mp.mpf, b: mp.mpf) -> mp.mpf:
    # Gil, Alajaji and Linder (2013), table 3; the support of the second must begin no later
    return mp.log(a / b) + b * mp.log(s / t) + b / a - 1 if s >= t else mp.inf


def _weibull(s: mp.mpf, k: mp.mpf, t: mp.mpf, c: mp.mpf) -> mp.mpf:
    # Bauckhage, Computing the Kullback-Leibler divergence between two Weibull distributions, arXiv:1310.3713
    shift = mp.log(k / s**k) - mp.log(c / t**c) + (k - c) * (mp.log(s) - mp.euler / k)
    return shift + (s / t) ** c * mp.gamma(c / k + 1) - 1


def _cauchy(m: mp.mpf, s: mp.mpf, n: mp.mpf, t: mp.mpf) -> mp.mpf:
    # Chyzak and Nielsen, A closed-form formula for the Kullback-Leibler divergence between Cauchy
    # distributions, arXiv:1905.10965
    return mp.log(((s + t) ** 2 + (m - n) ** 2) / (4 * s * t))


def _inverse_gaussian(m: mp.mpf, k: mp.mpf, n: mp.mpf, c: mp.mpf) -> mp.mpf:
    # from E[X] = m and E[1/X] = 1/m + 1/k: Tweedie, Annals of Mathematical Statistics 28 (1957)
    return (mp.log(k / c) + c / k - 1) / 2 + c * (m - n) ** 2 / (2 * n**2 * m)


def _von_mises(m: mp.mpf, k: mp.mpf, n: mp.mpf, c: mp.mpf) -> mp.mpf:
    # from E[cos(X - m)] = I1(k) / I0(k): Mardia and Jupp, Directional Statistics, 3.5.4
    ratio = mp.besseli(1, k) / mp.besseli(0, k)
    return mp.log(mp.besseli(0, c) / mp.besseli(0, k)) + ratio * (k - c * mp.cos(m - n))


def _bernoulli(a: mp.mpf, b: mp.mpf) -> mp.mpf:
    # Cover and Thomas, Elements of Information Theory, example 2.3.1
    return a * mp.log(a / b) + (1 - a) * mp.log((1 - a) / (1 - b))


def _geometric(a: mp.mpf, b: mp.mpf) -> mp.mpf:
    # a run of failures ends with a success: 1/a trials, each worth one Bernoulli divergence
    return _bernoulli(a, b) / a


def _poisson(r: mp.mpf, s: mp.mpf) -> mp.mpf:
    # Kullback (1959), chapter 4
    return s - r + r * mp.log(r / s)


CLOSED: dict[str, Formula] = {
    "normal": _normal,
    "exponential": _exponential,
    "gamma": _gamma,
    "beta": _beta,
    "laplace": _laplace,
    "gumbel": _gumbel,
    "pareto": _pareto,
    "weibull": _weibull,
    "cauchy": _cauchy,
    "inverse-gaussian": _inverse_gaussian,
    "von-mises": _von_mises,
    "bernoulli": _bernoulli,
    "geometric": _geometric,
    "poisson": _poisson,
    # distributions that a change of variable makes of the ones above
    "log-normal": _normal,
    "logit-normal": _normal,
    "half-normal": lambda s, t: _normal(mp.mpf(0), s, mp.mpf(0), t),
    "half-cauchy": lambda s, t: _cauchy(mp.mpf(0), s, mp.mpf(0), t),
    "inverse-gamma": _gamma,
    "exp-gamma": _gamma,
    "exp-inverse-gamma": _gamma,
    "chi2": lambda k, n: _gamma(k / 2, mp.mpf(1) / 2, n / 2, mp.mpf(1) / 2),
    "chi": lambda k, n: _gamma(k / 2, mp.mpf(1) / 2, n / 2, mp.mpf(1) / 2),
    "rayleigh": lambda s, t: _weibull(s * mp.sqrt(2), mp.mpf(2), t * mp.sqrt(2), mp.mpf(2)),
    "maxwell": lambda s, t: _gamma(mp.mpf(3) / 2, 1 / s**2, mp.mpf(3) / 2, 1 / t**2),
    "frechet": lambda s, k, t, c: _weibull(1 / s, k, 1 / t, c),
}

REPEATS = range(4)


def _numbers(*values: Values) -> list[mp.mpf]:
    return [mp.mpf(v.numerator) / v.denominator for one in values for v in one.values()]


@pytest.mark.parametrize("slug", CLOSED)
def test_agrees_with_the_literature_within_its_own_error(slug: str) -> None:
    finite = 0
    with mp.workdps(45):
        for seed in range(12):
            p, q = draw(slug, f"p{seed}"), draw(slug, f"q{seed}")
            known = CLOSED[slug](*_numbers(p, q))
            found = divergence_by_quadrature(slug, p, slug, q)
            if mp.isinf(known):
                assert found.value == arb("inf")
                continue
            gap = abs(to_mpf(found.value) - known)
            assert gap <= mp.mpf(10) ** -27 * max(1, known), (p, q)
            assert gap <= to_mpf(found.error) + mp.mpf(10) ** -38, (p, q)
            finite += 1
    assert finite >= 4


def _log_normal_density(x: mp.mpf, m: mp.mpf, s: mp.mpf) -> mp.mpf:
    return -(((x - m) / s) ** 2) / 2 - mp.log(s * mp.sqrt(2 * mp.pi))


def _log_logistic_density(x: mp.mpf, m: mp.mpf, s: mp.mpf) -> mp.mpf:
    return -mp.log(4 * s) - 2 * mp.log(mp.cosh((x - m) / (2 * s)))


def _log_student_density(x: mp.mpf, k: mp.mpf, m: mp.mpf, s: mp.mpf) -> mp.mpf:
    return -(k + 1) / 2 * mp.log(1 + ((x - m) / s) ** 2 / k) - mp.log(s * mp.sqrt(k) * mp.beta(k / 2, mp.mpf(1) / 2))


DENSITIES: dict[str, Formula] = {
    "normal": _log_normal_density,
    "logistic": _log_logistic_density,
    "student-t": _log_student_density,
}


@pytest.mark.parametrize("p", DENSITIES)
@pytest.mark.parametrize("q", DENSITIES)
def test_agrees_with_another_quadrature(p: str, q: str) -> None:
    # a third route, for pairs without a closed form: mpmath's tanh-sinh rule, with its own densities
    a = draw(p, "mpmath")
    if p == "student-t":
        a["df"] = Fraction(3)  # the normal asks for two moments
    b = draw(q, "against mpmath")
    with mp.workdps(40):
        first, second = (lambda x: DENSITIES[p](x, *_numbers(a)), lambda x: DENSITIES[q](x, *_numbers(b)))
        cuts = [-mp.inf, mp.mpf(-3), mp.mpf(-1), mp.mpf(0), mp.mpf(1), mp.mpf(3), mp.inf]
        truth = mp.quad(lambda x: mp.exp(first(x)) * (first(x) - second(x)), cuts, maxdegree=10)
        found = divergence_by_quadrature(p, a, q, b)
        assert abs(to_mpf(found.value) - truth) < mp.mpf(10) ** -22 * max(1, truth)


def test_a_distribution_does_not_diverge_from_itself() -> None:
    for slug in CLOSED:
        same = divergence_by_quadrature(slug, draw(slug, 1), slug, draw(slug, 1))
        assert abs(same.value) < arb(10) ** -40


@pytest.mark.parametrize(
    ("p", "q"),
    [("normal", "exponential"), ("poisson", "binomial"), ("normal", "poisson"), ("poisson", "normal")],
)
def test_mass_outside_the_support_costs_everything(p: str, q: str) -> None:
    assert divergence_by_quadrature(p, draw(p, 0), q, draw(q, 0)).value == arb("inf")
    assert sampled_divergence(p, draw(p, 0), q, draw(q, 0)).mean == float("inf")


def test_an_impossible_outcome_costs_everything_and_a_certain_one_nothing() -> None:
    certain, fair = {"probs": 1}, {"probs": draw("bernoulli", 0)["probs"]}
    assert divergence_by_quadrature("bernoulli", fair, "bernoulli", certain).value == arb("inf")
    value = divergence_by_quadrature("bernoulli", certain, "bernoulli", fair).value
    assert float(value) == pytest.approx(-float(mp.log(float(fair["probs"]))))


#: Divergent by a moment that does not exist, at the border where there is one.
DIVERGENT = [
    ("inverse-gamma", {"concentration": 1, "rate": 1}, "gamma", {"concentration": 2, "rate": 1}),
    ("pareto", {"scale": 1, "alpha": 1}, "exponential", {"rate": 1}),
    ("pareto", {"scale": 1, "alpha": 2}, "rayleigh", {"scale": 1}),
    ("cauchy", {"loc": 0, "scale": 1}, "laplace", {"loc": 0, "scale": 1}),
    ("student-t", {"df": 2, "loc": 0, "scale": 1}, "normal", {"loc": 0, "scale": 1}),
    ("laplace", {"loc": 1, "scale": 1}, "gumbel", {"loc": 0, "scale": 1}),
    ("log-normal", {"loc": 0, "scale": 1}, "exp-gamma", {"concentration": 1, "rate": 1}),
    ("exponential", {"rate": 1}, "exp-gamma", {"concentration": 1, "rate": 1}),
    ("exponential", {"rate": 1}, "inverse-gamma", {"concentration": 1, "rate": 1}),
    ("beta", {"concentration1": 1, "concentration0": 1}, "frechet", {"scale": 1, "concentration": 1}),
    ("uniform", {"low": 0, "high": 1}, "inverse-gaussian", {"loc": 1, "concentration": 1}),
    ("half-cauchy", {"scale": 1}, "weibull", {"scale": 1, "concentration": 1}),
]


@pytest.mark.parametrize(("p", "a", "q", "b"), DIVERGENT, ids=[f"{d[0]}-{d[2]}" for d in DIVERGENT])
def test_a_divergent_integral_is_refused_and_its_parts_grow(p: str, a: Values, q: str, b: Values) -> None:
    with pytest.raises(NoConvergence):
        divergence_by_quadrature(p, a, q, b)
    parts = [part.value for part in partial_divergences(p, a, q, b, (1, 2, 3, 4))]
    assert all(later > earlier for earlier, later in pairwise(parts))
    # each cut squares the distance from the ends: even a logarithm nearly doubles
    assert parts[3] > arb("1.5") * parts[2]


def test_parts_of_a_convergent_integral_approach_it() -> None:
    p, q = {"df": 3, "loc": 0, "scale": 1}, {"loc": 0, "scale": 1}
    whole = divergence_by_quadrature("student-t", p, "normal", q).value
    gaps = [abs(whole - part.value) for part in partial_divergences("student-t", p, "normal", q, (1, 2, 3, 4))]
    assert gaps[0] > 10 * gaps[1] > 100 * gaps[2] > 1000 * gaps[3]


def test_partial_divergences_refuse_what_it_cannot_cut() -> None:
    with pytest.raises(ValueError, match="counted or escapes"):
        partial_divergences("poisson", {"rate": 1}, "poisson", {"rate": 2}, [1])
    with pytest.raises(ValueError, match="counted or escapes"):
        partial_divergences("normal", {"loc": 0, "scale": 1}, "gamma", {"concentration": 1, "rate": 1}, [1])


def test_large_and_small_parameters() -> None:
    with mp.workdps(45):
        for slug, p, q in [
            ("poisson", {"rate": 900}, {"rate": 1000}),
            ("gamma", {"concentration": 400, "rate": 1}, {"concentration": 500, "rate": 1}),
            ("normal", {"loc": 1000, "scale": 1}, {"loc": -1000, "scale": 1}),
            ("cauchy", {"loc": 100, "scale": 1}, {"loc": -100, "scale": 1}),
        ]:
            known = CLOSED[slug](*map(mp.mpf, (*p.values(), *q.values())))
            assert abs(to_mpf(divergence_by_quadrature(slug, p, slug, q).value) / known - 1) < mp.mpf(10) ** -26


def test_entropy() -> None:
    with mp.workdps(45):
        value = entropy_by_quadrature("normal", {"loc": 3, "scale": 2}).value
        assert abs(to_mpf(value) - mp.log(2 * mp.sqrt(2 * mp.pi * mp.e))) < mp.mpf(10) ** -27
