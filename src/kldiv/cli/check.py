"""`kldiv check`: run the checks of derivations and count them."""

from __future__ import annotations

import argparse
import shutil
import sys

from kldiv.cli.messages import one_line


def run(arguments: argparse.Namespace) -> int:
    """Check the derivations asked for, or all.

    Args:
        arguments: ids, maybe none.

    Returns:
        0 if every check passed, 1 if one failed or tested nothing.

    Raises:
        ValueError: if an id is unknown; nothing is checked then.
    """
    from kldiv.catalogue import catalogue

    known = catalogue()
    wanted = list(dict.fromkeys(arguments.ids)) or list(known)
    for name in wanted:
        if name not in known:
            known.find(name)  # explains, and suggests the nearest
    progress = Progress(len(wanted))
    passed = failed = 0
    for name in wanted:
        progress.begin(name)
        try:
            report = known[name].check()
        except (
            Exception
        ) as error:  # a derivation that cannot be made has failed, the others are still checked
            failed += 1
            progress.end(name, 0, 1)
            print(f"FAILED {name}: {type(error).__name__}: {one_line(error)}")
            continue
        bad = [check for check in report if not check.ok]
        # A report without checks is no success: it tested nothing.
        failures = max(report.failed, 0 if report else 1)
        passed += report.passed
        failed += failures
        progress.end(name, report.passed, failures)
        for check in bad:
            reason = (
                one_line(check.detail) if check.detail else ("failed" if check.points else "tested nothing")
            )
            print(f"FAILED {name}: {check.name}: {reason}")
        if failures and not bad:
            print(f"FAILED {name}: no check was made")
    progress.close()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


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
