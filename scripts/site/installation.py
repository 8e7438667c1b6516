"""How a reader installs the package: the one place that says so. ``[[install:matplotlib]]`` on a page means it.

Once the package is in the registry: `PACKAGE = "kldiv"` and `WHERE = ""`.
"""

from __future__ import annotations

import re

PACKAGE = "."
WHERE = ", in a copy of the package's sources"
_TOKEN = re.compile(r"\[\[install(?::([\w. -]+))?\]\]")


def command(others: str = "") -> str:
    """Write what is typed into a terminal.

    Args:
        others: packages that are wanted besides.

    Returns:
        The command.

    Example:
        >>> command("matplotlib").startswith("pip install ")
        True
    """
    return f"pip install {PACKAGE} {others}".rstrip()


def spelt_out(markdown: str) -> str:
    """Put the command where a page asks for it.

    Args:
        markdown: the source of a page.

    Returns:
        The source with the command in it, and where to type it.
    """
    return _TOKEN.sub(lambda found: f"`{command(found[1] or '')}`{WHERE}", markdown)
