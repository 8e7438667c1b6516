"""A line for pip that a reader copies is written in one place, and stands on no page by itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kldiv.writing import address
from scripts.examples import installing
from scripts.site.named_numbers import NamedNumber, fill_in_code

ROOT = Path(__file__).resolve().parents[2]

NUMBERS = {name: NamedNumber(entry["value"], entry["text"]) for name, entry in installing.numbers().items()}


def filled(text: str) -> tuple[str, list[str]]:
    warnings: list[str] = []
    return fill_in_code(text, NUMBERS, warnings.append), warnings


def test_the_line_is_filled_in_where_markdown_looks_at_nothing() -> None:
    text = (
        "# It needs[[n:install.where]] `[[n:install.plotting]]`, and [[n:coins.fair]].\n```sh\n[[n:install.line]]\n```"
    )
    got, warnings = filled(text)
    assert "`pip install . matplotlib`" in got
    assert "```sh\npip install .\n```" in got
    assert "[[n:coins.fair]]" in got
    assert warnings == []


def test_a_line_that_does_not_exist_is_a_warning() -> None:
    got, warnings = filled("`[[n:install.lines]]`")
    assert "[[n:install.lines]]" in got
    assert len(warnings) == 1


def test_it_changes_in_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing, "PACKAGE", "kldiv")
    told = {name: entry["text"] for name, entry in installing.numbers().items()}
    assert told == {
        "install.line": "pip install kldiv",
        "install.plotting": "pip install kldiv matplotlib",
        "install.where": "",
    }


def test_what_pip_is_told_to_install_is_there() -> None:
    assert address.PACKAGE != "." or (ROOT / "pyproject.toml").is_file()


def test_no_page_and_no_notebook_types_the_line() -> None:
    typed = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in [*(ROOT / "docs").rglob("*.md"), *(ROOT / "docs/notebooks").glob("*.py"), ROOT / "README.md"]
        if "generated" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"pip3? install\s+(\.|kldiv)", line)
    ]
    assert typed == []
