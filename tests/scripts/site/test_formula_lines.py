"""Formulas as lines of pieces: where they are cut, and that nothing is lost by it."""

from __future__ import annotations

import io
import re
from collections import Counter
from functools import cache

import pytest
from fontTools.ttLib import TTFont
from lxml import etree, html

from kldiv.entries import catalogue
from kldiv.writing.statement import statement_tex, steps_tex
from scripts.site import mathml, vendor
from scripts.site.formula import Setter
from scripts.site.math_font import MathFont
from scripts.site.measure import Ruler
from scripts.site.pieces import NARROW, Cutter
from tests.scripts.site.site_parts import ROOT, temml

LONG = r"D(p \,\|\, q) = \left(\frac{a}{b} + \frac{c}{d} - \frac{e}{f} + \frac{g}{h} + k + l + m + n\right)^2 + u - v"
CASES = r"m = \frac{1}{b} \left(\begin{cases} x & \text{if } x > 0 \\ -x & \text{otherwise} \end{cases}\right) + \log 2"


@cache
def ruler() -> Ruler:
    return Ruler(MathFont(vendor.math_font_path(ROOT)))


def lines(tex: str, limit: float = NARROW) -> str:
    return Setter(Cutter(ruler(), limit)).display(mathml.parse(temml().raw(tex, True)))


def pieces(markup: str) -> list[str]:
    """What each `<math>` shows, as a reader sees it."""
    return ["".join(part.itertext()) for part in html.fromstring(markup).iter("math")]


def test_a_line_begins_with_its_sign() -> None:
    assert pieces(lines(r"D = a_1 x + b_1 y - c_1 z + d_1 w = e", 3)) == ["D", "=a1x", "+b1y", "−c1z", "+d1w", "=e"]


def test_a_text_breaks_after_its_signs() -> None:
    markup = temml().lines("a_1 x + b_1 y + c_1 z + d_1 w = e")
    assert pieces(f"<p>{markup}</p>") == ["a1x+", "b1y+", "c1z+", "d1w=", "e"]


def test_a_sign_that_begins_a_piece_still_stands_between_two_terms() -> None:
    assert '<math><mo form="infix">−</mo>' in lines("a_1 x + b_1 y - c_1 z + d_1 w = e")
    assert '<mo form="infix">' not in lines("- a", 2)


def test_a_short_formula_is_one() -> None:
    assert len(pieces(lines(r"D = \log 2"))) == 1
    assert temml().lines("a + b = c").count("<math") == 1


def test_brackets_that_are_cut_keep_their_size() -> None:
    markup = lines(LONG)
    sizes = re.findall(r'<mo minsize="([\d.]+)em" maxsize="([\d.]+)em"', markup)
    assert len(sizes) == 2
    assert len(set(sizes)) == 1
    assert 2 < float(sizes[0][0]) < 3
    assert max(ruler().row(mathml.parse(f"<math>{part}</math>")).width for part in _inner(markup)) <= NARROW


def _inner(markup: str) -> list[str]:
    return re.findall(r"<math[^>]*>(.*?)</math>", markup)


def test_a_fraction_that_is_too_wide_is_taken_apart() -> None:
    above = " + ".join(rf"x_{{{k}}} y_{{{k}}}" for k in range(1, 12))
    shown = pieces(lines(rf"D = \frac{{{above}}}{{n}}"))
    assert shown[:2] == ["D", "=1n"]
    assert shown[2].startswith("⋅(x1y1")
    assert shown[-1].endswith("x11y11)")
    assert len(shown) > 5


def test_a_product_that_is_cut_shows_its_dots() -> None:
    shown = pieces(lines(r"D = \log a \exp(b + c) \Gamma(d + e) \psi(f)", 6))
    assert all(piece.startswith("⋅") for piece in shown[2:])
    assert len(shown) > 2


def test_a_short_bracket_is_never_broken_inside() -> None:
    shown = pieces(lines(r"\operatorname{E}_p\bigl[\log \Gamma(a + b) - |x - m| - (x - m)^{\mathsf{T}} c\bigr] + d", 6))
    assert [piece for piece in shown if piece.count("(") != piece.count(")") or piece.count("|") % 2] == []
    assert len(shown) > 2


