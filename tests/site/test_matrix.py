"""The matrix of pairs, as one scans, filters and walks it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE
from tests.site.reader import Reader

COUNT = sum(distribution.variate == UNIVARIATE for distribution in DISTRIBUTIONS.values())
SHOWN = "[...document.querySelectorAll('table.matrix tr:not([hidden]) td:not(.matrix-faded) a')].map(a => a.ariaLabel)"


@pytest.fixture
def matrix(reader: Reader, below_kl: str) -> Page:
    tab = reader.page()
    reader.visit(tab, below_kl + "matrix.html")
    return tab


def focused(tab: Page) -> str:
    return tab.evaluate("document.activeElement.ariaLabel ?? ''")


def test_no_cell_is_empty(matrix: Page) -> None:
    cells = matrix.evaluate("[...document.querySelectorAll('table.matrix td')].map(c => [c.dataset.kind, c.innerText])")
    assert len(cells) == COUNT**2
    assert all(kind and sign.strip() for kind, sign in cells)


def test_it_is_filtered_by_distribution_and_by_answer(matrix: Page) -> None:
    matrix.get_by_role("searchbox", name="Distribution", exact=True).fill("half-cau")
    shown = matrix.evaluate(SHOWN)
    assert len(shown) == 2 * COUNT - 1
    assert all("Half-Cauchy" in title for title in shown)
    matrix.get_by_role("combobox", name="Answer").select_option("closed")
    shown = matrix.evaluate(SHOWN)
    assert any(title.startswith("Half-Cauchy to Half-Cauchy") for title in shown)
    assert all(title.endswith("closed form") for title in shown)
    assert matrix.locator("#matrix-count").inner_text().split()[0] == str(len(shown))


def test_it_is_walked_by_keyboard(matrix: Page) -> None:
    matrix.get_by_role("searchbox", name="Distribution", exact=True).fill("gamma")
    matrix.locator(".matrix-box").focus()
    matrix.keyboard.press("Tab")
    while "to" not in focused(matrix):  # past the headings, which are links too
        matrix.keyboard.press("Tab")
    first = focused(matrix)
    matrix.keyboard.press("ArrowRight")
    assert focused(matrix) != first
    matrix.keyboard.press("Home")
    matrix.keyboard.press("ArrowUp")
    assert focused(matrix) == first
    matrix.keyboard.press("End")
    matrix.keyboard.press("ArrowDown")
    assert "amma" in focused(matrix)
    target = matrix.evaluate("document.activeElement.href")
    matrix.keyboard.press("Enter")
    matrix.wait_for_url(target)
    assert matrix.locator("h1").count() == 1


def test_it_can_be_used_on_a_phone(reader: Reader, below_kl: str) -> None:
    tab = reader.page(phone=True, has_touch=True)
    reader.visit(tab, below_kl + "matrix.html")
    cell = tab.locator("td[data-distribution=normal] a[aria-label^='Laplace to']")
    cell.scroll_into_view_if_needed()
    assert tab.locator("tr[data-distribution=laplace] th").is_visible()
    cell.tap()
    tab.wait_for_url("**/kl/laplace-normal.html")
