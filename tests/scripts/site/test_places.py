"""Every page knows its place, whether a menu has it or not."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from scripts.site.places import Link, Place, as_json_ld, neighbours, pair_of, place_of, places, way_to
from scripts.site.sharing import PLACES
from scripts.site.surroundings import CALLED

ROOT = Path(__file__).resolve().parents[3]


def page(uri: str) -> Any:
    url = uri.rpartition(".")[0] + ".html"
    return SimpleNamespace(file=SimpleNamespace(src_uri=uri), url=url, title=uri, is_section=False, is_page=True)


def section(title: str, *children: Any) -> Any:
    return SimpleNamespace(title=title, children=list(children), is_section=True, is_page=False)


def item(entry: Any) -> Any:
    if isinstance(entry, str):
        return page(entry)
    ((title, inside),) = entry.items()
    return page(inside) if isinstance(inside, str) else section(title, *map(item, inside))


@pytest.fixture(scope="module")
def known() -> list[Place]:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    nav = yaml.safe_load("nav:" + text.partition("\nnav:")[2].partition("\n\n")[0])["nav"]
    return places(map(item, nav))


def test_there_are_five_places(known: list[Place]) -> None:
    assert [place.title for place in known] == list(PLACES)


def test_no_page_is_in_two_places(known: list[Place]) -> None:
    sources = [page.file.src_uri for place in known for page in place.pages]
    assert len(sources) == len(set(sources)) > 60


def test_every_written_page_is_in_a_menu(known: list[Place]) -> None:
    docs = ROOT / "docs"
    folders = ("learn/*.md", "questions/*.md", "examples/*.md", "reference/*.md", "notebooks/*.py")
    for source in (source for folder in folders for source in docs.glob(folder)):
        assert place_of(source.relative_to(docs).as_posix(), known), source


def test_a_pair_in_no_menu_is_among_the_formulas_below_its_first_distribution(known: list[Place]) -> None:
    assert place_of("kl/half-normal-weibull.md", known) == "Formulas"
    assert way_to("kl/half-normal-weibull.md", "A title", known, CALLED) == [
        Link("Formulas", "matrix.html"),
        Link("Half-normal", "distributions/half-normal.html"),
        Link("Half-normal and Weibull"),
    ]


def test_an_identity_is_below_the_identities(known: list[Place]) -> None:
    way = way_to("identities/chain-rule.md", "The chain rule", known, CALLED)
    assert way == [
        Link("Formulas", "matrix.html"),
        Link("Identities", "identities/index.html"),
        Link("The chain rule"),
    ]
    assert way_to("identities/index.md", "General results", known, CALLED)[1:] == [Link("Identities")]


def test_a_lesson_is_counted(known: list[Place]) -> None:
    assert way_to("learn/cost-of-being-wrong.md", "A title", known, CALLED)[1:] == [Link("2 of 20")]


def test_home_is_in_no_place(known: list[Place]) -> None:
    assert way_to("index.md", "Home", known, CALLED) == []


@pytest.mark.parametrize("p", CALLED)
def test_every_pair_is_parted_as_it_was_joined(p: str) -> None:
    for q in CALLED:
        assert pair_of(f"{p}-{q}", CALLED) == (p, q)


def test_neighbours_stay_within_a_place(known: list[Place]) -> None:
    first, last = known[0].pages[0].file.src_uri, known[0].pages[-1].file.src_uri
    assert neighbours(first, known, {}) == (None, known[0].pages[1])
    assert neighbours(last, known, {}) == (known[0].pages[-2], None)
    assert neighbours("kl/normal-normal.md", known, {}) == (None, None)
    order = [page("identities/a.md"), page("identities/b.md")]
    assert neighbours("identities/b.md", known, {"identities": order}) == (order[0], None)


def test_search_engines_read_the_way_where_an_address_is_known() -> None:
    way = [Link("Formulas", "matrix.html"), Link("Two </script>")]
    assert as_json_ld(way, "") == ""
    script = as_json_ld(way, "https://kl.test/x/")
    inside = script.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert "</script" not in inside
    items = json.loads(inside)["itemListElement"]
    assert [item.get("item") for item in items] == ["https://kl.test/x/matrix.html", None]
    assert [item["position"] for item in items] == [1, 2]
