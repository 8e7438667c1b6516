"""What is said of a pair in short: its mark, the functions it needs, the formula or the reason there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from kldiv.algebra.notation import CONTINUOUS
from kldiv.distributions import DISTRIBUTIONS, Distribution
from kldiv.distributions.base import UNIVARIATE

Entry = dict[str, Any]

#: How each kind of answer is marked: a sign that needs no colour, and words.
MARKS = {
    "closed": ("●", "closed form"),
    "conditional": ("◐", "closed form under a condition"),
    "infinite": ("∞", "infinite"),
    "undecided": ("○", "no closed form here"),
}

#: What a formula may need beyond logarithms, powers and trigonometric functions, by the names that SymPy gives them.
FUNCTIONS = {
    "gamma": ("log-gamma and digamma", {"gamma", "loggamma", "polygamma", "beta"}),
    "erf": ("the error function", {"erf", "erfc"}),
    "bessel": ("Bessel functions", {"besseli", "besselk"}),
}

#: A function in an expression as SymPy writes it: its other classes begin with a capital.
_FUNCTION = re.compile(r"\b([a-z]\w*|Ei|[CS]h?i)\(")

_ELEMENTARY = {"log", "exp", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh", "atan"}

#: What is said of a formula that needs none of them, and of one that needs something else.
ELEMENTARY, OTHER = ("elementary", "elementary functions alone"), ("other", "another special function")

#: The parts of the line and of the counts that distributions are supported on, in the order of the matrix.
GROUPS = {
    "counts": "counts",
    "line": "the whole line",
    "half-line": "half-line",
    "interval": "interval",
    "circle": "circle",
}


def kind_of(entry: Entry) -> str:
    """Tell which mark an entry bears."""
    if entry["kind"] == "closed form":
        return "conditional" if entry["conditions"] else "closed"
    return str(entry["kind"])


def functions_of(entry: Entry) -> list[str]:
    """Tell which functions a closed form needs: keys of `FUNCTIONS`, or "elementary", or "other".

    Args:
        entry: an entry of the catalogue.

    Returns:
        The keys; none if there is no closed form.
    """
    if entry["kind"] != "closed form":
        return []
    names = set(_FUNCTION.findall(entry["result"]["sympy"])) - _ELEMENTARY
    found = [key for key, (_, members) in FUNCTIONS.items() if names & members]
    if names - {name for _, members in FUNCTIONS.values() for name in members}:
        found.append(OTHER[0])
    return found or [ELEMENTARY[0]]


def group_of(distribution: type[Distribution]) -> str:
    """Tell what a univariate distribution is supported on: a key of `GROUPS`."""
    support = distribution.symbolic("p").support()
    if support.kind != CONTINUOUS:
        return "counts"
    if distribution.circular:
        return "circle"
    ends = [bool(end.is_finite) for end in (support.lower, support.upper)]
    return {0: "line", 1: "half-line", 2: "interval"}[sum(ends)]


def univariate() -> list[str]:
    """The slugs of the univariate distributions, group by group."""
    order = list(GROUPS)
    slugs = [slug for slug, distribution in DISTRIBUTIONS.items() if distribution.variate == UNIVARIATE]
    return sorted(slugs, key=lambda slug: order.index(group_of(DISTRIBUTIONS[slug])))


def grouped() -> dict[str, list[str]]:
    """The slugs of the univariate distributions by group, without the empty groups."""
    found = {group: [slug for slug in univariate() if group_of(DISTRIBUTIONS[slug]) == group] for group in GROUPS}
    return {group: slugs for group, slugs in found.items() if slugs}


def arrays(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that compare distributions of vectors, matrices and labels."""
    pairs = (entry for entry in entries if entry["distributions"])
    return [e for e in pairs if DISTRIBUTIONS[e["distributions"]["p"]["slug"]].variate != UNIVARIATE]


def answer(entry: Entry) -> str:
    """Give the answer of a pair in Markdown: its formula, or the reason in mathematics why there is none.

    Args:
        entry: an entry of the catalogue.

    Returns:
        Markdown.
    """
    if entry["kind"] == "closed form":
        return f"$$\n{entry['statement']['tex']}\n$$"
    if entry["kind"] == "infinite":
        return "\n\n".join(["$$\nD(p \\,\\|\\, q) = +\\infty\n$$", *entry["notes"]])
    after = entry["steps"][-1]["after"]
    return f"No closed form is derived here. It comes down to expectations:\n\n$$\nD(p \\,\\|\\, q) = {after}\n$$"
