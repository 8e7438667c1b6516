"""Every page that somebody wrote says how long it takes, and none asks for more than eight minutes."""

from __future__ import annotations

import re
from pathlib import Path

from scripts.site.reading_time import LONGEST_MINUTES, LONGEST_SOURCE, is_timed

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_hand_written_page_shows_its_reading_time(site: Path) -> None:
    sources = [path.relative_to(DOCS).as_posix() for path in sorted(DOCS.rglob("*.md"))]
    timed = [uri for uri in sources if is_timed(uri, generated=False)]
    assert len(timed) > 30
    for uri in timed:
        page = (site / uri).with_suffix(".html").read_text(encoding="utf-8")
        shown = re.findall(r'</h1>\s*<p class="reading-time"[^>]*>about (\d+) minutes? to read</p>', page)
        assert len(shown) == 1, uri
        assert int(shown[0]) <= LONGEST_MINUTES, uri
        assert len((DOCS / uri).read_text(encoding="utf-8").splitlines()) <= LONGEST_SOURCE, uri
