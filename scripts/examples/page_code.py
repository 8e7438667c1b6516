"""The code on the pages of questions, as the build runs it: the numbers beside a block come from the block itself."""

from __future__ import annotations

import re
import warnings
from functools import cache
from pathlib import Path
from typing import Any

QUESTIONS = Path(__file__).resolve().parents[2] / "docs" / "questions"
#: What the build does not have. What is said of these libraries comes from the record of their answers.
ELSEWHERE = re.compile(r"\b(torch|nn|F|keras|tfd|td|jax|optax)\.")

_HEADING = re.compile(r"^## .*\{ #([\w-]+) \}$", re.MULTILINE)
_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> dict[str, list[str]]:
    """Return the Python of a page, section by section.

    Args:
        page: its name in docs/questions, without ".md".

    Returns:
        Anchor of the section -> its blocks, in order.
    """
    text = (QUESTIONS / f"{page}.md").read_text(encoding="utf-8")
    _, *rest = _HEADING.split(text)
    return {anchor: _BLOCK.findall(body) for anchor, body in zip(rest[::2], rest[1::2], strict=True)}


@cache
def ran(page: str, anchor: str) -> dict[str, Any]:
    """Run the blocks of one section that need only NumPy, SciPy and this package.

    Args:
        page: the page's name.
        anchor: the section's.

    Returns:
        The names that they define.

    Raises:
        LookupError: if there is nothing to run.
    """
    code = [block for block in blocks(page)[anchor] if not ELSEWHERE.search(block)]
    if not code:
        raise LookupError(f"{page}.md#{anchor} has no code that can be run here")
    names: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wrong lines divide by zero, as they do for the reader
        for block in code:
            exec(compile(block, f"{page}.md#{anchor}", "exec"), names)
    return names
