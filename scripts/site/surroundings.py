"""What stands around a page's text: its place, and what those read who search, share and cite."""

from __future__ import annotations

from typing import Any

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from kldiv.distributions import DISTRIBUTIONS
from kldiv.writing.address import below
from scripts.pages.themes import THEMES
from scripts.site import citing, places, scholar, sharing

#: How each distribution is called.
CALLED = {slug: distribution.name for slug, distribution in DISTRIBUTIONS.items()}
#: The order of the pages that are listed elsewhere than in a menu, by their folder.
ORDER = {"distributions": list(DISTRIBUTIONS), "identities": [name for names in THEMES.values() for name in names]}


def places_at(uri: str, nav: Any) -> list[places.Place]:
    """Return the places, that of a page marked.

    Args:
        uri: the page's source; "" for none.
        nav: the navigation, as MkDocs has it.
    """
    known = places.places(nav.items)
    here = places.place_of(uri, known)
    for place in known:
        place.active = place.title == here
    return known


def neighbours(uri: str, nav: Any, files: Files) -> tuple[Page | None, Page | None]:
    """Return the pages before and after a page, where there is an order.

    Args:
        uri: the page's source.
        nav: the navigation.
        files: all files of the site.
    """
    lists: dict[str, list[Any]] = {}
    for folder, names in ORDER.items():
        found = (files.get_file_from_path(f"{folder}/{name}.md") for name in names)
        lists[folder] = [file.page for file in found if file is not None and file.page is not None]
    return places.neighbours(uri, places.places(nav.items), lists)


def of_page(page: Page, nav: Any, site: str, whole: str) -> dict[str, Any]:
    """Gather what the templates put around a page.

    Args:
        page: the page.
        nav: the navigation.
        site: the address of the site; "" while none is set.
        whole: the name of the site.

    Returns:
        Values by the names that the templates know them by.
    """
    url, title, uri = page.url or "index.html", str(page.title), page.file.src_uri
    said = str(page.meta.get("description") or "")
    entry = citing.entry_at(url)
    known = places_at(uri, nav)
    way = places.way_to(uri, title, known, CALLED)
    image = below(site, sharing.image_of(places.place_of(uri, known)))
    return {
        "places": known,
        "way": way,
        "way_json": places.as_json_ld(way, site),
        "scholar": scholar.head_tags(url, title, said, entry, site, whole),
        "shared": sharing.tags(whole if uri == "index.md" else title, said, whole, below(site, page.url), image),
        "cite_page": citing.block(url, title, entry, site, page.url),
    }
