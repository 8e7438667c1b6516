"""Every derivation with a note lets its reader predict, answer and look; and ends in exercises that mark themselves."""

from __future__ import annotations

import re

import pytest

from kldiv.entries import catalogue
from scripts.pages.entry import NOTES

BOX = r" {4}\[\[(?:choice|answer:[\w./-]+)\]\]\n"
INDENTED = r"(?: {4}.*\n|\n)*"
PREDICTION = re.compile(
    rf'^!!! question "Predict first"\n\n {{4}}[^\s\[].*\n{INDENTED}{BOX}{INDENTED}\?\?\? success "Answer"\n\n {{4}}\S',
    re.MULTILINE,
)
EXERCISES = re.compile(
    rf'^## Exercises \{{ #exercises \}}\n(?:(?!##).*\n)*{BOX}(?:(?!##).*\n)*\?\?\? success "Solutions"\n\n {{4}}\S',
    re.MULTILINE,
)
DERIVATIONS = sorted(path.name.removesuffix(".before.md") for path in NOTES.glob("*.before.md"))


def note(name: str, place: str) -> str:
    return (NOTES / f"{name}.{place}.md").read_text(encoding="utf-8")


def test_each_note_before_a_derivation_has_one_after_it_and_the_derivation_exists() -> None:
    assert len(DERIVATIONS) >= 16
    assert sorted(path.name.removesuffix(".after.md") for path in NOTES.glob("*.after.md")) == DERIVATIONS
    assert set(DERIVATIONS) <= set(catalogue())


@pytest.mark.parametrize("name", DERIVATIONS)
def test_a_reader_predicts_answers_and_looks(name: str) -> None:
    assert len(PREDICTION.findall(note(name, "before"))) == 1


@pytest.mark.parametrize("name", DERIVATIONS)
def test_an_exercise_marks_itself(name: str) -> None:
    assert len(EXERCISES.findall(note(name, "after"))) == 1


@pytest.mark.parametrize("part", ["[[choice]]", '??? success "Answer"', "Predict first"])
def test_a_prediction_without_one_of_its_parts_is_missed(part: str) -> None:
    for name in DERIVATIONS:
        text = note(name, "before")
        assert part in text
        assert PREDICTION.search(text.replace(part, "")) is None


@pytest.mark.parametrize("part", [r"\[\[(choice|answer:.+)\]\]", r'\?\?\? success "Solutions"', "## Exercises"])
def test_exercises_without_one_of_their_parts_are_missed(part: str) -> None:
    for name in DERIVATIONS:
        spoilt, times = re.subn(part, "", note(name, "after"))
        assert times > 0
        assert EXERCISES.search(spoilt) is None
