"""Citations in Markdown: ``[@key]``, ``[@key, p. 19]``, ``[@one; @two, eq. 4]``, and ``[[bibliography]]``.

A citation becomes an author-year link with a card that shows the source on hover, on keyboard focus and on
touch; the sources of a page are listed at its foot, and one page lists them all with what uses them.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from difflib import get_close_matches

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX, AtomicString

from scripts.site.context import SiteContext, Use
from scripts.site.references import Reference

_CITATION = r"\[(@[\w:./+-]+(?:,[^\[\];]*)?(?:;\s*@[\w:./+-]+(?:,[^\[\];]*)?)*)\]"
#: What follows a place in a source to say how it is used, "with t = b/u": in the list of uses the place is enough.
_HOW = re.compile(rf",? (?:with|at) [^,;{STX}]*{STX}.*", re.DOTALL)
_USED_IN = re.compile(r'<p class="used-in" data-key="([^"]*)"[^>]*>[^<]*</p>')


def parse_citation(inner: str) -> list[tuple[str, str]]:
    """Read the inside of a citation's brackets.

    Args:
        inner: what stands between the brackets.

    Returns:
        The keys, each with its locator ("" for none).

    Example:
        >>> parse_citation("@shannon1948; @kullback1951, p. 79")
        [('shannon1948', ''), ('kullback1951', 'p. 79')]
    """
    pairs = []
    for part in inner.split(";"):
        key, _, locator = part.strip().removeprefix("@").partition(",")
        pairs.append((key.strip().rstrip("."), locator.strip()))
    return pairs


class Citer:
    """Makes citations and remembers them."""

    def __init__(self, context: SiteContext, references: Mapping[str, Reference]) -> None:
        """Take the state of the build and the sources."""
        self.context = context
        self.references = references

    def cite(self, key: str, locator: str) -> ET.Element | None:
        """Return the element of one citation; an unknown key is a warning and gives None."""
        reference = self.references.get(key)
        if reference is None:
            near = get_close_matches(key, self.references, n=1)
            hint = f"; the nearest is {near[0]!r}" if near else ""
            self.context.warn(f"no source has the key {key!r}{hint}")
            return None
        anchor = f"cite-{len(self.cited_here()) + 1}"
        self.context.uses[key].append(Use(self.context.page, anchor, _HOW.sub("", locator)))
        element = ET.Element("span", {"class": "cite", "id": anchor})
        card = f"{anchor}-card"
        link = ET.SubElement(element, "a", {"href": f"#{reference.anchor}", "aria-describedby": card})
        link.text = AtomicString(reference.label)
        tip = ET.SubElement(element, "span", {"class": "cite-card", "id": card, "role": "tooltip"})
        tip.set("data-search-exclude", "true")
        tip.text = AtomicString(reference.text)
        # A page number stays on the line of its "p.".
        tip.tail = AtomicString(", " + locator.replace(". ", ".\u00a0") if locator else "")
        return element

    def cited_here(self) -> list[tuple[str, Use]]:
        """The citations of the page at hand."""
        page = self.context.page
        return [(key, use) for key, uses in self.context.uses.items() for use in uses if use.page == page]


class _Citation(InlineProcessor):
    def __init__(self, citer: Citer) -> None:
        super().__init__(_CITATION)
        self._citer = citer

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ET.Element, int, int]:
        group = ET.Element("span", {"class": "citation"})
        group.text = AtomicString("(")
        last: ET.Element | None = None
        for key, locator in parse_citation(m.group(1)):
            element = self._citer.cite(key, locator)
            if element is None:
                element = ET.Element("span", {"class": "cite-missing"})
                element.text = AtomicString(f"@{key}")
            if last is not None:
                last.tail = AtomicString("; ")
            group.append(element)
            last = element
        if last is not None:
            last.tail = AtomicString(")")
        return group, m.start(0), m.end(0)


class _Foot(Treeprocessor):
    """Lists the sources of a page at its foot."""

    def __init__(self, md: Markdown, citer: Citer) -> None:
        super().__init__(md)
        self._citer = citer

    def run(self, root: ET.Element) -> None:
        cited = {key for key, _ in self._citer.cited_here()}
        if not cited or root.find(".//*[@data-bibliography]") is not None:
            return
        section = ET.SubElement(root, "section", {"class": "references"})
        last = next(reversed(list(root.iter("h2"))), None)
        if last is None or "".join(last.itertext()).strip() not in ("Sources", "References"):
            # The heading takes the section that it opens out of the search index.
            heading = ET.SubElement(section, "h2", {"id": "references", "data-search-exclude": "true"})
            heading.text = "References"
        items = ET.SubElement(section, "ul", {"data-search-exclude": "true"})
        for key, reference in self._citer.references.items():
            if key in cited:
                uses = [use for other, use in self._citer.cited_here() if other == key]
                items.append(_item(self.md, reference, uses))


class _Bibliography(BlockProcessor):
    """Lists every source, with room for the places that use it: those are known only at the very end."""

    def __init__(self, md: Markdown, references: Mapping[str, Reference]) -> None:
        super().__init__(md.parser)
        self._md, self._references = md, references

    def test(self, parent: ET.Element, block: str) -> bool:
        return block.strip() == "[[bibliography]]"

    def run(self, parent: ET.Element, blocks: list[str]) -> bool:
        blocks.pop(0)
        items = ET.SubElement(parent, "ul", {"class": "bibliography", "data-bibliography": "true"})
        for reference in self._references.values():
            item = _item(self._md, reference, [])
            used = ET.SubElement(item, "p", {"class": "used-in", "data-key": reference.key})
            used.set("data-search-exclude", "true")
            used.text = AtomicString("Cited nowhere yet.")
            items.append(item)
        return True


def _item(md: Markdown, reference: Reference, uses: list[Use]) -> ET.Element:
    item = ET.Element("li", {"id": reference.anchor})
    # The stash keeps ready-made HTML away from the processors that still follow.
    ET.SubElement(item, "span", {"class": "reference"}).text = md.htmlStash.store(reference.description)
    for number, use in enumerate(uses, start=1):
        place = f" ({use.locator})" if use.locator else ""
        back = ET.SubElement(item, "a", {"class": "backlink", "href": f"#{use.anchor}"})
        back.set("aria-label", f"Back to where it is cited, place {number}{place}")
        back.text = AtomicString("↩")
        back.tail = " "
    return item


class CitationExtension(Extension):
    """Python-Markdown extension for citations."""

    def __init__(self, citer: Citer) -> None:
        """Take the citer that the pages share."""
        super().__init__()
        self._citer = citer

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the processors: citations above links, the foot after inline text, before the outline."""
        md.inlinePatterns.register(_Citation(self._citer), "citation", 187)
        md.treeprocessors.register(_Foot(md, self._citer), "citation-foot", 15)
        md.parser.blockprocessors.register(_Bibliography(md, self._citer.references), "bibliography", 83)


def fill_in_uses(page_html: str, context: SiteContext, describe: Callable[[str], tuple[str, str]]) -> str:
    """Write into the bibliography where each source is used.

    Args:
        page_html: the whole bibliography page.
        context: the state of the build, when every page is rendered.
        describe: the URL and the title of a page, from the bibliography.

    Returns:
        The page with its places.
    """

    def places(match: re.Match[str]) -> str:
        uses = context.uses.get(html.unescape(match.group(1)), [])
        if not uses:
            return '<p class="used-in">Not cited on a page of this site.</p>'
        links = []
        for page in dict.fromkeys(use.page for use in uses):
            url, title = describe(page)
            here = [use for use in uses if use.page == page]
            text = f'<a href="{html.escape(url)}#{here[0].anchor}">{title}</a>'
            locators = ", ".join(dict.fromkeys(html.escape(use.locator) for use in here if use.locator))
            links.append(f"{text} ({locators})" if locators else text)
        return f'<p class="used-in">Used in {"; ".join(links)}.</p>'

    return _USED_IN.sub(places, page_html)
