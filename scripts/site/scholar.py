"""What Zotero and scholars' indexes read in the head of a page: Highwire, Dublin Core and JSON-LD."""

from __future__ import annotations

import html
import json
from typing import Any

from kldiv.register.registry import Entry
from kldiv.writing.address import AUTHOR, RELEASED, below

#: What schema.org calls each kind of page.
TYPES = {"closed form": "ScholarlyArticle", "identity": "ScholarlyArticle", "undecided": "ScholarlyArticle"}
TEXT_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
DATA_PAGE = "reference/data.html"


def head_tags(url: str, title: str, description: str, entry: Entry | None, site: str, whole: str) -> str:
    """Write the tags of one page.

    Args:
        url: its path below the site's address.
        title: its title.
        description: one sentence, or "".
        entry: what the register says of it, if it has an id.
        site: the address of the site; "" while none is set, and then no tag names one.
        whole: the name of the site.

    Returns:
        HTML for the head.
    """
    address = below(site, url)
    version = str(entry.version) if entry else "1"
    pairs = [
        ("citation_title", title),
        ("citation_author", AUTHOR),
        ("citation_publication_date", RELEASED.replace("-", "/")),
        ("citation_online_date", RELEASED.replace("-", "/")),
        ("citation_publisher", AUTHOR),
        ("citation_language", "en"),
        ("citation_public_url", address),
        ("DC.title", title),
        ("DC.creator", AUTHOR),
        ("DC.date", RELEASED),
        ("DC.identifier", (below(site, entry.address) or entry.id) if entry else address),
        ("DC.language", "en"),
        ("DC.rights", TEXT_LICENCE),
        ("DC.relation.isPartOf", whole),
        ("DC.type", "Text"),
    ]
    if description:
        pairs += [("citation_abstract", description)]
    tags = [f'<meta name="{name}" content="{html.escape(value)}">' for name, value in pairs if value]
    data = _json_ld(url, title, description, version, entry, whole, site)
    tags.append(f'<script type="application/ld+json">{data}</script>')
    return "\n".join(tags)


def _json_ld(url: str, title: str, description: str, version: str, entry: Entry | None, whole: str, site: str) -> str:
    organisation = {"@type": "Organization", "name": AUTHOR}
    kind = TYPES.get(entry.kind, "TechArticle") if entry else "TechArticle"
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset" if url == DATA_PAGE else kind,
        "name": title,
        "url": below(site, url),
        "author": organisation,
        "publisher": organisation,
        "datePublished": RELEASED,
        "version": version,
        "inLanguage": "en",
        "license": TEXT_LICENCE,
        "isPartOf": _named({"@type": "WebSite", "name": whole, "url": below(site, "")}),
    }
    if url != DATA_PAGE:
        data["headline"] = title
    else:
        names = (("application/json", "catalogue.json"), ("text/csv", "catalogue.csv"))
        data["distribution"] = [
            _named({"@type": "DataDownload", "encodingFormat": form, "contentUrl": below(site, f"data/{name}")})
            for form, name in names
        ]
    if description:
        data["description"] = description
    if entry:
        data["identifier"] = [
            below(site, entry.address) or entry.id,
            *([f"sha256:{entry.hash}"] if entry.hash else []),
        ]
    # "</" would end the script.
    return json.dumps(_named(data), ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def _named(data: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known: addresses, while none is set."""
    return {name: value for name, value in data.items() if value != ""}
