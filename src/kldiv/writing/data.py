"""A derivation as plain data, ready for JSON."""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from typing import Any

import sympy as sp

from kldiv.algebra.exact import exact
from kldiv.algebra.said_once import said_once
from kldiv.distributions.base import Distribution
from kldiv.proof.kernel import Assumed, ByLemma, ByTheorem
from kldiv.proof.record import Lemma, Record, Step
from kldiv.proof.report import Check, Report
from kldiv.register.libraries import answers_of
from kldiv.register.meaning import fingerprint
from kldiv.register.registry import short_address
from kldiv.verifying.reading import digest_of
from kldiv.writing.address import RELEASED, page_of, place_of
from kldiv.writing.cases import cases_data, free_data, lemma_cases
from kldiv.writing.latest import for_the_latest
from kldiv.writing.letters import letters
from kldiv.writing.mathml import to_mathml
from kldiv.writing.parameters import support_tex
from kldiv.writing.printed_once import plain_text
from kldiv.writing.statement import condition_tex, conditions_tex, shared, sides, statement_tex
from kldiv.writing.tex import expression_tex
from kldiv.writing.words import said, variable_rows


def expression_data(expression: sp.Basic) -> dict[str, str]:
    """An expression in TeX, in SymPy's exact notation, and as plain text."""
    sympy, text = _in_letters(expression)
    return {"tex": expression_tex(expression), "sympy": sympy, "text": text}


@lru_cache(maxsize=4096)
def _in_letters(expression: sp.Basic) -> tuple[str, str]:
    return exact(expression), plain_text(expression)


def condition_data(condition: sp.Basic) -> dict[str, str]:
    """A condition, its TeX rearranged for reading."""
    return {**expression_data(condition), "tex": condition_tex(condition)}


def argument_data(argument: Any) -> dict[str, Any]:
    """An argument of a rule: an expression, something else by its name, a lemma, a theorem or an assumption."""
    if isinstance(argument, (ByLemma, ByTheorem)):
        letters = [[exact_or_text(k), exact_or_text(v)] for k, v in argument.bindings]
        return {"lemma" if isinstance(argument, ByLemma) else "theorem": argument.id, "letters": letters}
    if isinstance(argument, Assumed):
        return {"assumption": exact(argument.fact)}
    return {"sympy": exact(argument)} if isinstance(argument, sp.Basic) else {"value": repr(argument)}


def exact_or_text(value: Any) -> str:
    """An expression in SymPy's exact notation; a distribution, a number or an undefined function by its name."""
    return exact(value) if isinstance(value, sp.Basic) else repr(value)


def step_data(step: Step) -> dict[str, Any]:
    """A step with its rule."""
    return {
        "rule": step.rule.slug,
        "title": step.rule.title,
        "reason": step.rule.reason,
        "before": expression_data(step.before),
        "after": expression_data(step.after),
        "lemmas": list(step.lemmas),
        "conditions": [condition_data(c) for c in step.conditions],
        "status": step.status,
        "arguments": [argument_data(argument) for argument in step.arguments],
        "theorems": list(step.theorems),
    }


def lemma_data(lemma: Lemma) -> dict[str, Any]:
    """A lemma with its steps."""
    return {
        "id": lemma.id,
        "title": lemma.title,
        "left": expression_data(lemma.left),
        "value": expression_data(lemma.value),
        "conditions": [condition_data(c) for c in lemma.conditions],
        "cases": lemma_cases(lemma),
        "strategy": said(lemma.strategy),
        "steps": [step_data(step) for step in lemma.steps],
    }


def check_data(check: Check) -> dict[str, Any]:
    """A check and its outcome."""
    return {
        "name": check.name,
        "passed": check.ok,
        "points": check.points,
        "digits": None if check.digits is None else int(check.digits),
        "detail": check.detail,
    }


def report_data(report: Report) -> dict[str, Any]:
    """A report with its checks."""
    return {
        "id": report.id,
        "passed": report.passed,
        "failed": report.failed,
        "points": report.points,
        "proved_digits": report.proved_digits,
        "checks": [check_data(check) for check in report],
    }


def support_data(distribution: Distribution) -> dict[str, str]:
    """Where a distribution puts its mass."""
    support = distribution.support()
    return {
        "tex": support_tex(support),
        "lower": str(support.lower),
        "upper": str(support.upper),
        "kind": support.kind,
    }


