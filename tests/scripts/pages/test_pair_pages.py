"""What a pair's page says of its own: values, other pairs, tails, special cases, what a step changes."""

import math
import re

import pytest
import sympy as sp

import kldiv
from kldiv.distributions import DISTRIBUTIONS
from kldiv.entries import catalogue
from kldiv.proof.record import Comparison, value_side
from kldiv.proof.report import Report
from scripts.pages.changed import change_of, changed
from scripts.pages.example import computed, example
from scripts.pages.opening import opening
from scripts.pages.related import nearest_with_formula, neighbours, on_the_diagonal, other_direction, pair
from scripts.pages.remarks import remarks_section
from scripts.pages.special_cases import special_cases
from scripts.pages.statement_card import card, exchanged, number_tex, settings_tex

a, b, c, x = sp.symbols("a b c x", positive=True)


@pytest.mark.parametrize("name", ["gamma-gamma", "normal-gumbel", "logistic-logistic", "student-t-cauchy"])
def test_the_example_meets_the_conditions_and_is_of_a_middling_size(name):
    derivation = catalogue()[name]
    found = example(derivation)
    assert 0.05 <= found.value <= 2
    numbers = {}
    for symbolic, numbered in zip(derivation.distributions, (found.p, found.q), strict=True):
        for key, letter in symbolic.parameters.items():
            assert numbers.setdefault(letter, numbered.parameters[key]) == numbered.parameters[key]
    asked = [c for c in (*derivation.assumptions, *derivation.scope) if c.free_symbols <= set(numbers)]
    assert all(condition.subs(numbers) == sp.true for condition in asked)
    if derivation.kind == "closed form":
        assert float(derivation.result.subs(numbers)) == pytest.approx(found.value, rel=1e-12)


def test_no_example_stands_where_the_formula_has_a_hole():
    derivation = catalogue()["continuous-bernoulli-laplace"]
    assert derivation.scope
    assert example(derivation).p.parameters["probs"] != 0.5


def test_settings_and_numbers_are_written_out():
    p, _ = catalogue()["gamma-gamma"].distributions
    assert settings_tex(p, kldiv.Gamma(2, 0.5), "p") == r"{\alpha_p = 2},\ {\beta_p = 0.5}"
    assert [number_tex(v) for v in (0.25, 2 / 3, 12345678.0)] == [
        "= 0.25",
        r"\approx 0.666667",
        r"\approx 1.23457 \times 10^{7}",
    ]


def test_links_lead_to_pages_or_to_rows():
    assert pair("gamma", "weibull").link == "gamma-weibull.md"
    assert pair("normal", "gamma").link == "../distributions/normal.md#normal-gamma"
    assert pair("normal", "dirichlet") is None
    assert other_direction(catalogue()["gamma-normal"]).kind == "infinite"
    assert other_direction(catalogue()["gamma-gamma"]) is None


def test_the_neighbours_are_the_next_in_the_row_that_have_a_formula():
    derivation = catalogue()["gamma-gamma"]
    before, after = neighbours(derivation)
    row = list(DISTRIBUTIONS)
    for near, between in (
        (before, row[row.index(before.q) + 1 : row.index("gamma")]),
        (after, row[row.index("gamma") + 1 : row.index(after.q)]),
    ):
        assert catalogue()[f"gamma-{near.q}"].kind == "closed form"
        held = [q for q in between if f"gamma-{q}" in catalogue()]
        assert all(catalogue()[f"gamma-{q}"].kind != "closed form" for q in held)
    assert [one.p for one in on_the_diagonal(catalogue()["gamma-weibull"])] == ["gamma", "weibull"]
    assert on_the_diagonal(derivation) == []


@pytest.mark.parametrize("name", ["gamma-cauchy", "poisson-geometric", "student-t-student-t"])
def test_the_nearest_with_a_formula_has_one(name):
    found = nearest_with_formula(catalogue()[name])
    p, q = (one.slug for one in catalogue()[name].distributions)
    assert found
    for near in found:
        assert catalogue()[f"{near.p}-{near.q}"].kind == "closed form"
        assert near.p in (p, q) or near.q in (p, q)


def test_special_cases_are_those_of_the_books():
    assert [(one.parameter, one.value, one.slug) for one in special_cases("weibull")] == [
        ("concentration", 1, "exponential"),
        ("concentration", 2, "rayleigh"),
    ]
    assert ("df", 1, "cauchy") in [(one.parameter, one.value, one.slug) for one in special_cases("student-t")]
    assert special_cases("normal") == ()


