"""The answers of the twenty questions, worked out here from nothing but the questions."""

from __future__ import annotations

import math
import re
from itertools import pairwise, product
from pathlib import Path

import pytest
from scipy.stats import binom, entropy

from scripts.examples import notebook_tasks, twenty_questions

PAGE = Path(__file__).resolve().parents[2] / "docs" / "learn" / "test.md"
ASKED = re.compile(r"\[\[answer:([\w.-]+)\]\]")

ANSWERS = {
    "twenty.weather.nats": entropy([0.7, 0.2, 0.1], [0.5, 0.3, 0.2]),
    "twenty.rare.bits": math.log2(20),
    "twenty.convert.bits": 2 * math.log2(math.e),
    "twenty.five.bits": -math.log2(0.9**5),
    "twenty.bent.entropy.bits": entropy([0.7, 0.3], base=2),
    "twenty.two-models.ratio": (0.6**2 * 0.4) / (0.3**2 * 0.7),
    "twenty.labels.bits": 1 - entropy([0.6, 0.4], base=2),
    "twenty.uniform.bits": math.log2(3),
    "twenty.rain.bits": math.log2(0.64) - math.log2(0.16),
    "twenty.game.average": 0.3 - 0.225,
    "twenty.seen.all.nats": binom.logpmf(6, 8, 0.75) - binom.logpmf(6, 8, 0.5),
    "twenty.tied.bits": 1 - entropy([0.8, 0.2], base=2),
    "twenty.bump.nats": -math.log(0.7),
    "twenty.counts.nats": entropy([6, 4], [5, 15]),
    "twenty.odds.observations": math.log(1000) / 0.05,
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_what_the_question_asks_for(name: str) -> None:
    assert twenty_questions.numbers()[name]["value"] == pytest.approx(float(ANSWERS[name]), rel=1e-11)


def test_there_are_twenty_each_tied_to_a_lesson_and_solved() -> None:
    asked, _, solutions = PAGE.read_text(encoding="utf-8").partition('??? success "Solutions"')
    assert ASKED.findall(asked) == [name for name in ASKED.findall(asked) if name in ANSWERS]
    assert set(ASKED.findall(asked)) == set(ANSWERS)
    questions = re.split(r"(?m)^\d+\. ", asked)[1:]
    assert len(questions) == 20
    for question in questions:
        assert question.count("[[answer:") + question.count("[[choice]]") == 1
        (page,) = re.findall(r"again: \[[^\]]+\]\(([\w-]+\.md)", question)
        assert (PAGE.parent / page).is_file()
    for number in range(1, 21):
        assert re.search(rf"(?m)^    {number}\. ", solutions)
    order = [re.findall(r"again: .*\(([\w-]+)\.md", question)[0] for question in questions]
    assert all(first != second for first, second in pairwise(order)), "neighbours of one lesson"


def test_evidence_that_misleads_is_counted_as_by_trying_all_ways() -> None:
    wanted, gain, loss = math.log(4), math.log(0.9 / 0.5), math.log(0.1 / 0.5)
    reached = 0
    for tosses in product((gain, loss), repeat=10):
        walk, highest = 0.0, -math.inf
        for step in tosses:
            walk += step
            highest = max(highest, walk)
        reached += highest >= wanted
    assert notebook_tasks.chance_of_misleading(0.9, wanted, 10) == pytest.approx(reached / 2**10)
