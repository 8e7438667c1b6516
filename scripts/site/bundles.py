"""One style sheet and one script for every page: what is many files to write is one file to fetch."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence

STYLE, SCRIPT = "assets/site.css", "assets/site.js"
#: An address in a style sheet, but for one that carries its content with it.
_ADDRESS = re.compile(r"""url\((["']?)(?!data:)([^)"']+)\1\)""")


def style(names: Sequence[str], read: Callable[[str], str]) -> str:
    """Join style sheets; what they point to is found from the new place.

    Args:
        names: their places in the site, in order.
        read: gives the text of a place.

    Returns:
        The text of `STYLE`.
    """
    return "".join(_moved(read(name), posixpath.dirname(name)) for name in names)


def _moved(text: str, folder: str) -> str:
    def address(found: re.Match[str]) -> str:
        target = posixpath.join(folder, found.group(2))
        return f"url({posixpath.relpath(target, posixpath.dirname(STYLE))})"

    return _ADDRESS.sub(address, text)
