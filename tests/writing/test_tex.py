"""TeX: the order people write in, and that Temml accepts all of it."""

import random
from pathlib import Path

import pytest
import sympy as sp

from kldiv.algebra.nodes import Expectation
from kldiv.entries import catalogue
from kldiv.writing.layout import LINE, broken, equation, width
from kldiv.writing.ordering import ordered_factors, ordered_terms
from kldiv.writing.statement import condition_tex, conditions_tex, statement_tex, steps_tex
from kldiv.writing.tex import expression_tex
from scripts.site import vendor

a, b, c = sp.symbols("alpha_p beta_q gamma_q", positive=True)
m, n = sp.symbols("mu_p mu_q", real=True)
x = sp.Symbol("x", real=True)
SHOWN = [
    "normal-normal",
    "bernoulli-bernoulli",
    "categorical-categorical",
    "normal-bernoulli",
    "cross-entropy-decomposition",
]


@pytest.fixture(scope="module")
def typeset():
    """Temml, strict, without any macro: generated TeX stands alone."""
    temml = vendor.temml(Path(__file__).resolve().parents[2], {})
    return lambda tex: temml.mathml(tex, display=True)


@pytest.mark.parametrize(
    ("expression", "tex"),
    [
        (-m + n, r"\mu_q - \mu_p"),
        ((a**2 + (m - n) ** 2) / (2 * b**2), r"\frac{\alpha_p^2 + (\mu_p - \mu_q)^2}{2 \beta_q^2}"),
        (sp.log(b / a), r"\log \frac{\beta_q}{\alpha_p}"),
        (sp.log(1 - a), r"\log(1 - \alpha_p)"),
        (sp.log(a) / 2, r"\frac{1}{2} \log \alpha_p"),
        (sp.polygamma(0, a), r"\psi(\alpha_p)"),
        (sp.polygamma(1, a), r"\psi_1(\alpha_p)"),
        (sp.digamma(a) * (a - b), r"(\alpha_p - \beta_q) \psi(\alpha_p)"),
        (sp.loggamma(a), r"\log\Gamma(\alpha_p)"),
        (sp.log(sp.gamma(a)), r"\log \Gamma(\alpha_p)"),
        (1 / sp.sqrt(2 * sp.pi), r"\frac{1}{\sqrt{2 \pi}}"),
        (2 * sp.pi**2, r"2 \pi^2"),
        (sp.exp(-(a**2) / 2), r"\exp\left(-\frac{\alpha_p^2}{2}\right)"),
        (sp.oo, r"+\infty"),
        (sp.Integer(-3) * a, r"-3 \alpha_p"),
        (sp.Function("p")(x), "p(x)"),
        (2**a * 3**b, r"2^{\alpha_p} 3^{\beta_q}"),
        (sp.log(2) * a, r"\alpha_p \log 2"),
        (sp.Abs(m - n), r"|\mu_p - \mu_q|"),
    ],
)
def test_people_write_it_so(expression, tex):
    assert expression_tex(expression) == tex


def test_an_expectation_speaks_of_capitals():
    density = sp.exp(-x)
    node = Expectation((x - m) ** 2, x, -sp.oo, sp.oo, density, "p", "continuous")
    assert expression_tex(node) == r"\operatorname{E}_p[(X - \mu_p)^2]"
    assert expression_tex(3 * node + a) == r"\alpha_p + 3 \operatorname{E}_p[(X - \mu_p)^2]"


def test_a_script_keeps_its_braces_before_a_letter_or_a_digit():
    assert expression_tex(sp.Symbol("a_p") * sp.Symbol("b_q")) == "a_p b_q"


@pytest.mark.parametrize(
    ("condition", "tex"),
    [
        (a - 1 > 0, r"\alpha_p > 1"),
        (1 - a > 0, r"\alpha_p < 1"),
        (a + b - 2 >= 0, r"\alpha_p + \beta_q \ge 2"),
        (sp.Lt(a, b), r"\alpha_p < \beta_q"),
    ],
)
def test_conditions_have_no_minus_sign(condition, tex):
    assert condition_tex(condition) == tex


def test_order_loses_no_term_and_no_factor():
    rng = random.Random(7)
    atoms = [a, b, c, m, n, sp.log(a), sp.polygamma(0, b), sp.Integer(3), (m - n) ** 2, 1 / a]
    for _ in range(50):
        expression = sp.Add(*(rng.choice((-1, 1)) * rng.choice(atoms) * rng.choice(atoms) for _ in range(5)))
        assert sp.Add(*ordered_terms(expression)) == expression
        product = sp.Mul(*rng.sample(atoms, 4))
        assert sp.Mul(*ordered_factors(product.args)) == product


def braces_balance(tex):
    depth = 0
    for place, letter in enumerate(tex):
        if letter in "{}" and (place == 0 or tex[place - 1] != "\\"):
            depth += 1 if letter == "{" else -1
            if depth < 0:
                return False
    return depth == 0 and tex.count(r"\left") - tex.count(r"\leftarrow") == tex.count(r"\right")


def formulas(derivation):
    yield statement_tex(derivation)
    yield from steps_tex(derivation.steps)
    for lemma in derivation.lemmas.values():
        yield from steps_tex(lemma.steps)
        yield from map(condition_tex, lemma.conditions)


@pytest.mark.parametrize("name", SHOWN)
def test_braces_balance(name):
    for tex in formulas(catalogue()[name]):
        assert braces_balance(tex), tex


def test_long_sums_are_broken_and_nothing_is_lost():
    terms = [sp.Symbol(f"alpha_{k}") * sp.Symbol(f"beta_{k}") for k in range(12)]
    lines = broken(sp.Add(*terms))
    assert len(lines) > 1
    assert all(width(line) <= LINE for line in lines)
    assert " ".join(lines) == expression_tex(sp.Add(*terms))
    assert equation("D", lines).count(r"\\") == len(lines) - 1


def test_the_statement_tells_its_conditions():
    found = [d for d in map(catalogue().__getitem__, SHOWN) if d.assumptions]
    for derivation in found:
        assert r"\text{for }" in statement_tex(derivation)


@pytest.mark.parametrize("name", ["pinsker-inequality", "data-processing"])
def test_conditions_that_do_not_fit_take_further_lines(name):
    tex = statement_tex(catalogue()[name])
    rows = tex.removeprefix("\\begin{gathered}\n").removesuffix("\n\\end{gathered}").split(" \\\\\n")
    assert len(rows) > 1
    assert all(width(row) <= LINE for row in rows)
    assert " ".join(rows[1:]) == conditions_tex(catalogue()[name])


@pytest.mark.parametrize("name", SHOWN)
def test_temml_accepts_every_formula(name, typeset):
    for tex in formulas(catalogue()[name]):
        typeset(tex)
