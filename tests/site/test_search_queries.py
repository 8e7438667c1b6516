"""What people ask, in their words: a page that answers is among the first three hits, a pair is the first."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from scripts.site import search
from tests.scripts.site.search_parts import ROOT, Asked

LOG: list[dict[str, Any]] = json.loads((ROOT / "tests" / "data" / "search_queries.json").read_text(encoding="utf-8"))
#: What a reader who turns to the search may be made to load, in bytes as they travel.
MOST = 150_000


@pytest.fixture(scope="module")
def asked(site: Path) -> Asked:
    return Asked((site / search.DATA).read_text(encoding="utf-8"))


def answered(question: dict[str, Any], places: list[str]) -> bool:
    """Whether the first three places answer a question."""
    first = [place.replace(".html", "") for place in places[:3]]
    if "then" in question:
        return first[:2] == [question["pages"][0], question["then"]]
    return any(page in (place, place.partition("#")[0]) for page in question["pages"] for place in first)


def test_the_log_is_large_and_most_of_it_was_asked_in_public() -> None:
    questions = [question["ask"] for question in LOG]
    assert len(set(questions)) == len(questions) >= 120
    assert sum("asked_at" in question for question in LOG) >= len(LOG) / 2


def test_every_page_that_should_answer_exists(site: Path) -> None:
    wanted = {
        page for question in LOG for page in (*question["pages"], *([question["then"]] if "then" in question else []))
    }
    assert [page for page in sorted(wanted) if not (site / f"{page.partition('#')[0]}.html").is_file()] == []


def test_every_question_is_answered_within_three_hits(asked: Asked) -> None:
    lost = {question["ask"]: asked.places(question["ask"])[:3] for question in LOG}
    lost = {
        ask: places for (ask, places), question in zip(lost.items(), LOG, strict=True) if not answered(question, places)
    }
    assert lost == {}


def test_a_question_that_leads_elsewhere_is_noticed() -> None:
    pair = {"ask": "a b", "pages": ["kl/a-b"], "then": "kl/b-a"}
    assert answered(pair, ["kl/a-b.html", "kl/b-a.html"])
    assert not answered(pair, ["kl/b-a.html", "kl/a-b.html"])
    assert not answered({"ask": "x", "pages": ["learn/x"]}, ["a.html", "b.html", "c.html", "learn/x.html"])
    assert answered({"ask": "x", "pages": ["learn/x"]}, ["learn/x.html#part"])


def test_what_the_search_loads_is_small(site: Path) -> None:
    loaded = {name: len(gzip.compress((site / name).read_bytes(), 9)) for name in (search.ENGINE, search.DATA)}
    assert sum(loaded.values()) < MOST, loaded


def test_nothing_of_the_themes_search_is_published(site: Path) -> None:
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    assert [name for name in names if "lunr" in name or "workers/search" in name or "search_index" in name] == []
