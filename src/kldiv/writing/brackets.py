"""Brackets and braces round TeX: only where they are needed, and no larger than they must be."""

from __future__ import annotations

import re

TALL = re.compile(r"\\(?:frac|sum|prod|int|begin|sqrt|left)(?![a-zA-Z])")
_LONE_SCRIPT = re.compile(r"([_^])\{(\w)\}(?=(.?))")


def enclose(tex: str, left: str = "(", right: str = ")") -> str:
    """Put brackets round TeX, growing ones only where they are needed."""
    return rf"\left{left}{tex}\right{right}" if TALL.search(tex) else f"{left}{tex}{right}"


def with_few_braces(tex: str) -> str:
    """Take the braces from round scripts of one letter."""
    return _LONE_SCRIPT.sub(_without_braces, tex)


def _without_braces(match: re.Match[str]) -> str:
    # x^{2}3 must not become x^23
    mark, inside, following = match.groups()
    return match.group(0) if following.isalnum() else f"{mark}{inside}"


def braces_end(tex: str, start: int) -> int:
    """Where the two groups of a fraction that begin at `start` end."""
    depth = groups = 0
    for place in range(start, len(tex)):
        depth += {"{": 1, "}": -1}.get(tex[place], 0)
        if depth == 0 and tex[place] == "}":
            groups += 1
            if groups == 2:
                return place + 1
    return -1
