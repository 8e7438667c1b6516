"""SVG that Matplotlib made, cleaned for publication and recoloured for the dark scheme."""

from __future__ import annotations

import re

from scripts.figures import style
from scripts.figures.paths import inked, lighter, numbered

_PROLOGUE = re.compile(r"^.*?(?=<svg\b)", re.DOTALL)
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)

#: Colours of paper, ink, p and q, and what they become on a dark page: what the figures have, and Matplotlib's own.
TO_DARK = {
    **{getattr(style.LIGHT, role).lower(): getattr(style.DARK, role).lower() for role in ("p", "q", "soft")},
    "#ffffff": style.DARK.paper,
    "#000000": style.DARK.ink,
    "#262626": style.DARK.ink,
    "#333333": "#d5d8df",
    "#555555": "#b9bec9",
    "#808080": "#9aa0ad",
    "#b0b0b0": "#4b505c",
    "#cccccc": "#4b505c",
    "#d3d3d3": "#4b505c",
}


def clean_svg(text: str) -> str:
    """Make the SVG of a figure depend on nothing but the figure.

    Args:
        text: what Matplotlib wrote.

    Returns:
        The same picture without prologue and metadata, its identifiers numbered in order, its paths short.
    """
    return lighter(numbered(_METADATA.sub("", _PROLOGUE.sub("", text, count=1))))


def darken_svg(text: str) -> str:
    """Recolour a cleaned figure for a dark page.

    Args:
        text: the SVG, drawn on white.

    Returns:
        The SVG with light ink; a background becomes the page's own.

    Example:
        >>> darken_svg('<svg><path style="fill: #ffffff; stroke: #0072b2"/></svg>')
        '<svg fill="#e4e6eb"><path style="fill: #16181d; stroke: #4ba6e3"/></svg>'
    """
    recoloured = style.COLOUR.sub(lambda m: TO_DARK.get(m.group().lower(), m.group()), text)
    # Glyphs carry no colour of their own: they inherit the root's.
    return inked(recoloured, style.DARK.ink)
