"""The whole site stays light."""

from __future__ import annotations

from pathlib import Path

#: In bytes. `python -m scripts.tools.audit` says what each kind of page weighs.
MOST = 120_000_000


def test_the_whole_site_is_light(site: Path) -> None:
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    assert len(sizes) > 3000
    assert sum(sizes) <= MOST
