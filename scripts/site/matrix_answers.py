"""The answers of the matrix, typeset: one script for each distribution p, fetched when a reader asks for its row."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

#: The page that shows the answers.
PAGE = "matrix.md"

FOLDER = "assets/answers"


def scripts(source: Path, typeset: Callable[[str], str]) -> dict[str, bytes]:
    """Write the scripts.

    Scripts and not data, for a page that is read from disk may fetch nothing else.

    Args:
        source: the answers in Markdown, by p and by q.
        typeset: turns Markdown with mathematics into HTML.

    Returns:
        The scripts by their places.
    """
    once = lru_cache(maxsize=None)(typeset)  # most rows give the same few reasons again and again
    rows = json.loads(source.read_text(encoding="utf-8")) if source.is_file() else {}
    return {
        f"{FOLDER}/{p}.js": f"kldivAnswers({json.dumps(p)}, {_data(row, once)});\n".encode() for p, row in rows.items()
    }


def _data(row: dict[str, str], typeset: Callable[[str], str]) -> str:
    return json.dumps({q: typeset(text) for q, text in row.items()}, ensure_ascii=False, separators=(",", ":"))
