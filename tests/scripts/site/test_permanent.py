"""Short addresses, the inventory, and what stands in the head of a page."""

from __future__ import annotations

import json
import re
import zlib
from pathlib import Path

from lxml import html

from kldiv.register.registry import Entry
from scripts.site import citing, permanent, scholar
from scripts.tools.check_site import Site

HERE = Entry("a-b", "closed form", "A & B", 1, "0123456789abcdef", "kl/a-b.html")
EQUATION = Entry("eq:a-b", "equation", "A: the statement", 1, "01", "kl/a-b.html#eq-a-b")
AWAY = Entry("c-d", "closed form", "C", 1, "01", "kl/c-d.html")
LOST = Entry("eq:c", "equation", "C", 1, "01", "kl/a-b.html#eq-c")


def test_addresses_lead_to_their_places(tmp_path: Path) -> None:
    (tmp_path / "kl").mkdir()
    icon = tmp_path / permanent.ICON
    icon.parent.mkdir(parents=True)
    icon.write_text("<svg/>")
    (tmp_path / "kl" / "a-b.html").write_text(
        '<html lang="en"><title>A</title><body><h1>A</h1><p id="eq-a-b">x</p></body></html>'
    )
    missing = permanent.write_redirects(tmp_path, [HERE, EQUATION, AWAY, LOST])
    assert missing == ["c-d", "eq:c"]
    for address, target in (("id/a-b", "../../kl/a-b.html"), ("id/eq/a-b", "../../../kl/a-b.html#eq-a-b")):
        tree = html.parse(str(tmp_path / address / "index.html")).getroot()
        assert tree.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={target}"]
        assert set(tree.xpath("//a/@href")) == {target}
        assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not [problem for problem in Site(tmp_path).problems() if "search/data.js" not in problem]


def test_a_known_site_is_named_as_canonical() -> None:
    assert 'href="https://x.org/kl/kl/a-b.html"' in permanent.redirect(EQUATION, "https://x.org/kl/")
    assert "canonical" not in permanent.redirect(EQUATION)


def test_the_inventory_is_what_sphinx_reads() -> None:
    head, _, body = permanent.inventory([HERE, EQUATION], "1.2").partition(b"zlib.\n")
    assert head.splitlines()[:3] == [b"# Sphinx inventory version 2", b"# Project: kldiv", b"# Version: 1.2"]
    line = re.compile(r"(.+?)\s+(\S+)\s+(-?\d+)\s+?(\S*)\s+(.*)")  # as Sphinx has it
    found = [line.fullmatch(text) for text in zlib.decompress(body).decode().splitlines()]
    assert [match.groups() for match in found if match] == [
        ("a-b", "std:label", "-1", "id/a-b/", "A & B"),
        ("eq:a-b", "std:label", "-1", "id/eq/a-b/", "A: the statement"),
    ]


def test_the_head_says_who_what_and_when() -> None:
    tags = scholar.head_tags("kl/a-b.html", "A & </script>", "Why.", HERE, "https://x.org", "KL")
    tree = html.fromstring(f"<html><head>{tags}</head><body></body></html>")
    found = {tag.get("name"): tag.get("content") for tag in tree.iter("meta")}
    assert found["citation_title"] == found["DC.title"] == "A & </script>"
    assert found["citation_author"] == "The kldiv maintainers"
    assert re.fullmatch(r"\d{4}/\d\d/\d\d", found["citation_publication_date"])
    assert found["DC.identifier"] == "https://x.org/id/a-b/"
    (script,) = tree.iter("script")
    data = json.loads(script.text)
    assert (data["@type"], data["version"], data["url"]) == ("ScholarlyArticle", "1", "https://x.org/kl/a-b.html")
    assert data["identifier"][1] == "sha256:0123456789abcdef"
    data_page = scholar.head_tags(scholar.DATA_PAGE, "Data", "", None, "https://x.org", "KL")
    assert '"@type":"Dataset"' in data_page


def test_without_an_address_the_head_names_none() -> None:
    for url, entry in (("kl/a-b.html", HERE), (scholar.DATA_PAGE, None), ("index.html", None)):
        tags = scholar.head_tags(url, "A", "Why.", entry, "", "KL")
        assert "://" not in tags.replace("https://schema.org", "").replace(scholar.TEXT_LICENCE, "")
        assert 'content=""' not in tags
        assert '"url": ""' not in tags
    assert 'name="DC.identifier" content="a-b"' in scholar.head_tags("kl/a-b.html", "A", "", HERE, "", "KL")


def test_pages_that_people_wrote_say_how_to_cite_them() -> None:
    page = Entry("page:learn/x", "page", "Why?", 1, "", "learn/x.html")
    block = citing.block("learn/x.html", "Why?", page, "https://x.org", "learn/x.html")
    assert block.count("<pre>") == 4
    assert 'href="../id/page/learn/x/index.html"' in block
    assert citing.block("kl/a-b.html", "A", HERE, "https://x.org", "kl/a-b.html") == ""


def test_equations_carry_their_address_and_citation() -> None:
    box = '<div class="equation numbered" id="eq-normal-normal">'
    labels = {"eq-normal-normal": "eq:normal-normal"}
    said = citing.annotate_equations(box, labels, "https://x.org", "kl/normal-normal.html")
    assert 'data-address="../id/eq/normal-normal/"' in said
    assert "@online{kldiv-eq-normal-normal" in said
    assert citing.annotate_equations(box, {}, "https://x.org", "kl/normal-normal.html") == box