def libraries_data(derivation: Record) -> list[dict[str, str]]:
    """What other libraries answer for a pair, with the line of code that asks."""
    p, q = derivation.distributions or (None, None)
    if not isinstance(p, Distribution) or not isinstance(q, Distribution) or derivation.id != f"{p.slug}-{q.slug}":
        return []
    return [
        {"library": one.library, "call": one.call, "answer": one.answer, "note": one.note}
        for one in answers_of(p.slug, q.slug)
    ]


def head(derivation: Record) -> dict[str, Any]:
    """Give what a derivation states, about what and under which conditions, without the way there."""
    return deepcopy(_head(derivation))


@for_the_latest
def _head(derivation: Record) -> dict[str, Any]:
    left, right = sides(derivation)
    whole = left if right is None else sp.Eq(left, right, evaluate=False)
    distributions = dict(zip("pq", derivation.distributions, strict=False))
    return {
        "id": derivation.id,
        "slug": derivation.id,
        "version": derivation.version,
        "kind": derivation.kind,
        "status": derivation.status,
        "theorems": list(derivation.theorems),
        "title": derivation.title,
        "date": RELEASED,
        "page": page_of(derivation),
        "statement": {
            "tex": statement_tex(derivation),
            "sympy": exact(whole),
            "mathml": to_mathml(derivation),
            "text": str(left) if right is None else f"{left} = {right}",
        },
        "left": expression_data(derivation.left),
        "result": expression_data(derivation.result),
        "distributions": {
            k: {"slug": distribution.slug, "name": distribution.title, "support": support_data(distribution)}
            for k, distribution in distributions.items()
        },
        "variables": variable_rows(derivation),
        "conditions": [condition_data(c) for c in (*shared(derivation), *derivation.assumptions)],
        "conditions_tex": conditions_tex(derivation),
        "otherwise": None if derivation.otherwise is None else str(derivation.otherwise),
        "notes": [said(note) for note in (letters(derivation), *derivation.notes) if note],
        "references": [{"key": key, "locator": locator} for key, locator in derivation.references],
        "fingerprint": fingerprint(derivation),
    }


def to_dict(derivation: Record, report: Report | None = None) -> dict[str, Any]:
    """Give a derivation as plain data.

    Args:
        derivation: any derivation.
        report: what its checks said; added under "checks" if given.

    Returns:
        Dictionaries, lists, strings and numbers only.
    """
    data = {
        **head(derivation),
        "steps": [step_data(step) for step in derivation.steps],
        "lemmas": [lemma_data(lemma) for lemma in derivation.lemmas.values()],
        "free": free_data(derivation),
        "cases": cases_data(derivation),
    }
    data["digest"] = digest_of(data)
    if report is not None:
        data["checks"] = report_data(report)
    return data


def exported(derivation: Record) -> dict[str, Any]:
    """Give a derivation as plain data, in half the space.

    A step starts where the last one ended, unless it says where; letters are written out once.

    Args:
        derivation: any derivation.

    Returns:
        What `to_dict` gives, with a step's "before" left out where it can be known, the hash of that, and letters as
        `said_once` leaves them.
    """
    data = to_dict(derivation)
    for chain in (data, *data["lemmas"]):
        reached = chain["left"]
        for step in chain["steps"]:
            if step["before"] == reached:
                del step["before"]
            reached = step["after"]
    return said_once({**data, "digest": digest_of(data)})


def catalogue_entry(derivation: Record, report: Report) -> dict[str, Any]:
    """Give one derivation as an entry of the catalogue.

    Args:
        derivation: any derivation.
        report: what its checks said.

    Returns:
        Plain data; of each step only its rule, what it arrives at, and the lemmas it uses.
    """
    data = head(derivation)
    steps = [
        {
            "rule": step.rule.slug,
            "after": expression_tex(step.after),
            "lemmas": list(step.lemmas),
            "theorems": list(step.theorems),
        }
        for step in derivation.steps
    ]
    kept = (
        "id",
        "slug",
        "version",
        "kind",
        "status",
        "theorems",
        "title",
        "date",
        "statement",
        "result",
        "distributions",
        "variables",
    )
    return {
        **{key: data[key] for key in kept},
        "place": place_of(derivation),
        "address": short_address(derivation.id),
        "conditions": data["conditions"],
        "otherwise": data["otherwise"],
        "notes": data["notes"],
        "steps": steps,
        "lemmas": [lemma.id for lemma in derivation.lemmas.values()],
        "references": data["references"],
        "libraries": libraries_data(derivation),
        "lean": list(getattr(derivation.evidence, "lean", ())),
        "hash": data["fingerprint"],
        "checks": {
            "passed": report.passed,
            "failed": report.failed,
            "points": report.points,
            "proved_digits": report.proved_digits,
            "names": [check.name for check in report],
        },
    }
