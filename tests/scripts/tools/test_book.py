"""The book: pages in the order of the navigation, links that lead to the right sheet, a site that opens from a zip."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader, PdfWriter

from scripts.tools.book import Chapter, chapters, make_book, others, pack

FAR = "<p style='break-before:page'>Another sheet.</p>"
PAGES = {
    "one.html": "<h1>One ¶</h1><a href='two.html'>two</a> <a href='#part'>part</a> <a href='two.html#part'>its part</a>"
    + FAR
    + "<h2 id='part'>Part</h2><a href='#part'>back</a>",
    "two.html": "<h1>Two</h1><a href='one.html'>one</a> <a href='gone.html'>gone</a> <a href='https://x.test/'>far</a>"
    + FAR
    + FAR
    + "<h2 id='part'>Part</h2><a href='#part'>here</a>",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for name, text in PAGES.items():
        (folder / name).write_text(f"<!doctype html><title>x</title>{text}")
    return folder


@pytest.fixture(scope="module")
def book(browser: Browser, site: Path) -> PdfWriter:
    return make_book(browser, site, [Chapter(("Learn", "First"), "one.html"), Chapter(("Learn",), "two.html")])


def leads(book: PdfWriter, sheet: int) -> list[Any]:
    """Where the links of a sheet lead: the number of a sheet, or an address."""
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(book.pages)}
    notes = [note.get_object() for note in book.pages[sheet].get("/Annots", [])]
    return [numbers[note["/Dest"][0].idnum] if "/Dest" in note else str(note["/A"]["/URI"]) for note in notes]


def test_links_lead_to_their_sheets(book: PdfWriter) -> None:
    front = len(book.pages) - 5  # one.html has two sheets, two.html three
    assert [to for sheet in range(front) for to in leads(book, sheet)] == [front, front + 2]
    assert leads(book, front) == [front + 2, front + 1, front + 4]
    assert leads(book, front + 1) == [front + 1]
    assert leads(book, front + 2) == [front, "https://x.test/"]  # what is not in the book is no link
    assert leads(book, front + 4) == [front + 4]


def test_nothing_names_a_folder_of_the_machine(book: PdfWriter, site: Path, tmp_path: Path) -> None:
    book.write(tmp_path / "book.pdf")
    assert str(site).encode() not in (tmp_path / "book.pdf").read_bytes()


def test_the_outline_has_the_places(book: PdfWriter) -> None:
    def titles(items: list[Any]) -> list[Any]:
        return [titles(item) if isinstance(item, list) else item["/Title"] for item in items]

    out = io.BytesIO()
    book.write(out)
    assert titles(PdfReader(out).outline) == ["Learn", ["First", ["One"], "Two"]]


def test_the_order_is_that_of_the_navigation() -> None:
    nav = [
        {"Home": "index.md"},
        {"Learn": [{"First": ["learn/a.md"]}, "learn/b.md"]},
        {"Notebooks": ["notebooks/c.py"]},
    ]
    assert list(chapters(nav)) == [
        Chapter(("Learn", "First"), "learn/a.html"),
        Chapter(("Learn",), "learn/b.html"),
        Chapter(("Notebooks",), "notebooks/c.html"),
    ]


def test_the_zip_holds_the_site_and_is_the_same_twice(site: Path, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        pack(site, tmp_path / folder / "kldiv-site.zip")
    one, two = ((tmp_path / folder / "kldiv-site.zip").read_bytes() for folder in "ab")
    assert one == two
    with zipfile.ZipFile(tmp_path / "a" / "kldiv-site.zip") as packed:
        assert packed.namelist() == ["kldiv-site/one.html", "kldiv-site/two.html"]
        assert packed.read("kldiv-site/one.html") == (site / "one.html").read_bytes()


def test_every_other_page_follows(tmp_path: Path) -> None:
    for name in (
        "kl/beta-prime-gamma.html",
        "kl/beta-gamma.html",
        "identities/chain-rule.html",
        "distributions/beta.html",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert list(others(tmp_path, [Chapter(("Distributions",), "distributions/beta.html")])) == [
        Chapter(("Each formula", "Beta"), "kl/beta-gamma.html"),
        Chapter(("Each formula", "Beta prime"), "kl/beta-prime-gamma.html"),
        Chapter(("Each identity",), "identities/chain-rule.html"),
    ]
