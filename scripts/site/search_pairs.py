"""The pairs of the catalogue as the search knows them: who is who, and a formula in a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from kldiv.distributions.base import Distribution

#: What is known of a pair, by its number in the search's data.
KINDS = ("closed form", "infinite", "undecided")
#: A formula longer than this is cut, and says so.
LONGEST = 150

Written = Callable[[str], str]


def shortened(line: str, longest: int = LONGEST) -> str:
    """Cut a line between two words, with a sign that it goes on.

    Example:
        >>> shortened("a + b + c", 7)
        'a + b …'
    """
    return line if len(line) <= longest else line[: longest - 1].rpartition(" ")[0].rstrip(" +-−·") + " …"


def one_line(formula: str) -> str:
    """Join the lines that a formula was broken into, and let signs stand close to what they belong to.

    Example:
        >>> one_line("a; + b^( − 1); for c < 0, otherwise + ∞")
        'a + b^(−1); for c < 0, otherwise ∞'
    """
    joined = re.sub(r"; (?=[+−=≤≥] )", " ", formula)
    return re.sub(r"\+ (?=∞)", "", re.sub(r"(?<=\() ?− ", "−", joined))


def of_pair(entry: dict[str, Any]) -> tuple[str, str] | None:
    """Return p and q of an entry that is what is known of a pair, rather than a variant of it or an identity."""
    p, q = (entry["distributions"].get(role, {}).get("slug") for role in "pq")
    return (p, q) if entry["kind"] in KINDS and entry["slug"] == f"{p}-{q}" else None


def names(distributions: Mapping[str, type[Distribution]]) -> list[list[Any]]:
    """List the distributions: slug, the name that titles show, every other name.

    Args:
        distributions: by slug, in the order that pairs refer to.

    Returns:
        A row for each.
    """
    rows = []
    for slug, distribution in distributions.items():
        rows.append([slug, distribution.title, [distribution.__name__, distribution.name, *distribution.aliases]])
    return rows


def pairs(entries: list[dict[str, Any]], slugs: list[str], written: Written) -> tuple[list[list[Any]], list[str]]:
    """List what is known of each pair, and how the divergence between two of a kind is called.

    Args:
        entries: the catalogue.
        slugs: the distributions, in order.
        written: writes TeX on a line.

    Returns:
        For each p rows of the number of q, of the kind, and of the formula if there is one; for each p the title of
        its own.
    """
    number = {slug: place for place, slug in enumerate(slugs)}
    rows: list[list[Any]] = [[] for _ in slugs]
    own = ["" for _ in slugs]
    for entry in entries:
        p, q = of_pair(entry) or ("", "")
        if p not in number or q not in number:
            continue
        row: list[Any] = [number[q], KINDS.index(entry["kind"])]
        if entry["kind"] == "closed form":
            row.append(shortened(one_line(written(entry["statement"]["tex"]))))
        rows[number[p]].append(row)
        if p == q:
            own[number[p]] = entry["title"]
    return [sorted(row) for row in rows], own
