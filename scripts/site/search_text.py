"""The text of a page, section by section, as a search reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import html

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
_SILENT = {"pre", "script", "style", "svg", "button", "input", "template"}
_INLINE = {"a", "abbr", "b", "code", "em", "i", "span", "strong", "sub", "sup", "small", "mark", "cite", "q"}
#: Links to headings and files, marks of what was checked, steps and displayed formulas: hundreds of them are alike.
_UNSAID = {"headerlink", "nb-download", "derivation", "display"}
#: Sections that many pages have: their words are the page's, and nobody looks for their headings.
_EVERYWHERE = {"", "summary", "you-might-think", "start", "predict", "statement", "derivation", "lemmas", "uses-it"}
#: Sections that ask, or list, rather than answer.
_LEFT_OUT = {"exercises", "sources"}


@dataclass
class Section:
    """A section: where it begins, its heading, its text."""

    anchor: str
    heading: str
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text on one line."""
        return " ".join("".join(self.words).split())


def _skipped(node: Any) -> bool:
    return (
        not isinstance(node.tag, str)
        or node.tag in _SILENT
        or bool(_UNSAID.intersection((node.get("class") or "").split()))
        or (node.get("data-search-exclude") is not None and node.tag not in _HEADINGS)
    )


class _Reader:
    """Walks through a page and cuts it at its headings."""

    def __init__(self) -> None:
        self.sections = [Section("", "")]
        self.hidden = 0  # the level of the heading whose section is left out

    def heading(self, node: Any) -> None:
        level = _HEADINGS[node.tag]
        if self.hidden and level > self.hidden:
            return
        anchor = node.get("id") or ""
        self.hidden = level if node.get("data-search-exclude") is not None or anchor in _LEFT_OUT else 0
        for link in node.xpath(".//*[contains(@class, 'headerlink')]"):
            link.drop_tree()
        shown = " ".join(node.text_content().split())
        if level == 1:
            return
        if not self.hidden and anchor not in _EVERYWHERE:
            self.sections.append(Section(anchor, shown))
        elif not self.hidden:
            self.sections.append(Section("", ""))

    def walk(self, node: Any) -> None:
        if node.tag in _HEADINGS:
            self.heading(node)
        elif not _skipped(node):
            space = "" if node.tag in _INLINE else " "
            self.add(space + (node.text or ""))
            for child in node:
                self.walk(child)
                self.add(child.tail or "")
            self.add(space)

    def add(self, text: str) -> None:
        if not self.hidden:
            self.sections[-1].words.append(text)


def sections(content: str) -> list[Section]:
    """Cut a page into its sections.

    Args:
        content: the HTML of an article, formulas still in plain text.

    Returns:
        First what belongs to the page as a whole, then a section for each heading that one may look for.

    Example:
        >>> [(part.anchor, part.text) for part in sections("<h1>A</h1><p>One</p><h2 id='two'>Two</h2><p>Three</p>")]
        [('', 'One'), ('two', 'Three')]
    """
    reader = _Reader()
    reader.walk(html.fragment_fromstring(content, create_parent="div"))
    whole = Section("", "", [f"{part.text} " for part in reader.sections if not part.anchor])
    return [whole, *(part for part in reader.sections if part.anchor)]
