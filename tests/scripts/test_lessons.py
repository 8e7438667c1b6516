"""A lesson of the path's first half has a prediction, a drawing, exercises that climb, and arithmetic for numbers."""

from __future__ import annotations

import itertools
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from scipy import stats

from scripts.examples import programs, ten_pictures
from scripts.examples.categorical import P, Q

ROOT = Path(__file__).resolve().parents[2]
LEARN = ROOT / "docs" / "learn"
SUMMARY = "what-is-kl"
LESSONS = (
    "computing-kl",
    "cost-of-being-wrong",
    "surprise-and-entropy",
    "why-a-log-and-a-ratio",
    "likelihood-ratio",
    "expectation",
    "expected-log-ratio",
    "bits-and-nats",
)
KINDS = ("Repair it.", "Design one.", "Prove it.")
#: Numbers that a page gives, and does not work out.
GIVEN = re.compile(
    r"\.(p|q|prior)(\.|$)|\.target\.|^zeros\.|^pictures\.(dogs|cats|foxes|count)$|^prices\.(given|(middle|edge)\.)"
    r"|^exercise\.(town\.other|sixteen|total\.odds)$|^clinic\.(ill|well)$|^directions\.share$|^distance\.middle$|^uses\.code\.file$"
)
#: Numbers that no pocket calculator gives, each with its reason.
WITHOUT = {
    "exercise.hundredfold.pictures": "the next whole number",
    "exercise.cats.pictures": "the next whole number",
    "exercise.total.pictures": "the next whole number",
    "exercise.sixteen.dogs": "found by trying all",
    "exercise.sixteen.cats": "the other pictures",
    "exercise.forbidden.bits": "infinite",
    "fits.reverse.fit-to-target.nats": "an integral",
    "fits.forward.fit-to-target.nats": "an integral",
    "directions.apart.8.wide.reverse.nats": "an integral",
}


def source(lesson: str) -> str:
    text = (LEARN / f"{lesson}.md").read_text(encoding="utf-8")
    return re.sub(r"\A---\n.*?\n---\n\s*", "", text, count=1, flags=re.DOTALL)


