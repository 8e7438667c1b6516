"""What a lesson writes out can be typed into a calculator: each side of an equation of numbers gives the next one."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any

import pytest

from scripts.examples.arithmetic import worked_out
from scripts.site.named_numbers import NamedNumber, substitute_numbers
from tests.scripts.test_lessons import LESSONS, SUMMARY, source

FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<!\$)\$([^$\n]+)\$", re.DOTALL)
#: TeX -> what `worked_out` reads; the order matters.
READ = (
    (r"\\text\{[^}]*\}|\\q?quad|\\[,;!]|[&.,]\s*$", ""),
    (r"\\underbrace\{([^}]*)\}_\{[^}]*\}", r"\1"),
    (r"\\t?frac([0-9])([0-9])", r"(\1/\2)"),
    (r"(\\(?:ln|log)(?:_2)?)\s*\\t?frac\{([^{}]+)\}\{([^{}]+)\}", r"\1 [(\2)/(\3)]"),
    (r"\\t?frac\{([^{}]+)\}\{([^{}]+)\}", r"((\1)/(\2))"),
    (r"\\(?:ln|log)(_2)?\s*(\[[^]]+\]|\([^()]+\)|[\d.]+)", lambda m: f"*log{'2' if m[1] else ''}({m[2].strip('[]')})"),
    (r"\\cdot", "*"),
    (r"\^\{(\d+)\}|\^(\d)", lambda m: f"**{m[1] or m[2]}"),
    ("\u2212", "-"),
    (r"\*\s*\*(?=log)", "*"),
    (r"(^|[(+=-])\s*\*(?=log)", r"\1"),
)


@pytest.fixture(scope="module")
def numbers(all_numbers: dict[str, dict[str, Any]]) -> dict[str, NamedNumber]:
    return {name: NamedNumber(entry["value"], entry["text"], entry["unit"]) for name, entry in all_numbers.items()}


def read(tex: str) -> float | None:
    """The value of one side, if it is nothing but numbers."""
    for pattern, plain in READ:
        tex = re.sub(pattern, plain, tex.strip())
    tex = tex.strip().removeprefix("\\begin{aligned}").removesuffix("\\end{aligned}").strip(" &\n,.")
    if not re.search(r"\d", tex) or re.search(r"[a-zA-Z\\{}]", re.sub(r"log2?", "", tex)):
        return None
    try:
        return worked_out(tex)
    except (SyntaxError, ValueError):  # a list of numbers, or two values side by side
        return None


def wrong_equations(text: str) -> tuple[int, list[str]]:
    """How many pairs of sides are compared, and which differ by more than the digits that the right one shows."""
    compared, wrong = 0, []
    for display, inline in FORMULA.findall(text):
        for line in re.split(r"\\\\|\\qquad", display or inline):
            sides = line.replace("&", "").split("=")
            for left, right in itertools.pairwise(sides):
                values = read(left), read(right)
                if None in values:
                    continue
                compared += 1
                shown = re.findall(r"\d+\.(\d+)|\d+(?!\.)", right.replace("\\", " "))
                digits = max((len(decimals) for decimals in shown), default=0)
                # A hair more than half a unit of the last place: what is shown on the left is rounded too.
                if not math.isclose(*values, rel_tol=0, abs_tol=0.56 * 10.0**-digits):  # type: ignore[arg-type]
                    wrong.append(f"{left.strip()} = {right.strip()}")
    return compared, wrong


def test_every_equation_of_numbers_holds_as_it_is_printed(numbers: dict[str, NamedNumber]) -> None:
    said: list[str] = []
    compared, wrong = 0, []
    for lesson in (*LESSONS, SUMMARY):
        count, bad = wrong_equations(substitute_numbers(source(lesson), numbers, said.append))
        compared, wrong = compared + count, wrong + [f"{lesson}: {line}" for line in bad]
    assert said == []
    assert wrong == []
    assert compared > 25


@pytest.mark.parametrize(
    ("text", "compared", "wrong"),
    [
        (r"$0.5 \cdot \ln \tfrac{0.5}{0.4} = 0.5 \cdot 0.2231 = 0.1116$", 2, 0),
        (r"$5 \cdot 0.2231 - 3 \cdot 0.2877 = 0.2527$", 1, 1),
        (r"$5 \cdot 0.22314 - 3 \cdot 0.28768 = 0.2527$", 1, 0),
        (r"$\log_2 (1.25 \cdot 1.25 \cdot 0.75) = 0.2288 \text{ bits}$", 1, 0),
        (r"$\tfrac12 \cdot 1 + \tfrac14 \cdot 2 = 1.5$", 1, 1),
        (r"$\E_p[h(X)] = 0.5$ and $p = (0.5, 0.3, 0.2)$", 0, 0),
    ],
)
def test_what_counts_as_an_equation_that_holds(text: str, compared: int, wrong: int) -> None:
    found = wrong_equations(text)
    assert (found[0], len(found[1])) == (compared, wrong)
