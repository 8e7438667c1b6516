"""The row and the column of the matrix on the page of a distribution: answers and reasons, each said once."""

from __future__ import annotations

from typing import Any

import sympy as sp

from kldiv.distributions import DISTRIBUTIONS
from scripts.pages.conditions import holds
from scripts.pages.pair_answers import MARKS, kind_of

Entry = dict[str, Any]

#: Why a pair is infinite, where the support alone says it.
SINGULAR = "one is continuous, the other discrete: a countable set carries all of the one and none of the other"
OUTSIDE = "$p$ reaches to where $q$ has no mass: $P(X \\notin \\operatorname{supp} q) > 0$"


def row(slug: str, entries: dict[str, Entry]) -> list[str]:
    """Write the section for the distribution as p.

    Args:
        slug: its slug.
        entries: the catalogue's entries by id.

    Returns:
        Lines of Markdown.
    """
    found = [entries[f"{slug}-{q}"] for q in DISTRIBUTIONS if f"{slug}-{q}" in entries]
    lines = ["## When the data follow it { #row }", ""]
    lines += [f"$D(p \\,\\|\\, q)$ with the {DISTRIBUTIONS[slug].name} distribution as $p$.", ""]
    return [*lines, *_table(found, "q", ""), ""]


def column(slug: str, entries: dict[str, Entry]) -> list[str]:
    """Write the section for the distribution as q; what both are of its kind stands in the row.

    Args:
        slug: its slug.
        entries: the catalogue's entries by id.

    Returns:
        Lines of Markdown; none if it is compared with no other.
    """
    found = [entries[f"{p}-{slug}"] for p in DISTRIBUTIONS if f"{p}-{slug}" in entries and p != slug]
    if not found:
        return []
    lines = ["## When it stands in for another { #column }", ""]
    lines += [f"$D(p \\,\\|\\, q)$ with the {DISTRIBUTIONS[slug].name} distribution as $q$.", ""]
    return [*lines, *_table(found, "p", slug), ""]


#: What is finite comes first.
ORDER = ("closed", "conditional", "undecided", "infinite")


def _table(entries: list[Entry], other: str, target: str) -> list[str]:
    """A table with a line for each answer and each reason, and the other distributions beside it."""
    groups: dict[str, dict[str, list[str]]] = {}
    for entry in sorted(entries, key=lambda entry: ORDER.index(kind_of(entry))):
        groups.setdefault(_answer(entry), {}).setdefault(_where(entry, other), []).append(_named(entry, other, target))
    lines = [f"| answer | for ${other}$ |", "|---|---|"]
    for said, places in groups.items():
        others = "; ".join(", ".join(names) + where for where, names in places.items())
        lines.append(f"| {said} | {others} |")
    return lines


def _where(entry: Entry, other: str) -> str:
    """Where the other distribution lives, if that is the reason."""
    if entry["kind"] != "infinite" or _reason(entry) != OUTSIDE:
        return ""
    return f" on ${in_cell(entry['distributions'][other]['support']['tex'])}$"


def _answer(entry: Entry) -> str:
    sign, words = MARKS[kind_of(entry)]
    return f"{sign} {words}" if entry["kind"] != "infinite" else f"∞ because {_reason(entry)}"


def _reason(entry: Entry) -> str:
    """Why a pair is infinite, in words that other pairs may share."""
    if entry["steps"][-1]["rule"] != "support":
        said = " ".join(entry["notes"]).rstrip(".").removesuffix(", whatever its parameters")
        return in_cell(said[0].lower() + said[1:])
    kinds = {entry["distributions"][side]["support"]["kind"] for side in "pq"}
    return SINGULAR if len(kinds) == 2 else OUTSIDE


def _named(entry: Entry, other: str, target: str) -> str:
    """The other distribution of a pair, with a link where there is a page, and the condition if there is one."""
    title = DISTRIBUTIONS[entry["distributions"][other]["slug"]].title
    if entry["kind"] != "infinite":
        held = in_cell(_held(entry["conditions"]))
        return f"[{title}](../kl/{entry['id']}.md)" + (f" for {held}" if held else "")
    if target:
        p = entry["distributions"]["p"]["slug"]
        return f"[{title}]({p}.md#{entry['id']})"
    return f'<span id="{entry["id"]}">{title}</span>'


def _held(conditions: list[dict[str, str]]) -> str:
    """When a formula holds; what stands for one letter alone is simple as it is."""
    if len(conditions) > 1 or any(r"\text" in condition["tex"] for condition in conditions):
        return holds(*(sp.sympify(condition["sympy"]) for condition in conditions))
    return " and ".join(f"${condition['tex']}$" for condition in conditions)


def in_cell(tex: str) -> str:
    r"""Write TeX so that no bar in it parts the cells of a table.

    Example:
        >>> in_cell(r"\left|x\right| \,\|\, q")
        '\\left\\vert{}x\\right\\vert{} \\,\\Vert{}\\, q'
    """
    return tex.replace(r"\|", r"\Vert{}").replace("|", r"\vert{}")
