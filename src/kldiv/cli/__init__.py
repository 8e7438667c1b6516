"""The command line: `kldiv list`, `derive`, `evaluate`, `check`, `verify` and `cite`.

Errors are one line on standard error and exit status 2; status 1 says that a check failed.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from kldiv.algebra.notation import shortly
from kldiv.cli import evaluate, show, verify
from kldiv.cli.messages import complain, one_line
from kldiv.interruption import INTERRUPTED, interrupt_as_usual

FAILED_CHECKS = 1
BAD_INPUT = 2
BROKEN_PIPE = 141

#: More processes than this are taken for a slip.
MOST_JOBS = 256


class OneLineParser(argparse.ArgumentParser):
    """An argument parser whose errors are one line, without the usage."""

    def error(self, message: str) -> NoReturn:
        """Print one line and leave with status 2."""
        self.exit(BAD_INPUT, f"{self.prog}: error: {one_line(message)}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the arguments; None for those of the process.

    Returns:
        The exit status.

    Raises:
        SystemExit: for --help, --version and errors in the arguments.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Unicode still gets an answer
    try:
        arguments = make_parser().parse_args(argv)
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as `head`, has left. Python would complain when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        complain(f"error: {where}{error.strerror or error}")
        return BAD_INPUT
    except (ValueError, RecursionError, MemoryError) as error:
        complain(f"error: {error}")
        return BAD_INPUT
    finally:
        interrupt_as_usual()
    return status


def _check(arguments: argparse.Namespace) -> int:
    from kldiv.cli import check  # it brings the whole catalogue, which the other commands do without

    interrupt_as_usual()  # this command has processes to stop, and a bar to take away
    return check.run(arguments)


def _jobs(text: str) -> int:
    if not text.isdecimal() or len(text) > len(str(MOST_JOBS)) or not 1 <= int(text) <= MOST_JOBS:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to {MOST_JOBS}, got {shortly(repr(text))}")
    return int(text)


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    from kldiv import __version__

    parser = OneLineParser(
        prog="kldiv",
        description="Kullback-Leibler divergences: derived, checked and evaluated.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"kldiv {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, summary: str, run: Any) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=summary, description=summary, allow_abbrev=False)
        made.set_defaults(run=run)
        return made

    listing = command("list", "List every distribution, derivation, identity and lemma.", show.run_list)
    listing.add_argument("--family", metavar="NAME", help="only what concerns this distribution, such as Normal")
    listing.add_argument("--json", action="store_true", help="print a JSON array")

    derive = command("derive", "Derive D(P || Q) from its definition.", show.run_derive)
    derive.add_argument("p", metavar="P", help='a name, such as normal, or "Normal(0, 1)"')
    derive.add_argument("q", metavar="Q", help="the same")
    derive.add_argument("--format", choices=show.DERIVATION_FORMATS, default="text", help="default: text")

    number = command("evaluate", "Evaluate D(P || Q), in nats unless a base is given.", evaluate.run)
    evaluate.add_arguments(number)

    checking = command("check", "Check derivations; all of them if no ID is given.", _check)
    checking.add_argument(
        "--jobs", type=_jobs, metavar="N", help="how many processes to use (default: as many as help)"
    )
    checking.add_argument("ids", metavar="ID", nargs="*", help="a permanent id, such as normal-normal")

    verifying = command("verify", "Check an exported derivation without the engine that made it.", verify.run)
    verify.add_arguments(verifying)

    cite = command("cite", "Print a reference to a formula, a distribution, or the site (kldiv).", show.run_cite)
    cite.add_argument("id", metavar="ID", help="a permanent id, such as normal-normal")
    cite.add_argument("--format", choices=show.CITATION_FORMATS, default="bibtex", help="default: bibtex")
    return parser
