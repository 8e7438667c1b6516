"""`kldiv check`: run the checks of derivations and count them."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kldiv.cli.messages import one_line
from kldiv.entries import catalogue

if TYPE_CHECKING:
    from kldiv.proof.report import Check

#: So many derivations are worth another process.
FEW = 8


def run(arguments: argparse.Namespace) -> int:
    """Check the derivations asked for, or all.

    Args:
        arguments: ids, maybe none, and how many processes to use, None for as many as help.

    Returns:
        0 if every check passed, 1 if one failed or tested nothing.

    Raises:
        ValueError: if an id is unknown; nothing is checked then.
    """
    known = catalogue()
    wanted = list(dict.fromkeys(arguments.ids)) or list(known)
    for name in wanted:
        if name not in known:
            known.find(name)  # explains, and suggests the nearest
    progress = Progress(len(wanted))
    kinds: Counter[str] = Counter()
    passed = failed = left_out = 0
    with outcomes(wanted, arguments.jobs or useful_jobs(len(wanted))) as found:
        progress.begin(wanted[0] if wanted else "")
        for one in found:
            passed += one.passed
            failed += one.failed
            left_out += one.left_out
            kinds[one.kind] += 1
            progress.end(one.name, one.passed, one.failed)
            for said in one.failures:
                print(f"FAILED {one.name}: {said}")
    progress.close()
    if len(wanted) > FEW:
        print(", ".join(f"{kind}: {number}" for kind, number in sorted(kinds.items())))
    if left_out:
        print(f"{left_out} left out, because python-flint is not installed")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


@dataclass(frozen=True)
class Outcome:
    """What came of checking one derivation.

    Attributes:
        name: its id.
        kind: such as "closed form"; "not derived" if it could not be made.
        passed: how many checks passed.
        failed: how many failed or tested nothing.
        failures: one line on each.
        left_out: how many were not run, because a library is not installed.
    """

    name: str
    kind: str
    passed: int
    failed: int
    failures: tuple[str, ...] = ()
    left_out: int = 0


def examine(name: str) -> Outcome:
    """Derive and check one entry of the catalogue.

    Args:
        name: its id.

    Returns:
        The outcome; a derivation that cannot be made has failed.
    """
    try:
        derivation = catalogue()[name]
        report = derivation.check()
    except Exception as error:
        return Outcome(name, "not derived", 0, 1, (f"{type(error).__name__}: {one_line(error)}",))
    said = tuple(f"{check.name}: {reason(check)}" for check in report if not (check.ok or check.left_out))
    # A report without checks is no success: it tested nothing.
    failed = max(report.failed, 0 if report else 1)
    kind = getattr(derivation, "kind", "derivation")
    said = said or (("no check was made",) if failed else ())
    return Outcome(name, kind, report.passed, failed, said, len(report.left_out))


def reason(check: Check) -> str:
    """Why a check did not count as passed."""
    if check.detail:
        return one_line(check.detail)
    return "failed" if check.points else "tested nothing"


def useful_jobs(entries: int) -> int:
    """Say how many processes help: one a processor, but none that would get less than a few entries."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(processors, entries // FEW))


@contextmanager
def outcomes(names: list[str], jobs: int) -> Iterator[Iterable[Outcome]]:
    """Examine entries in so many processes, with one job in this one; in the order of the names."""
    if jobs == 1:
        yield map(examine, names)
        return
    pool = ProcessPoolExecutor(jobs)
    try:
        yield pool.map(examine, names, chunksize=max(1, min(FEW, len(names) // jobs)))
    finally:
        pool.shutdown(cancel_futures=True)


class Progress:
    """A bar on standard error where that is a terminal, else one plain line a derivation.

    Args:
        total: how many derivations there are.
    """

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.is_terminal = sys.stderr.isatty()

    def begin(self, name: str) -> None:
        """Show what is being checked."""
        if self.is_terminal:
            self._draw(name)

    def end(self, name: str, passed: int, failed: int) -> None:
        """Count one derivation as done."""
        self.done += 1
        if self.is_terminal:
            self._draw(name)
            if failed:
                self.close()  # the line about the failure starts on a clean line
        else:
            print(f"{self.done}/{self.total} {name}: {passed} passed, {failed} failed", file=sys.stderr)

    def close(self) -> None:
        """Take the bar away."""
        if self.is_terminal:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def _draw(self, name: str) -> None:
        columns = shutil.get_terminal_size().columns
        width = min(30, max(0, columns - 40))
        filled = width * self.done // max(1, self.total)
        line = f"[{'#' * filled}{'.' * (width - filled)}] {self.done}/{self.total} {name}"
        print(f"\r\x1b[K{line[: columns - 1]}", end="", file=sys.stderr, flush=True)
