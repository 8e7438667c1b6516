"""What is said of a pair in short: its mark, what its formula needs, the reason why there is none."""

import re

import pytest
import sympy as sp

from kldiv.algebra.exact import exact
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE
from scripts.pages import pair_answers

x = sp.Symbol("x", positive=True)


def closed(result):
    return {"kind": "closed form", "conditions": [], "result": {"sympy": exact(result)}}


@pytest.mark.parametrize(
    ("result", "needs"),
    [
        (sp.log(x) + sp.sqrt(x) / sp.pi + sp.cos(x), ["elementary"]),
        (sp.digamma(x) * x - sp.loggamma(x), ["gamma"]),
        (sp.erf(x) + 1, ["erf"]),
        (sp.besseli(1, x) / sp.besseli(0, x), ["bessel"]),
        (sp.Ei(x), ["other"]),
        (sp.expint(1, x) + sp.polygamma(0, x), ["gamma", "other"]),
        (sp.Piecewise((x, x < 1), (sp.lowergamma(x, 2), True)), ["other"]),
    ],
)
def test_the_functions_that_a_formula_needs(result, needs):
    assert pair_answers.functions_of(closed(result)) == needs


def test_what_has_no_formula_needs_no_function():
    assert pair_answers.functions_of({"kind": "infinite"}) == []


def test_every_univariate_distribution_is_in_one_group():
    grouped = pair_answers.grouped()
    slugs = [slug for members in grouped.values() for slug in members]
    assert sorted(slugs) == sorted(s for s, d in DISTRIBUTIONS.items() if d.variate == UNIVARIATE)
    assert slugs == pair_answers.univariate()
    assert grouped["circle"] == ["von-mises"]
    assert {"pareto", "gamma"} <= set(grouped["half-line"])
    assert {"uniform", "beta"} <= set(grouped["interval"])
    assert "poisson" in grouped["counts"]


def test_an_answer_is_mathematics_and_no_code():
    infinite = {"kind": "infinite", "notes": ["The expectation of $X^2$ is infinite."]}
    undecided = {"kind": "undecided", "steps": [{"after": r"\operatorname{E}_p[\log(1 + X)]"}], "notes": ["E[x**2]"]}
    formula = {"kind": "closed form", "statement": {"tex": r"D(p \,\|\, q) = 1"}}
    assert "$X^2$" in pair_answers.answer(infinite)
    assert r"+\infty" in pair_answers.answer(infinite)
    assert pair_answers.answer(formula) == "$$\nD(p \\,\\|\\, q) = 1\n$$"
    said = pair_answers.answer(undecided)
    assert r"\operatorname{E}_p[\log(1 + X)]" in said
    assert "**" not in said
    assert not re.search(r"\$\$[^$]*\$[^$]", said.replace("$$", "@"))
