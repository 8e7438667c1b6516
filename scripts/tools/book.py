"""Make the book: `make book` prints the site's pages into one PDF, and packs the site into a zip beside it.

What the navigation names comes first, in its order; then every distribution, formula and identity. Chromium sets each
page, pypdf joins them. A link from page to page leads to the sheet where that page begins.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import yaml
from playwright.sync_api import Browser
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, FloatObject, NameObject, NullObject

from kldiv.distributions import DISTRIBUTIONS
from kldiv.writing.address import AUTHOR, RELEASED
from scripts.tools.browser import chromium

ROOT = Path(__file__).resolve().parents[2]
NAME = "Kullback–Leibler divergence"
#: Folders whose pages follow those of the navigation, and what stands above them.
FOLDERS = {
    "distributions": "Each distribution",
    "kl": "Each formula",
    "identities": "Each identity",
}
#: The time that every file in the zip bears: none.
NEVER = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Chapter:
    """A page of the site in the book: the places in the outline above it, its address, its title once it is read."""

    above: tuple[str, ...]
    path: str
    title: str = ""


def chapters(nav: list[Any], above: tuple[str, ...] = ()) -> Iterator[Chapter]:
    """Read the order of the book from the navigation.

    Args:
        nav: the navigation of mkdocs.yml.
        above: the headings above it.

    Yields:
        The pages, in their order.
    """
    for item in nav:
        if isinstance(item, str):
            yield Chapter(above, item.rpartition(".")[0] + ".html")
            continue
        ((title, inside),) = item.items()
        if isinstance(inside, list):
            yield from chapters(inside, (*above, title))
        elif above:
            yield Chapter(above, inside.rpartition(".")[0] + ".html")


def others(site: Path, known: list[Chapter]) -> Iterator[Chapter]:
    """Find what the navigation does not name: each distribution, formula and identity has a page of its own.

    Args:
        site: the folder of the site.
        known: the chapters that are in the book already.

    Yields:
        The pages, those of a folder after one another, formulas by the distribution of the data.
    """
    named = {chapter.path for chapter in known}
    for folder, heading in FOLDERS.items():
        for page in sorted((site / folder).glob("*.html")):
            if f"{folder}/{page.name}" not in named:
                slug = max((slug for slug in DISTRIBUTIONS if page.stem.startswith(f"{slug}-")), key=len, default="")
                group = (DISTRIBUTIONS[slug].title,) if folder == "kl" and slug else ()
                yield Chapter((heading, *group), f"{folder}/{page.name}")


def printed(browser: Browser, site: Path, chapter: Chapter) -> tuple[Chapter, bytes]:
    """Let Chromium set a page of the site on paper; its title is read on the way."""
    tab = browser.new_page(color_scheme="light")
    tab.goto((site / chapter.path).as_uri(), wait_until="load")
    tab.evaluate("document.fonts.ready")
    # What is far below the window is loaded when it is wanted, which on paper is at once.
    tab.evaluate("for (const image of document.querySelectorAll('img')) image.loading = 'eager'")
    tab.wait_for_function("[...document.images].every(image => image.complete || !image.checkVisibility())")
    title = " ".join(tab.locator("h1").first.inner_text().replace("¶", "").split())
    pdf = tab.pdf(prefer_css_page_size=True, print_background=True, tagged=True)
    tab.close()
    return Chapter(chapter.above, chapter.path, title), pdf


def contents(browser: Browser, site: Path, found: list[Chapter]) -> bytes:
    """Set the first sheets: the title, and every chapter as a link."""
    lines: list[str] = []
    last: tuple[str, ...] = ()
    for chapter in found:
        for level, heading in enumerate(chapter.above):
            if chapter.above[: level + 1] != last[: level + 1]:
                lines.append(f"<h{level + 2}>{escape(heading)}</h{level + 2}>")
        last = chapter.above
        address = (site / chapter.path).as_uri()
        lines.append(f'<p><a href="{address}">{escape(chapter.title)}</a></p>')
    style = (
        "@page{size:a4;margin:22mm}body{font:11pt/1.45 'Source Serif 4',serif}p{margin:0 0 2pt 1em}h1{font-size:30pt;"
        "margin:60mm 0 40mm}h2{break-after:avoid;margin:16pt 0 4pt}h3{break-after:avoid;margin:8pt 0 2pt .5em}"
        "a{color:inherit;text-decoration:none}h2:first-of-type{break-before:page}"
    )
    tab = browser.new_page()
    tab.set_content(f"<!doctype html><title>{NAME}</title><style>{style}</style><h1>{NAME}</h1>{''.join(lines)}")
    pdf = tab.pdf(prefer_css_page_size=True, tagged=True)
    tab.close()
    return pdf


def join(parts: list[tuple[str, bytes]]) -> PdfWriter:
    """Join sheets, and turn the links between them into links within the whole.

    Args:
        parts: the address that each part was printed from, and its PDF.

    Returns:
        The whole. Links elsewhere stay; a link to a page that is not in the book is no link any more.
    """
    book = PdfWriter()
    places: dict[str, tuple[int, float]] = {}  # address, with or without a fragment -> sheet, height on it
    origin: list[str] = []  # sheet -> the address it was printed from
    for address, pdf in parts:
        reader, first = PdfReader(io.BytesIO(pdf)), len(origin)
        places[address] = (first, float(reader.pages[0].mediabox.top))
        for name, place in reader.named_destinations.items():
            sheet = reader.get_destination_page_number(place)
            if sheet is not None:
                places[f"{address}#{name.lstrip('/')}"] = (first + sheet, float(place.top or 0))
        for page in reader.pages:
            book.add_page(page)
            origin.append(address)
    for address, page in zip(origin, book.pages, strict=True):
        notes = [note for note in page.get("/Annots") or [] if resolve(note.get_object(), address, places, book)]
        page[NameObject("/Annots")] = ArrayObject(notes)
    return book


def resolve(note: Any, address: str, places: dict[str, tuple[int, float]], book: PdfWriter) -> bool:
    """Let a link lead to its place in the book.

    Args:
        note: the annotation, which is changed.
        address: where its sheet was printed from.
        places: the sheet and the height of every place.
        book: the book.

    Returns:
        Whether it leads anywhere.
    """
    if "/Dest" in note:
        target = f"{address}#{str(note['/Dest']).lstrip('/')}"
    else:
        target = unquote(str(note.get("/A", {}).get("/URI", "")))
        if not target.startswith("file:"):
            return True
    place = places.get(target) or places.get(urldefrag(target)[0])
    if place is None:
        return False
    note.pop("/A", None)
    where = [
        book.pages[place[0]].indirect_reference,
        NameObject("/XYZ"),
        NullObject(),
        FloatObject(place[1]),
        NullObject(),
    ]
    note[NameObject("/Dest")] = ArrayObject(where)
    return True


def outline(book: PdfWriter, found: list[Chapter], sheets: list[int]) -> None:
    """Write the outline: the places, their groups, the chapters."""
    parents: dict[tuple[str, ...], Any] = {(): None}
    for chapter, sheet in zip(found, sheets, strict=True):
        for level in range(len(chapter.above)):
            key = chapter.above[: level + 1]
            if key not in parents:
                title = chapter.above[level]
                parents[key] = book.add_outline_item(title=title, page_number=sheet, parent=parents[key[:-1]])
        book.add_outline_item(title=chapter.title, page_number=sheet, parent=parents[chapter.above])


def make_book(browser: Browser, site: Path, wanted: list[Chapter]) -> PdfWriter:
    """Print the chapters and join them.

    Args:
        browser: what prints.
        site: the folder of the site.
        wanted: the chapters in their order.

    Returns:
        The book.
    """
    made = []
    for chapter in wanted:
        made.append(printed(browser, site, chapter))
        print(f"{len(made)}/{len(wanted)} {made[-1][0].title}")
    found = [chapter for chapter, _ in made]
    front = contents(browser, site, found)
    parts = [("", front), *(((site / chapter.path).as_uri(), pdf) for chapter, pdf in made)]
    book = join(parts)
    lengths = [len(PdfReader(io.BytesIO(pdf)).pages) for _, pdf in parts]
    outline(book, found, [sum(lengths[: number + 1]) for number in range(len(found))])
    book.add_metadata(
        {"/Title": NAME, "/Author": AUTHOR, "/Producer": "pypdf", "/CreationDate": f"D:{RELEASED.replace('-', '')}"}
    )
    return book


def pack(site: Path, target: Path) -> None:
    """Pack the site into a zip that opens from disk, the same bytes each time."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(path for path in site.rglob("*") if path.is_file()):
            name = f"{target.stem}/{path.relative_to(site).as_posix()}"
            packed.writestr(zipfile.ZipInfo(name, NEVER), path.read_bytes(), zipfile.ZIP_DEFLATED)


def main() -> int:
    """Make both beside each other in dist/."""
    site, out = ROOT / "site", ROOT / "dist"
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    nav = yaml.safe_load("nav:" + text.partition("\nnav:")[2].partition("\n\n")[0])["nav"]
    out.mkdir(exist_ok=True)
    with chromium() as browser:
        named = [chapter for chapter in chapters(nav) if (site / chapter.path).is_file()]
        book = make_book(browser, site, [*named, *others(site, named)])
    book.compress_identical_objects()  # every chapter brings the same fonts
    book.write(out / "kldiv-book.pdf")
    pack(site, out / "kldiv-site.zip")
    print(f"{len(book.pages)} sheets in {out / 'kldiv-book.pdf'}; the site in {out / 'kldiv-site.zip'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
