from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html

from scripts.site.named_numbers import NamedNumber, load_numbers
from tests.scripts.site.site_parts import Pages


def test_a_number_shows_its_text_and_where_it_comes_from() -> None:
    page = Pages().render("It is [[n:cats-dogs.decent.bits]] bits.")
    assert 'data-number="cats-dogs.decent.bits"' in page
    assert 'title="computed by scripts/examples/cats_and_dogs.py; bits">0.3219</span>' in page


def numbers(page: str) -> list[html.HtmlElement]:
    return html.fromstring(f"<div>{page}</div>").xpath(".//span[@class='number']")


def test_a_number_that_carries_its_arithmetic_is_a_button_with_a_card_right_behind() -> None:
    first, second = numbers(Pages().render("It is [[n:worked]] bits, or [[n:worked:.1f]]."))
    button, card = first
    assert (button.tag, button.text, button.get("type")) == ("button", "0.3219", "button")
    assert button.get("popovertarget") == card.get("id") != second[1].get("id")
    assert card.get("popover") == "auto"
    assert card.get("data-search-exclude") is not None
    assert card.text_content() == "1 × log₂(1 / 0.8) ≈ 0.3219 bits computed by scripts/examples/a.py"
    assert second[1].text_content().startswith("1 × log₂(1 / 0.8) ≈ 0.3 bits")


@pytest.mark.parametrize("text", ["# So [[n:worked]]", "[so [[n:worked]] far](a.md)", "**x** [**[[n:worked]]**](a.md)"])
def test_in_titles_and_links_it_is_plain(text: str) -> None:
    (number,) = numbers(Pages().render(text))
    assert (number.text, len(number)) == ("0.3219", 0)


@pytest.mark.parametrize(
    ("number", "shown", "sign"),
    [
        (NamedNumber(0.25, "0.25"), "0.25", "="),
        (NamedNumber(-0.25, "−0.2500"), "−0.2500", "="),
        (NamedNumber(0.3219280948, "0.3219"), "0.3219", "≈"),
        (NamedNumber(46.05170186, "46"), "46", "≈"),
        (NamedNumber(6.1e-4, "6 × 10⁻⁴"), "6 × 10⁻⁴", "≈"),
    ],
)
def test_only_what_is_exact_is_called_equal(number: NamedNumber, shown: str, sign: str) -> None:
    assert number.sign(shown) == sign


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
