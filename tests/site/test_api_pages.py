"""The API reference says of each function in one item what it returns."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup, Tag


def returned(html: str) -> list[list[str]]:
    """The items of every list of what is returned."""
    found = []
    for heading in BeautifulSoup(html, "lxml").find_all(string="Returns:"):
        items = heading.find_next("ul")
        assert isinstance(items, Tag)
        found.append([item.get_text(" ", strip=True) for item in items.find_all("li", recursive=False)])
    return found


def test_what_is_returned_is_one_thing(site: Path) -> None:
    pages = {path.name: returned(path.read_text(encoding="utf-8")) for path in (site / "reference").glob("*.html")}
    assert sum(map(len, pages.values())) > 10
    assert {name: items for name, lists in pages.items() for items in lists if len(items) != 1} == {}


def test_a_list_of_two_would_be_seen() -> None:
    assert returned("<p><b>Returns:</b></p><ul><li>A float,</li><li>or an array.</li></ul>") == [
        ["A float,", "or an array."]
    ]
