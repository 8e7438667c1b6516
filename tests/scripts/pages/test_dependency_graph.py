"""The page of general results: everything is on it, and the graph runs one way."""

import itertools
import re

import pytest
from lxml import etree

from kldiv.entries import catalogue
from kldiv.identities import IDENTITIES
from scripts.pages.dependency_graph import collect, drawing, joined_only, page
from scripts.pages.derivations import remembered
from scripts.pages.graph_layout import Node, arrange
from scripts.pages.results import Result
from scripts.pages.stated import stated

# Whoever reads all results derives them: one process does so, once.
pytestmark = pytest.mark.xdist_group("catalogue")


@pytest.fixture(scope="module")
def results():
    """As the build made them, or makes them now if anything that they rest on has changed."""
    return {name: Result(**remembered(name).result) for name in catalogue() if name in IDENTITIES}


def test_every_result_is_listed_once(results):
    listed = page(results).split("## By theme")[1]
    for name, result in results.items():
        place = stated(name).entries[0].place.removeprefix("identities/").replace(".html", ".md")
        in_table = place.startswith("fisher.md#")
        assert listed.count(f"- [{result.title}]({place})") == (0 if in_table else 1)
    assert "](fisher.md)" in listed


def test_what_is_used_stands_to_the_left(results):
    nodes = joined_only(collect(results))
    columns = arrange(nodes)
    assert len(columns) >= 4
    for node in nodes.values():
        assert all(nodes[used].column < node.column for used in node.uses)
    for column in columns:
        for above, below in itertools.pairwise(column):
            assert above.y + above.height < below.y


def test_every_title_is_whole_and_a_link(results):
    nodes = joined_only(collect(results))
    drawn = etree.fromstring("\n".join(drawing(nodes)))
    links = drawn.xpath("//*[local-name()='a']")
    assert len(links) == len(nodes) >= 50
    for link, node in zip(links, nodes.values(), strict=True):
        assert link.get("href") == node.link
        assert " ".join("".join(link.itertext()).split()) == node.title
        assert not re.search(r"-[0-9a-f]{8}$|[a-z]_[a-z]", node.title)


def test_every_line_joins_a_use(results):
    nodes = joined_only(collect(results))
    drawn = etree.fromstring("\n".join(drawing(nodes)))
    joined = [(line.get("data-from"), line.get("data-to")) for line in drawn.xpath("//*[local-name()='path']")]
    assert sorted(joined) == sorted((used, node.id) for node in nodes.values() for used in node.uses)


def test_the_drawing_brings_no_style_of_its_own(results):
    text = "\n".join(drawing(joined_only(collect(results))))
    assert "style" not in text
    assert "\n\n" not in text


def test_the_drawing_is_the_same_every_time(results):
    assert page(results) == page(dict(reversed(results.items())))


def test_a_circle_is_refused():
    nodes = {"a": Node("a", "a", "a.html", ("b",)), "b": Node("b", "b", "b.html", ("a",))}
    with pytest.raises(ValueError, match="a circle of uses: a -> b -> a"):
        arrange(nodes)


def test_a_result_without_a_theme_is_refused(results):
    with pytest.raises(ValueError, match="one theme"):
        page({**results, "something-new": results["chain-rule"]})
