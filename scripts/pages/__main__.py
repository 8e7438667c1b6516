"""Make anew the pages of some derivations, where the build puts them: `python -m scripts.pages 'kl/gamma-*'`."""

from __future__ import annotations

import sys
from fnmatch import fnmatch

from kldiv.entries import catalogue
from scripts.pages import entry
from scripts.pages.derivations import DOCS


def main(pages: list[str]) -> None:
    """Write the pages whose address matches a glob; a build finds them changed and makes everything again."""
    for name in catalogue():
        if any(fnmatch(f"{folder}/{name}", glob) for glob in pages for folder in ("kl", "identities")):
            for path, content in entry.make(name).files.items():
                (DOCS / "generated" / path).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