@pytest.fixture
def numbers(all_numbers: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return all_numbers


def without_arithmetic(text: str, numbers: dict[str, dict[str, Any]]) -> set[str]:
    """The numbers of a page that neither show how they come about nor are given nor excused."""
    text = re.sub(r"<div\b[^>]*\bdata-explorer=[^>]*>", "", text)  # what an explorer begins with is read by a script
    asked = set(re.findall(r"\[\[(?:n|answer):([\w./-]+)", text)) - set(WITHOUT)
    return {name for name in asked if "how" not in numbers[name] and not GIVEN.search(name)}


@pytest.mark.parametrize("lesson", [*LESSONS, SUMMARY])
def test_a_lesson_has_all_its_parts(lesson: str) -> None:
    text = source(lesson)
    assert text.startswith("# ")
    assert text.splitlines()[0].endswith("?")
    predict = re.search(r'!!! question "Predict first"\n(.*?)\n\?\?\? success "Answer"\n', text, re.DOTALL)
    assert predict is not None
    assert "[[answer:" in predict[1] or "[[choice]]" in predict[1]
    assert re.search(r"^\[\[figure:[\w-]+\]\]$", text, re.MULTILINE)
    for part in ("you-might-think", "exercises", "summary"):
        assert f"{{ #{part} }}" in text
    assert text.index("{ #exercises }") < text.index('??? success "Solutions"') < text.index("{ #summary }")
    assert len(re.findall(r"^- ", text.partition("{ #summary }")[2], re.MULTILINE)) == 3
    assert "[@" in text.partition("{ #summary }")[2]


@pytest.mark.parametrize("lesson", LESSONS)
def test_exercises_climb_and_each_has_a_solution(lesson: str) -> None:
    exercises, solutions = source(lesson).partition("{ #exercises }")[2].split('??? success "Solutions"')
    asked = re.findall(r"^\d+\. ", exercises, re.MULTILINE)
    assert len(asked) >= 6
    assert asked == re.findall(r"^    (\d+\. )", solutions, re.MULTILINE)
    places = [exercises.index(f"**{kind}**") for kind in ("By hand.", *KINDS)]
    assert places == sorted(places)
    assert "[[choice]]" in exercises
    assert exercises.count("[[answer:") >= 4
    assert re.search(r"--8<-- \"program-[\w-]+-broken\.md\"", exercises)


@pytest.mark.parametrize("lesson", [*LESSONS, SUMMARY])
def test_every_number_shows_its_arithmetic_or_is_given(lesson: str, numbers: dict[str, dict[str, Any]]) -> None:
    assert without_arithmetic(source(lesson), numbers) == set()


def test_a_number_without_arithmetic_is_found(numbers: dict[str, dict[str, Any]]) -> None:
    text = source("computing-kl") + "[[n:cats-dogs.underflow.pictures]]"
    assert without_arithmetic(text, numbers) == {"cats-dogs.underflow.pictures"}
    assert {name for name in WITHOUT if "how" in numbers[name]} == set()


def test_the_path_begins_with_computing_and_ends_with_the_eleven_questions() -> None:
    nav = re.search(r"^nav:\n.*?(?=^\S)", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert nav is not None
    groups = next(v for part in yaml.safe_load(nav[0])["nav"] for k, v in part.items() if k == "Learn")
    path = [page for group in groups for pages in group.values() for page in pages]
    names = [Path(page).stem for page in path]
    assert tuple(names[: len(LESSONS)]) == LESSONS
    for lesson, following in itertools.pairwise(names[: len(LESSONS) + 1]):
        assert re.search(rf"^Next: \[[^\]]+\]\({following}\.md\)", source(lesson), re.MULTILINE), lesson
    assert SUMMARY in names[-3:]


def test_every_question_of_the_summary_leads_to_its_lessons() -> None:
    questions = re.split(r"^## \d+\. ", source(SUMMARY), flags=re.MULTILINE)[1:]
    assert len(questions) == 11
    for question in questions:
        body = question.partition("\n## ")[0]
        assert re.search(r"\[[^\]]+\]\([\w-]+\.md", body), question[:40]
        assert "[[n:" in body, question[:40]
    linked = set(re.findall(r"\(([\w-]+)\.md", source(SUMMARY)))
    assert set(LESSONS) <= linked


def test_the_table_adds_up_as_scipy_has_it(numbers: dict[str, dict[str, Any]]) -> None:
    p, q = (np.array([float(v) for v in shares]) for shares in (P, Q))
    for prefix, first, second in (("table", p, q), ("table.reverse", q, p)):
        terms = [numbers[f"{prefix}.term.{animal}.nats"]["value"] for animal in ("dog", "cat", "fox")]
        assert sum(terms) == pytest.approx(stats.entropy(first, second))
        assert numbers[f"{prefix}.bits"]["value"] == pytest.approx(stats.entropy(first, second, base=2))
    assert numbers["table.p.average.bits"]["value"] == pytest.approx(stats.entropy(p, base=2))


def test_the_ten_pictures_are_as_likely_as_the_multinomial_has_them() -> None:
    orders = math.factorial(sum(ten_pictures.COUNTS)) / math.prod(map(math.factorial, ten_pictures.COUNTS))
    for shares in (P, Q):
        whole = stats.multinomial(10, [float(v) for v in shares]).pmf(ten_pictures.COUNTS)
        assert float(ten_pictures.likelihood(shares)) * orders == pytest.approx(whole)


@pytest.mark.parametrize(
    ("name", "wrong", "right", "answer"),
    [
        ("computing-broken", "sum(q *", "sum(p *", "categorical.example.nats"),
        ("cost-broken", "-np.log2(np.mean(given))", "np.mean(-np.log2(given))", "table.q.average.bits"),
        ("surprise-broken", "np.mean(-np.log2(p))", "np.sum(p * -np.log2(p))", "table.p.average.bits"),
        ("log-broken", "np.log(np.prod(given))", "np.sum(np.log(given))", "pictures.p.thousand.nats"),
        ("ratio-broken", "np.log2(np.sum(p[seen]) / np.sum(q[seen]))", "np.sum(np.log2(p[seen] / q[seen]))",
         "pictures.three.bits"),
        ("expectation-broken", "p[seen] * evidence", "evidence", "categorical.example.nats"),
        ("expected-broken", "print(", "seen = seen / seen.sum()\nprint(", "categorical.example.nats"),
        ("units-broken", "np.log(p)", "np.log2(p)", "table.bits"),
    ],
)  # fmt: skip
def test_a_broken_program_is_mended_as_its_solution_says(
    name: str, wrong: str, right: str, answer: str, numbers: dict[str, dict[str, Any]]
) -> None:
    broken = programs.PROGRAMS[name][1]
    assert broken.count(wrong) == 1
    assert programs.printed(broken.replace(wrong, right)) == pytest.approx(numbers[answer]["value"])
    assert programs.printed(broken) != pytest.approx(numbers[answer]["value"], rel=0.005)


def test_the_two_programs_of_the_first_page_agree() -> None:
    by_package, by_hand = (programs.printed(programs.PROGRAMS[f"computing-{way}"][1]) for way in ("kldiv", "numpy"))
    assert by_package == pytest.approx(by_hand, abs=1e-15)
