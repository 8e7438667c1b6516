"""Search, as a reader uses it: type, look, follow."""

from __future__ import annotations

import re

import pytest

from tests.site.reader import Reader


@pytest.mark.parametrize("where", ["at_root", "below_kl", "from_disk"])
def test_search_finds_cross_entropy(reader: Reader, where: str, request: pytest.FixtureRequest) -> None:
    tab = reader.page()
    reader.visit(tab, request.getfixturevalue(where) + "index.html")
    # At once: of "cross-", half typed, the theme's search complains in the console.
    tab.locator(".md-search__input").fill("cross-entropy")
    found = tab.locator(".md-search-result__link", has_text=re.compile("cross-entropy", re.IGNORECASE))
    found.first.wait_for()
    found.first.click()
    tab.wait_for_url(lambda url: "index.html" not in url)
    tab.wait_for_load_state()
    assert "cross-entropy" in tab.locator("article").inner_text().lower()


def test_search_results_show_no_tex(reader: Reader, at_root: str) -> None:
    tab = reader.page()
    reader.visit(tab, at_root + "index.html")
    tab.locator(".md-search__input").click()
    tab.keyboard.type("divergence", delay=20)
    tab.locator(".md-search-result__link").first.wait_for()
    assert "\\" not in tab.locator(".md-search-result__list").inner_text()