def test_what_multiplies_the_cases_stays_with_them() -> None:
    tree = html.fromstring(lines("D = a_1 + " + CASES.removeprefix("m = ")))
    assert tree.find_class("factor")[0].text_content().strip().startswith("+")
    assert tree.find_class("factor")[0].text_content().strip().endswith("⋅")


def test_cases_are_rows() -> None:
    markup = lines(CASES)
    assert "<mtable" not in markup
    tree = html.fromstring(markup)
    rows = tree.find_class("case")
    assert [" ".join(row.text_content().split()) for row in rows] == ["x if x>0", "−x otherwise"]
    assert pieces(markup)[-1] == "+log\u20612"


def test_what_was_broken_by_hand_is_one_line() -> None:
    markup = lines(
        r"\begin{aligned} D ={} & a_1 + b_1 \\ & + c_1 \\ & - d_1 \\ & \quad \text{for } a > 0 \end{aligned}"
    )
    tree = html.fromstring(markup)
    assert len(tree.find_class("line")) == 2
    assert tree.find_class("condition")[0].text_content().split() == ["for", "a>0"]


def test_relations_of_several_lines_stand_below_each_other() -> None:
    tree = html.fromstring(lines(r"\begin{aligned} D &= a_1 + b_1 \\ &\le c_1 + d_1 \\ &= e_1 + f_1 \end{aligned}"))
    assert "aligned" in tree.get("class").split()
    assert [right.text_content()[0] for right in tree.find_class("right")] == ["=", "≤", "="]


SHOWN = (
    "normal-normal",
    "gamma-weibull",
    "uniform-laplace",
    "uniform-student-t",
    "multivariate-normal-multivariate-normal",
)


@pytest.mark.parametrize("name", SHOWN)
def test_nothing_is_lost_by_cutting(name: str) -> None:
    entry = catalogue()[name]
    for tex in (statement_tex(entry), *steps_tex(entry.steps)):
        whole = _letters("".join(html.fromstring(temml().mathml(tex, True)).itertext()))
        cut = _letters(html.fromstring(temml().lines(tex, True)).text_content())
        # A fraction that is taken apart brings a one and a pair of brackets, a product that is cut brings dots.
        assert set(Counter(cut) - Counter(whole)) <= set("()1⋅")
        assert set(Counter(whole) - Counter(cut)) <= set("(){")


def _letters(text: str) -> str:
    return re.sub(r"[\s\u2061\u2003]", "", text)


@pytest.mark.parametrize("name", SHOWN)
def test_the_markup_is_plain(name: str) -> None:
    entry = catalogue()[name]
    for tex in (statement_tex(entry), *steps_tex(entry.steps)):
        root = etree.fromstring(f"<div>{temml().lines(tex, True).replace('<wbr>', '')}</div>".encode())
        attributes = {key for node in root.iter() for key in node.attrib}
        assert "style" not in attributes
        assert "\u2063" not in temml().lines(tex, True)
        assert {node.get("class") for node in root.iter("math")} == {None}


def test_the_font_has_every_letter_of_the_catalogue() -> None:

    font = TTFont(io.BytesIO(MathFont(vendor.math_font_path(ROOT)).published()))
    entries = [catalogue()[name] for name in SHOWN]
    formulas = [tex for entry in entries for tex in (statement_tex(entry), *steps_tex(entry.steps))]
    shown = {sign for tex in formulas for sign in _letters(html.fromstring(temml().mathml(tex, True)).text_content())}
    assert {sign for sign in shown if ord(sign) not in font.getBestCmap()} == set()
    assert "MATH" in font


@pytest.mark.parametrize(
    ("tex", "marks"),
    [
        (r"\operatorname{erf}", 0),
        (r"\operatorname{erfc} = 1 - \operatorname{erf}", 0),
        (r"(\log)", 0),
        (r"\log x", 1),
        (r"\log\left(\frac{a}{b}\right) + \log -x", 2),
        (r"\operatorname{erf}(x) \le \max(a, b)", 2),
    ],
)
def test_a_function_that_is_only_named_is_applied_to_nothing(tex: str, marks: int) -> None:
    assert temml().mathml(tex).count("\u2061") == marks
