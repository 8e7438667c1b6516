"""The script of the page for what is missing, with the list of all pages that it compares an address with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

#: Beside the page itself, so that a script there knows where the site lies.
NAME = "missing.js"
HERE = Path(__file__).parent


def script(pages: Iterable[tuple[str, str]]) -> str:
    """Write the script.

    Args:
        pages: the address of each page below the site's own, and its title.

    Returns:
        JavaScript.
    """
    listed = json.dumps(sorted(pages), ensure_ascii=False, separators=(",", ":"))
    # Not const: the page asks for the script more than once.
    return f"var PAGES = {listed};\n" + (HERE / "missing.js").read_text(encoding="utf-8")
