"""How the search reads a question, on a site of a few pages: any words, any order, prefixes, slips, names, pairs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kldiv.distributions import DISTRIBUTIONS
from scripts.site import search
from tests.scripts.site.search_parts import Asked

CONTENT = {
    "learn/what-is-kl.html": (
        "What is KL divergence?",
        "<p>A divergence of p and q.</p><h2 id='units'>Nats</h2><p>And bits.</p>",
    ),
    "learn/never-negative.html": ("Why is KL divergence never negative?", "<p>A proof by tangents.</p>"),
    "questions/libraries.html": (
        "Which argument is p?",
        "<p>Libraries.</p><h2 id='batchmean'>mean or batchmean?</h2><p>Reduction of <code>kl_div</code>.</p>",
    ),
    "reference/bibliography.html": ("Bibliography", "<p>negative negative negative proof</p>"),
    "distributions/gamma.html": ("The gamma distribution", "<p>Waiting times.</p>"),
    "404.html": ("Not found", "<p>negative</p>"),
}


def entry(p: str, q: str, kind: str) -> dict[str, Any]:
    """A pair of the catalogue."""
    ends = {"p": {"slug": p}, "q": {"slug": q}}
    title = f"KL divergence between two {p} distributions"
    statement = {"tex": f"D({p}, {q})"}
    place = f"kl/{p}-{q}.html"
    return {
        "slug": f"{p}-{q}",
        "kind": kind,
        "distributions": ends,
        "title": title,
        "statement": statement,
        "place": place,
    }


ENTRIES = [
    entry("gamma", "gamma", "closed form"),
    entry("gamma", "weibull", "closed form"),
    entry("weibull", "gamma", "undecided"),
    entry("gamma", "normal", "closed form"),
    entry("normal", "gamma", "infinite"),
    entry("log-normal", "gamma", "closed form"),
    entry("student-t", "student-t", "undecided"),
]


@pytest.fixture(scope="module")
def asked() -> Asked:
    sources = [search.Source(url, title, content, {}) for url, (title, content) in CONTENT.items()]
    return Asked(search.data_script(search.data(sources, ENTRIES, DISTRIBUTIONS, lambda tex: tex)))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("negative", "learn/never-negative.html"),
        ("can it be negative? I saw unknownword", "learn/never-negative.html"),
        ("negativ", "learn/never-negative.html"),
        ("negatve", "learn/never-negative.html"),
        ("proofs of negativity", "learn/never-negative.html"),
        ("batchm", "questions/libraries.html#batchmean"),
        ("F.kl_div", "questions/libraries.html"),
        ("reduction", "questions/libraries.html#batchmean"),
        ("relative entropy", "learn/what-is-kl.html"),
        ("D(p||q)", "learn/what-is-kl.html"),
        ("gamma", "distributions/gamma.html"),
        ("gama", "distributions/gamma.html"),
        ("kl of two gammas", "kl/gamma-gamma.html"),
        ("kl between t-distributions", "kl/student-t-student-t.html"),
    ],
)
def test_the_first_hit(asked: Asked, question: str, first: str) -> None:
    assert asked.places(question)[0] == first


@pytest.mark.parametrize(
    ("question", "pair"),
    [
        ("gamma weibull", ["kl/gamma-weibull.html", "kl/weibull-gamma.html"]),
        ("weibull gamma", ["kl/weibull-gamma.html", "kl/gamma-weibull.html"]),
        ("the KL divergence from Gamma to Weibull", ["kl/gamma-weibull.html", "kl/weibull-gamma.html"]),
        ("KL(Weibull(1, 2) || Gamma(concentration, rate))", ["kl/weibull-gamma.html", "kl/gamma-weibull.html"]),
        ("gama weibul", ["kl/gamma-weibull.html", "kl/weibull-gamma.html"]),
        ("gaussian gamma", ["distributions/normal.html#normal-gamma", "kl/gamma-normal.html"]),
        ("gamma wei", ["kl/gamma-weibull.html"]),
    ],
)
def test_a_pair_comes_as_it_is_asked_then_reversed(asked: Asked, question: str, pair: list[str]) -> None:
    assert [place for place in asked.places(question) if place.startswith(("kl/", "distributions/normal"))][
        : len(pair)
    ] == pair


def test_hits_say_what_they_are(asked: Asked) -> None:
    hit, reverse = asked.hits("gamma weibull")[:2]
    assert (hit["title"], hit["kind"], hit["formula"]) == (
        "KL divergence from Gamma to Weibull",
        "Formulas",
        "D(gamma, weibull)",
    )
    assert reverse["says"] == "no closed form here"
    section = asked.hits("batchmean")[0]
    assert (section["title"], section["page"], section["kind"]) == (
        "mean or batchmean?",
        "Which argument is p?",
        "Questions",
    )
    found = {hit["title"]: hit["excerpt"] for hit in asked.hits("reductions")}
    assert ["Reduction", True] in found["mean or batchmean?"]


def test_what_nobody_wrote_has_no_hits_and_no_question_has_more_than_ten(asked: Asked) -> None:
    assert asked.hits("zyzzyva") == []
    assert asked.hits("   ?!") == []
    assert all(len(asked.hits(question)) <= 10 for question in ("kl", "divergence", "gamma", "the"))
    assert "404.html" not in json.dumps(asked.hits("negative"))


def test_no_page_takes_more_than_one_of_the_first_three_places(asked: Asked) -> None:
    pages = [place.partition("#")[0] for place in asked.places("batchmean kl_div reduction mean")[:3]]
    assert len(set(pages)) == len(pages)


def test_a_name_of_a_page_is_found(asked: Asked) -> None:
    source = search.Source("learn/x.html", "Another", "<p>Text</p>", {"search_aliases": ["quux theorem"]})
    known = search.data([source], [], DISTRIBUTIONS, str)
    assert Asked(search.data_script(known)).places("quux") == ["learn/x.html"]
