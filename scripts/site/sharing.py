"""What shows where a link to a page is shared: title, sentence, and a picture for each of the five places.

The pictures are made only for a site whose address is known: nobody can share any other. Material's plug-in for this
draws one for each page and fetches fonts; here six pictures serve two thousand pages.
"""

from __future__ import annotations

import io
import math
import re
from functools import cache
from html import escape
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from kldiv.writing.address import below

#: The places that the navigation has.
PLACES = ("Learn", "Formulas", "Fix it", "Notebooks", "About & data")
FOLDER = "assets/social"
#: What shows previews asks for this size.
SIZE = (1200, 630)
PAPER, INK, SOFT, P, Q = "#fffefb", "#1f2328", "#4c535d", "#0072b2", "#d55e00"
#: Drawn larger and made smaller, so that edges are smooth.
FINER = 2


def tags(title: str, description: str, whole: str, address: str, image: str) -> str:
    """Write the tags that Open Graph and Twitter read.

    Args:
        title: of the page.
        description: one sentence, or "".
        whole: the name of the site.
        address: of the page; "" while the site has none.
        image: the address of its picture; "" likewise.

    Returns:
        HTML for the head.
    """
    pairs = [
        ("property", "og:type", "article"),
        ("property", "og:site_name", whole),
        ("property", "og:title", title),
        ("property", "og:description", description),
        ("property", "og:url", address),
        ("property", "og:image", image),
        ("property", "og:image:width", str(SIZE[0]) if image else ""),
        ("property", "og:image:height", str(SIZE[1]) if image else ""),
        ("property", "og:image:alt", f"{whole}: two bell curves that overlap" if image else ""),
        ("name", "twitter:card", "summary_large_image" if image else "summary"),
    ]
    return "\n".join(f'<meta {kind}="{name}" content="{escape(value)}">' for kind, name, value in pairs if value)


def files(whole: str, site: str, packages: Path) -> dict[str, bytes]:
    """Make what a published site has beside its pages: the pictures, and what it asks of robots.

    Args:
        whole: the name of the site.
        site: its address.
        packages: the folder of npm's packages.

    Returns:
        Contents by place.
    """
    made = {image_of(place): picture(place, whole, packages) for place in ("", *PLACES)}
    return {**made, "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {below(site, 'sitemap.xml')}\n".encode()}


def image_of(place: str) -> str:
    """Name the picture of a place.

    Args:
        place: its title; "" for home.

    Example:
        >>> image_of("Fix it")
        'assets/social/fix-it.png'
    """
    return f"{FOLDER}/{re.sub('[^a-z]+', '-', place.lower()) or 'home'}.png"


def picture(place: str, whole: str, fonts: Path) -> bytes:
    """Draw the picture of a place: the name of the site, that of the place, p and q.

    Args:
        place: its title; "" for home.
        whole: the name of the site.
        fonts: the folder of npm's packages.

    Returns:
        A PNG.
    """
    image = Image.new("RGB", (SIZE[0] * FINER, SIZE[1] * FINER), PAPER)
    draw = ImageDraw.Draw(image)
    foot = 560
    for loc, scale, colour, dashed in ((520, 170, P, False), (760, 85, Q, True)):
        points = [(x, foot - 250 * 85 / scale * math.exp(-(((x - loc) / scale) ** 2) / 2)) for x in range(0, 1201, 2)]
        for number in range(len(points) - 1):
            if not dashed or number % 12 < 8:
                ends = [coordinate * FINER for point in points[number : number + 2] for coordinate in point]
                draw.line(ends, fill=colour, width=5 * FINER)
    draw.line([0, (foot + 3) * FINER, SIZE[0] * FINER, (foot + 3) * FINER], fill=SOFT, width=FINER)
    draw.text((80 * FINER, 70 * FINER), place or whole, fill=INK, font=typeface(fonts, 76))
    if place:
        draw.text((80 * FINER, 180 * FINER), whole, fill=SOFT, font=typeface(fonts, 40))
    out = io.BytesIO()
    smooth = image.resize(SIZE, Image.Resampling.LANCZOS)
    smooth.quantize(64, dither=Image.Dither.NONE).save(out, format="PNG", optimize=True)
    return out.getvalue()


@cache
def typeface(fonts: Path, size: int) -> ImageFont.FreeTypeFont:
    """The serif of the site in a size, taken out of its package for the web."""
    (packed,) = (fonts / "@fontsource-variable/source-serif-4/files").glob("*-latin-wght-normal.woff2")
    font = TTFont(packed)
    font.flavor = None
    unpacked = io.BytesIO()
    font.save(unpacked)
    unpacked.seek(0)
    loaded = ImageFont.truetype(unpacked, size * FINER)
    loaded.set_variation_by_axes([600])
    return loaded
