"""The head of every page: a description of its own, and what links show where they are shared."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from lxml import html


def head(page: Path) -> Any:
    whole, end, _ = page.read_bytes().partition(b"</head>")  # the rest of a page is long, and not asked for
    return html.fromstring(whole + end).find("head")


def said(page: Path) -> str:
    return " ".join(head(page).xpath("string(meta[@name='description']/@content)").split())


def test_every_page_has_a_description_of_its_own(site: Path, pages: list[str]) -> None:
    descriptions = {name: said(site / name) for name in pages}
    assert [name for name, text in descriptions.items() if len(text) < 20 or len(text) > 220] == []
    shared = [text for text, times in Counter(descriptions.values()).items() if times > 1]
    assert [name for name, text in descriptions.items() if text in shared] == []


def test_every_page_says_what_a_link_to_it_shows(site: Path, pages: list[str]) -> None:
    for name in pages:
        metas = head(site / name).iter("meta")
        tags = {tag.get("property"): tag.get("content") for tag in metas if tag.get("property")}
        assert tags.keys() >= {"og:title", "og:description", "og:site_name", "og:type"}, name
        assert tags["og:description"] == said(site / name), name
