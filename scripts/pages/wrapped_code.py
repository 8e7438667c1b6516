"""Code for a page, whose lines have 72 columns. Ruff lays it out, as it does the code of the repository."""

from __future__ import annotations

import subprocess
import sys
from functools import cache

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
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--quiet", "--line-length", str(COLUMNS), "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True)
    return done.stdout.rstrip("\n")
