"""Short addresses that never change, and the inventory by which other projects' documentation links here.

mkdocs-redirects takes its redirects from mkdocs.yml; these come from the register, thousands of them. The inventory is
four lines and a compressed list, for which sphobjinv is not needed.
"""

from __future__ import annotations

import html
import zlib
from collections.abc import Iterable
from pathlib import Path

from kldiv.register.registry import Entry

#: There are thousands: tags that HTML lets one leave out are left out.
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{title} ({id})</title>
<meta name="robots" content="noindex">
<link rel="icon" href="{icon}">{canonical}
<meta http-equiv="refresh" content="0; url={target}">
<h1><a href="{target}">{title}</a></h1>
"""
_CANONICAL = '\n<link rel="canonical" href="{}">'

#: The site's own; without one a browser asks the host for its favicon.ico.
ICON = "assets/images/logo.svg"

#: What Sphinx calls a page, and what it calls a place with a title.
DOCUMENT, LABEL = "std:doc", "std:label"


def redirect(entry: Entry, site_url: str = "") -> str:
    """Write the page at a short address: it leads on, from disk and below any folder.

    Args:
        entry: what it leads to.
        site_url: where the site is published, if that is known.

    Returns:
        HTML.
    """
    up = "../" * entry.address.count("/")
    target = up + entry.place
    address = f"{site_url.rstrip('/')}/{entry.place.partition('#')[0]}"
    canonical = _CANONICAL.format(html.escape(address)) if site_url else ""
    shown = {"title": entry.title, "id": entry.id, "target": target, "icon": up + ICON}
    return _PAGE.format(canonical=canonical, **{name: html.escape(value) for name, value in shown.items()})


def write_redirects(site: Path, entries: Iterable[Entry], site_url: str = "") -> list[str]:
    """Write a page for every short address whose target the site holds.

    Args:
        site: the built site.
        entries: the register.
        site_url: where the site is published, if that is known.

    Returns:
        The ids whose pages are not in this site: none, if all of it was built.
    """
    missing, content = [], dict[str, str]()
    for entry in entries:
        page, _, anchor = entry.place.partition("#")
        if page not in content:
            path = site / page
            content[page] = path.read_text(encoding="utf-8") if path.is_file() else ""
        if not content[page] or (anchor and f'id="{html.escape(anchor)}"' not in content[page]):
            missing.append(entry.id)
            continue
        target = site / entry.address / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(redirect(entry, site_url), encoding="utf-8")
    return missing


def inventory(entries: Iterable[Entry], version: str) -> bytes:
    """Write the register as a Sphinx inventory (version 2), for intersphinx.

    Args:
        entries: what can be linked to.
        version: the version of the whole.

    Returns:
        The file.
    """
    head = f"# Sphinx inventory version 2\n# Project: kldiv\n# Version: {version}\n"
    head += "# The remainder of this file is compressed using zlib.\n"
    lines = []
    for entry in sorted(entries, key=lambda e: e.id):
        role = DOCUMENT if entry.kind in {"page", "site"} else LABEL
        title = " ".join(entry.title.split()) or "-"
        lines.append(f"{entry.id} {role} -1 {entry.address} {title}\n")
    return head.encode() + zlib.compress("".join(lines).encode(), 9)
