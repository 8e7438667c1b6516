"""`kldiv verify`: check an exported derivation from its file."""

from __future__ import annotations

import argparse
from pathlib import Path

from kldiv.cli.messages import one_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="an exported derivation, as JSON")
    parser.add_argument("--seed", type=int, metavar="N", default=0, help="what the points are drawn from (default: 0)")


def run(arguments: argparse.Namespace) -> int:
    """Verify one file.

    Args:
        arguments: file and seed.

    Returns:
        0 if all that was looked at held, else 1.

    Raises:
        ValueError: if the file does not hold a whole exported derivation.
    """
    from kldiv.verifying.checking import verify

    findings = verify(arguments.file, arguments.seed)
    for finding in findings:
        if not finding.held:
            print(one_line(f"FAILED {finding.name}: {finding.detail}"))
        elif finding.name == "cases drawn":
            print(one_line(f"{finding.name}: {finding.detail}"))
    failed = sum(not finding.held for finding in findings)
    print(f"{len(findings) - failed} passed, {failed} failed")
    return 1 if failed else 0
