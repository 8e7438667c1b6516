"""Titles, names of distributions and checks in words."""

from __future__ import annotations

import math
from collections.abc import Mapping

import sympy as sp

from kldiv.distributions.base import Distribution
from kldiv.distributions.declarations import Support
from kldiv.proof.record import Record, Words
from kldiv.proof.report import Check, Report
from kldiv.values.functions import FUNCTIONS
from kldiv.writing.parameters import support_tex
from kldiv.writing.tex import expression_tex


def article(word: str) -> str:
    """Return "an" before a vowel, else "a"; "u" counts as none, since "uniform" begins with a y."""
    return "an" if word[0].lower() in "aeio" else "a"


#: What the check of a step says first: the rule is the reason, numbers come second.
AGAIN = "the rule, run again, makes the same"


def digits_of(check: Check) -> str:
    """Return to how many digits a check agreed, rounded down; "" where that is not the question."""
    return "" if check.digits is None else str(math.floor(check.digits))


def plural(count: int, word: str) -> str:
    """Count something: "1 check", "2 checks"."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def outcome(check: Check) -> str:
    """Say in one sentence what a check of a step has shown."""
    if not check.ok:
        return f"This check failed: {check.detail}"
    first, _, rest = check.detail.partition("; ")
    tried = plural(check.points, "point")
    if check.digits is not None:
        found = f"both sides agree to {digits_of(check)} digits at {tried}"
    elif rest.startswith("smallest gap"):
        found = f"the inequality holds at {tried} where it was tried"
    else:
        found = f"tested at {tried}"
    again = f"{first}; {found}" if first == AGAIN else found
    return f"{again[0].upper()}{again[1:]}."


def proved_words(report: Report) -> str:
    """Say whether a value is proved or estimated; "" where there is nothing to enclose.

    Example:
        >>> from kldiv.proof.report import PROVED
        >>> proved_words(Report("one", (Check(PROVED, True, 2, 27),))), proved_words(Report("none", ()))
        ('proved to 27 digits', '')
    """
    if report.proved is None or report.proved.left_out:
        return ""
    return "estimated" if report.proved_digits is None else f"proved to {report.proved_digits} digits"


def check_of_step(report: Report | None, number: int, lemma: str = "") -> Check | None:
    """Find the check of a step.

    Args:
        report: what the checks said, if they ran.
        number: the step, from 1.
        lemma: the id of the lemma whose step it is, if it is one.

    Returns:
        The check, or None.
    """
    start = f"lemma {lemma}, step {number}:" if lemma else f"step {number}:"
    return next((c for c in report or () if c.name.startswith(start)), None)


def check_of_lemma(report: Report | None, lemma: str) -> Check | None:
    """Find the check of a lemma's value."""
    return next((c for c in report or () if c.name == f"lemma {lemma}: value"), None)


def glossary(expression: sp.Basic) -> str:
    r"""Explain the special functions and constants of a result in one sentence; "" if there are none.

    Example:
        >>> glossary(sp.EulerGamma + 1)
        'Here $\\gamma$ is the Euler–Mascheroni constant.'
    """
    first_arguments: dict[str, set[sp.Basic | None]] = {}
    for node in expression.atoms(sp.Function, sp.NumberSymbol):
        first_arguments.setdefault(type(node).__name__, set()).add(node.args[0] if node.args else None)
    meanings: dict[str, None] = {}  # a set that keeps its order: two functions may share their words
    for name, row in FUNCTIONS.items():
        if isinstance(row.words, str) and name in first_arguments:
            meanings[row.words] = None
        elif isinstance(row.words, Mapping):
            meanings.update({said: None for at, said in row.words.items() if at in first_arguments.get(name, ())})
    return f"Here {'; '.join(meanings)}." if meanings else ""


def variable_rows(derivation: Record) -> list[dict[str, str]]:
    """Describe the parameters of both distributions.

    Args:
        derivation: one of a pair of distributions; others give no rows.

    Returns:
        For each parameter: the distribution it belongs to, its name in code, its value in TeX, its domain in TeX and
        in words, and what it does.
    """
    rows = []
    for index in ("p", "q"):
        distribution = dict(zip("pq", derivation.distributions, strict=False)).get(index)
        if not isinstance(distribution, Distribution):
            continue
        for parameter in distribution.spec:
            value = distribution.parameters[parameter.name]
            letter = expression_tex(value)
            fixed = not getattr(value, "free_symbols", None)
            base = expression_tex(value.base) if hasattr(value, "base") and hasattr(value, "indices") else letter
            rows.append(
                {
                    "distribution": index,
                    "name": parameter.name,
                    "tex": letter,
                    "domain": "" if fixed else parameter.domain.tex.replace("{}", "{0}").format(base),
                    "domain_text": parameter.domain.text,
                    "description": parameter.description,
                    "symbol": str(value),
                }
            )
    return rows


def said(words: Words) -> str:
    """Write words as Markdown: text as it is, expressions as mathematics.

    Args:
        words: text, or a sentence with expressions in it.

    Example:
        >>> from kldiv.proof.record import Sentence
        >>> said(Sentence("The square is ", sp.Symbol("x") ** 2, "."))
        'The square is $x^2$.'
    """
    if isinstance(words, str):
        return words
    if words.display is not None:
        return f"$$\n{expression_tex(words.display)}\n$$"

    def written(part: str | sp.Basic | Support) -> str:
        if isinstance(part, str):
            return part
        return f"${support_tex(part) if isinstance(part, Support) else expression_tex(part)}$"

    return "".join(map(written, words.parts))
