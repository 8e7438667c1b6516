"""Search, as a reader uses it: by mouse, by keys alone, by ear, on a phone, from disk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from scripts.tools.audits.accessibility import violations
from tests.site.reader import Reader
from tests.today import todays

WHERE = ["at_root", "below_kl", "from_disk"]


def ask(tab: Page, question: str) -> None:
    """Type a question and wait for what the search has to say."""
    tab.locator("[data-part=search]").fill(question)
    tab.locator(".finder[data-ready]").wait_for()


@pytest.mark.parametrize("where", WHERE)
def test_nothing_is_loaded_before_the_box_is_used(reader: Reader, where: str, request: pytest.FixtureRequest) -> None:
    tab = reader.page()
    asked: list[str] = []
    tab.on("request", lambda sent: asked.append(sent.url))
    reader.visit(tab, request.getfixturevalue(where) + "learn/two-directions.html")
    tab.wait_for_timeout(300)
    assert [url for url in asked if "search/" in url or "minisearch" in url] == []
    ask(tab, "gamma weibull")
    hits = tab.locator("[data-part=search-hit]")
    hits.first.wait_for()
    assert sorted(re.findall(r"search/\w+\.js", " ".join(asked))) == ["search/data.js", "search/engine.js"]
    assert hits.nth(0).get_attribute("href").endswith("kl/gamma-weibull.html")  # type: ignore[union-attr]
    assert hits.nth(1).get_attribute("href").endswith("kl/weibull-gamma.html")  # type: ignore[union-attr]
    assert hits.nth(0).locator(".finder-formula").inner_text().startswith("D(p ‖ q) =")
    assert hits.count() <= 10
    hits.first.click()
    tab.wait_for_url("**/kl/gamma-weibull.html")
    assert "Gamma to Weibull" in tab.locator("h1").inner_text()


def test_by_keys_alone(reader: Reader, at_root: str) -> None:
    tab = reader.page()
    reader.visit(tab, at_root + "index.html")
    link = tab.locator("article a").first
    link.focus()
    for key in ("/", "s", "f"):
        tab.keyboard.press(key)
        assert tab.evaluate("document.activeElement.dataset.part") == "search"
        tab.keyboard.press("Escape")
        assert link.evaluate("link => document.activeElement === link"), "Escape leads back to where the reader was"
        assert tab.locator(".finder-panel").is_hidden()
    tab.keyboard.press("/")
    ask(tab, "is kl a metric")
    tab.locator("[data-part=search-hit]").nth(1).wait_for()
    chosen = tab.locator("[data-part=search-hit][aria-selected=true]")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    assert chosen.get_attribute("id") == "finder-hit-1"
    tab.keyboard.press("ArrowUp")
    assert chosen.get_attribute("id") == "finder-hit-0"
    tab.keyboard.press("ArrowUp")
    assert chosen.count() == 0
    tab.keyboard.press("ArrowDown")
    target = chosen.get_attribute("href")
    tab.keyboard.press("Enter")
    tab.wait_for_url(str(target))


def test_enter_opens_the_first_hit(reader: Reader, from_disk: str) -> None:
    tab = reader.page()
    reader.visit(tab, from_disk + "kl/normal-normal.html")
    tab.keyboard.press("/")
    tab.keyboard.type("batchmean")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/questions/libraries.html*")


def test_a_key_typed_elsewhere_stays_there(reader: Reader, at_root: str) -> None:
    tab = reader.page()
    reader.visit(tab, at_root + "matrix.html")
    field = tab.locator("#matrix-distribution")
    field.click()
    tab.keyboard.type("fs/")
    assert field.input_value() == "fs/"


def test_what_a_screen_reader_is_told(reader: Reader, at_root: str) -> None:
    tab = reader.page()
    reader.visit(tab, at_root + "index.html")
    box = tab.get_by_role("combobox", name="Search")
    assert box.get_attribute("aria-expanded") == "false"
    ask(tab, "gaussian")
    assert box.get_attribute("aria-expanded") == "true"
    shown = tab.get_by_role("listbox", name="Hits")
    assert box.get_attribute("aria-controls") == shown.get_attribute("id")
    tab.keyboard.press("ArrowDown")
    first = tab.get_by_role("option").first
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert first.get_attribute("aria-selected") == "true"
    assert tab.get_by_role("group", name="Best matches").get_by_role("option").count() == 3
    status = tab.locator(
        ".finder-status[role=status]", has_text=re.compile(r"^10 hits, the first: The normal distribution")
    )
    status.wait_for()


def test_nothing_found_helps_on(reader: Reader, at_root: str) -> None:
    tab = reader.page()
    reader.visit(tab, at_root + "kl/gamma-gamma.html")
    ask(tab, "zyzzyva")
    panel = tab.locator(".finder-panel")
    panel.get_by_text("Nothing answers “zyzzyva”.").wait_for()
    assert tab.locator("[data-part=search-hit]").count() == 0
    panel.get_by_role("link", name="Every pair of distributions").click()
    tab.wait_for_url("**/matrix.html")


def test_on_a_phone_it_fills_the_screen(reader: Reader, at_root: str) -> None:
    tab = reader.page(phone=True)
    reader.visit(tab, at_root + "index.html")
    box = tab.locator("[data-part=search]")
    assert box.bounding_box()["width"] >= 24  # type: ignore[index]
    box.click()
    ask(tab, "kl between two gaussians")
    hit = tab.locator("[data-part=search-hit]").first
    hit.wait_for()
    assert hit.get_attribute("href").endswith("kl/normal-normal.html")  # type: ignore[union-attr]
    wide = tab.locator(".finder-panel").bounding_box()
    assert wide is not None
    assert (wide["x"], wide["width"]) == (0, 390)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tab.get_by_role("button", name="Close the search").click()
    assert tab.locator(".finder-panel").is_hidden()


def test_hits_show_no_tex(reader: Reader, at_root: str) -> None:
    tab = reader.page()
    reader.visit(tab, at_root + "index.html")
    for question in ("divergence", "entropy", "normal"):
        ask(tab, question)
        tab.locator("[data-part=search-hit]").first.wait_for()
        assert "\\" not in tab.locator(".finder-hits").inner_text()


@pytest.mark.parametrize("dark", todays([False, True], 2))
def test_axe_finds_nothing_grave_in_the_open_search(reader: Reader, at_root: str, dark: bool) -> None:
    tab = reader.page(dark=dark, phone=dark)
    reader.visit(tab, at_root + "learn/expectation.html")
    tab.locator("[data-part=search]").click()
    assert violations(tab) == []
    ask(tab, "kl_div nan")
    tab.locator("[data-part=search-hit]").first.wait_for()
    tab.keyboard.press("ArrowDown")
    assert violations(tab) == []


def test_where_else_to_look_is_there(site: Path) -> None:
    script = (site / "assets" / "site.js").read_text(encoding="utf-8")
    places = re.findall(r'^  \["([\w/.-]+\.html)", "', script, flags=re.MULTILINE)
    assert len(places) == 3
    assert all((site / place).is_file() for place in places)