def test_a_special_case_has_the_divergence_of_its_own_family():
    kinds = kldiv.Gamma(1, 0.25), kldiv.Gamma(1, 0.75), kldiv.Exponential(0.25), kldiv.Exponential(0.75)
    assert computed(*kinds[:2]) == pytest.approx(computed(*kinds[2:]), rel=1e-12)
    kinds = kldiv.Weibull(1, 2), kldiv.Weibull(3, 2), kldiv.Rayleigh(1 / 2**0.5), kldiv.Rayleigh(3 / 2**0.5)
    assert computed(*kinds[:2]) == pytest.approx(computed(*kinds[2:]), rel=1e-12)


def test_the_opening_compares_the_tails():
    said = opening(catalogue()["pareto-normal"])[0]
    assert r"As $x \to \infty$, $p(x)$ falls like $x^{-\alpha_p - 1}$ and $-\log q(x)$ grows like $x^2$." in said
    assert r"Where $\alpha_p \le 2$, $\operatorname{E}_p[(X - \mu_q)^2]$ is infinite" in said
    both = opening(catalogue()["normal-cauchy"])[0]
    assert r"As $x \to \pm\infty$" in both
    assert "finite whatever the parameters" in both
    outside = opening(catalogue()["uniform-beta"])[0]
    assert "Where $a_p < 0$ or $b_p > 1$, $p$ puts mass where $q$ has none: the divergence is infinite." in outside


def test_the_opening_looks_at_the_end_that_decides():
    near = opening(catalogue()["gamma-frechet"])[0]
    assert r"As $x \to 0$, $p(x)$ behaves like $x^{\alpha_p - 1}$ and $-\log q(x)$ grows like" in near
    assert r"x \to \infty" not in near
    flat = opening(catalogue()["exponential-frechet"])[0]
    assert r"As $x \to 0$, $p(x)$ stays between two positive numbers" in flat
    both = opening(catalogue()["beta-prime-inverse-gaussian"])[0]
    assert r"As $x \to 0$" in both
    assert r"As $x \to \infty$" in both


def test_the_opening_says_of_a_density_only_what_is_so_of_it():
    assert r"$-\log p(x)$ grows like $\frac{x^2}{2 \sigma_p^2}$" in opening(catalogue()["normal-cauchy"])[0]
    assert r"$p(x)$ falls like $(1 - \pi_p)^x$" in opening(catalogue()["geometric-poisson"])[0]
    assert r"$\operatorname{E}_p[|\mu_q - X|]$ is infinite" in opening(catalogue()["student-t-laplace"])[0]


@pytest.mark.parametrize("name", ["logistic-logistic", "kumaraswamy-kumaraswamy", "binomial-binomial"])
def test_the_numbers_of_q_stand_at_letters_of_its_own(name):
    shown = "\n".join(card(catalogue()[name], Report(name, ()), example(catalogue()[name])))
    [said] = [line for line in shown.splitlines() if " nats for " in line]
    mine, theirs = said.split(" nats for ")[1].split(" and ")
    assert "_q" not in mine
    assert "_p" not in theirs
    assert theirs.count("_q") == len(catalogue()[name].distributions[1].spec)


def test_what_is_summed_is_not_said_to_be_integrated():
    for name, how in (("binomial-poisson", "summation"), ("gamma-cauchy", "quadrature")):
        assert f", by {how}." in "\n".join(card(catalogue()[name], Report(name, ()), example(catalogue()[name])))


def test_a_border_with_0_log_0_says_so():
    def said(name):
        return "\n".join(card(catalogue()[name], Report(name, ()), None))

    assert r"Where $a_p = 0$ or $b_p = 1$, read $0 \log 0 = 0$." in said("uniform-beta")
    assert r"Where $a_p = 0$, read $0 \log 0 = 0$." in said("uniform-gamma")
    for name in ("uniform-exponential", "uniform-uniform", "gamma-frechet"):
        assert r"0 \log 0" not in said(name)
    derivation = catalogue()["uniform-gamma"]
    p, q = derivation.distributions
    at = {**dict(zip(p.symbols(), (0, 1), strict=True)), **dict(zip(q.symbols(), (2, 3), strict=True))}
    assert derivation.result.subs(at) is sp.nan
    near = derivation.result.subs({**at, p.parameters["low"]: sp.Float("1e-30", 40)})
    assert computed(kldiv.Uniform(0, 1), kldiv.Gamma(2, 3)) == pytest.approx(float(near), rel=1e-12)


