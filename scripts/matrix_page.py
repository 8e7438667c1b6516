"""The matrix of all ordered pairs, and the marks of their answers."""

from __future__ import annotations

from html import escape
from typing import Any

from kldiv.distributions import LAWS
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
    """The slugs of the univariate laws, in order."""
    return [slug for slug, law in LAWS.items() if law.variate == UNIVARIATE]


def matrix_page(entries: dict[str, Entry]) -> str:
    """Write the page of the matrix.

    Args:
        entries: the catalogue's entries by id.

    Returns:
        Markdown with a plain table of links, which a script makes easier to walk and to filter.
    """
    laws = univariate()
    kinds = [kind_of(entries[f"{p}-{q}"]) for p in laws for q in laws]
    counts = {kind: kinds.count(kind) for kind in MARKS}
    lines = [
        "---",
        'title: "The matrix"',
        'description: "Every ordered pair of univariate laws, with an answer in every cell."',
        "hide: [toc]",
        "---",
        "",
        "# Which pairs have a formula?",
        "",
        f"Rows are $p$, the law of the data; columns are $q$, the law that stands in for it. "
        f"All {len(kinds)} ordered pairs of {len(laws)} univariate laws have an answer: "
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
        '<label>Law <input type="search" id="matrix-law" placeholder="such as gamma" autocomplete="off"></label>',
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
        *(f'<th scope="col"><a href="laws/{q}.html"><span>{escape(LAWS[q].name)}</span></a></th>' for q in laws),
        "</tr></thead>",
        "<tbody>",
        *(_matrix_row(p, laws, entries) for p in laws),
        "</tbody></table>",
        "</div>",
        "",
        "## Laws of vectors, matrices and labels { #others }",
        "",
        "These are compared within their own family.",
        "",
    ]
    others = [e for e in entries.values() if e["laws"] and LAWS[e["laws"]["p"]["slug"]].variate != UNIVARIATE]
    lines += [f"- [{entry['title']}](kl/{entry['id']}.md)" for entry in others]
    return "\n".join(lines) + "\n"


def _matrix_row(p: str, laws: list[str], entries: dict[str, Entry]) -> str:
    cells = [f'<tr data-law="{p}"><th scope="row"><a href="laws/{p}.html">{escape(LAWS[p].name)}</a></th>']
    for q in laws:
        entry = entries[f"{p}-{q}"]
        kind = kind_of(entry)
        sign, words = MARKS[kind]
        said = escape(f"{LAWS[p].name} to {LAWS[q].name}: {words}", quote=True)
        cells.append(
            f'<td class="matrix-{kind}" data-law="{q}" data-kind="{kind}">'
            f'<a href="{entry["place"]}" title="{said}" aria-label="{said}">{sign}</a></td>'
        )
    return "".join([*cells, "</tr>"])
