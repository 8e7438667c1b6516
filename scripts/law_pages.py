"""A page for each law, and the matrix of all ordered pairs, from the entries of the catalogue."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import sympy as sp

from kldiv import entropy
from kldiv.laws import LAWS, Law
from kldiv.laws.base import UNIVARIATE
from kldiv.libraries import LIBRARIES, names_of
from kldiv.render.tex import expression_tex
from kldiv.render.words import law_name, plural
from kldiv.standard import STANDARDS, variable

Entry = dict[str, Any]

NOTES = Path(__file__).resolve().parents[1] / "docs" / "laws-notes"

#: How each kind of answer is marked: a sign that needs no colour, a class, and words.
MARKS = {
    "closed": ("●", "closed form"),
    "conditional": ("◐", "closed form under a condition"),
    "infinite": ("∞", "infinite"),
    "undecided": ("○", "no closed form known"),
}


def files(entries: list[Entry]) -> dict[str, str]:
    """Write the pages of the laws and of the matrix.

    Args:
        entries: what machines read of each derivation.

    Returns:
        Markdown by path.
    """
    by_id = {entry["id"]: entry for entry in entries}
    pages = {f"pages/laws/{slug}.md": law_page(slug, by_id) for slug in LAWS}
    return {**pages, "pages/laws/index.md": index_page(), "pages/matrix.md": matrix_page(by_id)}


def kind_of(entry: Entry) -> str:
    """Tell which mark an entry bears."""
    if entry["kind"] == "closed form":
        return "conditional" if entry["conditions"] else "closed"
    return str(entry["kind"])


def univariate() -> list[str]:
    """The slugs of the univariate laws, in order."""
    return [slug for slug, law in LAWS.items() if law.variate == UNIVARIATE]


# --- the page of a law -------------------------------------------------------------------------------------------


def law_page(slug: str, entries: dict[str, Entry]) -> str:
    """Write the page of one law.

    Args:
        slug: the law's slug.
        entries: the catalogue's entries by id.

    Returns:
        Markdown.
    """
    kind = LAWS[slug]
    law = plain_letters(kind)
    lines = [
        "---",
        f'title: "The {law_name(kind)} law"',
        f'description: "The {law_name(kind)} law: density, parameters and their names elsewhere, and its divergences."',
        "---",
        "",
        f"# The {law_name(kind)} law",
        "",
        (kind.__doc__ or "").strip().splitlines()[0],
        "",
    ]
    story = NOTES / f"{slug}.md"
    if story.is_file():
        lines += [story.read_text(encoding="utf-8").strip(), ""]
    lines += _definition(law)
    if kind.variate == UNIVARIATE:
        lines += [f"[[figure:law-{slug}]]", ""]
    lines += _names(slug)
    if kind.variate == UNIVARIATE:
        lines += _transport(law) + _family(law) + _entropy(law)
    lines += _row(slug, entries) + _column(slug, entries)
    return "\n".join(lines).rstrip() + "\n"


def plain_letters(kind: type[Law]) -> Law:
    """Return a law with its letters for parameters, without the index that tells p from q."""
    law = kind.symbolic("p")
    if kind.variate == UNIVARIATE:
        for parameter in kind.spec:
            law.parameters[parameter.name] = sp.Symbol(parameter.letter, **parameter.domain.assumptions)
    return law


def _definition(law: Law) -> list[str]:
    x = law.variable()
    word = "mass" if law.kind == "discrete" else "density"
    lines = [f"## Its {word} {{ #density }}", ""]
    tex = expression_tex(law.density(x))
    lines += ["$$", f"f(x) = {tex}, \\qquad x \\in {law.support().tex}", "$$", ""]
    lines += ["| parameter | in code | domain | what it is |", "|---|---|---|---|"]
    for parameter in law.spec:
        domain = parameter.domain.tex.replace("{}", "{0}").format(parameter.tex)
        lines.append(f"| ${parameter.tex}$ | `{parameter.name}` | ${domain}$ | {parameter.description} |")
    return [*lines, ""]


def _names(slug: str) -> list[str]:
    rows = names_of(slug)
    if not rows:
        return []
    said = "The same law, with our parameters put where each library wants them."
    lines = ["## What others call it { #names }", "", said, "", "| library | call |", "|---|---|"]
    return [*lines, *(f"| {LIBRARIES[library]} | `{call}` |" for library, call in rows.items()), ""]


def _transport(law: Law) -> list[str]:
    if law.standard is None or law.standard not in STANDARDS:
        return []
    standard = STANDARDS[law.standard]
    u = variable(standard)
    image = law.transport(u).replace(sp.sign, lambda _: sp.S.One).replace(sp.Abs, lambda a: a)
    if image == u:
        return []
    capital = sp.Symbol(u.name.upper())
    return [
        "## From a standard law { #transport }",
        "",
        "A variable of this law is a function of a standard one. Expectations are taken there.",
        "",
        "$$",
        f"X = {expression_tex(image.xreplace({u: capital}))}, \\qquad {standard.tex}",
        "$$",
        "",
    ]


def _family(law: Law) -> list[str]:
    family = law.exponential_family(sp.Symbol("x", positive=True))
    if family is None:
        return []
    pairs = "$, $".join(expression_tex(e) for e in family.natural)
    statistics = "$, $".join(expression_tex(e) for e in family.statistics)
    return [
        "## As an exponential family { #exponential-family }",
        "",
        "$$",
        r"f(x) = h(x)\, \exp\bigl(\eta \cdot T(x) - A\bigr)",
        "$$",
        "",
        f"- natural parameters $\\eta$: ${pairs}$",
        f"- statistics $T(x)$: ${statistics}$",
        f"- log-partition $A$: ${expression_tex(family.log_partition)}$",
        f"- carrier $h(x)$: ${expression_tex(family.carrier)}$",
        "",
    ]


def _entropy(law: Law) -> list[str]:
    try:
        value = entropy(law)
    except (ValueError, LookupError, ArithmeticError):
        return ["## Its entropy { #entropy }", "", "No closed form of the entropy is known here.", ""]
    if isinstance(value, sp.Piecewise):
        value = value.args[0][0]
    formula = f"H(p) = {expression_tex(value)} \\text{{ nats}}"
    return ["## Its entropy { #entropy }", "", "$$", formula, "$$", ""]


def _row(slug: str, entries: dict[str, Entry]) -> list[str]:
    found = [(q, entries[f"{slug}-{q}"]) for q in LAWS if f"{slug}-{q}" in entries]
    said = f"$D(p \\,\\|\\, q)$ with the {law_name(LAWS[slug])} law as $p$."
    lines = ["## When the data follow it { #row }", "", said]
    lines += ["", "| $q$ | answer |", "|---|---|"]
    for q, entry in found:
        name = law_name(LAWS[q])
        if entry["kind"] == "infinite":
            lines.append(f'| <span id="{entry["id"]}">{name}</span> | ∞. {" ".join(entry["notes"])} |')
        else:
            sign, words = MARKS[kind_of(entry)]
            lines.append(f"| {name} | {sign} [{words}](../kl/{entry['id']}.md) |")
    return [*lines, ""]


def _column(slug: str, entries: dict[str, Entry]) -> list[str]:
    found = [entries[f"{p}-{slug}"] for p in LAWS if f"{p}-{slug}" in entries and p != slug]
    finite = [entry for entry in found if entry["kind"] != "infinite"]
    lines = ["## When it stands in for another { #column }", ""]
    if not found:
        return []
    lines.append(
        f"As $q$, it answers {plural(len(finite), 'law')} with a finite divergence for some parameters, "
        f"and {plural(len(found) - len(finite), 'law')} with $+\\infty$ always."
    )
    lines.append("")
    for entry in finite:
        sign, words = MARKS[kind_of(entry)]
        lines.append(f"- {sign} [{entry['laws']['p']['name']}](../kl/{entry['id']}.md), {words}")
    return [*lines, ""]


def index_page() -> str:
    """Write the list of all laws."""
    lines = ["# The laws", "", "Every law of the catalogue, with the letter of each parameter. Each has a page.", ""]
    lines += ["| law | parameters | lives on |", "|---|---|---|"]
    for slug, kind in LAWS.items():
        names = ", ".join(f"`{p.name}`" for p in kind.spec)
        lines.append(f"| [{kind.name}]({slug}.md) | {names} | ${plain_letters(kind).support().tex}$ |")
    return "\n".join(lines) + "\n"


# --- the matrix ----------------------------------------------------------------------------------------------------


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
