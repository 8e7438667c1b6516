from __future__ import annotations

from lxml import html

from scripts.site.named_numbers import NamedNumber
from scripts.site.provenance import block
from tests.scripts.site.site_parts import NUMBERS, Pages


def test_each_number_is_listed_once_under_its_script() -> None:
    content = Pages().render("[[n:worked]], [[n:cats-dogs.decent.bits]], [[n:worked:.1f]], [[n:one]]")
    fold = html.fromstring(block(content, NUMBERS))
    assert fold.tag == "details"
    assert fold.get("open") is None
    assert [item.text_content() for item in fold.iter("li")] == [
        "scripts/examples/a.py: 0.3219 bits",
        "scripts/examples/cats_and_dogs.py: 0.3219 bits",
    ]


def test_a_page_without_numbers_has_no_fold() -> None:
    assert block("<p>None.</p>", NUMBERS) == ""
    assert block(Pages().render("[[n:one]]"), NUMBERS) == ""


def test_two_names_of_one_value_are_listed_once() -> None:
    numbers = {name: NamedNumber(0.5, "0.5", "bits", "scripts/examples/a.py") for name in ("one", "other")}
    listed = block('<b data-number="one"></b><b data-number="other"></b>', numbers)
    assert listed.count("0.5 bits") == 1
