"""What Zotero and scholars' indexes read in the head of a page: Highwire, Dublin Core and JSON-LD."""

from __future__ import annotations

import html
import json
from typing import Any

from kldiv.register.registry import Entry
from kldiv.writing.address import AUTHOR, RELEASED

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
        site: the address of the site.
        whole: the name of the site.

    Returns:
        HTML for the head.
    """
    base = site.rstrip("/")
    address = f"{base}/{url}"
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
        ("DC.identifier", f"{base}/{entry.address}" if entry else address),
        ("DC.language", "en"),
        ("DC.rights", TEXT_LICENCE),
        ("DC.relation.isPartOf", whole),
        ("DC.type", "Text"),
    ]
    if description:
        pairs += [("citation_abstract", description), ("DC.description", description)]
    tags = [f'<meta name="{name}" content="{html.escape(value)}">' for name, value in pairs]
    data = _json_ld(url, address, title, description, version, entry, whole, base)
    tags.append(f'<script type="application/ld+json">{data}</script>')
    return "\n".join(tags)


def _json_ld(
    url: str, address: str, title: str, description: str, version: str, entry: Entry | None, whole: str, base: str
) -> str:
    organisation = {"@type": "Organization", "name": AUTHOR}
    kind = TYPES.get(entry.kind, "TechArticle") if entry else "TechArticle"
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset" if url == DATA_PAGE else kind,
        "name": title,
        "url": address,
        "author": organisation,
        "publisher": organisation,
        "datePublished": RELEASED,
        "version": version,
        "inLanguage": "en",
        "license": TEXT_LICENCE,
        "isPartOf": {"@type": "WebSite", "name": whole, "url": f"{base}/"},
    }
    if url != DATA_PAGE:
        data["headline"] = title
    else:
        names = (("application/json", "catalogue.json"), ("text/csv", "catalogue.csv"))
        data["distribution"] = [
            {"@type": "DataDownload", "encodingFormat": form, "contentUrl": f"{base}/data/{name}"}
            for form, name in names
        ]
    if description:
        data["description"] = description
    if entry:
        data["identifier"] = [f"{base}/{entry.address}", *([f"sha256:{entry.hash}"] if entry.hash else [])]
    # "</" would end the script.
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
