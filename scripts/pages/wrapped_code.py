"""Code for a page, whose lines have 72 columns. Ruff lays it out, as it does the code of the repository."""

from __future__ import annotations

import subprocess
import textwrap
from functools import cache

from ruff import find_ruff_bin

COLUMNS = 72


@cache
def wrapped(source: str) -> str:
    """Lay out Python code for a page.

    Args:
        source: any Python code.

    Returns:
        The same code, in lines of at most 72 columns where they can be broken.

    Raises:
        subprocess.CalledProcessError: if it is no Python.

    Example:
        >>> print(wrapped("x = [" + "1, " * 30 + "]").splitlines()[0])
        x = [
    """
    if all(len(line) <= COLUMNS for line in source.splitlines()):
        return source
    command = [find_ruff_bin(), "format", "--isolated", "--quiet", "--line-length", str(COLUMNS), "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True)
    return "\n".join(part for line in done.stdout.rstrip("\n").split("\n") for part in _parts(line))


def _parts(line: str) -> list[str]:
    """A sentence of a docstring, which Ruff leaves as it is, in as many lines as it needs."""
    indent = line[: len(line) - len(line.lstrip())]
    if len(line) <= COLUMNS or not line.endswith("."):
        return [line]
    return textwrap.wrap(line.strip(), COLUMNS, initial_indent=indent, subsequent_indent=indent)
