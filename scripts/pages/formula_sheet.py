"""The formula sheet: the divergence within every family, and of the pairs most asked for, for two printed pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE
from kldiv.register.libraries import names_of
from kldiv.writing.parameters import letter_tex
from scripts.pages.pair_answers import arrays, univariate

Entry = dict[str, Any]

PATH = "formula-sheet.md"

#: A line of more TeX than this is set in smaller type, to fit a column of half a page.
LONG = 230

#: So many pairs of two families stand on the sheet.
PAIRS = 20


def page(entries: dict[str, Entry]) -> str:
    """Write the page.

    Args:
        entries: the catalogue's entries by id.

    Returns:
        Markdown.
    """
    own = [entries[f"{slug}-{slug}"] for slug in univariate()] + arrays(entries.values())
    closed = [entry for entry in own if entry["kind"] == "closed form"]
    missing = [_title(entry, "p") for entry in own if entry["kind"] != "closed form"]
    lines = [
        "---",
        "title: Formula sheet",
        f"description: {len(closed)} divergences within a family and {PAIRS} between two, on two printed pages.",
        "template: formula-sheet.html",
        "hide: [navigation, toc]",
        "search_aliases: [cheat sheet, crib sheet, all formulas, formulas to print]",
        "---",
        "",
        "# Formula sheet",
        "",
        "The Kullback–Leibler divergence $D(p \\,\\|\\, q) = \\operatorname{E}_p[\\log p(X)/q(X)]$ in nats. Parameters "
        "with index $p$ are those of the data's distribution, with index $q$ those of the one that stands in; $\\psi$ "
        "is the digamma function and $\\gamma$ Euler's constant. Printed on A4, the sheet has two pages.",
        "",
        '<div class="sheet" data-search-exclude markdown>',
        "",
        "## Within one family { #families }",
        "",
        *(line for entry in closed for line in _item(entry)),
        *([f"No closed form is derived here for {' and '.join(missing)}.", ""] if missing else []),
        "## Between two families { #pairs }",
        "",
        f"The {PAIRS} pairs that most libraries answer with a formula; of equals, those whose distributions most "
        "libraries know, and then the shortest.",
        "",
        *(line for entry in most_used(entries.values()) for line in _item(entry)),
        "</div>",
    ]
    return "\n".join(lines) + "\n"


def most_used(entries: Iterable[Entry]) -> list[Entry]:
    """Choose the pairs of two families that readers are likeliest to need.

    Args:
        entries: the catalogue's entries.

    Returns:
        As many as `PAIRS`, by how many libraries answer each with a formula.
    """

    def rank(entry: Entry) -> tuple[int, int, int, str]:
        answering = {one["library"] for one in entry["libraries"] if one["answer"] == "closed form"}
        knowing = set.intersection(*(set(names_of(entry["distributions"][side]["slug"])) for side in "pq"))
        return -len(answering), -len(knowing), len(entry["statement"]["tex"]), entry["id"]

    between = [e for e in entries if e["kind"] == "closed form" and len({*_slugs(e)}) == 2]
    return sorted(between, key=rank)[:PAIRS]


def _slugs(entry: Entry) -> list[str]:
    return [entry["distributions"][side]["slug"] for side in "pq" if side in entry["distributions"]]


def _title(entry: Entry, side: str) -> str:
    return str(DISTRIBUTIONS[entry["distributions"][side]["slug"]].title)


def _item(entry: Entry) -> list[str]:
    """A formula with its name, the letters of its parameters, and a link to how it comes about."""
    p, q = _slugs(entry)
    name = f"{_title(entry, 'p')} ‖ {_title(entry, 'q')}" if p != q else _title(entry, "p")
    variant = entry["title"].partition(" distributions ")[2]
    letters = "" if variant or DISTRIBUTIONS[p].variate != UNIVARIATE else _letters(p, q)
    tex = entry["statement"]["tex"]
    small = " small" if max(map(len, tex.split(r"\\"))) > LONG else ""
    return [
        f'<div class="sheet-item{small}" markdown>',
        "",
        f"[{f'{name} {variant}'.strip()}](kl/{entry['id']}.md){letters}",
        "",
        "$$",
        tex,
        "$$",
        "",
        "</div>",
        "",
    ]


def _letters(p: str, q: str) -> str:
    """What each letter is in code."""
    specs = [DISTRIBUTIONS[slug].spec for slug in dict.fromkeys((p, q))]
    return " " + "; ".join(", ".join(f"${letter_tex(one.letter)}$ {one.name}" for one in spec) for spec in specs)
