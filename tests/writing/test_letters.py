"""What is assumed of letters is said wherever a general result is stated, and what a check shows is said as it is."""

from __future__ import annotations

import pytest

from kldiv.entries import catalogue
from kldiv.proof.report import Check
from kldiv.writing.data import to_dict
from kldiv.writing.latex import to_latex
from kldiv.writing.letters import letters
from kldiv.writing.markdown import to_markdown
from kldiv.writing.statement import statement_tex
from kldiv.writing.text import to_text
from kldiv.writing.words import outcome

SAID = {
    "gibbs-inequality": "Throughout, $p_i > 0$, $q_i > 0$, and $K$ is a finite number.",
    "data-processing": "Throughout, $c_{i, j} > 0$, $p_i > 0$, $q_i > 0$, and $K$ and $M$ are finite numbers.",
    "gibbs-inequality-densities": "Throughout, $p(x) > 0$ and $q(x) > 0$.",
    "cauchy-symmetry": "Throughout, $a > 0$ and $b > 0$.",
    "k2-mean-normal": "",
    "normal-normal": "",
    "fisher-normal": "",
}


@pytest.mark.parametrize("name", SAID)
def test_what_is_assumed_of_letters(name: str) -> None:
    assert letters(catalogue()[name]) == SAID[name]


def test_every_format_says_it() -> None:
    derivation = catalogue()["gibbs-inequality"]
    said = SAID["gibbs-inequality"]
    assert said in to_markdown(derivation)
    assert said in to_latex(derivation)
    assert "Throughout, p_i > 0, q_i > 0, and K is a finite number." in " ".join(to_text(derivation).split())
    assert said in to_dict(derivation)["notes"]


def test_the_log_sum_inequality_reads_as_in_a_book() -> None:
    right = r"\left(\sum_{j = 1}^K a_j\right) \log \frac{\sum_{j = 1}^K a_j}{\sum_{j = 1}^K b_j}"
    assert statement_tex(catalogue()["log-sum-inequality"]).endswith(right)


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (
            Check("step 1: rewrite", True, 3, 30.4, "the rule, run again, makes the same; compared numerically"),
            "The rule, run again, makes the same; both sides agree to 30 digits at 3 points.",
        ),
        (
            Check("step 2: bound", True, 1, None, "the rule, run again, makes the same; smallest gap 0.2"),
            "The rule, run again, makes the same; the inequality holds at 1 point where it was tried.",
        ),
        (Check("lemma a: value", True, 4, 31.9, "against numbers"), "Both sides agree to 31 digits at 4 points."),
    ],
)
def test_what_a_check_has_shown(check: Check, said: str) -> None:
    assert outcome(check) == said
