"""The page of a formula: the statement on the first screen, no machine's notation in its prose, folds that open."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import html

from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE
from kldiv.entries import catalogue
from tests.site.reader import Reader
from tests.today import ALL, todays

SCREENS = [(390, 844), (820, 1180), (1280, 800), (1600, 1000)]
#: Seen besides the pages of the day: the longest statements, one of each kind.
WANTED = ["normal-normal", "gamma-gamma", "continuous-bernoulli-laplace", "gamma-cauchy", "normal-gamma-normal-gamma"]
FORMULAS = ("kl/", "identities/")

#: What only a machine writes: a letter with an index after an underscore, a power as two stars.
RAW = re.compile(r"[a-z]+_[a-z]|\*\*")
#: What is not prose: code; mathematics, whose source stands beside it; where a number comes from, and citations, which
#: may name a file.
_TAGS = ["code", "pre", "math", "script", "style", "svg", "annotation"]
_NO_PROSE = " or ".join((*(f"self::{tag}" for tag in _TAGS), "self::math", "@popover", "@class='cite'"))

PLACE = """() => {
  const box = document.querySelector('[data-part="statement"]').getBoundingClientRect();
  const formula = document.querySelector('[data-part="statement"] .equation');
  return [box.top + scrollY, box.bottom + scrollY, formula ? formula.offsetHeight : 0];
}"""


def of_formulas(pages: list[str]) -> list[str]:
    """The pages of pairs and of general results, without the lists of these."""
    lists = {"identities/index.html", "identities/fisher.html"}
    return [name for name in pages if name.startswith(FORMULAS) and name not in lists]


def raw(source: str) -> list[str]:
    """The machine's notation in the prose of a page."""
    article = html.fromstring(source).xpath("//article")[0]
    for node in article.xpath(f"//*[{_NO_PROSE}]"):
        node.drop_tree()
    return [
        match.string[max(match.start() - 20, 0) : match.end() + 20] for match in RAW.finditer(article.text_content())
    ]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>infinite unless alpha_p > 1</p>", 1),
        ("<p>E[x**2]</p>", 1),
        ("<p><code>mu_q</code> and <math><mi>mu_q</mi></math></p><pre>a**2</pre>", 0),
    ],
)
def test_the_machine_s_notation_is_found(body: str, found: int) -> None:
    assert len(raw(f"<article>{body}</article>")) == found


def test_no_page_of_the_catalogue_shows_the_machine_s_notation(site: Path, pages: list[str]) -> None:
    chosen = [name for name in pages if name.startswith((*FORMULAS, "distributions/"))]
    assert len(chosen) > 800
    found = {name: raw((site / name).read_text(encoding="utf-8")) for name in todays(chosen, 8)}
    assert {name: told for name, told in found.items() if told} == {}


def test_the_statement_is_on_the_first_screen(reader: Reader, at_root: str, pages: list[str]) -> None:
    """Of a formula higher than a quarter of the screen the rest may be below; there are few of these."""
    tab = reader.page()
    chosen = list(dict.fromkeys([*todays(of_formulas(pages), 160), *(f"kl/{name}.html" for name in WANTED)]))
    late, below = {}, Counter()
    for name in chosen:
        reader.visit(tab, at_root + name)
        for width, height in SCREENS:
            tab.set_viewport_size({"width": width, "height": height})
            top, foot, formula = tab.evaluate(PLACE)
            if top >= 400 or foot - max(formula - height / 4, 0) > height:
                late[name, width] = (round(top), round(foot), round(formula))
            below[width] += foot > height
    assert late == {}
    assert not ALL or max(below.values()) <= len(chosen) / 8, below


def test_every_pair_of_numbers_has_a_picture_and_every_page_its_parts(site: Path, pages: list[str]) -> None:
    for name in of_formulas(pages):
        source = (site / name).read_text(encoding="utf-8")
        assert source.count('data-part="statement"') == source.count('data-part="evidence"') == 1, name
        p, q = catalogue().pairs.get(Path(name).stem, ("", ""))
        drawn = bool(p) and DISTRIBUTIONS[p].variate == DISTRIBUTIONS[q].variate == UNIVARIATE
        assert source.count('data-part="picture"') == drawn, name


@pytest.mark.parametrize("anchor", ["checks", "code", "take", "cite"])
def test_a_link_into_a_fold_opens_it(reader: Reader, from_disk: str, anchor: str) -> None:
    tab = reader.page()
    reader.visit(tab, f"{from_disk}kl/gamma-gamma.html#{anchor}")
    assert tab.locator(f"#{anchor}").is_visible()
    assert tab.locator(f"details:has(#{anchor}), details#{anchor}").first.get_attribute("open") is not None


def test_swap_leads_to_the_other_direction_and_back(reader: Reader, at_root: str) -> None:
    tab = reader.page()
    reader.visit(tab, at_root + "kl/gamma-weibull.html")
    swap = tab.locator('[data-part="statement"]').get_by_role("link", name="Swap")
    swap.click()
    tab.wait_for_url("**/kl/weibull-gamma.html")
    swap.click()
    tab.wait_for_url("**/kl/gamma-weibull.html")
    reader.visit(tab, at_root + "kl/gamma-gamma.html")
    swap.click()
    tab.get_by_text("the same formula with the indices exchanged").wait_for(state="visible")  # the fold opens first


def test_before_and_after_stand_in_a_row_and_relatives_in_another(reader: Reader, from_disk: str) -> None:
    tab = reader.page()
    reader.visit(tab, f"{from_disk}kl/gamma-weibull.html")
    row, relatives = (part.get_by_role("link").all_text_contents() for part in tab.locator(".neighbours p").all())
    assert all(text.startswith("←") or text.endswith("→") for text in row)
    assert not [text for text in relatives if "←" in text or "→" in text]
    assert row
    assert relatives


def test_on_paper_a_lemma_is_broken_between_its_steps(reader: Reader, from_disk: str) -> None:
    tab = reader.page()
    reader.visit(tab, f"{from_disk}kl/gamma-weibull.html")
    tab.emulate_media(media="print")
    breaks = "[...document.querySelectorAll('{}')].map(part => getComputedStyle(part).breakInside)"
    assert set(tab.evaluate(breaks.format(".lemma"))) == {"auto"}
    assert set(tab.evaluate(breaks.format(".lemma .step"))) == {"avoid"}


def test_a_script_lies_beside_the_notebook_of_every_derivation(site: Path) -> None:
    notebooks = {path.with_suffix("") for path in site.rglob("kldiv-*.ipynb")}
    assert len(notebooks) > 700
    assert notebooks == {path.with_suffix("") for path in site.rglob("kldiv-*.py")}
