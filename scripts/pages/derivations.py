"""Derive everything, check everything, and write the pages and reports for the site."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict
from itertools import chain
from pathlib import Path

from kldiv.distributions import DISTRIBUTIONS
from kldiv.entries import catalogue
from scripts.build.remember import page_key, stored
from scripts.pages import (
    code_to_copy,
    dependency_graph,
    distribution_pages,
    entry,
    fisher_table,
    lemmas_page,
    machine,
    rules,
    rules_page,
    theorems,
)
from scripts.pages.downloads import SOURCES
from scripts.pages.entry import CheckFailed, Made
from scripts.pages.results import Result

__all__ = ["CheckFailed", "main"]

DOCS = Path(__file__).resolve().parents[2] / "docs"

#: Up to so many entries are not worth another process.
FEW = 8

#: So many of what is no pair are made by one process, one after the other.
CHUNK = 12

Progress = Callable[[str], None]


def remembered(name: str) -> Made:
    """Make an entry, unless what it depends on is as it was when it was last made.

    Args:
        name: its id.

    Returns:
        Its files.

    Raises:
        CheckFailed: if it fails a check.
    """
    key = page_key(name, entry.address(), SOURCES.read_text(encoding="utf-8"))
    return Made(**stored("pages", name, key, lambda: asdict(entry.make(name))))


def together(names: list[str]) -> list[list[str]]:
    """Group what one process makes: general results, and the pairs from one distribution with its Fisher information.

    These have lemmas in common, which another process would derive and check again. General results come first: one of
    them may take seconds, and last it would leave one processor waiting for the other.
    """
    first = {f"fisher-{slug}": slug for slug in DISTRIBUTIONS}
    first |= {name: pair[0] for name, pair in catalogue().pairs.items()}
    others = [name for name in names if name not in first]
    rows: dict[str, list[str]] = {}
    for name in names:
        if name in first:
            rows.setdefault(first[name], []).append(name)
    return [*(others[k : k + CHUNK] for k in range(0, len(others), CHUNK)), *rows.values()]


def _all_remembered(names: list[str]) -> list[Made]:
    return [remembered(name) for name in names]


def made(names: list[str], progress: Progress) -> Iterator[Made]:
    """Make every entry, on all processors if there are many."""
    step = max(1, len(names) // 10)
    groups = together(names)
    with ExitStack() as stack:
        entries: Iterable[list[Made]] = map(_all_remembered, groups)
        if len(names) > FEW:
            page_key(names[0])  # what all share is read once, before the processes part
            # They end before they fill memory, and looking for reference cycles takes a tenth of their time.
            pool = stack.enter_context(ProcessPoolExecutor(initializer=gc.disable))
            stack.callback(pool.shutdown, cancel_futures=True)
            entries = pool.map(_all_remembered, groups)
        for number, one in enumerate(chain.from_iterable(entries), 1):
            if number % step == 0 or number == len(names):
                progress(f"{number} of {len(names)} derived and checked")
            yield one


def main(out: Path, progress: Progress = print) -> None:
    """Write the pages and the reports of every derivation.

    Args:
        out: the folder to write below.
        progress: told how far the work has come.

    Raises:
        CheckFailed: if any derivation fails a check; then nothing has been written.
    """
    found = {one.id: one for one in made(list(catalogue()), progress)}
    entries = [found[name] for name in catalogue()]
    files = {path: content for one in entries for path, content in one.files.items()}
    files[f"pages/{rules.PATH}"] = rules_page.page(one.rules for one in entries)
    files[f"pages/{theorems.PATH}"] = theorems.page(one.theorems for one in entries)
    files[f"pages/{lemmas_page.PATH}"] = lemmas_page.page(block for one in entries for block in one.shared)
    results = {one.id: Result(**one.result) for one in entries if one.result}
    files["pages/identities/index.md"] = dependency_graph.page(results)
    if rows := [one.row for one in entries if one.row]:
        files[f"pages/{fisher_table.PATH}"] = fisher_table.page(rows)
    reports = {one.id: one.report for one in entries}
    files["reports.json"] = json.dumps(reports, indent=1, ensure_ascii=False) + "\n"
    records = {name: DOCS / "data" / f"{name}.json" for name in ("tampering", "mutation")}
    measured = {k: json.loads(path.read_text(encoding="utf-8")) for k, path in records.items() if path.is_file()}
    files |= machine.files([one.entry for one in entries], reports, measured, entry.address())
    files |= code_to_copy.scripts(one.code for one in entries if one.code)
    lemmas = {lemma["id"]: lemma for one in entries for lemma in one.lemmas}
    files |= distribution_pages.files([one.entry for one in entries], lemmas)
    for path, content in sorted(files.items()):
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    progress(f"{sum(one.report['passed'] for one in entries)} checks passed")
