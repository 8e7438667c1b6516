"""The sources: complete, well formed, and known by every key that is used."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from pybtex.database import Entry, parse_file

from kldiv.entries import catalogue
from kldiv.proof.theorems import THEOREMS
from kldiv.register.sources import SOURCES
from scripts.pages.stated import stated
from scripts.site.references import load_references

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SOURCES_FILE = parse_file(str(DOCS / "refs.bib"), "bibtex")

REQUIRED = {
    "article": ("title", "journal", "year"),
    "book": ("title", "publisher", "year"),
    "inproceedings": ("title", "booktitle", "year"),
    "incollection": ("title", "booktitle", "publisher", "year"),
    "phdthesis": ("title", "school", "year"),
    "techreport": ("title", "institution", "year"),
    "misc": ("title", "year"),
    "online": ("title", "year", "url"),
    "manual": ("title", "year"),
}
DOI = re.compile(r"10\.\d{4,9}/[^\s{}]+")
EPRINT = re.compile(r"\d{4}\.\d{4,5}|[a-z-]+/\d{7}")
CITED = re.compile(r"\[(@[\w:./+-]+(?:,[^\[\];]*)?(?:;\s*@[\w:./+-]+(?:,[^\[\];]*)?)*)\]")
KEY = re.compile(r"@([\w:./+-]*[\w+])")


def problems(entry: Entry) -> list[str]:
    if entry.type not in REQUIRED:
        return [f"of an unknown type {entry.type}"]
    said = [f"no {field}" for field in REQUIRED[entry.type] if not entry.fields.get(field)]
    if not (entry.persons.get("author") or entry.persons.get("editor") or entry.fields.get("organization")):
        said.append("nobody wrote it")
    if not re.fullmatch(r"(1[5-9]|20)\d\d", entry.fields.get("year", "")):
        said.append("no year that could be one")
    for field, pattern in (("doi", DOI), ("eprint", EPRINT), ("url", re.compile(r"https?://\S+"))):
        value = entry.fields.get(field)
        if value is not None and not pattern.fullmatch(value):
            said.append(f"a {field} that is none: {value}")
    if entry.type in {"misc", "online", "manual"} and not {"doi", "eprint", "url"} & set(entry.fields):
        said.append("no address")
    return said


@pytest.mark.parametrize("key", list(SOURCES_FILE.entries))
def test_every_source_is_complete(key):
    assert problems(SOURCES_FILE.entries[key]) == []


def test_an_incomplete_source_is_noticed():
    whole = SOURCES_FILE.entries["kullback1951"]
    assert problems(Entry("article", {**whole.fields, "doi": "doi.org/10.1"}, whole.persons)) != []
    assert problems(Entry("article", {k: v for k, v in whole.fields.items() if k != "journal"}, whole.persons)) != []


def test_no_source_is_listed_twice():
    for field in ("doi", "eprint"):
        values = [e.fields[field].lower() for e in SOURCES_FILE.entries.values() if field in e.fields]
        assert len(set(values)) == len(values)


@cache
def texts_of_pages() -> list[str]:
    texts = [p.read_text(encoding="utf-8") for p in DOCS.rglob("*.md") if "generated" not in p.parts]
    texts += [p.read_text(encoding="utf-8") for p in (*DOCS.rglob("*.py"), *(ROOT / "scripts").rglob("*.py"))]
    return texts


def keys_of_pages() -> set[str]:
    return {key for text in texts_of_pages() for group in CITED.findall(text) for key in KEY.findall(group)}


def keys_of_formulas() -> set[str]:
    return {key for _, key, _ in places()}


def test_every_key_that_formulas_use_exists():
    assert keys_of_formulas() <= set(SOURCES_FILE.entries)


def test_every_source_is_used():
    unused = set(SOURCES_FILE.entries) - keys_of_formulas() - keys_of_pages()
    assert unused == set()


def test_sources_are_named_for_pairs_of_the_catalogue():
    for name in SOURCES:
        assert name in catalogue()
        assert catalogue()[name].kind == "closed form"
        assert catalogue()[name].references


@cache
def places() -> list[tuple[str, str, str]]:
    """What cites, the key, and the place in the source: for every result and theorem."""
    cited = {name: stated(name).references for name in catalogue()}
    cited |= {theorem.id: theorem.references for theorem in THEOREMS.values()}
    return sorted({(name, key, locator) for name, references in cited.items() for key, locator in references})


def unchecked(key: str) -> str:
    return SOURCES_FILE.entries[key].fields.get("unchecked", "")


def test_every_formula_that_cites_a_source_names_a_place_in_it():
    named = ((name, key) for name, key, locator in places() if not locator)
    bare = [(name, key) for name, key in named if SOURCES_FILE.entries[key].type != "online"]
    assert bare == []


@pytest.mark.parametrize("key", [key for key in SOURCES_FILE.entries if unchecked(key)])
def test_a_place_that_was_not_looked_up_is_marked_and_still_cited(key):
    numbers = set(re.findall(r"[A-Z]?\d+(?:\.\d+)*|\b[IVX]+\b|C\.\d+", unchecked(key))) or {unchecked(key)}
    cited = " ; ".join(locator for _, other, locator in places() if other == key)
    cited += " ; ".join(re.findall(rf"@{key}, ([^\];]*)", "\n".join(texts_of_pages())))
    assert [number for number in numbers if number not in cited] == []


def test_the_mark_is_shown_with_the_source():
    references = load_references(DOCS / "refs.bib")
    assert "Not looked up again: secs. 2, 3, 4 and 6." in references["kullback1951"].text
    assert "Not looked up" not in references["shannon1948"].text
