"""What other libraries call the distributions, and which divergences they answer."""

from __future__ import annotations

import math
import random

import mpmath
import numpy as np
import pytest
import scipy.stats
import sympy as sp

from kldiv.algebra.notation import CONTINUOUS, DISCRETE
from kldiv.answers.measures import evaluate
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE
from kldiv.entries import catalogue
from kldiv.register.libraries import LIBRARIES, PAIRS, answers_of, compared_versions, comparison, names_of, trap_of
from kldiv.register.libraries.pairs import CLOSED, INFINITE, OTHER, TODO
from kldiv.register.sources import SOURCES
from scripts.pages.elsewhere import AGREE, libraries_section

POINTS = {CONTINUOUS: (-2.5, -1.2, -0.3, 0.2, 0.6, 0.9, 1.7, 3.3), DISCRETE: range(-4, 9)}
#: Distributions.jl was read only, and NumPy draws.
RUN = {"torch", "tfp", "numpyro", "scipy"}
IN_SCIPY = sorted(
    s for s, distribution in DISTRIBUTIONS.items() if distribution.variate == UNIVARIATE and "scipy" in names_of(s)
)
IN_NUMPY = sorted(s for s in IN_SCIPY if "numpy" in names_of(s))


def drawn(slug: str) -> dict[str, float]:
    return {name: float(value) for name, value in DISTRIBUTIONS[slug].draw(random.Random(5)).items()}


def in_scipy(slug: str, values: dict[str, float]):
    return eval(names_of(slug)["scipy"], {**vars(scipy.stats), "np": np}, dict(values))


def test_only_known_libraries_are_named():
    """A distribution that no library was looked up for is allowed: it says nothing."""
    assert {library for d in DISTRIBUTIONS.values() for library in d.elsewhere} <= set(LIBRARIES)
    assert set(RUN) < set(LIBRARIES)


def test_traps_are_of_distributions():
    assert all(trap_of(slug) == "" or trap_of(slug).endswith(".") for slug in DISTRIBUTIONS)
    assert "rate" in trap_of("gamma")


