"""What shows where a link is shared."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from scripts.site import vendor
from scripts.site.sharing import PLACES, SIZE, files, image_of, tags

ROOT = Path(__file__).resolve().parents[3]
SITE = "https://kl.test/below/"


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return files("Kullback–Leibler divergence", SITE, vendor.node_modules(ROOT))


def test_each_place_has_its_picture(made: dict[str, bytes]) -> None:
    pictures = {name: content for name, content in made.items() if name.endswith(".png")}
    assert set(pictures) == {image_of(place) for place in ("", *PLACES)}
    assert len(set(pictures.values())) == len(pictures)
    for content in pictures.values():
        image = Image.open(io.BytesIO(content))
        assert image.size == SIZE
        ink, paper = image.convert("L").getextrema()
        assert paper > 250 > 60 > ink
        assert len(content) < 30_000


def test_the_pictures_are_the_same_every_time(made: dict[str, bytes]) -> None:
    assert files("Kullback–Leibler divergence", SITE, vendor.node_modules(ROOT)) == made


def test_robots_are_led_to_the_sitemap(made: dict[str, bytes]) -> None:
    assert "Sitemap: https://kl.test/below/sitemap.xml\n" in made["robots.txt"].decode()


def test_nothing_names_an_address_while_there_is_none() -> None:
    assert "og:url" not in tags("A title", "A sentence.", "The site", "", "")
    assert "og:image" not in tags("A title", "A sentence.", "The site", "", "")


def test_what_is_said_is_escaped() -> None:
    said = tags('"<b>"', "A sentence.", "The site", SITE + "a.html", SITE + "a.png")
    assert 'content="&quot;&lt;b&gt;&quot;"' in said
    assert f'<meta property="og:image" content="{SITE}a.png">' in said
