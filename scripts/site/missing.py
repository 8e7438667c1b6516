"""The script of the page for what is missing, with the lists of pages and pairs that it compares an address with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from mkdocs.structure.pages import Page

from kldiv.distributions.base import Distribution

#: Beside the page itself, so that a script there knows where the site lies.
NAME = "missing.js"
HERE = Path(__file__).parent
#: How near one word is to another: the same as for the finders.
NEAR = HERE.parents[1] / "docs" / "assets" / "javascripts" / "near.js"


def script(pages: Iterable[Page], distributions: Mapping[str, type[Distribution]], pairs: Mapping[str, str]) -> str:
    """Write the script.

    Args:
        pages: the pages of the site.
        distributions: by slug.
        pairs: where the pairs of each distribution stand, as the finder at home has it; without any, none is known.

    Returns:
        JavaScript.
    """
    listed = [
        (page.url or "index.html", str(page.title), " ".join(map(str, page.meta.get("search_aliases", []))))
        for page in pages
    ]
    names = [
        [slug, distributions[slug].title, row, *distributions[slug].aliases, *distributions[slug].cases]
        for slug, row in pairs.items()
    ]
    lists = {"PAGES": sorted(listed), "NAMES": names}
    # Not const: the page asks for the script more than once.
    said = [
        f"var {name} = {json.dumps(one, ensure_ascii=False, separators=(',', ':'))};" for name, one in lists.items()
    ]
    return "\n".join([*said, NEAR.read_text(encoding="utf-8"), (HERE / "missing.js").read_text(encoding="utf-8")])
