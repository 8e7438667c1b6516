"""Where a page stands: one of the five places, the way to it, and who stands before and after it.

MkDocs knows the places from the navigation in ``mkdocs.yml``. Hundreds of pages are in no menu; their folder says
which place they are in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

#: The place of the pages that are in no menu, by their folder.
BY_FOLDER = {"kl": "Formulas", "distributions": "Formulas", "identities": "Formulas"}
#: The page between a place and the pages of a folder, and what it is called on the way.
LISTS = {
    "distributions": ("Distributions", "distributions/index.html"),
    "identities": ("Identities", "identities/index.html"),
}
#: The places whose pages are read one after another.
PATH = "Learn"


@dataclass(frozen=True)
class Link:
    """A page as something else names it; without an address it is the page at hand."""

    title: str
    url: str = ""


@dataclass
class Group:
    """Some pages of a place, under a heading or none."""

    title: str
    pages: list[Any] = field(default_factory=list)


@dataclass
class Place:
    """One of the five places: its name, its first page, its pages in groups, and whether the page at hand is in it."""

    title: str
    url: str
    groups: list[Group]
    active: bool = False

    @property
    def pages(self) -> list[Any]:
        """All pages of its menu, in their order."""
        return [page for group in self.groups for page in group.pages]

    @property
    def numbered(self) -> bool:
        """Whether its pages are a path."""
        return self.title == PATH


def places(items: Iterable[Any]) -> list[Place]:
    """Read the places from MkDocs's navigation: its sections are the places, theirs the groups.

    Args:
        items: the items of the navigation.

    Returns:
        The places in their order. The home page is none.
    """
    found = []
    for section in items:
        if not section.is_section:
            continue
        groups = [Group("")]
        for child in section.children:
            if child.is_section:
                groups.append(Group(child.title, [page for page in child.children if page.is_page]))
            elif child.is_page:  # in a preview, pages are missing
                groups[-1].pages.append(child)
        groups = [group for group in groups if group.pages]
        if groups:
            found.append(Place(section.title, groups[0].pages[0].url, groups))
    return found


def place_of(uri: str, known: Iterable[Place]) -> str:
    """Say which place a page is in.

    Args:
        uri: the page's source, as MkDocs names it.
        known: the places.

    Returns:
        The title of its place; "" for home.
    """
    for place in known:
        if any(page.file.src_uri == uri for page in place.pages):
            return place.title
    return BY_FOLDER.get(uri.partition("/")[0], "")


def way_to(uri: str, title: str, known: list[Place], names: Mapping[str, str]) -> list[Link]:
    """Write the way to a page, from its place to itself.

    Args:
        uri: the page's source.
        title: its title.
        known: the places.
        names: how each distribution is called, by its slug.

    Returns:
        The links, of which the last has no address; none at all for home.
    """
    at = next((place for place in known if place.title == place_of(uri, known)), None)
    if at is None:
        return []
    folder, _, name = uri.rpartition(".")[0].rpartition("/")
    way = [Link(at.title, at.url)]
    if folder == "kl" and (pair := pair_of(name, names)):
        p, q = pair
        return [*way, Link(capital(names[p]), f"distributions/{p}.html"), Link(called(p, q, names))]
    if at.numbered:
        sources = [page.file.src_uri for page in at.pages]
        return [*way, Link(f"{sources.index(uri) + 1} of {len(sources)}")]
    if folder in LISTS and name != "index":
        way.append(Link(*LISTS[folder]))
        if folder == "distributions":
            title = capital(names.get(name, title))
    elif folder in LISTS:
        title = LISTS[folder][0]
    return [*way, Link(title)]


def pair_of(slug: str, names: Mapping[str, str]) -> tuple[str, str] | None:
    """Part the name of a pair's page into its two distributions.

    Example:
        >>> pair_of("half-normal-gamma", {"normal": "normal", "half-normal": "half-normal", "gamma": "gamma"})
        ('half-normal', 'gamma')
    """
    parts = ((slug[: -len(q) - 1], q) for q in names if slug.endswith(f"-{q}"))
    return next(((p, q) for p, q in parts if p in names), None)


def called(p: str, q: str, names: Mapping[str, str]) -> str:
    """Name a pair in a few words.

    Example:
        >>> called("gamma", "beta", {"gamma": "gamma", "beta": "beta"})
        'Gamma and beta'
    """
    return f"Two {names[p]}" if p == q else capital(f"{names[p]} and {names[q]}")


def capital(text: str) -> str:
    """Begin with a capital.

    Example:
        >>> capital("von Mises")
        'Von Mises'
    """
    return text[:1].upper() + text[1:]


def neighbours(uri: str, known: Iterable[Place], lists: Mapping[str, list[Any]]) -> tuple[Any, Any]:
    """Find the pages before and after a page, where its place or its folder has an order.

    Args:
        uri: the page's source.
        known: the places.
        lists: the pages of each folder that is listed elsewhere than in a menu, in the order of the list.

    Returns:
        The page before and the page after, or None.
    """
    folder = uri.partition("/")[0]
    if folder in lists:
        order = lists[folder]
    elif BY_FOLDER.get(folder):
        return None, None  # a formula's page has neighbours of its own
    else:
        order = next((place.pages for place in known if any(page.file.src_uri == uri for page in place.pages)), [])
    here = next((i for i, page in enumerate(order) if page.file.src_uri == uri), None)
    if here is None:
        return None, None
    return order[here - 1] if here else None, order[here + 1] if here + 1 < len(order) else None


def as_json_ld(way: list[Link], address: str) -> str:
    """Write the way to a page as search engines read it.

    Args:
        way: the links.
        address: the address of the site; "" while none is set, and then there is nothing to write.

    Returns:
        A script element, or "".
    """
    if not address or not way:
        return ""
    items = []
    for number, link in enumerate(way, start=1):
        item: dict[str, Any] = {"@type": "ListItem", "position": number, "name": link.title}
        if link.url:
            item["item"] = address.rstrip("/") + "/" + link.url
        items.append(item)
    data = {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'
