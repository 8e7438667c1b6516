"""Numbers in the prose of a built page that come from nowhere: `python -m scripts.pages.unsourced_numbers [FOLDER]`.

A number of weight in prose is computed by the build and inserted by name. What was typed by hand is found here:
decimals, shares in per cent, and whole numbers above twelve, which prose writes in words. Mathematics and code are not
prose; the lists of sources and the locators in citations are copied from what they cite.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import html

from scripts.site.reading_time import is_timed

ROOT = Path(__file__).resolve().parents[2]
LARGEST_IN_DIGITS = 12  # of the whole numbers that may be typed: two networks, ten pictures, question 11

_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?:\s?(?:%|per cent))?(?!\w)")
_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)+/\S*")
_TAGS = {"code", "pre", "kbd", "script", "style", "svg", "template", "math"}
_CLASSES = {
    "number",  # inserted by name
    "math", "equation", "eqref",  # mathematics
    "cite", "references", "cite-page",  # sources
    "reading-time", "way",  # computed too
}  # fmt: skip

#: Page, what is typed there, and why it may be.
ALLOWED = {
    ("examples/source-post.html", "2021"): "the date of the post that is audited",
    ("examples/source-post.html", "2026"): "when its text was read; no program can know",
    ("examples/published-errors.html", "2026"): "when the copies were read; no program can know",
    ("reference/data.html", "4.0"): "the name of a licence",
}


@dataclass(frozen=True)
class Found:
    """A number without a source, and where it stands."""

    page: str
    number: str
    around: str

    def __str__(self) -> str:
        """Write it as a line of a report."""
        return f"{self.page}: {self.number!r} in '{self.around}'"


def prose(element: Any) -> Iterator[str]:
    """The texts of an element that are prose, in order.

    Args:
        element: an element of a page, as lxml parsed it.

    Yields:
        Each piece of text.
    """
    classes = (element.get("class") or "").split() if isinstance(element.tag, str) else []
    if not isinstance(element.tag, str) or element.tag in _TAGS or _CLASSES.intersection(classes):
        return
    if element.text:
        yield element.text
    for child in element:
        yield from prose(child)
        if child.tail:
            yield child.tail


def unsourced(page: str, markup: str) -> Iterator[Found]:
    """Find what was typed in one page.

    Args:
        page: its path below the site.
        markup: its HTML; what a reader reads is the article, if it has one.

    Yields:
        Each number, allowed or not.

    Example:
        >>> [found.number for found in unsourced("a.html", "<p>It is 0.3219, or 71 %, of eleven.</p>")]
        ['0.3219', '71 %']
    """
    tree: Any = html.fromstring(markup)
    for text in prose(next(tree.iter("article"), tree)):
        plain = _ADDRESS.sub(" ", text)
        for match in _NUMBER.finditer(plain):
            number = match.group()
            if not number.isdecimal() or int(number) > LARGEST_IN_DIGITS:
                around = plain[max(0, match.start() - 40) : match.end() + 20]
                yield Found(page, number, " ".join(around.split()))


def hand_written(docs: Path) -> list[str]:
    """The pages that people wrote, by their paths below the site.

    Args:
        docs: the folder of their sources.

    Returns:
        The paths.
    """
    sources = (path.relative_to(docs).as_posix() for path in sorted(docs.rglob("*.md")))
    return [uri.removesuffix(".md") + ".html" for uri in sources if is_timed(uri, generated=False)]


def survey(site: Path, docs: Path) -> list[Found]:
    """Find every typed number on the pages that people wrote.

    Args:
        site: the built site.
        docs: the sources.

    Returns:
        The numbers, those of `ALLOWED` among them.
    """
    pages = hand_written(docs)
    return [found for page in pages for found in unsourced(page, (site / page).read_text(encoding="utf-8"))]


def main() -> int:
    """Print each number that is not allowed; exit 1 if there is one."""
    site = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site"
    wrong = [found for found in survey(site, ROOT / "docs") if (found.page, found.number) not in ALLOWED]
    for found in wrong:
        print(found)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
