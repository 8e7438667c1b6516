"""Titles, names of laws and checks in words."""

from __future__ import annotations

import math
import re

from kldiv.derivation import Derivation
from kldiv.laws.base import Law
from kldiv.report import Check, Report

#: Words that are names of people, which keep their capitals.
PEOPLE = frozenset(
    ("Bernoulli", "Cauchy", "Dirichlet", "Gumbel", "Kumaraswamy", "Laplace", "Mises", "Moyal", "Pareto", "Poisson")
) | frozenset(
    ("Fréchet", "Gaussian", "Lindley", "Maxwell", "Rayleigh", "Student", "Wald", "Weibull", "Wishart")
)

#: Names that don't fall apart at their capitals.
SPELLED = {"LogNormal": "log-normal", "LogitNormal": "logit-normal", "VonMises": "von Mises", "StudentT": "Student t"}


def law_name(law: Law | type[Law]) -> str:
    """Write a law's name as in a sentence.

    Example:
        >>> from kldiv.laws.normal import Normal
        >>> law_name(Normal)
        'normal'
    """
    if law.name in SPELLED:
        return SPELLED[law.name]
    words = law.name.split(" ") if " " in law.name else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", law.name).split(" ")
    return " ".join(word if word.partition("'")[0] in PEOPLE else word.lower() for word in words)


def article(word: str) -> str:
    """Return "an" before a vowel, else "a"."""
    return "an" if word[0].lower() in "aeio" or word.lower().startswith("un") and not word.startswith("uni") else "a"


def question(derivation: Derivation) -> str:
    """Return the question that a derivation answers; the title of its page."""
    p, q = (derivation.context.get(name) for name in ("p", "q"))
    if not (isinstance(p, Law) and isinstance(q, Law)):
        return derivation.title
    first, second = law_name(p), law_name(q)
    if p.slug == q.slug:
        return f"How far is one {first} law from another?"
    return f"How far is {article(first)} {first} law from {article(second)} {second} law?"


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
    means = "Both sides agree"
    if "symbolic" in check.detail:
        means += " symbolically and"
    if check.digits is None:
        return f"Tested at {plural(check.points, 'point')}" + (f": {check.detail}." if check.detail else ".")
    return f"{means} to {digits_of(check)} digits at {plural(check.points, 'point')}."


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


def variable_rows(derivation: Derivation) -> list[dict[str, str]]:
    """Describe the parameters of both laws.

    Args:
        derivation: one of a pair of laws; others give no rows.

    Returns:
        For each parameter: the law it belongs to, its name in code, its value in TeX, its domain in TeX and words,
        and what it does.
    """
    from kldiv.render.tex import expression_tex

    rows = []
    for index in ("p", "q"):
        law = derivation.context.get(index)
        if not isinstance(law, Law):
            continue
        for parameter in law.spec:
            value = law.parameters[parameter.name]
            letter = expression_tex(value)
            fixed = not getattr(value, "free_symbols", None)
            base = expression_tex(value.base) if hasattr(value, "base") and hasattr(value, "indices") else letter
            rows.append(
                {
                    "law": index,
                    "name": parameter.name,
                    "tex": letter,
                    "domain": "" if fixed else parameter.domain.tex.replace("{}", "{0}").format(base),
                    "domain_text": parameter.domain.text,
                    "description": parameter.description,
                    "symbol": str(value),
                }
            )
    return rows
