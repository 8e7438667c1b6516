"""Code on the pages: what a person reads fits into 72 columns, and what only machines read breaks its lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import html
from playwright.sync_api import Page

from tests.site.reader import Reader
from tests.today import todays

#: The widest line that the column shows whole, at the size of code.
COLUMNS = 72
#: What people read, and may copy line by line.
READ = ("language-python", "language-console", "language-bash")

#: Pages of which the build makes hundreds alike; of all others every line is looked at every day.
MADE = ("kl/", "identities/", "distributions/")


def read_by_people(page: Path) -> list[str]:
    """The lines of every block of code of a page."""
    tree: Any = html.fromstring(page.read_bytes())
    blocks = [block for name in READ for block in tree.find_class(name)]
    return [line for block in blocks for line in block.text_content().splitlines()]


def test_no_line_of_code_is_wider_than_the_column(site: Path, pages: list[str]) -> None:
    made = [name for name in pages if name.startswith(MADE)]
    chosen = [*(name for name in pages if not name.startswith(MADE)), *todays(made, 4)]
    lines = {name: read_by_people(site / name) for name in chosen}
    assert sum(map(len, lines.values())) > 1000
    wide = [(name, line) for name, found in lines.items() for line in found if len(line) > COLUMNS]
    assert wide == []


def test_a_line_of_72_columns_is_whole_and_the_button_stands_beside_it(reader: Reader, from_disk: str) -> None:
    tab = reader.page()
    reader.visit(tab, from_disk + "notebooks/coins.html")
    tab.locator(".nb-input code").first.evaluate("(code, line) => { code.textContent = line; }", "x" * COLUMNS)
    assert tab.locator(".nb-input code").first.evaluate("code => code.scrollWidth <= code.clientWidth")
    assert covered(tab) == []


def covered(tab: Page) -> list[str]:
    """Copy buttons that lie on the code; each comes with its block into view."""
    blocks = [block for block in tab.locator(".md-content pre > code").all() if block.is_visible()]
    for block in blocks:
        block.scroll_into_view_if_needed()
        block.locator("xpath=..").locator(".md-code__nav").wait_for(state="attached")
    assert blocks
    found: list[str] = tab.evaluate("""
      () => [...document.querySelectorAll("pre:has(> .md-code__nav)")].filter(block => {
        const button = block.querySelector(".md-code__nav").getBoundingClientRect();
        const code = block.querySelector("code").getBoundingClientRect();
        return button.width && code.right > button.left + 1;
      }).map(block => block.textContent.slice(0, 40))
    """)
    return found


def test_the_button_lies_on_no_code_of_a_phone(reader: Reader, from_disk: str) -> None:
    tab = reader.page(phone=True)
    for page in ("notebooks/coins.html", "questions/libraries.html"):
        reader.visit(tab, from_disk + page)
        assert covered(tab) == []
