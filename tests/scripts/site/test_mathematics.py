from __future__ import annotations

from pathlib import Path

import pytest

from kldiv.algebra.notation import TEX_MACROS
from scripts.site import vendor
from scripts.site.context import Equation
from scripts.site.mathematics import swap_in
from scripts.site.plain_text import plain_text
from scripts.site.temml import TexError
from scripts.site.tex_macros import expand
from tests.scripts.site.site_parts import ROOT, Pages, temml


def here(equation: Equation) -> tuple[str, str | None]:
    return (
        f"{equation.page}#{equation.anchor}",
        None if equation.page == "a.md" else f"Title of {equation.page}",
    )


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\frac{a}{b+1}", "a/(b + 1)"),
        (r"\frac12", "1/2"),
        (r"\sigma_p^2", "σ_p^2"),
        (r"\sqrt{x}", "√x"),
        (r"\sqrt[3]{x}", "x^(1/3)"),
        (r"\KL{p}{q}", "D(p ‖ q)"),
        (r"\sum_{i=1}^n p_i", "∑_(i = 1)^n p_i"),
        (r"\text{if } x<y", "if x < y"),
        (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "a = b; = c"),
        (r"\hat\theta", "θ"),
    ],
)
def test_a_formula_on_one_line(tex: str, expected: str) -> None:
    assert plain_text(temml().mathml(tex)) == expected


def test_what_is_not_a_formula_has_no_plain_text() -> None:
    assert plain_text("<p>nothing</p>") == ""


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\KL{p}{q}", r"D(p \,\|\, q)"),
        (r"\KL pq", r"D(p \,\|\, q)"),
        (r"\KL{\KL{a}{b}}{\{\}}", r"D(D(a \,\|\, b) \,\|\, \{\})"),
        (r"\E_p[X]", r"\operatorname{E}_p[X]"),
        (r"\KLM \\KL", r"\KLM \\KL"),
        (r"\KL{p}", r"\KL{p}"),
    ],
)
def test_a_copied_formula_needs_no_macros(tex: str, expected: str) -> None:
    assert expand(tex, TEX_MACROS) == expected


def test_punctuation_stays_with_its_formula() -> None:
    pages = Pages()
    typeset = swap_in(pages.render("Take $q$, then $a = b$, then $c$ alone"), pages.typesetter, here)
    assert typeset.count('<span class="unbroken"><math>') == 2
    assert typeset.count("</math>,</span>") == 2
    assert typeset.count('class="math"') == 3


def test_a_bracket_stays_with_its_formula() -> None:
    pages = Pages()
    typeset = swap_in(pages.render("Here ($q$) and ($a + b + c + d + e + f + g = h$) are"), pages.typesetter, here)
    assert '<span class="unbroken">(<math><mi>q</mi></math>)</span>' in typeset
    assert '<span class="unbroken">(<math><mi>a</mi>' in typeset
    assert '<span class="unbroken"><math><mi>h</mi></math>)</span>' in typeset


@pytest.mark.parametrize("tex", [r"\frac{1", r"\nosuchcommand", "é", r"\href{https://example.org}{x}", r"a_b_c"])
def test_temml_refuses(tex: str) -> None:
    with pytest.raises(TexError):
        temml().mathml(tex)


def test_a_formula_is_rendered_once_for_all_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache" / "formulas.sqlite"
    first = vendor.temml(ROOT, TEX_MACROS, cache)
    markup = first.mathml("x^2", display=True), first.lines("x^2", display=True)
    first.save()
    second = vendor.temml(ROOT, TEX_MACROS, cache)
    monkeypatch.setattr(second, "raw", lambda tex, display: pytest.fail("rendered again"))
    assert (second.mathml("x^2", display=True), second.lines("x^2", display=True)) == markup
    other_macros = vendor.temml(ROOT, {r"\KL": "#1"}, cache)
    assert first.mathml(r"\KL{p}{q}") != other_macros.mathml(r"\KL{p}{q}")


