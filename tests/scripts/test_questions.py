"""The questions: each names where it was asked, their number is counted, and code marked right gives what is shown."""

from __future__ import annotations

import copy
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scripts import examples
from scripts.examples import (
    page_code,
    questions_counts,
    questions_evidence,
    questions_index,
    questions_penalty,
    questions_torch,
)
from scripts.examples.page_code import ELSEWHERE, QUESTIONS, blocks, ran
from scripts.examples.second_route import Disagreement

#: Sections of the pages that are no questions.
OTHERS = {"table", "exercises", "other-ways", "summary"}
HEADING = re.compile(r"^## .+ \{ #([\w-]+) \}$", re.MULTILINE)
ADDRESS = re.compile(
    r"https://(github\.com/[\w.-]+/[\w.-]+/(issues|pull)/\d+"
    r"|(stats|math|ai)\.stackexchange\.com/questions/\d+(/[\w-]+)?|mathoverflow\.net/questions/\d+(/[\w-]+)?"
    r"|agustinus\.kristia\.de/blog/kl-mle)"
)


def sections() -> list[tuple[str, str]]:
    """Every section that holds code that can be run."""
    return [
        (page, anchor)
        for page in questions_index.PAGES
        for anchor, code in blocks(page).items()
        if any(not ELSEWHERE.search(block) for block in code)
    ]


def test_every_section_is_a_question_with_a_source_or_says_that_it_is_none():
    asked = {(question.page, question.anchor) for question in questions_index.questions()}
    there = {
        (path.stem, anchor)
        for path in QUESTIONS.glob("*.md")
        if path.stem != "index"
        for anchor in HEADING.findall(path.read_text(encoding="utf-8"))
    }
    assert {anchor for _, anchor in there - asked} == OTHERS


def test_every_thread_is_linked_and_none_is_named_without_a_link():
    for question in questions_index.questions():
        assert question.threads
        for thread in question.threads:
            assert ADDRESS.fullmatch(thread), thread
    for path in QUESTIONS.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"(?<!\[)`[\w.-]+/[\w.-]+#\d+`", text) == [], path.name
        for shown, number, linked in re.findall(r"\[`([\w.-]+/[\w.-]+)#(\d+)`\]\((\S+)\)", text):
            assert re.fullmatch(rf"https://github\.com/{re.escape(shown)}/(issues|pull)/{number}", linked), linked


def test_the_number_of_questions_is_counted_and_never_typed():
    count = questions_index.numbers()["questions.count"]["value"]
    assert count == len(questions_index.questions()) > 40
    index = (QUESTIONS / "index.md").read_text(encoding="utf-8")
    assert "[[n:questions.count]]" in index
    assert "questions-index.md" in index
    assert questions_index.fragments()["questions-index"].count(".md#") == count


