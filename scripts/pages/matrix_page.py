"""The matrix of all ordered pairs as a poster: a table of links, two pickers, filters, and the place for an answer."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from html import escape
from typing import Any

from kldiv.distributions import DISTRIBUTIONS
from scripts.pages import formula_sheet
from scripts.pages.pair_answers import (
    ELEMENTARY,
    FUNCTIONS,
    GROUPS,
    MARKS,
    OTHER,
    answer,
    arrays,
    functions_of,
    grouped,
    kind_of,
    univariate,
)
from scripts.pages.try_it import picker

Entry = dict[str, Any]

#: How many pairs bear each mark, in a word or two.
COUNTED = {
    "closed": "closed forms",
    "conditional": "closed forms under a condition",
    "infinite": "infinite",
    "undecided": "no closed form here",
}

#: The pair that the page shows before a reader has chosen one.
FIRST = "normal"


def answers_by_row(entries: dict[str, Entry]) -> dict[str, dict[str, str]]:
    """The answers of all pairs in Markdown: by p, then by q.

    Args:
        entries: the catalogue's entries by id.

    Returns:
        What the matrix shows of each cell.
    """
    rows: dict[str, dict[str, str]] = {}
    for entry in entries.values():
        if sides := entry["distributions"]:
            p, q = sides["p"]["slug"], sides["q"]["slug"]
            if entry["id"] == f"{p}-{q}":
                rows.setdefault(p, {})[q] = answer(entry)
    return rows


def answers_text(entries: dict[str, Entry]) -> str:
    """Write the answers as JSON, for the site to typeset."""
    return json.dumps(answers_by_row(entries), indent=1, ensure_ascii=False) + "\n"


def matrix_page(entries: dict[str, Entry]) -> str:
    """Write the page of the matrix.

    Args:
        entries: the catalogue's entries by id.

    Returns:
        Markdown with a plain table of links, which a script makes easier to walk and to filter.
    """
    slugs = univariate()
    counts = Counter(kind_of(entries[f"{p}-{q}"]) for p in slugs for q in slugs)
    lines = [
        "---",
        'title: "The matrix"',
        f'description: "All {len(slugs) ** 2} ordered pairs of {len(slugs)} distributions of numbers: '
        'a closed form, infinity, or the reason why there is no formula."',
        "template: matrix.html",
        "hide: [navigation, toc]",
        "---",
        "",
        '<div class="poster" markdown>',
        '<div class="poster-head" markdown>',
        "",
        "# Which pairs have a formula?",
        "",
        f"{len(slugs) ** 2} pairs: $p$ in rows, whence the data come; $q$ in columns, which stands in for it.",
        "",
        '<ul class="matrix-legend" data-search-exclude>',
        *(
            f'<li><span class="mark-{kind}" aria-hidden="true">{sign}</span> {counts[kind]} {COUNTED[kind]}</li>'
            for kind, (sign, _) in MARKS.items()
        ),
        "</ul>",
        "",
        "</div>",
        *_pickers(entries),
        '<section class="matrix-card" data-part="answer" aria-label="The answer" data-search-exclude markdown>',
        "",
        f'<p class="matrix-pair">{_pair_line(entries[f"{FIRST}-{FIRST}"])}</p>',
        "",
        '<div class="matrix-answer" markdown>',
        "",
        answer(entries[f"{FIRST}-{FIRST}"]),
        "",
        "</div>",
        "</section>",
        *_filters(),
        '<details class="matrix-fold">',
        "<summary>The whole matrix</summary>",
        '<div class="matrix-box">',
        *_table(entries),
        "</div>",
        "</details>",
        *_arrays(entries.values()),
        "</div>",
        "",
        "## Put numbers in { #numbers }",
        "",
        # No special functions in it: nothing more is fetched until one is asked for.
        *picker("log-normal,0,0.5", "weibull,1.5,2"),
    ]
    return "\n".join(lines) + "\n"


def _pair_line(entry: Entry) -> str:
    p, q = (DISTRIBUTIONS[entry["distributions"][side]["slug"]].title for side in "pq")
    sign, words = MARKS[kind_of(entry)]
    return f'<a href="{entry["place"]}">{escape(p)} ‖ {escape(q)}</a> <span>{sign} {words}</span>'


def _names(slug: str) -> list[str]:
    """Every name that finds a distribution, its title first."""
    kind = DISTRIBUTIONS[slug]
    return list(dict.fromkeys([kind.title, *kind.aliases, *kind.cases]))


def _pickers(entries: dict[str, Entry]) -> list[str]:
    groups = {GROUPS[group]: slugs for group, slugs in grouped().items()}
    families = dict.fromkeys(entry["distributions"]["p"]["slug"] for entry in arrays(entries.values()))
    groups["vectors, matrices, labels"] = list(families)
    options = []
    for group, slugs in groups.items():
        options.append(f'<optgroup label="{escape(group)}">')
        options += [
            f'<option value="{slug}"{" selected" if slug == FIRST else ""}>{escape(DISTRIBUTIONS[slug].title)}</option>'
            for slug in slugs
        ]
        options.append("</optgroup>")
    aliases = sorted(
        ((name, slug) for slugs in groups.values() for slug in slugs for name in _names(slug)[1:]),
        key=lambda pair: (pair[0].lower(), pair[1]),
    )
    options.append('<optgroup label="other names">')
    options += [
        f'<option value="{slug}">{escape(name[:1].upper() + name[1:])} → {escape(DISTRIBUTIONS[slug].title)}</option>'
        for name, slug in aliases
    ]
    options.append("</optgroup>")
    return [
        '<form class="matrix-picker" autocomplete="off" data-part="picker" data-live data-search-exclude>',
        f'<label><i>p</i> = <select name="p">{"".join(options)}</select></label>',
        '<button type="button" class="matrix-swap" aria-label="Swap p and q">⇄</button>',
        f'<label><i>q</i> = <select name="q">{"".join(options)}</select></label>',
        "</form>",
    ]


def _filters() -> list[str]:
    kinds = [f'<option value="{kind}">{words}</option>' for kind, (_, words) in MARKS.items()]
    functions = [ELEMENTARY, *((key, words) for key, (words, _) in FUNCTIONS.items()), OTHER]
    needs = [f'<option value="{key}">{words}</option>' for key, words in functions]
    return [
        '<form class="matrix-filter" autocomplete="off" data-live data-search-exclude>',
        '<label>Distribution <input type="search" id="matrix-distribution" name="name" placeholder="Gaussian" '
        'autocomplete="off" spellcheck="false"></label>',
        f'<label>Answer <select name="answer"><option value="">all</option>{"".join(kinds)}</select></label>',
        '<label>Formula needs <select name="needs"><option value="">anything</option>'
        f"{''.join(needs)}</select></label>",
        '<button type="reset">Clear</button>',
        '<output id="matrix-count" aria-live="polite"></output>',
        "</form>",
    ]


def _table(entries: dict[str, Entry]) -> list[str]:
    groups = grouped()
    slugs = univariate()
    firsts = {members[0] for members in groups.values()}
    columns = []
    for q in slugs:
        first = ' class="first"' if q in firsts else ""
        title = escape(DISTRIBUTIONS[q].title)
        columns.append(
            f'<th scope="col"{first} data-slug="{q}"><a href="distributions/{q}.html"><span>{title}</span></a></th>'
        )
    spans = [
        f'<th scope="colgroup" class="first" colspan="{len(members)}"><span>{GROUPS[group]}</span></th>'
        for group, members in groups.items()
    ]
    lines = [
        '<table class="matrix" data-search-exclude>',
        "<caption>Arrow keys move from cell to cell, Enter opens the page. Printed, it is one sheet of A3.</caption>",
        f'<thead><tr class="matrix-groups"><td></td>{"".join(spans)}</tr>',
        f'<tr><th scope="col" class="matrix-corner"><span><i>p</i> ↓ <i>q</i> →</span></th>{"".join(columns)}</tr>',
        "</thead>",
    ]
    for members in groups.values():
        lines += ["<tbody>", *(_row(p, slugs, firsts, entries) for p in members), "</tbody>"]
    return [*lines, "</table>"]


def _row(p: str, slugs: list[str], firsts: set[str], entries: dict[str, Entry]) -> str:
    title = escape(DISTRIBUTIONS[p].title)
    names = escape("|".join(_names(p)), quote=True)
    cells = [
        f'<tr data-slug="{p}" data-names="{names}"><th scope="row"><a href="distributions/{p}.html">{title}</a></th>'
    ]
    for q in slugs:
        entry = entries[f"{p}-{q}"]
        kind = kind_of(entry)
        sign, words = MARKS[kind]
        needs = f' data-needs="{" ".join(found)}"' if (found := functions_of(entry)) else ""
        said = f"{title} to {escape(DISTRIBUTIONS[q].title)}: {words}"
        first = " first" if q in firsts else ""
        cells.append(
            f'<td class="mark-{kind}{first}" data-kind="{kind}"{needs}>'
            f'<a href="{entry["place"]}" aria-label="{said}">{sign}</a></td>'
        )
    return "".join([*cells, "</tr>"])


def _arrays(entries: Iterable[Entry]) -> list[str]:
    lines = [
        '<section class="matrix-arrays">',
        '<h2 id="others">Vectors, matrices, labels</h2>',
        "<p>Each is compared within its own family.</p>",
        "<ul>",
    ]
    for entry in arrays(entries):
        p = entry["distributions"]["p"]["slug"]
        kind = kind_of(entry)
        sign, words = MARKS[kind]
        names = escape("|".join(_names(p)), quote=True)
        title = DISTRIBUTIONS[p].title
        variant = entry["title"].partition(" distributions ")[2]  # such as "given by Cholesky factors"
        shown = f"{title} {variant}".strip()
        pair = "" if variant else f' data-slug="{p}"'
        lines.append(
            f'<li{pair} data-names="{names}" data-kind="{kind}" data-needs="{" ".join(functions_of(entry))}">'
            f'<span class="mark-{kind}" aria-hidden="true">{sign}</span> '
            f'<a href="{entry["place"]}" aria-label="{escape(shown, quote=True)}: {words}">{escape(shown)}</a></li>'
        )
    lines += [
        "</ul>",
        f'<p>To take along: <a href="{formula_sheet.PATH.replace(".md", ".html")}">the formula sheet</a>.</p>',
    ]
    return [*lines, "</section>"]
