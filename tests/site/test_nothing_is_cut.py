"""No formula, line of code or table is cut off without a sign, on any screen."""

from __future__ import annotations

import random

import pytest
from playwright.sync_api import Page

from tests.site.reader import Reader
from tests.today import ALL, TODAY

WIDTHS = (320, 390, 820, 1280, 1600)

#: What is cut: a box that hides a part of what it holds and does not say so, or what sticks out of its column.
CUT = """async () => {
  await document.fonts.ready;
  document.querySelectorAll(".equation").forEach((equation) => equation.classList.add("settled"));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const name = (e) => `${e.tagName.toLowerCase()}.${e.className} ${e.textContent.trim().slice(0, 60)}`;
  const article = document.querySelector("article");
  const found = [];
  for (const box of article.querySelectorAll("*")) {
    if (!(box instanceof HTMLElement) || !box.checkVisibility() || box.scrollWidth <= box.clientWidth + 1) continue;
    if (getComputedStyle(box).overflowX === "visible" || box.closest(".poster, .matrix-box, .headerlink")) continue;
    if (box.matches(".tabbed-labels")) continue; // the theme sets arrows beside them
    if (getComputedStyle(box).textOverflow === "ellipsis") continue; // a sign by itself
    if (!box.clientWidth || getComputedStyle(box).position === "absolute") continue;
    if (!box.classList.contains("scrolls")) found.push(`hides a part: ${name(box)}`);
    else if (getComputedStyle(box).maskImage === "none") found.push(`no sign: ${name(box)}`);
    else if (box.tabIndex !== 0) found.push(`no keyboard: ${name(box)}`);
  }
  const edge = document.documentElement.clientWidth + 1;
  for (const part of article.querySelectorAll("math, pre, table")) {
    if (!part.checkVisibility() || part.closest(".scrolls, .poster, .matrix-box, math math")) continue;
    // Code reaches the edge of a phone, a formula in a sentence may reach into the margin, a wide table over the menu.
    const inner = { pre: "none", math: "td, th, .equation-scroll", table: ".md-typeset:not(:has(.wide))" };
    const column = part.closest(inner[part.localName]) ?? document.documentElement;
    const { right, width } = part.getBoundingClientRect();
    const limit = Math.min(edge, column.getBoundingClientRect().right + 2);
    if (width && right > limit) found.push(`sticks out: ${name(part)}`);
  }
  return found.slice(0, 5);
}"""


def widths_of(name: str, day: int = TODAY, *, everything: bool = ALL) -> list[int]:
    """Two widths for a page, drawn anew each day: by turns they could be the same whenever the page has its own."""
    return list(WIDTHS) if everything else random.Random(f"{day} {name}").sample(WIDTHS, 2)


def test_a_page_is_seen_at_every_width_in_time() -> None:
    for turn in (2, 11, 21, 178):
        seen = {width for visit in range(20) for width in widths_of("kl/a-b.html", turn * visit, everything=False)}
        assert seen == set(WIDTHS)


@pytest.fixture
def tab(reader: Reader) -> Page:
    return reader.page()


def test_nothing_is_cut_off_without_a_sign(reader: Reader, tab: Page, below_kl: str, many: list[str]) -> None:
    wrong = {}
    for name in many:
        reader.visit(tab, below_kl + name)
        for width in widths_of(name):
            tab.set_viewport_size({"width": width, "height": 900})
            for _ in range(10):
                if not (found := tab.evaluate(CUT)):
                    break
                tab.wait_for_timeout(500)  # what a picker puts in has its sign a moment later
            else:
                wrong[name, width] = found
    assert wrong == {}


def test_a_cut_is_seen(reader: Reader, tab: Page, below_kl: str) -> None:
    tab.set_viewport_size({"width": 390, "height": 900})
    reader.visit(tab, below_kl + "kl/normal-normal.html")
    plant = "<p class='planted'><math><mn>{}</mn></math></p><pre><code>{}</code></pre>".format("8" * 60, "x" * 90)
    tab.evaluate("html => document.querySelector('article').insertAdjacentHTML('beforeend', html)", plant)
    assert len(tab.evaluate(CUT)) >= 2


def test_a_formula_too_wide_can_be_scrolled_by_keyboard(reader: Reader, tab: Page, below_kl: str) -> None:
    tab.set_viewport_size({"width": 320, "height": 900})
    reader.visit(tab, below_kl + "kl/normal-normal.html")
    wide = tab.locator(".equation-scroll").first
    wide.evaluate("box => { box.querySelector('math').innerHTML = `<mn>${'8'.repeat(60)}</mn>`; }")
    tab.wait_for_selector(".equation-scroll.scrolls.at-start")
    wide.focus()
    assert wide.get_attribute("aria-label")
    for _ in range(60):
        tab.keyboard.press("ArrowRight")
    tab.wait_for_selector(".equation-scroll.scrolls.at-end")


def test_what_shows_all_is_no_stop_on_the_way(reader: Reader, below_kl: str, tab: Page) -> None:
    tab.set_viewport_size({"width": 1600, "height": 900})
    reader.visit(tab, below_kl + "distributions/index.html")
    tab.wait_for_selector(".relations-box.watched")
    for width in (1600, 320):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.wait_for_function(
            """() => [...document.querySelectorAll(".watched")].every((box) =>
              box.hasAttribute("tabindex") === box.scrollWidth > box.clientWidth)"""
        )