@pytest.mark.parametrize("slug", IN_SCIPY)
def test_scipy_has_the_same_density(slug):
    distribution, x = DISTRIBUTIONS[slug](**drawn(slug)), sp.Symbol("x")
    theirs, support = in_scipy(slug, drawn(slug)), distribution.exact().support()
    low, high = float(support.lower), float(support.upper)
    density = sp.lambdify(x, distribution.density(x), modules="mpmath")
    log_density = theirs.logpdf if distribution.kind == CONTINUOUS else theirs.logpmf
    points = [at for at in POINTS[distribution.kind] if low <= at <= high] or [low + (min(high, low + 2) - low) / 4]
    for at in points:
        ours = float(mpmath.log(density(mpmath.mpf(at))))
        assert math.isclose(float(log_density(at)), ours, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize("slug", IN_NUMPY)
def test_numpy_draws_from_the_same_distribution(slug):
    values = drawn(slug)
    space = {"np": np, "rng": np.random.default_rng(7)}
    draw = compile(names_of(slug)["numpy"], slug, "eval")
    draws = np.array([eval(draw, space, dict(whole(values))) for _ in range(900)])
    distribution = in_scipy(slug, values)
    if DISTRIBUTIONS[slug].kind == CONTINUOUS:
        # A scale taken for a rate gives a value of 1e-20 and less.
        assert scipy.stats.kstest(draws, distribution.cdf).pvalue > 1e-6
    else:
        assert abs(draws.mean() - distribution.mean()) < 5 * distribution.std() / 30 + 1e-12


def whole(values: dict[str, float]) -> dict[str, float]:
    return {name: int(v) if v == int(v) else v for name, v in values.items()}


def test_every_answer_of_a_library_agrees_with_the_catalogue():
    meaning = {CLOSED: {"closed form"}, TODO: {"closed form"}, INFINITE: {"infinite"}}
    for (p, q), answers in PAIRS.items():
        kind = catalogue()[f"{p}-{q}"].kind
        for library, answer in answers.items():
            assert answer == OTHER or kind in meaning[answer], (p, q, library)


def test_every_answer_has_a_call_and_its_distributions():
    for (p, q), answers in PAIRS.items():
        found = answers_of(p, q)
        assert {one.library for one in found} == set(answers), (p, q)
        assert all("_p" in one.call and "_q" in one.call for one in found)


def test_what_torch_leaves_to_do():
    left = {p for (p, q), answers in PAIRS.items() if answers.get("torch") == TODO and q == "laplace"}
    assert left == {"beta", "continuous-bernoulli", "exponential", "gamma", "gumbel", "pareto", "uniform"}


def test_a_pair_of_no_library():
    assert answers_of("moyal", "normal") == ()


def test_what_stands_in_code_names_it():
    """Every closed form of univariate distributions that a library has names a source."""
    for (p, q), answers in PAIRS.items():
        if CLOSED in answers.values() and DISTRIBUTIONS[p].variate == UNIVARIATE:
            assert f"{p}-{q}" in SOURCES, f"{p}-{q}"


def test_what_was_compared_is_what_is_named():
    """Names that have not been compared yet are allowed; a comparison of what is named no longer is not."""
    named = {slug: RUN & set(names_of(slug)) for slug in DISTRIBUTIONS}
    for slug, row in comparison()["distributions"].items():
        assert set(row) <= named[slug], slug
    assert set(compared_versions()) == RUN


def test_the_densities_of_other_libraries_are_ours():
    far = {
        (s, library)
        for s, row in comparison()["distributions"].items()
        for library, off in row.items()
        if float(off) > 1e-6
    }
    assert far == set()


def test_every_pair_that_was_asked_is_named():
    named = {f"{p}-{q}": RUN & set(answers) for (p, q), answers in PAIRS.items()}
    for pair, row in comparison()["pairs"].items():
        assert set(row["answers"]) <= named[pair], pair


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_what_a_library_answered_is_what_is_said(pair):
    """A value far from ours is no closed form, unless a note says so."""
    for one in answers_of(*pair):
        if one.library not in RUN:
            continue
        answer = comparison()["pairs"].get("-".join(pair), {}).get("answers", {}).get(one.library)
        if answer is None:
            continue  # not compared yet
        if one.answer == TODO:
            assert answer["value"] == "NotImplementedError"
        elif one.answer == INFINITE:
            assert answer["value"] == "inf"
        else:
            assert float(answer["difference"]) <= AGREE or one.note, one
            assert one.answer == OTHER or math.isfinite(float(answer["value"])), one


def test_our_values_are_still_those_that_were_compared():
    for pair, row in comparison()["pairs"].items():
        p, q = next(both for both in PAIRS if "-".join(both) == pair)
        ours = evaluate(DISTRIBUTIONS[p](**row["p"]), DISTRIBUTIONS[q](**row["q"])).value
        assert math.isclose(ours, float(row["ours"]), rel_tol=1e-12), pair


def test_a_pair_says_what_was_run_and_what_was_only_read():
    both = "\n".join(libraries_section(catalogue()["normal-normal"]))
    assert f"Tried on {comparison()['date']} with torch.distributions {compared_versions()['torch']}, " in both
    assert "The source of Distributions.jl was read; it was not run." in both
    only_read = "\n".join(libraries_section(catalogue()["lindley-lindley"]))
    assert "Tried" not in only_read
    assert "was read; it was not run." in only_read


def test_a_value_far_off_is_said_to_be():
    assert "% off where it was tried" in "\n".join(libraries_section(catalogue()["kumaraswamy-beta"]))
    assert "off" not in "\n".join(libraries_section(catalogue()["weibull-gamma"]))
