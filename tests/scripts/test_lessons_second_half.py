"""The lessons from cross-entropy to histograms have all their parts, and their programs can be mended as they say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from scripts.examples import broken_programs
from scripts.examples.programs import printed

LEARN = Path(__file__).resolve().parents[2] / "docs" / "learn"
LESSONS = (
    "cross-entropy",
    "never-negative",
    "not-a-distance",
    "two-directions",
    "when-infinite",
    "densities",
    "likelihood",
    "uses",
    "mutual-information",
    "samples-counts-histograms",
)
MENDED = [
    ("cross-entropy-broken", "q * np.log2(p)", "p * np.log2(q)", "animals.cross-entropy.bits"),
    ("gibbs-broken", "print(", "q = q / q.sum()\nprint(", "categorical.example.nats"),
    ("distance-broken", "[0.4, 0.4, 0.2]))", "[0.4, 0.4, 0.2]) ** 2)", "distance.js.nats"),
    ("directions-broken", "[0.5, 0.5], [0.9, 0.1]", "[0.9, 0.1], [0.5, 0.5]", "directions.coin.bits"),
    ("infinite-broken", "1e-10", "1e-12", "vanishing.printed.twelve"),
    ("density-broken", "np.log(p / q)))", "np.log(p / q)) * 0.01)", "heights.repaired.nats"),
    ("likelihood-broken", "np.log(np.prod(q[x]))", "np.log(q[x]).sum()", "likeliest.many.nats"),
    ("uses-broken", "np.log2(20)", "np.log(20)", "uses.wait.twenty.least"),
    ("joint-broken", "(px * py)", "np.outer(px, py)", "joint.broken.bits"),
    ("samples-broken", "[1, 2, 2, 3], [1, 1, 2, 3]", "[1, 2, 1], [2, 1, 1]", "counted.samples.nats"),
]


def source(lesson: str) -> str:
    text = (LEARN / f"{lesson}.md").read_text(encoding="utf-8")
    return re.sub(r"\A---\n.*?\n---\n\s*", "", text, count=1, flags=re.DOTALL)


@pytest.fixture
def numbers(all_numbers: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return all_numbers


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_has_all_its_parts(lesson: str) -> None:
    text = source(lesson)
    assert text.splitlines()[0].endswith("?")
    predict = re.search(r'!!! question "Predict first"\n(.*?)\n\?\?\? success "Answer"\n', text, re.DOTALL)
    assert predict is not None
    assert "[[choice]]" in predict[1]
    assert re.search(r"^\[\[figure:[\w-]+\]\]$", text, re.MULTILINE)
    for part in ("you-might-think", "exercises", "summary", "sources"):
        assert f"{{ #{part} }}" in text
    assert len(re.findall(r"^- ", text.partition("{ #summary }")[2], re.MULTILINE)) == 3
    assert len(text.splitlines()) <= 250


@pytest.mark.parametrize("lesson", LESSONS)
def test_exercises_climb_and_each_has_a_solution(lesson: str) -> None:
    exercises, solutions = source(lesson).partition("{ #exercises }")[2].split('??? success "Solutions"')
    asked = re.findall(r"^(\d+\. )", exercises, re.MULTILINE)
    assert len(asked) >= 5
    assert asked == re.findall(r"^    (\d+\. )", solutions, re.MULTILINE)
    assert "**By hand.**" in exercises
    places = [exercises.index(f"**{kind}**") for kind in ("Repair it.", "Design one.", "Prove it.")]
    assert places == sorted(places)
    assert exercises.count("[[answer:") + exercises.count("[[choice]]") >= 4
    assert len(re.findall(r"--8<-- \"program-[\w-]+-broken\.md\"", exercises)) == 1


@pytest.mark.parametrize(("name", "wrong", "right", "answer"), MENDED)
def test_a_broken_program_is_mended_as_its_solution_says(
    name: str, wrong: str, right: str, answer: str, numbers: dict[str, dict[str, Any]]
) -> None:
    broken = broken_programs.PROGRAMS[name][1]
    assert broken.count(wrong) == 1
    assert printed(broken.replace(wrong, right)) == pytest.approx(numbers[answer]["value"])
    assert printed(broken) != pytest.approx(numbers[answer]["value"], rel=0.005)


def test_every_program_is_mended_once() -> None:
    assert [name for name, *_ in MENDED] == list(broken_programs.PROGRAMS)
    shown = [re.findall(r"program-([\w-]+-broken)", source(lesson)) for lesson in LESSONS]
    assert [names[0] for names in shown] == list(broken_programs.PROGRAMS)
