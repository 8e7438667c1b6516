"""Sources without their docstrings, which no page shows."""

from __future__ import annotations

import ast
import codecs
import io
from tokenize import detect_encoding

from scripts.browser.compile_all import docstrings

#: The oldest Python that builds the site.
OLDEST = (3, 11)


def without_docstrings(source: bytes) -> bytes | None:
    r"""Leave every docstring empty: it is still there for a module that adds to its own. Lines keep their numbers.

    Args:
        source: a module in Python.

    Returns:
        The module; None if it is not understood here: it is in a newer Python than this one, or not in plain UTF-8.

    Example:
        >>> without_docstrings(b'def f():\n    "Said."\n    return 1\n')
        b'def f():\n    ""\n    return 1\n'
    """
    try:
        if source.startswith(codecs.BOM_UTF8) or detect_encoding(io.BytesIO(source).readline)[0] != "utf-8":
            return None
        tree = ast.parse(source, feature_version=OLDEST)  # newer ones leave the same modules
    except (SyntaxError, ValueError):
        return None
    lines = source.splitlines(keepends=True)
    for node in sorted(docstrings(tree), key=lambda node: node.lineno, reverse=True):
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        before, after = lines[first][: node.col_offset], lines[last][node.end_col_offset :]
        lines[first : last + 1] = [before + b'""' + b"\\\n" * (last - first) + (after or b"\n")]
    return b"".join(lines)