def test_a_question_without_an_address_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for path in QUESTIONS.glob("*.md"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(questions_index, "QUESTIONS", tmp_path)
    before = len(questions_index.questions())
    page = tmp_path / "losses.md"
    spoilt = re.sub(r"(?m)^\*Asked in:\* .+$", "*Asked in:* somewhere.", page.read_text(encoding="utf-8"), count=1)
    page.write_text(spoilt, encoding="utf-8")
    with pytest.raises(ValueError, match="has no address"):
        questions_index.questions()
    page.write_text(re.sub(r"(?m)^\*Asked in:\* .+$", "", spoilt, count=1), encoding="utf-8")
    assert len(questions_index.questions()) == before - 1
    (tmp_path / "more.md").write_text("# More?\n", encoding="utf-8")
    with pytest.raises(ValueError, match="the pages of questions are"):
        questions_index.questions()


@pytest.mark.parametrize(("page", "anchor"), sections())
def test_code_that_can_be_run_runs_and_gives_what_is_right(page: str, anchor: str):
    names = ran(page, anchor)
    assert {"right", "left", "full", "found"} & set(names), "nothing is marked right"


def test_most_questions_have_code_that_is_run_or_code_of_a_library():
    without = {
        (question.page, question.anchor)
        for question in questions_index.questions()
        if not blocks(question.page)[question.anchor]
    }
    assert without == {("libraries", "scipy"), ("nan-and-inf", "how-large"), ("nan-and-inf", "negative"),
                       ("reinforcement-learning", "beta"), ("accuracy", "cancellation"),
                       ("accuracy", "libraries")}  # fmt: skip


def test_every_runnable_section_is_run_by_a_module_of_numbers(monkeypatch: pytest.MonkeyPatch):
    asked: set[tuple[str, str]] = set()

    def noted(page: str, anchor: str) -> dict[str, Any]:
        asked.add((page, anchor))
        return ran(page, anchor)

    for module in examples.modules():
        if hasattr(module, "ran"):
            monkeypatch.setattr(module, "ran", noted)
            module.numbers()
    assert asked == set(sections())


def test_no_line_of_code_is_wider_than_the_page():
    wide = [
        line
        for page in questions_index.PAGES
        for code in blocks(page).values()
        for block in code
        for line in block.splitlines()
        if len(line) > 72
    ]
    assert wide == []


def test_a_page_whose_code_is_changed_is_refused(monkeypatch: pytest.MonkeyPatch):
    spoilt = ran("counts-and-samples", "counts") | {"right": ran("counts-and-samples", "counts")["right"] * (1 + 1e-9)}
    monkeypatch.setattr(questions_counts, "ran", lambda page, anchor: spoilt)
    with pytest.raises(Disagreement, match="counts"):
        questions_counts._counts()


def test_a_section_without_code_that_can_be_run_is_refused():
    with pytest.raises(LookupError, match="no code that can be run"):
        page_code.ran("libraries", "arguments")


def test_k3_of_the_page_keeps_its_digits_and_the_other_spellings_do_not():
    k3 = ran("kl-penalty", "cancellation")["k3"]
    for d in (1e-9, -1e-4, 0.3, -0.999, 1.001, 5.0, -30.0):
        assert questions_penalty.relative_error(float(k3(np.array([d]))[0]), d) < 4e-16
        if abs(d) < 1e-3:
            assert questions_penalty.relative_error(float(np.expm1(d) - d), d) > 4e-16
    assert k3(np.array([0.0]))[0] == 0
    assert np.all(np.isfinite(k3(np.array([-700.0, 700.0]))))


@pytest.mark.parametrize("nats", [0.05, 0.5])
def test_the_average_wait_is_the_bound_and_what_a_normal_step_overshoots(nats: float):
    # The mean overshoot of a walk with normal steps is about 0.5826 of their deviation, and a quarter of their mean.
    bound = math.log(questions_evidence.ODDS) / nats
    overshoot = 0.5826 * math.sqrt(2 * nats) + nats / 4
    assert questions_evidence.mean_observations(nats) == pytest.approx(bound + overshoot / nats, rel=0.005)
    assert questions_evidence.mean_observations(nats) > bound


def test_an_answer_of_pytorch_that_is_not_what_the_pages_say_is_refused(monkeypatch: pytest.MonkeyPatch):
    spoilt = copy.deepcopy(questions_torch.data())
    monkeypatch.setattr(questions_torch, "data", lambda: spoilt)
    questions_torch.numbers()
    for group, name, value in (
        ("losses", "mean", 0.055),
        ("distributions", "gamma-mean", 8.0),
        ("shapes", "joined", [2, 3]),
        ("errors", "normal-mixture", "nothing"),
    ):
        right, spoilt[group][name] = spoilt[group][name], value
        with pytest.raises(ArithmeticError):
            questions_torch.numbers()
        spoilt[group][name] = right


def test_a_wrong_average_wait_is_refused(monkeypatch: pytest.MonkeyPatch):
    right = questions_evidence.mean_observations
    monkeypatch.setattr(questions_evidence, "mean_observations", lambda nats: 1.1 * right(nats))
    with pytest.raises(ArithmeticError, match="were simulated"):
        questions_evidence.numbers()
