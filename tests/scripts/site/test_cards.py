"""The review cards, read back as Anki reads them."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from kldiv.algebra.notation import TEX_MACROS
from scripts.site.cards import HEADER, Writer, as_text, cards
from scripts.site.named_numbers import NamedNumber, load_numbers
from tests.scripts.site.site_parts import NUMBERS

DOCS = Path(__file__).resolve().parents[3] / "docs"


@pytest.fixture(scope="module")
def numbers(all_numbers: dict[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, NamedNumber]:
    path = tmp_path_factory.mktemp("numbers") / "numbers.json"
    path.write_text(json.dumps(all_numbers))
    return load_numbers(path)


@pytest.fixture(scope="module")
def rows(numbers: dict[str, NamedNumber]) -> list[list[str]]:
    lines = as_text(cards(DOCS, numbers, TEX_MACROS)).decode().splitlines()
    assert [line for line in lines if line.startswith("#")] == HEADER.splitlines()
    return list(csv.reader(lines[HEADER.count("\n") :], delimiter="\t"))


def test_every_line_is_a_card_with_two_sides_and_a_name_of_its_own(rows: list[list[str]]) -> None:
    assert len(rows) >= 40
    assert {len(row) for row in rows} == {4}
    assert all(len(side) > 2 for row in rows for side in row)
    assert len({row[0] for row in rows}) == len(rows)
    assert len({row[1] for row in rows}) == len(rows)


def test_nothing_of_the_source_shows(rows: list[list[str]]) -> None:
    for _, front, back, tags in rows:
        for side in (front, back):
            assert not re.search(r"\[\[|\]\(|\[@|\$|\*\*|FORMULA|\.md|\\(?:KL|Ent|CE|E)\b", side), side
            assert side.count(r"\(") == side.count(r"\)")
        assert re.fullmatch(r"kl-divergence [\w-]+", tags)


def test_lessons_words_and_questions_are_there(rows: list[list[str]]) -> None:
    assert {"glossary", "test", "never-negative"} <= {row[3].split()[1] for row in rows}
    assert sum(row[3].endswith(" test") for row in rows) == 15
    (word,) = (row for row in rows if row[1] == "What is meant by <b>Entropy</b>?")
    assert r": \(H(p)\)." in word[2]
    (asked,) = (row for row in rows if "fine, cloudy or wet" in row[1])
    assert "0.7 × log(0.7 / 0.5) + 0.2 × log(0.2 / 0.3) + 0.1 × log(0.1 / 0.2) ≈ 0.0851 nats" in asked[2]


def test_a_long_question_is_whole(rows: list[list[str]]) -> None:
    fronts = [row[1] for row in rows if row[3].endswith(" test")]
    assert [front for front in fronts if not front.endswith("?")] == []


def test_twice_the_same_bytes(numbers: dict[str, NamedNumber]) -> None:
    assert as_text(cards(DOCS, numbers, TEX_MACROS)) == as_text(cards(DOCS, numbers, TEX_MACROS))


def test_how_a_side_is_written() -> None:
    write = Writer(NUMBERS, TEX_MACROS)
    assert write(r"$\KL{p}{q} < [[n:one]]$ & [so](a.md) *on* [@kullback1951, p. 80].") == (
        r"\(D(p \,\|\, q) &lt; 1\) &amp; so <em>on</em>."
    )
    assert write("[[n:never]] and $[[n:never]]$") == r"∞ and \(\infty\)"
    assert write("[[n:worked]] bits", arithmetic=True) == "1 × log₂(1 / 0.8) ≈ 0.3219 bits"
