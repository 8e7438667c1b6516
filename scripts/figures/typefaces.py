"""The typefaces of the figures: those of the pages, so that a figure reads as the text around it does."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from matplotlib import font_manager

from scripts.site import text_font, vendor

ROOT = Path(__file__).resolve().parents[2]


def release() -> str:
    """Return what tells one release of the typefaces from another."""
    return vendor.digest(ROOT)


@cache
def families() -> list[str]:
    """Make the serif of the pages known to Matplotlib, in this process.

    Returns:
        What to set text in: the first that has a letter sets it. What the Latin serif lacks, signs of mathematics,
        is set in the STIX that comes with Matplotlib.

    Raises:
        RuntimeError: if the package with the serif cannot be fetched.
    """
    # Matplotlib opens the file each time that it sets text, so it stays.
    path = ROOT / ".cache" / "typefaces" / f"{release()}.ttf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(text_font.part(vendor.text_font_path(ROOT), 400, 400, packed=False))
        fresh.replace(path)
    font_manager.fontManager.addfont(path)
    return [font_manager.get_font(path).family_name, "STIXGeneral"]
