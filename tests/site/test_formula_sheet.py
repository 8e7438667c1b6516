"""The formula sheet: two printed pages, and nothing on them is cut."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.site.reader import Reader

#: A4, in points, and its width within the margins, in pixels.
A4 = (595, 842)
BOX = re.compile(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]")
ACROSS = int((210 - 18) / 25.4 * 96)

#: What sticks out of its column: the name of its formula.
CUT = """[...document.querySelectorAll('.sheet-item')].filter(item => {
    const edge = item.getBoundingClientRect().right + 1;
    return [...item.querySelectorAll('.equation *')].some(part => {
        const box = part.getBoundingClientRect();
        return box.width > 1 && box.right > edge && getComputedStyle(part).position !== 'absolute'
            && !part.closest('svg');
    });
}).map(item => item.textContent.trim().slice(0, 40))"""


@pytest.fixture
def sheet(reader: Reader, below_kl: str) -> Page:
    tab = reader.page()
    reader.visit(tab, below_kl + "formula-sheet.html")
    return tab


def test_it_is_printed_on_two_pages(sheet: Page) -> None:
    printed = sheet.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
    assert {tuple(map(round, map(float, box))) for box in BOX.findall(printed)} == {A4}


def test_nothing_of_it_is_cut(sheet: Page) -> None:
    sheet.emulate_media(media="print")
    sheet.set_viewport_size({"width": ACROSS, "height": 1060})
    assert sheet.evaluate(CUT) == []
    assert sheet.evaluate(CUT.replace("right + 1", "right - 200")), "what is cut would be noticed"
    assert sheet.evaluate("Number.parseFloat(getComputedStyle(document.querySelector('.sheet-item')).width)") > 300


def test_every_formula_leads_to_its_derivation(sheet: Page) -> None:
    items = sheet.locator(".sheet-item")
    links = sheet.locator(".sheet-item > p > a").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    assert items.count() == len(links) == len(set(links))
    assert all(re.fullmatch(r"kl/[a-z0-9-]+\.html", link) for link in links)
    assert {"kl/normal-normal.html", "kl/multivariate-normal-multivariate-normal.html"} <= set(links)
