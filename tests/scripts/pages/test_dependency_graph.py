"""The page of general results: everything is on it, and the graph runs one way."""

import re
from html.parser import HTMLParser

import pytest

from kldiv.entries import catalogue
from kldiv.identities import IDENTITIES
from kldiv.writing.address import place_of
from scripts.pages.dependency_graph import collect, drawing, joined_only, page
from scripts.pages.graph_layout import Node, arrange
from scripts.pages.results import result_of


@pytest.fixture(scope="module")
def results():
    found = catalogue()
    return {name: result_of(found[name]) for name in found if name in IDENTITIES}


def test_every_result_is_listed_once(results):
    text = page(results)
    listed = text.split("## What rests on what")[0]
    for name, result in results.items():
        place = place_of(catalogue()[name]).removeprefix("identities/").replace(".html", ".md")
        assert listed.count(f"- [{result.title}]({place})") == 1


def test_what_is_used_stands_to_the_left(results):
    nodes = joined_only(collect(results))
    columns = arrange(nodes)
    assert len(columns) >= 4
    for node in nodes.values():
        assert all(nodes[used].column < node.column for used in node.uses)
    places = {(node.column, node.row) for node in nodes.values()}
    assert len(places) == len(nodes)


def test_every_box_is_a_link(results):
    nodes = joined_only(collect(results))
    text = "\n".join(drawing(nodes))
    links = re.findall(r'<a href="([^"]+)"><title>', text)
    assert len(links) == text.count("<rect") == len(nodes) >= 50
    HTMLParser().feed(text)
    assert "\n\n" not in text


def test_the_drawing_is_the_same_every_time(results):
    assert page(results) == page(dict(reversed(results.items())))


def test_a_circle_is_refused():
    nodes = {"a": Node("a", "a", "a", "a.html", ("b",)), "b": Node("b", "b", "b", "b.html", ("a",))}
    with pytest.raises(ValueError, match="a circle of uses: a -> b -> a"):
        arrange(nodes)


def test_a_result_without_a_theme_is_refused(results):
    with pytest.raises(ValueError, match="one theme"):
        page({**results, "something-new": results["chain-rule"]})
