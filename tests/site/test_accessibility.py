"""axe-core's verdict on the pages: a sixtieth of them each day, in either scheme and at either width by turns.

`make audit` asks about all of them, in both schemes, at both widths.
"""

from __future__ import annotations

import itertools

import pytest

from scripts.tools.audits.accessibility import SCHEMES, WIDTHS, violations
from tests.site.reader import Reader
from tests.today import TODAY, todays

LOOKS = list(itertools.product(SCHEMES, WIDTHS))


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_nothing_is_found(reader: Reader, at_root: str, pages: list[str], scheme: str, width: int) -> None:
    todays_pages = ["index.html", "matrix.html", *todays(pages, 60)]
    turn = (LOOKS.index((scheme, width)) + TODAY // 60) % len(LOOKS)
    tab, found = reader.page(dark=scheme == "dark", phone=width < 500), {}
    for name in todays_pages[turn :: len(LOOKS)]:
        reader.visit(tab, at_root + name)
        found[name] = violations(tab)
    assert len(found) >= 3
    assert {name: what for name, what in found.items() if what} == {}


def test_axe_would_find_something(reader: Reader, at_root: str) -> None:
    tab = reader.page()
    reader.visit(tab, at_root + "index.html")
    tab.evaluate("document.querySelector('article').append(document.createElement('button'))")
    assert any(what.startswith("button-name") for what in violations(tab))
