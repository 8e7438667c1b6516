"""The pages of the site: what they hold, that Python-Markdown nests it, and that their code runs."""

import ast
import re

import pytest
import sympy as sp

import kldiv
from kldiv.answers.formulas import formula_of
from kldiv.answers.wide import written as functions
from kldiv.answers.wide.apart import forms
from kldiv.answers.wide.proving import is_the_same
from kldiv.distributions import DISTRIBUTIONS
from kldiv.entries import catalogue
from kldiv.proof.report import Check, Report
from kldiv.proof.theorems import THEOREMS
from kldiv.writing.text import to_text
from scripts.examples import other_ways
from scripts.pages import in_floats
from scripts.pages.example import computed, exact_value, example_distributions
from scripts.pages.page import page
from scripts.pages.parts import checks_table

SHOWN = [
    "normal-normal",
    "bernoulli-bernoulli",
    "categorical-categorical",
    "normal-bernoulli",
    "cross-entropy-decomposition",
]


def pretended(derivation):
    """A report that needs no quadrature."""
    checks = [Check(f"step {k}: some", True, 4, 31.7, "numerically") for k in range(1, len(derivation.steps) + 1)]
    checks += [Check(f"lemma {name}: value", True, 4, 30.2, "against") for name in derivation.lemmas]
    return Report(derivation.id, tuple(checks))


@pytest.fixture(params=SHOWN)
def written(request):
    derivation = catalogue()[request.param]
    return derivation, page(derivation, pretended(derivation), "BEFORE", "## AFTER\n\nit", rules_page="../r.md")


def test_a_page_has_all_its_parts(written):
    derivation, markdown = written
    for part in ("BEFORE", "## AFTER", "#derivation", "#checks", "#code", "#take", "@misc{"):
        assert part in markdown
    for anchor in ("statement", "cite"):
        assert markdown.count(f'id="{anchor}"') == 1
    assert [markdown.count(f'data-part="{part}"') for part in ("statement", "derivation", "evidence")] == [1, 1, 1]
    if derivation.kind != "undecided":
        assert rf"\label{{eq:{derivation.id}}}" in markdown
    assert markdown.count('class="step"') >= len(derivation.steps)
    for name, lemma in derivation.lemmas.items():
        where = f"(../reference/lemmas.md#{name})" if lemma.cases else f'id="{name}"'
        assert where in markdown
    assert all(f"../r.md#{step.rule.slug}" in markdown for step in derivation.steps)


def test_the_statement_comes_first_and_what_is_for_machines_last(written):
    derivation, markdown = written
    order = ['data-part="statement"', 'id="cite"', "BEFORE", "#derivation", "## AFTER", 'data-part="evidence"', "#take"]
    places = [markdown.index(part) for part in order]
    assert places == sorted(places)
    body = markdown.split("---\n", 2)[2]
    assert body.index('id="statement"') < 200, "nothing stands between the title and the card"
    assert derivation.title in body[:200]


def test_an_expectation_without_a_lemma_is_said_in_mathematics():
    derivation = kldiv.derive("student-t", "student-t")
    shown = page(derivation, pretended(derivation))
    card = shown[: shown.index('class="standing"') if 'class="standing"' in shown else shown.index("## The derivation")]
    assert "No closed form is derived here for $\\operatorname{E}_p" in card
    assert "The nearest with a formula: " in card
    assert "mu_q" not in re.sub(r"\$[^$]*\$", "", card).replace("\\mu_q", "")


def test_what_the_steps_have_in_common_is_said_once(written):
    derivation, markdown = written
    told = "31 digits at 4 points"
    assert markdown.count(told) == (1 if derivation.steps else 0)
    assert all(key in markdown for key, _ in derivation.references)


def test_a_step_that_was_checked_otherwise_says_so():
    derivation = catalogue()["normal-normal"]
    report = pretended(derivation)
    first, *others = report.checks
    told = page(derivation, Report(derivation.id, (Check(first.name, True, 2, 25.3, "numerically"), *others)))
    assert "Each step, unless it says otherwise: both sides agree to 31 digits at 4 points." in told
    assert "Both sides agree to 25 digits at 2 points." in told


def test_theorems_are_named_and_linked():
    derivation = catalogue()["distillation-temperature"]
    told = [name for step in derivation.steps for name in step.theorems]
    markdown = page(derivation, pretended(derivation))
    assert told == ["lhopital"]
    assert all(f"By a theorem: [{THEOREMS[name].title}](../reference/theorems.md#{name})." in markdown for name in told)
    assert "identity · [by theorem](../reference/checks.md#status) · " in markdown


def test_blocks_nest_in_html(written):
    markdown_module = pytest.importorskip("markdown")
    derivation, source = written
    body = source.split("---\n", 2)[2]
    html = markdown_module.markdown(body, extensions=["md_in_html", "attr_list", "tables"])
    assert html.count("<div") == html.count("</div>")
    assert " markdown" not in re.sub(r"<code.*?</code>", "", html, flags=re.DOTALL)
    assert html.count('class="step"') >= len(derivation.steps)


