"""A page for each distribution, from its story and the entries of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sympy as sp

from kldiv import entropy
from kldiv.algebra.notation import DISCRETE
from kldiv.distributions import DISTRIBUTIONS, Distribution
from kldiv.distributions.base import UNIVARIATE
from kldiv.distributions.standard import STANDARDS, variable
from kldiv.writing.parameters import letter_tex, support_tex
from kldiv.writing.tex import expression_tex
from scripts.figures.densities import sketch
from scripts.pages import formula_sheet
from scripts.pages.best import best
from scripts.pages.distribution_moments import moments
from scripts.pages.distribution_pairs import column, row
from scripts.pages.elsewhere import names_section
from scripts.pages.matrix_page import answers_text, matrix_page
from scripts.pages.pair_answers import answer, grouped
from scripts.pages.relation_map import drawing, relatives
from scripts.pages.relations import checked
from scripts.pages.try_it import picker_of

Entry = dict[str, Any]

#: The headings of the list.
LIVES_ON = {
    "counts": "On counts",
    "line": "On the whole line",
    "half-line": "On a half-line",
    "interval": "On an interval",
    "circle": "On a circle",
}
OF_ARRAYS = "Of vectors, matrices and labels"

NOTES = Path(__file__).resolve().parents[2] / "docs" / "distribution-notes"


def files(entries: list[Entry], lemmas: Mapping[str, Entry]) -> dict[str, str]:
    """Write the pages of the distributions, of the matrix, and the formula sheet.

    Args:
        entries: what machines read of each derivation.
        lemmas: the lemmas of all entries by id, as `scripts.pages.entry.lemmas_of` gives them.

    Returns:
        Markdown by path.
    """
    by_id = {entry["id"]: entry for entry in entries}
    pages = {f"pages/distributions/{slug}.md": distribution_page(slug, by_id, lemmas) for slug in DISTRIBUTIONS}
    return {
        **pages,
        "pages/distributions/index.md": index_page(),
        "pages/matrix.md": matrix_page(by_id),
        f"pages/{formula_sheet.PATH}": formula_sheet.page(by_id),
        "machine/answers.json": answers_text(by_id),
    }


def distribution_page(slug: str, entries: dict[str, Entry], lemmas: Mapping[str, Entry]) -> str:
    """Write the page of one distribution.

    Args:
        slug: the distribution's slug.
        entries: the catalogue's entries by id.
        lemmas: their lemmas by id.

    Returns:
        Markdown.

    Raises:
        ValueError: if nobody has written the distribution's story.
    """
    kind = DISTRIBUTIONS[slug]
    distribution = plain_letters(kind)
    lines = [
        "---",
        f'title: "The {kind.name} distribution"',
        f'description: "The {kind.name} distribution: density, parameters and their names elsewhere, '
        'and its divergences."',
        *([f"search_aliases: [{', '.join(kind.cases)}]"] if kind.cases else []),
        "template: distribution.html",
        "---",
        "",
        f"# The {kind.name} distribution",
        "",
        *_also(kind),
        '<div class="distribution-card" data-search-exclude markdown>',  # the story is what a search should read
        "",
        *_density(distribution),
        *_own_divergence(slug, entries),
        "</div>",
        "",
    ]
    lines += ["<div data-search-exclude markdown>", ""]
    if kind.variate == UNIVARIATE:
        lines += [f"[[figure:distribution-{slug}]]", ""]
    lines += [*_parameters(distribution), "</div>", "", story(slug), ""]
    if found := relatives(slug):
        lines += ["## Its relatives { #relations }", "", *found, "", "[All of them on a map](index.md#relations).", ""]
    if kind.variate == UNIVARIATE:
        lines += _entropy(distribution) + moments(slug, entries.values(), lemmas)
    if chosen := picker_of(slug):
        lines += ["## Put your own numbers in { #numbers }", "", *chosen]
    lines += row(slug, entries) + column(slug, entries) + names_section(slug)
    if kind.variate == UNIVARIATE:
        lines += _transport(distribution) + _family(distribution)
    return "\n".join(lines).rstrip() + "\n"


def _also(kind: type[Distribution]) -> list[str]:
    """Its other names, and the names of its special cases."""
    cases = [f"{name} is {call}" for name, call in kind.cases.items()]
    said = [f"Also called {', '.join(kind.aliases)}." if kind.aliases else "", f"{'; '.join(cases)}." if cases else ""]
    shown = " ".join(part[0].upper() + part[1:] for part in said if part)
    return [f'<p class="also-called" data-search-exclude markdown>{shown}</p>', ""] if shown else []


def story(slug: str) -> str:
    """Read the story of a distribution.

    Args:
        slug: the distribution's slug.

    Returns:
        Markdown.

    Raises:
        ValueError: if there is none.
    """
    path = NOTES / f"{slug}.md"
    text = path.read_text(encoding="utf-8").strip() if path.is_file() else ""
    if not text:
        raise ValueError(
            f"the {DISTRIBUTIONS[slug].name} distribution has no story: write docs/distribution-notes/{slug}.md"
        )
    return text


def plain_letters(kind: type[Distribution]) -> Distribution:
    """Return a distribution with its letters for parameters, without the index that tells p from q."""
    distribution = kind.symbolic("p")
    if kind.variate == UNIVARIATE:
        for parameter in kind.spec:
            distribution.parameters[parameter.name] = sp.Symbol(parameter.letter, **parameter.domain.assumptions)
    return distribution


def _density(distribution: Distribution) -> list[str]:
    x = distribution.variable()
    word = "probability mass function" if distribution.kind == DISCRETE else "density"
    tex = expression_tex(distribution.density(x))
    if distribution.variate != UNIVARIATE:  # whose letters come with the index that tells p from q
        tex = re.sub(r"(?<=[A-Za-z])_p(?![A-Za-z])", "", tex)
    else:
        tex += f", \\qquad x \\in {support_tex(distribution.support())}"
    return [f'<p class="card-label" id="density">Its {word}</p>', "", "$$", f"f(x) = {tex}", "$$", ""]


def _own_divergence(slug: str, entries: Mapping[str, Entry]) -> list[str]:
    """The divergence between two of its kind, which is what most readers come for."""
    if not (entry := entries.get(f"{slug}-{slug}")):
        return []
    link = f"[{'Step by step' if entry['kind'] == 'closed form' else 'How far it gets'}](../kl/{entry['id']}.md)"
    return [
        f'<p class="card-label" id="divergence">{entry["title"]}</p>',
        "",
        '<div data-part="statement" markdown>',
        "",
        answer(entry),
        "",
        "</div>",
        "",
        f"{link}, with its checks.",
        "",
    ]


def _parameters(distribution: Distribution) -> list[str]:
    lines = ["| parameter | in code | domain | what it is |", "|---|---|---|---|"]
    for parameter in distribution.spec:
        domain = parameter.domain.tex.replace("{}", "{0}").format(letter_tex(parameter.letter))
        lines.append(
            f"| ${letter_tex(parameter.letter)}$ | `{parameter.name}` | ${domain}$ | {parameter.description} |"
        )
    return [*lines, ""]


def _transport(distribution: Distribution) -> list[str]:
    if distribution.standard is None or distribution.standard not in STANDARDS:
        return []
    standard = STANDARDS[distribution.standard]
    u = variable(standard)
    image = distribution.transport(u).replace(sp.sign, lambda _: sp.S.One).replace(sp.Abs, lambda a: a)
    if image == u:
        return []
    capital = sp.Symbol(u.name.upper())
    shapes = dict(zip("ab", map(expression_tex, distribution.standard_parameters()), strict=False))
    named = re.sub(r"(?<=[(\s])[ab](?=[,)])", lambda found: shapes[found[0]], standard.tex)
    return [
        "## From a standard distribution { #transport }",
        "",
        "A variable of this distribution is a function of a standard one. Expectations are taken there.",
        "",
        "$$",
        f"X = {expression_tex(image.xreplace({u: capital}))}, \\qquad {named}",
        "$$",
        "",
    ]


def _family(distribution: Distribution) -> list[str]:
    family = distribution.exponential_family(sp.Symbol("x", positive=True))
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


def _entropy(distribution: Distribution) -> list[str]:
    try:
        value = entropy(distribution)
    except (ValueError, LookupError, ArithmeticError):
        return ["## Its entropy { #entropy }", "", "No closed form of the entropy is derived here.", ""]
    if isinstance(value, sp.Piecewise):
        value = value.args[0][0]
    formula = f"H(p) = {expression_tex(best(value))} \\text{{ nats}}"
    return ["## Its entropy { #entropy }", "", "$$", formula, "$$", ""]


def index_page() -> str:
    """Write the list of all distributions, with a sketch of each and a map of their relations."""
    lines = [
        "---",
        "title: The distributions",
        "description: Every distribution of the catalogue, with a sketch, its parameters, and a map of how they are "
        "related.",
        "hide: [toc]",
        "template: distribution.html",
        "---",
        "",
        "# The distributions",
        "",
        "Every distribution of the catalogue has a page: its density, its own divergence, its relatives, what "
        "libraries call it.",
        "",
        "## How they are related { #relations }",
        "",
        "At suitable parameters, and up to location and scale, what stands on the left becomes what stands on its "
        "right by the function at the line; a dotted line leads to a special case. The page of each distribution says "
        "at which parameters. The build tries every line: it compares densities, and of arrays divergences.",
        "",
        '<div class="relations-box" tabindex="0" role="region" aria-label="Map of the distributions">',
        *drawing(checked()),
        "</div>",
        "",
    ]
    arrays = [slug for slug, kind in DISTRIBUTIONS.items() if kind.variate != UNIVARIATE]
    for heading, slugs in {**{LIVES_ON[key]: slugs for key, slugs in grouped().items()}, OF_ARRAYS: arrays}.items():
        lines += [f"## {heading}", "", "| density | distribution | parameters | supported on |", "|---|---|---|---|"]
        lines += [*map(_listed_line, slugs), ""]
    return "\n".join(lines) + "\n"


def _listed_line(slug: str) -> str:
    kind = DISTRIBUTIONS[slug]
    names = ", ".join(f"`{p.name}`" for p in kind.spec)
    where = f"${support_tex(plain_letters(kind).support())}$" if kind.variate == UNIVARIATE else ""
    return f"| {sketch(slug)} | [{kind.title}]({slug}.md) | {names} | {where} |"
