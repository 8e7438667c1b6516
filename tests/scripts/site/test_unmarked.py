"""Text without marks is left alone; text with any mark is set as Python-Markdown sets it."""

from __future__ import annotations

import pytest
from markdown import Markdown
from markdown.extensions import Extension

from scripts.site.context import SiteContext
from scripts.site.named_numbers import NumberExtension
from scripts.site.unmarked import UnmarkedExtension

OTHERS = ["attr_list", "footnotes", "smarty", "tables", "pymdownx.superfences"]
TEXTS = [
    "Plain words, and 12 numbers: half of them (or so) = 50 %.",
    "A *word*, a __strong__ one, a_b_c and `code` with `` ` ``.",
    "[A link](there.md), [another][one], ![a picture](here.svg), <https://example.org>, an@example.org\n\n[one]: there",
    "It's \"quoted\", and so on... And 'again'.",
    "A break  \nin a line, a \\* star, a dash -- and 3 &lt; 4 & more, <b>bold</b>",
    "A note[^1], and {{ a }} number.\n\n[^1]: *here*.",
    "| a | `b` |\n| - | - |\n| *c* | d |",
]


def html(text: str, *further: Extension) -> str:
    """Set a text."""
    return Markdown(extensions=[*OTHERS, NumberExtension({}, SiteContext().warn), *further]).convert(text)


@pytest.mark.parametrize("text", TEXTS)
def test_it_is_set_as_without(text: str) -> None:
    assert html(text, UnmarkedExtension()) == html(text)


def test_what_has_no_mark_meets_no_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []
    name = "_InlineProcessor__applyPattern"

    def note(self: object, pattern: object, data: str, index: int, start: int = 0) -> tuple[str, bool, int]:
        tried.append(data)
        return data, False, 0

    monkeypatch.setattr(f"markdown.treeprocessors.InlineProcessor.{name}", note)
    html(TEXTS[0], UnmarkedExtension())
    assert tried == []
    html(TEXTS[1], UnmarkedExtension())
    assert tried
