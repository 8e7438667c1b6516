from __future__ import annotations

from pathlib import Path

import pytest

from scripts.site.citations import fill_in_uses, parse_citation
from scripts.site.references import load_references
from tests.scripts.site.site_parts import ROOT, Pages


def test_labels_tell_sources_apart() -> None:
    references = Pages().citer.references
    assert {key: reference.label for key, reference in references.items()} == {
        "gil": "Gil et al. 2013",
        "kullback1951": "Kullback and Leibler 1951",
        "shannon1948": "Shannon 1948a",
        "shannon1948b": "Shannon 1948b",
    }


def test_a_reference_is_described_in_full() -> None:
    references = Pages().citer.references
    assert references["kullback1951"].description == (
        "Solomon Kullback and Richard A. Leibler. “On Information and Sufficiency” (1951). "
        "<em>The Annals of Mathematical Statistics</em> 22(1), pp. 79–86. "
        '<a href="https://doi.org/10.1214/aoms/1177729694">doi:10.1214/aoms/1177729694</a>.'
    )
    assert references["gil"].text == (
        "M. Gil, F. Alajaji and T. Linder. Rényi divergence (2013). Press. example.org/book."
    )


def test_the_bibliography_of_the_site_can_be_read(tmp_path: Path) -> None:
    references = load_references(ROOT / "docs" / "refs.bib")
    assert len(references) > 3
    assert not [key for key, reference in references.items() if "n.d." in reference.label or "{" in reference.text]
    assert load_references(tmp_path / "missing.bib") == {}


@pytest.mark.parametrize(
    ("inner", "pairs"),
    [
        ("@a", [("a", "")]),
        ("@a, p. 19", [("a", "p. 19")]),
        ("@a; @b, eq. 4", [("a", ""), ("b", "eq. 4")]),
        ("@a, §2, p. 3;@b", [("a", "§2, p. 3"), ("b", "")]),
    ],
)
def test_a_citation_is_parsed(inner: str, pairs: list[tuple[str, str]]) -> None:
    assert parse_citation(inner) == pairs


def test_a_citation_links_to_the_foot_of_its_page_and_shows_a_card() -> None:
    pages = Pages()
    page = pages.render("As they say [@kullback1951, p. 79; @shannon1948].")
    assert 'href="#ref-kullback1951"' in page
    assert 'aria-describedby="cite-1-card"' in page
    assert 'id="cite-1-card" role="tooltip"' in page
    assert ", p.\u00a079</span>; <span" in page
    assert '<li id="ref-kullback1951">' in page
    assert 'class="backlink" href="#cite-2"' in page
    assert "ref-gil" not in page
    assert pages.context.warnings == []


@pytest.mark.parametrize("text", ["`[@kullback1951]`", "[link](x.md) and [text] and me@example.org"])
def test_what_is_not_a_citation_is_left_alone(text: str) -> None:
    assert "citation" not in Pages().render(text)


def test_an_unknown_key_is_a_warning() -> None:
    pages = Pages()
    assert "@kullback1952" in pages.render("[@kullback1952]")
    assert pages.context.warnings == ["a.md: no source has the key 'kullback1952'; the nearest is 'kullback1951'"]


def test_the_bibliography_says_where_each_source_is_used() -> None:
    pages = Pages()
    pages.render("[@kullback1951, p. 79] and [@kullback1951, p. 80]", "learn/a.md")
    pages.render("[@kullback1951, p. 81, with $t = 1$]; [@kullback1951, p. 81 at $t$ and $u$]", "b.md")
    page = pages.render("[[bibliography]]", "reference/bibliography.md")
    assert page.count("<li ") == 4
    page = fill_in_uses(page, pages.context, lambda uri: (f"../{uri}", uri.upper()))
    assert 'Used in <a href="../learn/a.md#cite-1">LEARN/A.MD</a> (p. 79, p. 80);' in page
    assert '; <a href="../b.md#cite-1">B.MD</a> (p. 81).' in page
    assert page.count("Not cited on a page of this site.") == 3