def test_the_code_on_a_page_gives_what_it_says(written):
    _, markdown = written
    for code in re.findall(r"```python\n(import kldiv.*?)```", markdown, re.DOTALL):
        *before, last = ast.parse(code).body
        names = {"kldiv": kldiv}
        said = code.rsplit("# ", 1)
        if len(said) == 2:
            exec(compile(ast.Module(before, []), "page", "exec"), names)
            value = eval(compile(ast.Expression(last.value), "page", "eval"), names)
            assert repr(value) == said[1].strip()


def test_the_example_agrees_with_the_formula():
    for name in ("normal-normal", "bernoulli-bernoulli"):
        derivation = catalogue()[name]
        distributions = example_distributions(derivation)
        assert computed(*distributions) == pytest.approx(float(exact_value(derivation, *distributions)), rel=1e-14)


def test_the_same_bytes_each_time(written):
    derivation, markdown = written
    assert page(derivation, pretended(derivation), "BEFORE", "## AFTER\n\nit", rules_page="../r.md") == markdown


def test_a_formula_for_equal_scales_says_so():
    derivation = catalogue()["logistic-logistic"]
    shown = page(derivation, derivation.check())
    assert r"\text{for } s_q = s_p" in shown
    assert "The formula is for $s_q = s_p$ only." in shown
    assert "and there is a formula for $s_q = s_p$." in shown
    assert r"Where $\mu_p = \mu_q$, the formula itself is 0/0" in shown
    assert derivation.to_dict()["conditions"][0]["tex"] == "s_q = s_p"
    assert "for s_q = s_p" in to_text(derivation)


def test_steps_that_were_compared_alike_share_a_line() -> None:
    alike = "the rule, run again, makes the same; compared numerically"
    checks = [
        Check("chain", True, 2, None, "without a gap"),
        Check("step 1: definition", True, 3, 31.0, alike),
        Check("step 2: expand", True, 4, 30.2, alike),
        Check("step 3: bound", True, 1, None, "the rule, run again, makes the same; smallest gap 0.2"),
        Check("lemma a, step 1: integrate", True, 3, 33.0, alike),
        Check("lemma a: chain", True, 1, None, "without a gap"),
    ]
    assert checks_table(Report("x", tuple(checks)))[2:-1] == [
        "| chain | 2 | – | without a gap |",
        f"| steps 1 to 2 | 7 | 30 | each: {alike} |",
        "| step 3: bound | 1 | – | the rule, run again, makes the same; smallest gap 0.2 |",
        "| lemma a | 4 | 33 | 2 checks; the worst agreement is shown |",
    ]


def test_a_page_says_in_how_many_other_ways_its_formula_is_written():
    text = "\n".join(in_floats.in_floats_section(kldiv.derive("chi", "exponential")))
    assert re.search(r"written in \d+ other ways, .* the difference of each from the formula to zero", text, re.DOTALL)
    assert in_floats.in_floats_section(kldiv.derive("normal", "bernoulli")) == []


@pytest.mark.parametrize("pair", [("chi", "exponential"), ("lindley", "gamma"), ("uniform", "cauchy")])
def test_the_other_ways_on_a_page_are_the_formula_when_sympy_reads_them(pair):
    text = "\n".join(in_floats.in_floats_section(kldiv.derive(*pair)))
    formula = formula_of(*(DISTRIBUTIONS[slug] for slug in pair)).result
    known = {s.name: s for s in formula.free_symbols} | vars(functions)
    (listed,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    ways = [sp.sympify(one, locals=known) for one in listed.split("\n\n")]
    assert len(ways) == len(forms(formula)) > 1
    assert all(is_the_same(way, formula) for way in ways)
    assert not is_the_same(ways[0] + sp.Symbol("x") / 10**9, formula)


def test_the_table_says_of_every_function_what_it_stands_for():
    said = "\n".join(other_ways.table())
    own = [n for n, f in vars(functions).items() if isinstance(f, type) and f.__module__ == functions.__name__]
    assert len(own) > 10
    assert [name for name in own if f"| `{name}(" not in said] == []
    assert "| `SlopeRest(x)` | $\\log x - \\psi(x) - \\frac{1}{2 x}$ |" in said
    assert "| `LowerBeta(a, b, x, 1 - x)` | $I_x(a, b)$ |" in said


def test_a_form_that_is_not_shown_to_be_the_formula_makes_no_page(monkeypatch):
    monkeypatch.setattr(in_floats, "is_the_same", lambda *_: False)
    with pytest.raises(ArithmeticError, match="chi-exponential"):
        in_floats.in_floats_section(kldiv.derive("chi", "exponential"))
