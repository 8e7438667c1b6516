"""The site under a strict Content-Security-Policy: nothing on any page needs an exception, and everything works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from playwright.sync_api import Page, expect

from scripts.tools.serving import served
from tests.site.hand import PLACES, state, wake
from tests.site.reader import Reader
from tests.today import todays

#: WebAssembly is allowed: of it Python is made, which runs when a reader asks for it.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)
DATA = {"application/json", "application/ld+json"}
NOT_ALLOWED: Any = etree.XPath(
    "//*[@style] | //style | //*[@*[starts-with(name(), 'on')]] | //*[starts-with(@href, 'javascript:')]"
)
INLINE: Any = etree.XPath("//script[not(@src)]")
#: Remembers what the policy forbids.
LISTEN = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.refused.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample} ${event.sourceFile}`);
});
"""


def needs_exceptions(page: str) -> list[str]:
    """The scripts and styles of a page that a strict policy forbids."""
    root = html.fromstring(page)
    found = [f"<{node.tag}> {node.get('style') or node.get('href') or ''}" for node in NOT_ALLOWED(root)]
    return found + [f"script {str(node.text)[:60]}" for node in INLINE(root) if node.get("type") not in DATA]


@pytest.mark.parametrize(
    ("markup", "count"),
    [
        ("<p class='a'>b</p><script src='a.js'></script><script type='application/ld+json'>{}</script>", 0),
        ("<p style='color: red'>b</p>", 1),
        ("<script>alert(1)</script><style>p{}</style>", 2),
        ("<p onclick='go()'>b</p><a href='javascript:go()'>c</a>", 2),
    ],
)
def test_what_needs_an_exception(markup: str, count: int) -> None:
    assert len(needs_exceptions(f"<html><body>{markup}</body></html>")) == count


def test_no_page_has_a_script_or_a_style_within_it(site: Path, pages: list[str]) -> None:
    wrong = {name: found for name in pages if (found := needs_exceptions((site / name).read_text(encoding="utf-8")))}
    assert wrong == {}


@pytest.fixture(scope="module")
def strict(site: Path) -> Iterator[str]:
    """The address of the site below a folder, each answer with the policy."""
    with served(site, "/kl/", {"Content-Security-Policy": POLICY}) as address:
        yield address


@pytest.fixture
def tab(reader: Reader) -> Page:
    page = reader.page(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(LISTEN)
    return page


def test_no_page_is_refused_anything(reader: Reader, tab: Page, strict: str, sample: list[str]) -> None:
    refused = {}
    for name in sample:
        reader.visit(tab, strict + name)
        if found := tab.evaluate("window.refused"):
            refused[name] = found
    assert refused == {}


def test_the_policy_is_really_there(reader: Reader, tab: Page, strict: str) -> None:
    reader.expected = ["Content Security Policy"]
    reader.visit(tab, strict + "index.html")
    tab.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">a</p>')")
    assert "style-src" in tab.evaluate("window.refused.join()")


def test_the_search_works(reader: Reader, tab: Page, strict: str) -> None:
    reader.visit(tab, strict + "index.html")
    tab.locator("[data-part=search]").fill("kl between two gaussians")
    tab.locator("[data-part=search-hit]").first.wait_for()
    assert tab.evaluate("window.refused") == []


def test_the_palette_is_kept(reader: Reader, tab: Page, strict: str) -> None:
    reader.visit(tab, strict + "index.html")
    before = tab.evaluate("document.body.dataset.mdColorScheme")
    tab.locator("form[data-md-component=palette] label:visible").first.click()
    tab.wait_for_function("before => document.body.dataset.mdColorScheme !== before", arg=before)
    reader.visit(tab, strict + "learn/what-is-kl.html")
    assert tab.evaluate("document.body.dataset.mdColorScheme") != before
    assert tab.evaluate("window.refused") == []


def test_the_matrix_is_filtered(reader: Reader, tab: Page, strict: str) -> None:
    reader.visit(tab, strict + "matrix.html")
    count = tab.locator("#matrix-count")
    expect(count).to_contain_text("pairs")
    whole = count.inner_text()
    tab.get_by_role("searchbox", name="Distribution", exact=True).fill("half-cau")
    expect(count).not_to_have_text(whole)
    assert tab.evaluate("window.refused") == []


@pytest.mark.parametrize(("name", "page"), todays(sorted(PLACES.items()), 3))
def test_explorers_work(reader: Reader, tab: Page, strict: str, name: str, page: str) -> None:
    reader.visit(tab, strict + page)
    explorer = wake(tab, name)
    explorer.locator("[role=slider], input[type=range]").first.press("ArrowRight")
    assert state(tab, name)
    with tab.expect_download():
        explorer.get_by_role("button", name="Download SVG").click()
    assert tab.evaluate("window.refused") == []


def test_an_equation_is_copied(reader: Reader, tab: Page, strict: str) -> None:
    reader.visit(tab, strict + "kl/normal-normal.html")
    equation = tab.locator(".equation.numbered").first
    equation.locator(".equation-more").click()
    equation.get_by_role("button", name="Copy LaTeX").click()
    assert r"\frac" in tab.evaluate("navigator.clipboard.readText()")
    assert tab.evaluate("window.refused") == []
