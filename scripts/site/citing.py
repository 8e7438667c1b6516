"""How to cite a page: a folded block at its foot, for pages that have none of their own."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import lru_cache

from kldiv.register.registry import WHOLE, Entry, registry
from kldiv.writing.address import below
from kldiv.writing.citation import FORMATS, Work, cite, cite_work, work_of

#: Folders whose pages say themselves how to cite what they derive.
OWN = ("kl", "identities")

NAMES = {"bibtex": "BibTeX", "csl-json": "CSL-JSON", "ris": "RIS", "text": "Text"}


@lru_cache(maxsize=1)
def _by_page() -> dict[str, Entry]:
    entries = (e for e in registry().values() if "#" not in e.place)
    return {entry.place: entry for entry in sorted(entries, key=lambda e: e.kind == "page")}


def entry_at(url: str) -> Entry | None:
    """What the register holds for a whole page; the home page is the site.

    Args:
        url: its path below the site's address.

    Returns:
        The entry, if it has one.
    """
    return registry().get(WHOLE) if url == "index.html" else _by_page().get(url)


def block(url: str, title: str, entry: Entry | None, site: str, place: str) -> str:
    """Write the block.

    Args:
        url: the path of the page below the site's address.
        title: its title.
        entry: what the register says of it.
        site: the address of the site; "" while none is set.
        place: the page's own address, from which its links go.

    Returns:
        HTML; "" for a page that has a block of its own, and for one that cannot be found again.
    """
    if url.partition("/")[0] in OWN or url == "404.html":
        return ""
    name = url.removesuffix(".html").replace("/", "-")
    work = work_of(entry, site) if entry else Work(f"kldiv-{name}", title, "1", below(site, url))
    parts = []
    for form in FORMATS:
        text = html.escape(cite_work(work, form).rstrip("\n"))
        parts.append(f"<p>{NAMES[form]}</p>\n<pre><code>{text}</code></pre>")
    link = ""
    if entry is not None and entry.id != WHOLE:
        up = "../" * place.count("/")
        link = f'<p>Its permanent address is <a href="{up}{entry.address}index.html">{entry.address}</a>.</p>'
    summary = "Cite this site" if entry is not None and entry.id == WHOLE else "Cite this page"
    head = f'<details class="cite-page" data-search-exclude>\n<summary>{summary}</summary>'
    return "\n".join([head, *parts, link, "</details>"])


_NUMBERED = re.compile(r'<div class="equation numbered" id="(eq-[^"]+)"')


def annotate_equations(page_html: str, labels: Mapping[str, str], site: str, place: str) -> str:
    """Give each numbered equation its permanent address and its citation, for the menu beside it.

    Args:
        page_html: the whole page, its formulas typeset.
        labels: the label of each equation by its anchor.
        site: the address of the site.
        place: the page's own address, from which its links go.

    Returns:
        The page.
    """
    up = "../" * place.count("/")

    def annotated(match: re.Match[str]) -> str:
        entry = registry().get(labels.get(match.group(1), ""))
        if entry is None:
            return match.group(0)
        cited = html.escape(cite(entry, "bibtex", site).rstrip("\n"))
        return f'{match.group(0)} data-address="{up}{entry.address}" data-cite="{cited}"'

    return _NUMBERED.sub(annotated, page_html)