def test_fisher_information_is_said_of_the_parameters_that_it_is_about():
    told = "\n".join(remarks_section(catalogue()["pareto-pareto"], None))
    assert r"If $\alpha$ differs by little, $h$, and $m$ is the same, the divergence is about" in told
    told = "\n".join(remarks_section(catalogue()["bernoulli-bernoulli"], None))
    assert r"$F = \frac{1}{\pi (1 - \pi)}$" in told


def test_a_special_case_names_its_other_parameters():
    told = "\n".join(remarks_section(catalogue()["gamma-weibull"], None))
    assert r"If $\beta_p = \frac{1}{2}$, $p$ is chi-squared with $\nu_p = 2 \alpha_p$: " in told
    assert r"If $k_q = 2$, $q$ is Rayleigh with $\sigma_q = \frac{\lambda_q}{\sqrt{2}}$: " in told
    assert r"If $k_q = 1$, $q$ is exponential with `rate` $\frac{1}{\lambda_q}$: " in told


def test_the_nearest_may_be_within_a_family():
    found = nearest_with_formula(catalogue()["binomial-bernoulli"])
    assert ("binomial", "binomial") in [(one.p, one.q) for one in found[:2]]


def test_remarks_are_computed():
    derivation = catalogue()["normal-normal"]
    told = "\n".join(remarks_section(derivation, example(derivation)))
    numbers = example(derivation)
    assert f"{computed(numbers.q, numbers.p):.6g}" in told
    assert r"If $\sigma_p = \sigma_q$, what is left is $\frac{(\mu_p - \mu_q)^2}{2 \sigma_p^2}$." in told
    assert "[the Fisher information](../identities/fisher.md#fisher-normal)" in told
    assert (
        "[A VAE's KL term vanishes only where the posterior is the prior](../identities/posterior-collapse.md)" in told
    )
    back = "\n".join(remarks_section(catalogue()["gamma-normal"], example(catalogue()["gamma-normal"])))
    assert r"$D(q \,\|\, p) = +\infty$ whatever the parameters" in back


def test_exchanged_is_the_formula_with_the_indices_exchanged():
    lines = exchanged(catalogue()["exponential-exponential"])
    shown = "\n".join(lines)
    assert r"D(q \,\|\, p) = \log \frac{\lambda_q}{\lambda_p} + \frac{\lambda_p}{\lambda_q} - 1" in shown
    assert exchanged(catalogue()["gamma-normal"]) == exchanged(catalogue()["exponential-gamma"]) == []


@pytest.mark.parametrize(
    "name", ["multivariate-normal-multivariate-normal", "wishart-wishart", "categorical-categorical"]
)
def test_a_card_offers_to_swap_only_what_it_can(name):
    derivation = catalogue()[name]
    offered = "(#exchanged)" in "\n".join(card(derivation, Report(name, ()), None))
    assert offered == bool(exchanged(derivation))


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        (a + sp.log(b * c), a + sp.log(b), (b * c, b)),
        (a + b + sp.log(c), a + 2 * sp.log(x), (b + sp.log(c), 2 * sp.log(x))),
        (a, b, None),
        (a + b, c, None),
        (sp.Sum(a * x, (x, 1, 3)), sp.Sum(b * x, (x, 1, 3)), (a, b)),
    ],
)
def test_what_a_step_changes(before, after, parts):
    assert changed(before, after) == parts


def test_what_is_changed_put_in_gives_the_line_after():
    told = 0
    for name in ("gibbs-inequality", "chain-rule", "gamma-gamma"):
        for step in catalogue()[name].steps:
            before, after = value_side(step.before), value_side(step.after)
            parts = changed(before, after)
            if parts and parts[0] in sp.preorder_traversal(before) and not isinstance(step, Comparison):
                assert (before.xreplace(dict([parts])) - after).expand() == 0, (name, step.rule.slug)
                told += 1
    assert told >= 3


def test_a_bound_is_not_said_to_be_equal():
    said = [change_of(step) for step in catalogue()["gibbs-inequality"].steps]
    assert r"$\log \frac{q_i}{p_i}$ gives way to its bound $\frac{q_i}{p_i} - 1$." in said
    assert any(" becomes " in one for one in said)


def test_reasons_are_mathematics():
    for name in ("gamma-cauchy", "cauchy-normal", "half-cauchy-gamma", "binomial-poisson"):
        for words in catalogue()[name].to_dict()["notes"]:
            assert not re.search(r"[a-z]+_[a-z]|\*\*", re.sub(r"\$[^$]*\$", "", words)), words


def test_infinite_at_the_numbers_is_infinite():
    assert math.isinf(computed(kldiv.Uniform(0, 3), kldiv.Uniform(1, 2)))
