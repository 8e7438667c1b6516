"""What one entry of the catalogue gives the site: derived, checked, and set as a page.

What is remembered of an entry hangs on all that this module imports, so nothing is here that other pages need.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import sympy as sp

from kldiv.algebra.nodes import Expectation
from kldiv.derived import Derivation
from kldiv.entries import catalogue
from kldiv.identities import IDENTITIES
from kldiv.proof.record import Lemma
from kldiv.proof.report import Check, Report
from kldiv.writing.address import SITE_ADDRESS, in_table, page_of
from kldiv.writing.data import catalogue_entry, report_data
from kldiv.writing.statement import condition_tex, step_tex
from scripts.build.remember import check_key, stored
from scripts.pages import fisher_table
from scripts.pages.best import best
from scripts.pages.code_to_copy import for_the_picker
from scripts.pages.defined import defined_within
from scripts.pages.downloads import downloads, file_name
from scripts.pages.example import example
from scripts.pages.page import page
from scripts.pages.parts import lemma_block
from scripts.pages.results import result_of
from scripts.pages.rules import LINK as RULES
from scripts.pages.rules import rules_of
from scripts.pages.stated import stated

NOTES = Path(__file__).resolve().parents[2] / "docs" / "derivation-notes"


class CheckFailed(Exception):
    """A derivation did not survive its checks, so nothing is written."""


@dataclass(frozen=True)
class Made:
    """What one derivation contributes to the site.

    Attributes:
        id: its id.
        files: their content by path.
        report: the report as plain data.
        entry: what machines read of it.
        rules: the slug of each rule that it applies.
        theorems: the id of each theorem that it rests on.
        lemmas: its lemmas, as they are shown on the pages of the distributions.
        shared: the id of each lemma that others share, and its block on the page of those.
        result: what the list of results says of it, if it is one.
        row: its row in the table of the Fisher information, if it is one.
        code: it as a function in several languages, if it is a closed form of two distributions of numbers.
    """

    id: str
    files: dict[str, str]
    report: dict[str, Any]
    entry: dict[str, Any]
    rules: list[str]
    theorems: list[str]
    lemmas: list[dict[str, Any]] = field(default_factory=list)
    shared: list[tuple[str, list[str]]] = field(default_factory=list)
    result: dict[str, Any] | None = None
    row: dict[str, Any] | None = None
    code: dict[str, Any] | None = None


def accepted(derivation: Derivation, report: Report) -> Report:
    """Return the report if the derivation may be published.

    Args:
        derivation: what was checked.
        report: what the checks said.

    Returns:
        The checks that count.

    Raises:
        CheckFailed: if one of them failed or tested nothing.
    """
    for check in report:
        if not check.ok:
            why = check.detail or "nothing was tested"
            raise CheckFailed(f"{derivation.id}: the check {check.name!r} failed: {why}")
    if not report:
        raise CheckFailed(f"{derivation.id}: nothing was checked")
    return report


def checked(name: str) -> Report:
    """Check an entry, unless nothing that its checks depend on has changed since they passed.

    Args:
        name: its id.

    Returns:
        The report.

    Raises:
        CheckFailed: if it fails a check.
    """

    def run() -> dict[str, Any]:
        derivation = catalogue()[name]
        return {"checks": [asdict(check) for check in accepted(derivation, derivation.check())]}

    return Report(name, tuple(Check(**check) for check in stored("checks", name, check_key(name), run)["checks"]))


def note(name: str, place: str) -> str:
    """Read what people wrote to go "before" or "after" the derivation; "" if there is nothing."""
    path = NOTES / f"{name}.{place}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def make(name: str) -> Made:
    """Derive, check and render one entry of the catalogue.

    Args:
        name: its id.

    Returns:
        Its files.

    Raises:
        CheckFailed: if it fails a check.
    """
    derivation = catalogue()[name]
    report = checked(name)
    stated(name)  # for the register, which would have to derive it again
    entry = catalogue_entry(derivation, report)
    rests = rules_of(derivation), list(derivation.theorems)
    if derivation.kind == "infinite":  # its reason stands on the page of p's distribution
        return Made(name, {}, report_data(report), entry, *rests)
    result = asdict(result_of(derivation)) if name in IDENTITIES else None
    if in_table(derivation):
        row = fisher_table.row(derivation, report)
        return Made(name, {}, report_data(report), entry, *rests, lemmas_of(derivation), [], result, row)
    before, after = note(name, "before"), note(name, "after")
    numbers = example(derivation)
    taken = downloads(derivation, numbers)
    whole = page(
        derivation, report, before, after, site=address(), rules_page=RULES, kinds=list(taken), example=numbers
    )
    path = f"pages/{page_of(derivation).removesuffix('.html')}.md"
    shared = [
        (lemma.id, lemma_block(lemma, report, RULES))
        for lemma in derivation.lemmas.values()
        if lemma.cases and lemma.id not in catalogue()
    ]
    files = {path: whole}
    files |= {f"machine/derivations/{file_name(name, kind)}": text for kind, text in taken.items()}
    code = for_the_picker(derivation)
    return Made(name, files, report_data(report), entry, *rests, lemmas_of(derivation), shared, result, code=code)


def address() -> str:
    """The address of the site, which its citations print; "" while none is set."""
    return os.environ.get("SITE_URL") or SITE_ADDRESS


def lemmas_of(derivation: Derivation) -> list[dict[str, Any]]:
    """Return the lemmas of a derivation as a distribution's page shows them: id, statement, conditions.

    Args:
        derivation: any derivation.

    Returns:
        Plain data.
    """
    return [
        {
            "id": lemma.id,
            "tex": step_tex(lemma.left, best(lemma.value)),
            "conditions": list(dict.fromkeys(map(condition_tex, (*lemma.conditions, *_within(derivation, lemma))))),
        }
        for lemma in derivation.lemmas.values()
        if not lemma.cases  # those that many share have a page of their own
    ]


def _within(derivation: Derivation, lemma: Lemma) -> tuple[sp.Basic, ...]:
    """When the support is where the lemma's function is defined, which a derivation knows of its support already."""
    if not derivation.distributions or not isinstance(lemma.left, Expectation):
        return ()
    return defined_within(lemma.left, derivation.distributions[0])
