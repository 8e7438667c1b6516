"""Twelve pages are built of the same parts as when somebody last looked at them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.tools.structure import KEPT, PAGES, kept, outline


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_built_as_it_was(site: Path, page: str) -> None:
    """If the change is meant, look at the page, then `.venv/bin/python -m scripts.tools.structure`."""
    now = outline((site / page).read_text(encoding="utf-8"))
    assert now.count("\n") > 10
    assert now.splitlines() == kept(page).read_text(encoding="utf-8").splitlines()


def test_no_outline_is_left_over() -> None:
    assert {path.name for path in KEPT.iterdir()} == {kept(page).name for page in PAGES}


def test_a_part_that_is_gone_or_moved_is_seen() -> None:
    page = '<main><h1>One</h1><div data-part="statement"></div><details><summary>More</summary></details></main>'
    assert outline(page).splitlines() == ["main", "  h1 One", "  div [statement]", "  fold More"]
    assert outline(page.replace("<h1>One</h1>", "")) != outline(page)
    assert outline(page.replace('data-part="statement"', "")) != outline(page)
