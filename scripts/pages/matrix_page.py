"""The matrix of all ordered pairs, and the marks of their answers."""

from __future__ import annotations

from html import escape
from typing import Any

from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE

Entry = dict[str, Any]

#: How each kind of answer is marked: a sign that needs no colour, a class, and words.
MARKS = {
    "closed": ("●", "closed form"),
    "conditional": ("◐", "closed form under a condition"),
    "infinite": ("∞", "infinite"),
    "undecided": ("○", "no closed form known"),
}


def kind_of(entry: Entry) -> str:
    """Tell which mark an entry bears."""
    if entry["kind"] == "closed form":
        return "conditional" if entry["conditions"] else "closed"
    return str(entry["kind"])


def univariate() -> list[str]:
    """The slugs of the univariate distributions, in order."""
    return [slug for slug, distribution in DISTRIBUTIONS.items() if distribution.variate == UNIVARIATE]


def matrix_page(entries: dict[str, Entry]) -> str:
    """Write the page of the matrix.

    Args:
        entries: the catalogue's entries by id.

    Returns:
        Markdown with a plain table of links, which a script makes easier to walk and to filter.
    """
    distributions = univariate()
    kinds = [kind_of(entries[f"{p}-{q}"]) for p in distributions for q in distributions]
    counts = {kind: kinds.count(kind) for kind in MARKS}
    lines = [
        "---",
        'title: "The matrix"',
        'description: "Every ordered pair of univariate distributions, with an answer in every cell."',
        "hide: [toc]",
        "---",
        "",
        "# Which pairs have a formula?",
        "",
        f"Rows are $p$, the distribution of the data; columns are $q$, the distribution that stands in for it. "
        f"All {len(kinds)} ordered pairs of {len(distributions)} univariate distributions have an answer: "
        f"{counts['closed'] + counts['conditional']} closed forms, {counts['conditional']} of them under a condition "
        f"on the parameters, {counts['infinite']} that are infinite whatever the parameters, and "
        f"{counts['undecided']} without a closed form that is known here, for which quadrature answers.",
        "",
        '<ul class="matrix-legend">',
        *(
            f'<li><span class="matrix-{kind}" aria-hidden="true">{sign}</span> {words}: {counts[kind]}</li>'
            for kind, (sign, words) in MARKS.items()
        ),
        "</ul>",
        "",
        '<div class="matrix-filter" hidden>',
        '<label>Distribution <input type="search" id="matrix-distribution" placeholder="such as gamma" '
        'autocomplete="off"></label>',
        '<label>Answer <select id="matrix-kind"><option value="">all</option>',
        *(f'<option value="{kind}">{words}</option>' for kind, (_, words) in MARKS.items()),
        "</select></label>",
        '<output id="matrix-count" aria-live="polite"></output>',
        "</div>",
        "",
        '<div class="matrix-box" tabindex="0" role="region" aria-label="The matrix of all pairs">',
        '<table class="matrix" data-search-exclude>',
        "<caption>Arrow keys move from cell to cell, Enter opens the page.</caption>",
        '<thead><tr><th scope="col"><span class="matrix-corner">p, then q</span></th>',
        *(
            f'<th scope="col"><a href="distributions/{q}.html"><span>{escape(DISTRIBUTIONS[q].title)}</span></a></th>'
            for q in distributions
        ),
        "</tr></thead>",
        "<tbody>",
        *(_matrix_row(p, distributions, entries) for p in distributions),
        "</tbody></table>",
        "</div>",
        "",
        "## Distributions of vectors, matrices and labels { #others }",
        "",
        "These are compared within their own family.",
        "",
    ]
    others = [
        e
        for e in entries.values()
        if e["distributions"] and DISTRIBUTIONS[e["distributions"]["p"]["slug"]].variate != UNIVARIATE
    ]
    lines += [f"- [{entry['title']}](kl/{entry['id']}.md)" for entry in others]
    return "\n".join(lines) + "\n"


def _matrix_row(p: str, distributions: list[str], entries: dict[str, Entry]) -> str:
    cells = [
        f'<tr data-distribution="{p}"><th scope="row"><a href="distributions/{p}.html">'
        f"{escape(DISTRIBUTIONS[p].title)}</a></th>"
    ]
    for q in distributions:
        entry = entries[f"{p}-{q}"]
        kind = kind_of(entry)
        sign, words = MARKS[kind]
        said = escape(f"{DISTRIBUTIONS[p].title} to {DISTRIBUTIONS[q].title}: {words}", quote=True)
        cells.append(
            f'<td class="matrix-{kind}" data-distribution="{q}" data-kind="{kind}">'
            f'<a href="{entry["place"]}" title="{said}" aria-label="{said}">{sign}</a></td>'
        )
    return "".join([*cells, "</tr>"])
