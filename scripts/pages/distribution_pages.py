"""A page for each distribution, from its story and the entries of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sympy as sp

from kldiv import entropy
from kldiv.distributions import DISTRIBUTIONS, Distribution
from kldiv.distributions.base import UNIVARIATE
from kldiv.distributions.standard import STANDARDS, variable
from kldiv.register.libraries import LIBRARIES, compared_versions, comparison, names_of, trap_of
from kldiv.writing.parameters import letter_tex, support_tex
from kldiv.writing.tex import expression_tex
from kldiv.writing.words import plural
from scripts.pages.distribution_moments import moments
from scripts.pages.matrix_page import answers_text, matrix_page
from scripts.pages.pair_answers import MARKS, kind_of

Entry = dict[str, Any]

NOTES = Path(__file__).resolve().parents[2] / "docs" / "distribution-notes"


def files(entries: list[Entry], lemmas: Mapping[str, Entry]) -> dict[str, str]:
    """Write the pages of the distributions and of the matrix.

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
        "---",
        "",
        f"# The {kind.name} distribution",
        "",
        story(slug),
        "",
    ]
    lines += _definition(distribution)
    if kind.variate == UNIVARIATE:
        lines += [f"[[figure:distribution-{slug}]]", ""]
    lines += _names(slug)
    if kind.variate == UNIVARIATE:
        lines += _transport(distribution) + _family(distribution) + _entropy(distribution)
        lines += moments(slug, entries.values(), lemmas)
    lines += _row(slug, entries) + _column(slug, entries)
    return "\n".join(lines).rstrip() + "\n"


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


def _definition(distribution: Distribution) -> list[str]:
    x = distribution.variable()
    word = "mass" if distribution.kind == "discrete" else "density"
    lines = [f"## Its {word} {{ #density }}", ""]
    tex = expression_tex(distribution.density(x))
    lines += ["$$", f"f(x) = {tex}, \\qquad x \\in {support_tex(distribution.support())}", "$$", ""]
    lines += ["| parameter | in code | domain | what it is |", "|---|---|---|---|"]
    for parameter in distribution.spec:
        domain = parameter.domain.tex.replace("{}", "{0}").format(letter_tex(parameter.letter))
        lines.append(
            f"| ${letter_tex(parameter.letter)}$ | `{parameter.name}` | ${domain}$ | {parameter.description} |"
        )
    return [*lines, ""]


def _names(slug: str) -> list[str]:
    rows = names_of(slug)
    if not rows:
        return []
    said = "The same distribution, with our parameters put where each library wants them."
    lines = ["## What others call it { #names }", "", said, "", "| library | call |", "|---|---|"]
    lines += [f"| {LIBRARIES[library]} | `{call}` |" for library, call in rows.items()]
    asked = comparison()["distributions"].get(slug, {})
    waiting = [LIBRARIES[library] for library in rows if library in compared_versions() and library not in asked]
    lines += ["", f"Not yet compared with {', '.join(waiting)}."] if waiting else []
    trap = trap_of(slug)
    return [*lines, "", *(['!!! warning "Easily mistaken"', "", f"    {trap}", ""] if trap else [])]


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
        return ["## Its entropy { #entropy }", "", "No closed form of the entropy is known here.", ""]
    if isinstance(value, sp.Piecewise):
        value = value.args[0][0]
    formula = f"H(p) = {expression_tex(value)} \\text{{ nats}}"
    return ["## Its entropy { #entropy }", "", "$$", formula, "$$", ""]


def _row(slug: str, entries: dict[str, Entry]) -> list[str]:
    found = [(q, entries[f"{slug}-{q}"]) for q in DISTRIBUTIONS if f"{slug}-{q}" in entries]
    said = f"$D(p \\,\\|\\, q)$ with the {DISTRIBUTIONS[slug].name} distribution as $p$."
    lines = ["## When the data follow it { #row }", "", said]
    lines += ["", "| $q$ | answer |", "|---|---|"]
    for q, entry in found:
        name = DISTRIBUTIONS[q].name
        if entry["kind"] == "infinite":
            lines.append(f'| <span id="{entry["id"]}">{name}</span> | ∞. {" ".join(entry["notes"])} |')
        else:
            sign, words = MARKS[kind_of(entry)]
            lines.append(f"| {name} | {sign} [{words}](../kl/{entry['id']}.md) |")
    return [*lines, ""]


def _column(slug: str, entries: dict[str, Entry]) -> list[str]:
    found = [entries[f"{p}-{slug}"] for p in DISTRIBUTIONS if f"{p}-{slug}" in entries and p != slug]
    finite = [entry for entry in found if entry["kind"] != "infinite"]
    lines = ["## When it stands in for another { #column }", ""]
    if not found:
        return []
    lines.append(
        f"As $q$, it answers {plural(len(finite), 'distribution')} with a finite divergence for some parameters, "
        f"and {plural(len(found) - len(finite), 'distribution')} with $+\\infty$ always."
    )
    lines.append("")
    for entry in finite:
        sign, words = MARKS[kind_of(entry)]
        lines.append(f"- {sign} [{entry['distributions']['p']['name']}](../kl/{entry['id']}.md), {words}")
    return [*lines, ""]


def index_page() -> str:
    """Write the list of all distributions."""
    lines = [
        "# The distributions",
        "",
        "Every distribution of the catalogue, with the letter of each parameter. Each has a page.",
        "",
    ]
    lines += ["| distribution | parameters | lives on |", "|---|---|---|"]
    for slug, kind in DISTRIBUTIONS.items():
        names = ", ".join(f"`{p.name}`" for p in kind.spec)
        lines.append(f"| [{kind.title}]({slug}.md) | {names} | ${support_tex(plain_letters(kind).support())}$ |")
    return "\n".join(lines) + "\n"
