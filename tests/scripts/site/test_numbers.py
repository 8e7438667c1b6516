from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.site.named_numbers import NamedNumber, load_numbers
from tests.scripts.site.site_parts import Pages


def test_a_number_shows_its_text_and_where_it_comes_from() -> None:
    page = Pages().render("It is [[n:cats-dogs.decent.bits]] bits.")
    assert 'data-number="cats-dogs.decent.bits"' in page
    assert 'title="computed by scripts/examples/cats_and_dogs.py; bits">0.3219</span>' in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[[n:cats-dogs.decent.bits:.6f]]", ">0.321928</span>"),
        ("**[[n:cats-dogs.decent.bits:.1%]]**", ">32.2%</span>"),
        ("| a |\n|---|\n| [[n:cats-dogs.decent.bits]] |", ">0.3219</span>"),
        ("## So [[n:cats-dogs.decent.bits]]", ">0.3219</span>"),
        ("[[n:never]] and [[n:never:.3f]]", ">∞</span> and"),
    ],
)
def test_a_number_in_its_place(text: str, shown: str) -> None:
    pages = Pages()
    assert shown in pages.render(text)
    assert pages.context.warnings == []


def test_code_is_left_alone() -> None:
    assert "<code>[[n:cats-dogs.decent.bits]]</code>" in Pages().render("`[[n:cats-dogs.decent.bits]]`")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[n:cats-dog.decent.bits]]", "the nearest is 'cats-dogs.decent.bits'"),
        ("[[n:zebra]]", "no computed number is named 'zebra'"),
        ("[[n:cats-dogs.decent.bits:.2q]]", "cannot be written as '.2q'"),
    ],
)
def test_a_mistake_is_a_warning(text: str, complaint: str) -> None:
    pages = Pages()
    page = pages.render(text)
    assert "[[n:" in page
    assert [complaint in warning for warning in pages.context.warnings] == [True]


def test_numbers_are_read_from_json(tmp_path: Path) -> None:
    path = tmp_path / "numbers.json"
    assert load_numbers(path) == {}
    path.write_text(json.dumps({"a": {"value": 0.5}, "b": {"value": 2, "text": "two", "unit": "bits"}}))
    assert load_numbers(path) == {"a": NamedNumber(0.5, "0.5"), "b": NamedNumber(2, "two", "bits")}