@pytest.mark.parametrize(
    "text",
    ["It costs $5 or $6.", "`$x$`", r"\$x\$", "    $$ x $$", "$ x $", "```\n$$\nx\n$$\n```"],
)
def test_what_is_not_mathematics_is_left_alone(text: str) -> None:
    assert 'class="math' not in Pages().render(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("$x<y$ and $a_b$ and *$c$*", 3),
        ("before\n$$\nx\n$$\nafter", 1),
        ("$$ x $$", 1),
        ("$$\nx\n\ny\n$$", 1),
        ("- item\n\n    $$\n    x\n    $$\n", 1),
        ("!!! note\n\n    $$\n    x\n    $$\n", 1),
        ('<div class="step" markdown>\n\n$$\nx < y\n$$\n\nwith $a<b$\n\n</div>', 2),
        ("| a |\n|---|\n| $x$ |", 1),
    ],
)
def test_mathematics_is_found(text: str, count: int) -> None:
    pages = Pages()
    page = pages.render(text)
    assert page.count('class="math') == count
    typeset = swap_in(page, pages.typesetter, here)
    assert typeset.count("<math") == count
    assert "</span>" not in typeset or ' data-tex="' not in typeset.replace('class="equation" data-tex', "")
    assert pages.context.warnings == []


def test_search_and_outline_see_plain_text() -> None:
    page = Pages().render("# The divergence $\\KL{p}{q}$\n\n$\\frac{a}{b}$")
    assert 'data-tex="\\KL{p}{q}">D(p ‖ q)</span>' in page
    assert ">a/b</span>" in page


def test_a_number_inside_a_formula() -> None:
    pages = Pages()
    assert ">D = 0.32</span>" in pages.render("$D = [[n:cats-dogs.decent.bits:.2f]]$")
    assert ">D = ∞</span>" in pages.render("$D = [[n:never]]$")


def test_equations_are_numbered_by_page_and_found_from_others() -> None:
    pages = Pages()
    first = pages.render("$$\n\\label{eq:one} x\n$$\n\n$$ y $$\n\n$$\nz \\label{eq:two}\n$$\n", "a.md")
    second = pages.render("$$\n\\label{eq:three} x\n$$\nBy \\eqref{eq:two} and $\\eqref{eq:three}$.", "b.md")
    typeset = swap_in(first, pages.typesetter, here)
    assert 'id="eq-one"' in typeset
    assert 'href="#eq-two" aria-label="Link to equation 2">(2)</a>' in typeset
    assert typeset.count('role="group" aria-label="Equation ') == 2
    pages.context.page = "b.md"
    typeset = swap_in(second, pages.typesetter, lambda eq: (f"{eq.page}#{eq.anchor}", eq.page.upper()))
    assert '<a class="eqref" href="a.md#eq-two">(2) of “A.MD”</a>' in typeset
    assert 'href="b.md#eq-three"' in typeset
    assert pages.context.warnings == []


def test_rendering_a_page_again_takes_no_label_twice() -> None:
    pages = Pages()
    pages.render("$$\n\\label{eq:one} x\n$$")
    pages.render("$$\n\\label{eq:one} x\n$$")
    assert pages.context.warnings == []
    assert pages.context.equations["eq:one"].number == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (r"$\frac{1$", r"Temml cannot render"),
        ("$$\nx", "never closed"),
        ("$$ \\label{eq:a} x $$\n\n$$ \\label{eq:a} y $$", "already taken"),
        ("$$ \\label{eq:a} \\label{eq:b} x $$", "takes one label"),
        ("$$ \\label{wrong} x $$", "spelled eq:name"),
        ("\\eqref{eq:nowhere}", "no equation bears the label eq:nowhere"),
        ("$\\eqref{eq:nowhere}$", "no equation bears the label eq:nowhere"),
        ("$[[n:nothing]]$", "no computed number is named 'nothing'"),
    ],
)
def test_a_mistake_is_a_warning_that_names_page_and_formula(text: str, complaint: str) -> None:
    pages = Pages()
    swap_in(pages.render(text), pages.typesetter, here)
    assert any(warning.startswith("a.md: ") and complaint in warning for warning in pages.context.warnings)
