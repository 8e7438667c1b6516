"""The typeface of the text: the weights of it that pages and figures use."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer


@cache  # several sites may be built in one process
def part(path: Path, lightest: int, heaviest: int, packed: bool = True) -> bytes:
    """Return a variable font with a part of its weights, the same bytes every time.

    Args:
        path: the font.
        lightest: the least of the weights to keep.
        heaviest: the largest; if it is the same, the font has that one alone and varies no longer.
        packed: whether for a page, which takes WOFF2.

    Returns:
        The font.
    """
    font = TTFont(path, recalcTimestamp=False)
    limit = lightest if lightest == heaviest else (lightest, heaviest)
    font = instancer.instantiateVariableFont(font, {"wght": limit})
    font.flavor = "woff2" if packed else None
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
