"""The page for what is missing: whole at any address, at the root of a host and in a folder of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.site.reader import Reader

#: An address that was mistyped, and the page that was meant.
MISTYPED = {
    "kl/gama-weibul.html": "kl/gamma-weibull.html",
    "gamma-weibull": "kl/gamma-weibull.html",
    "some/folder/chain-rul": "identities/chain-rule.html",
    "kl/gaussian-gaussian.html": "kl/normal-normal.html",
    "kl/cauchy-normal.html": "distributions/cauchy.html#cauchy-normal",
    "kl/Gamma_Bell-curve.html": "kl/gamma-normal.html",
    "distributions/gaussian.html": "distributions/normal.html",
    "learn/entropy.html": "learn/surprise-and-entropy.html",
}
#: What is named first, where the address leaves no doubt.
FIRST = ["kl/gaussian-gaussian.html", "kl/cauchy-normal.html", "distributions/gaussian.html", "gamma-weibull"]


@pytest.fixture
def tab(reader: Reader) -> Page:
    """A tab in which it is no trouble that something is missing."""
    page = reader.page()
    reader.expected = ["status of 404", "status 404"]
    return page


@pytest.mark.parametrize("asked", MISTYPED)
@pytest.mark.parametrize("where", ["at_root", "below_kl"])
def test_it_is_whole_and_names_what_was_meant(
    reader: Reader, tab: Page, where: str, asked: str, request: pytest.FixtureRequest
) -> None:
    root = request.getfixturevalue(where)
    reader.visit(tab, root + asked)
    near = tab.locator(".missing-near li a")
    near.first.wait_for()
    assert root + MISTYPED[asked] in near.evaluate_all("links => links.map(link => link.href)")
    tab.wait_for_function("getComputedStyle(document.querySelector('h1')).fontFamily.includes('Source Serif')")
    links = tab.locator("article a").evaluate_all("links => links.map(link => link.href)")
    assert [link for link in links if not link.startswith(root)] == []
    assert f"{root}index.html" in links
    assert tab.locator(".md-tabs a").count() == 5


@pytest.mark.parametrize("asked", FIRST)
def test_what_is_beyond_doubt_comes_first(reader: Reader, tab: Page, below_kl: str, asked: str) -> None:
    reader.visit(tab, below_kl + asked)
    first = tab.locator(".missing-near li a").first
    first.click()
    tab.wait_for_url(f"{below_kl}{MISTYPED[asked]}")
    assert tab.locator("h1").inner_text() != "Nothing is at this address"


@pytest.mark.parametrize("where", ["at_root", "below_kl"])
def test_its_search_finds(reader: Reader, tab: Page, where: str, request: pytest.FixtureRequest) -> None:
    root = request.getfixturevalue(where)
    reader.visit(tab, root + "kl/no-such-page")
    tab.locator(".missing-near").wait_for(state="attached")
    tab.locator("[data-part=search]").fill("chain rule")
    hit = tab.locator("[data-part=search-hit]").first
    hit.wait_for()
    hit.click()
    tab.wait_for_url(root + "identities/chain-rule.html*")


def test_nothing_near_names_nothing(reader: Reader, tab: Page, at_root: str) -> None:
    reader.visit(tab, at_root + "zzzzzzzzzzzz")
    assert not tab.locator(".missing-near").is_visible()
    assert tab.locator("h1").inner_text() == "Nothing is at this address"
