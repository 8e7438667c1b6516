"""Derive everything, check everything, and write the pages, fragments and reports for the site."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kldiv.derived import Derivation
from kldiv.entries import catalogue
from kldiv.identities import IDENTITIES
from kldiv.proof.record import Rule
from kldiv.proof.report import Check, Report
from kldiv.writing.address import SITE_ADDRESS, page_of
from kldiv.writing.data import catalogue_entry, report_data
from kldiv.writing.markdown import display
from kldiv.writing.statement import condition_tex, statement_tex, step_tex
from scripts import distribution_pages, machine
from scripts.dependency_graph import page as results_page
from scripts.pages.page import page
from scripts.pages.parts import checks_table, steps_blocks
from scripts.remember import check_key, page_key, stored

DOCS = Path(__file__).resolve().parents[1] / "docs"
NOTES = DOCS / "derivation-notes"
RULES_PAGE = "reference/reading-a-derivation.md"

#: Up to so many entries are not worth another process.
FEW = 8

Progress = Callable[[str], None]


class CheckFailed(Exception):
    """A derivation did not survive its checks, so nothing is written."""


@dataclass(frozen=True)
class Made:
    """What one derivation contributes to the site.

    Attributes:
        id: its id.
        files: their content by path.
        report: the report as plain data.
        row: its line in the list of all derivations.
        entry: what machines read of it.
        lemmas: its lemmas, as they are shown on the pages of the distributions.
    """

    id: str
    files: dict[str, str]
    report: dict[str, Any]
    row: str
    entry: dict[str, Any] = field(default_factory=dict)
    lemmas: list[dict[str, Any]] = field(default_factory=list)


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


def note(name: str, place: str) -> str:
    """Read what people wrote to go "before" or "after" the derivation; "" if there is nothing."""
    path = NOTES / f"{name}.{place}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def rules_link() -> str:
    """Return the link to the page that explains the rules, if that page lists them."""
    path = DOCS / RULES_PAGE
    lists_them = path.is_file() and '"rules.md"' in path.read_text(encoding="utf-8")
    return f"../{RULES_PAGE}" if lists_them else ""


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
    site = os.environ.get("SITE_URL") or SITE_ADDRESS
    link = rules_link()
    path = page_of(derivation).removesuffix(".html")
    whole = page(derivation, report, note(name, "before"), note(name, "after"), site=site, rules_page=link)
    fragments = {
        "statement": display(statement_tex(derivation))[1:-1],
        "derivation": steps_blocks(derivation.steps, report, link, lemmas=derivation.lemmas, anchors=False),
        "checks": checks_table(report),
    }
    if derivation.kind == "infinite":  # its reason stands on the page of p's distribution
        return Made(name, {}, report_data(report), "", catalogue_entry(derivation, report))
    files = {f"pages/{path}.md": whole}
    files |= {f"fragments/{name}.{kind}.md": "\n".join(lines).rstrip("\n") + "\n" for kind, lines in fragments.items()}
    row = f"| [{derivation.title}](../{path}.md) | {derivation.kind} | {report.passed} |"
    return Made(name, files, report_data(report), row, catalogue_entry(derivation, report), lemmas_of(derivation))


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
            "tex": step_tex(lemma.left, lemma.value),
            "conditions": [condition_tex(condition) for condition in lemma.conditions],
        }
        for lemma in derivation.lemmas.values()
    ]


def remembered(name: str) -> Made:
    """Make an entry, unless what it depends on is as it was when it was last made.

    Args:
        name: its id.

    Returns:
        Its files.

    Raises:
        CheckFailed: if it fails a check.
    """
    site = os.environ.get("SITE_URL") or SITE_ADDRESS
    return Made(**stored("pages", name, page_key(name, site, rules_link()), lambda: asdict(make(name))))


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


def rules_fragment() -> str:
    """List every rule with its reason, each under its own anchor."""
    from kldiv.proof.rules import general as rules

    found: dict[str, Rule] = {rule.slug: rule for rule in rules.ALL}
    own = [name for name in catalogue() if name not in catalogue().pairs]
    for derivation in (catalogue()[name] for name in own):
        chains = [derivation.steps, *(lemma.steps for lemma in derivation.lemmas.values())]
        found |= {step.rule.slug: step.rule for steps in chains for step in steps}
    lines = [part for rule in found.values() for part in (f"### {rule.title} {{ #{rule.slug} }}", "", rule.reason, "")]
    return "\n".join(lines).rstrip("\n") + "\n"


def made(names: list[str], progress: Progress) -> Iterator[Made]:
    """Make every entry, on all processors if there are many, in the order of the names."""
    step = max(1, len(names) // 10)
    with ExitStack() as stack:
        entries: Iterable[Made] = map(remembered, names)
        if len(names) > FEW:
            pool = stack.enter_context(ProcessPoolExecutor())
            stack.callback(pool.shutdown, cancel_futures=True)
            entries = pool.map(remembered, names, chunksize=16)
        for number, entry in enumerate(entries, 1):
            if number % step == 0 or number == len(names):
                progress(f"{number} of {len(names)} derived and checked")
            yield entry


def main(out: Path, progress: Progress = print) -> None:
    """Write the pages, the fragments and the reports of every derivation.

    Args:
        out: the folder to write below.
        progress: told how far the work has come.

    Raises:
        CheckFailed: if any derivation fails a check; then nothing has been written.
    """
    entries = list(made(list(catalogue()), progress))
    files = {path: content for entry in entries for path, content in entry.files.items()}
    files["fragments/rules.md"] = rules_fragment()
    files["pages/identities/index.md"] = results_page({n: catalogue()[n] for n in catalogue() if n in IDENTITIES})
    table = ["| derivation | kind | checks passed |", "|---|---|--:|", *(entry.row for entry in entries if entry.row)]
    files["fragments/catalogue.md"] = "\n".join(table) + "\n"
    reports = {entry.id: entry.report for entry in entries}
    files["reports.json"] = json.dumps(reports, indent=1, ensure_ascii=False) + "\n"
    measured = DOCS / "data" / "mutation.json"
    mutation = json.loads(measured.read_text(encoding="utf-8")) if measured.is_file() else None
    files |= machine.files([entry.entry for entry in entries], reports, mutation)
    lemmas = {lemma["id"]: lemma for entry in entries for lemma in entry.lemmas}
    files |= distribution_pages.files([entry.entry for entry in entries], lemmas)
    for path, content in sorted(files.items()):
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    progress(f"{sum(entry.report['passed'] for entry in entries)} checks passed")
