"""The page of a derivation on the site: Markdown for Python-Markdown with md_in_html."""

from __future__ import annotations

import html
import json
import re

from kldiv.algebra.exact import exact
from kldiv.derived import Derivation
from kldiv.distributions.base import Distribution
from kldiv.identities import IDENTITIES
from kldiv.proof.report import Report
from kldiv.register.registry import short_address
from kldiv.writing.address import SITE_ADDRESS
from kldiv.writing.citation import cite
from kldiv.writing.latex import to_latex
from kldiv.writing.letters import letters
from kldiv.writing.markdown import display
from kldiv.writing.parameters import support_tex
from kldiv.writing.statement import condition_tex, holes, shared, statement_tex
from kldiv.writing.tex import expression_tex
from kldiv.writing.words import article, glossary, plural, proved_words, question, said, variable_rows
from scripts.pages.elsewhere import libraries_section, numpy_section
from scripts.pages.example import call, computed, example_distributions
from scripts.pages.parts import checks_section, derivation_section, fold, html_of, is_pair
from scripts.pages.quadrature_value import quadrature_value

#: What each format is called on its tab, and the language it is highlighted as.
_TABS = {
    "bibtex": ("BibTeX", "bibtex"),
    "csl-json": ("CSL-JSON", "json"),
    "ris": ("RIS", "text"),
    "text": ("Text", "text"),
}


def page(
    derivation: Derivation,
    report: Report,
    before: str = "",
    after: str = "",
    *,
    site: str = SITE_ADDRESS,
    rules_page: str = "",
) -> str:
    """Write the page of a derivation.

    Args:
        derivation: any derivation.
        report: what its checks said.
        before: hand-written Markdown that goes before the statement.
        after: hand-written Markdown that goes after the derivation.
        site: the address of the site, for the citation.
        rules_page: the page that explains the rules, as a link from this page; "" for no links.

    Returns:
        Markdown that ends in a newline.
    """
    lines = ["---", f"title: {json.dumps(derivation.title, ensure_ascii=False)}"]
    lines += [f"description: {json.dumps(_description(derivation), ensure_ascii=False)}", "---", ""]
    lines += [f"# {derivation.title}", "", _badges(derivation, report), ""]
    asked = question(derivation)
    lines += [f"*{asked}*", ""] if asked != derivation.title else []
    lines += [before.strip() or _opening(derivation), ""]
    lines += [*_distributions_section(derivation), *_statement_section(derivation)]
    lines += derivation_section(derivation, report, rules_page)
    lines += checks_section(derivation, report)
    lines += _code_section(derivation)
    lines += [after.strip(), ""] if after.strip() else []
    lines += [*_uses_section(derivation), *_sources_section(derivation), *_take_section(derivation, site)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _description(derivation: Derivation) -> str:
    ending = {
        "closed form": "derived from the definition, with every step checked",
        "infinite": "why it is infinite",
        "undecided": "how far the derivation gets",
    }.get(derivation.kind, "derived, with every step checked")
    return f"{derivation.title}: {ending}."


def _badges(derivation: Derivation, report: Report) -> str:
    kind = html_of("span", derivation.kind, "badge" if derivation.kind != "undecided" else "badge warn")
    passed = html_of("span", f"{plural(report.passed, 'check')} passed", "badge pass")
    proved = proved_words(report)
    value = f" {html_of('span', proved, 'badge pass' if report.proved_digits else 'badge warn')}" if proved else ""
    version = html_of("span", f"version {derivation.version}", "badge")
    status = f"[{html_of('span', derivation.status, 'badge')}](../reference/checks.md#status) "
    shown = status if derivation.status != derivation.kind else ""
    return f"{kind} {shown}[{passed}](../reference/verification.md){value} {version}"


def _opening(derivation: Derivation) -> str:
    p, q = derivation.distributions or (None, None)
    if not (isinstance(p, Distribution) and isinstance(q, Distribution)):
        return f"**{derivation.title}.** The statement, its derivation, and the checks that it has passed."
    say = {
        "closed form": "can be written in closed form.",
        "infinite": "is infinite.",
        "undecided": "has no closed form here: the derivation stops at an expectation without a lemma.",
    }[derivation.kind]
    first = p.name
    second = f"{q.name} distribution" if type(p) is not type(q) else f"second {q.name} distribution"
    return (
        f"Data follow {article(first)} {first} distribution $p$; {article(second)} {second} $q$ stands in for it. The "
        f"divergence $D(p \\,\\|\\, q)$ {say}"
    )


def _distributions_section(derivation: Derivation) -> list[str]:
    distributions = list(zip("pq", derivation.distributions, strict=False))
    if not distributions:
        return []
    lines = ["## The two distributions { #distributions }", ""]
    rows = variable_rows(derivation)
    for index, distribution in distributions:
        x = distribution.variable()
        kind = "mass" if distribution.kind == "discrete" else "density"
        lines.append(f"**${index}$ is {distribution.name}**, with {kind}")
        lines += display(
            f"{index}(x) = {expression_tex(distribution.density(x))}, "
            f"\\qquad x \\in {support_tex(distribution.support())}"
        )
        lines += ["| parameter | in code | domain | what it is |", "|---|---|---|---|"]
        lines += [
            f"| ${row['tex']}$ | `{row['name']}` | {'$' + row['domain'] + '$' if row['domain'] else ''} "
            f"| {row['description']} |"
            for row in rows
            if row["distribution"] == index
        ]
        lines.append("")
    return lines


def _statement_section(derivation: Derivation) -> list[str]:
    lines = ["## The statement { #statement }", ""]
    if derivation.kind == "undecided":
        lines += ["No closed form was found, and none is claimed.", "", quadrature_value(derivation), ""]
    else:
        lines += display(statement_tex(derivation), f"eq:{derivation.id}")[1:]
    if shared(derivation):
        held = " and ".join(f"${condition_tex(c)}$" for c in shared(derivation))
        told = "Elsewhere no formula is claimed, and `kldiv.kl_divergence` falls back on the definition."
        lines += [f"The formula is for {held} only. {told}", ""]
    elif derivation.assumptions and derivation.kind != "infinite":
        held = " and ".join(f"${condition_tex(c)}$" for c in derivation.assumptions)
        if derivation.otherwise is None:
            lines += [f"It holds for {held}. Elsewhere nothing is claimed.", ""]
        else:
            value = expression_tex(derivation.otherwise)
            lines += [
                f"The formula holds for {held}. Everywhere else in the domains the value is ${value}$.",
                "",
            ]
    elif derivation.kind == "closed form":
        lines += ["There are no conditions beyond the domains of the parameters.", ""]
    if derivation.kind == "closed form" and holes(derivation):
        where = " or ".join(f"${condition_tex(c)}$" for c in holes(derivation))
        lines += [f"Where {where}, the formula itself is 0/0; the value is then its limit.", ""]
    notes = (glossary(derivation.result), letters(derivation), *derivation.notes)
    return lines + [part for note in notes if note for part in (_coded(said(note)), "")]


def _coded(note: str) -> str:
    """Set the expectation that has no lemma as code, or Markdown would take its stars for emphasis."""
    return re.sub(r"(?<=no lemma for )E\[.*\](?= under the )", r"`\g<0>`", note)


def _code_section(derivation: Derivation) -> list[str]:
    if not is_pair(derivation):
        return _catalogue_code(derivation)
    p, q = derivation.distributions
    lines = ["## In code { #code data-search-exclude }", "", "The formula:", "", "```python", "import kldiv", ""]
    lines += [f'kldiv.derive("{p.slug}", "{q.slug}").result', "```", ""]
    distributions = example_distributions(derivation)
    value = computed(*distributions) if distributions else None
    if distributions and value is not None:
        lines += ["A number, in nats:", "", "```python", "import kldiv", ""]
        lines += [f"{letter} = {call(one)}" for letter, one in zip("pq", distributions, strict=True)]
        lines += [f"kldiv.kl_divergence(p, q)  # {value!r}", "```", ""]
    return lines + numpy_section(derivation) + libraries_section(derivation)


def _catalogue_code(derivation: Derivation) -> list[str]:
    call_line = f'kldiv.catalogue()["{derivation.id}"].check()'
    return [
        "## In code { #code data-search-exclude }",
        "",
        "```python",
        "import kldiv",
        "",
        f"print({call_line})",
        "```",
        "",
    ]


def _uses_section(derivation: Derivation) -> list[str]:
    uses = getattr(derivation.evidence, "uses", ())
    if not uses:
        return []
    pages = {name: f"{name}.md" if name in IDENTITIES else f"../kl/{name}.md" for name in uses}
    links = ", ".join(f"[{name.replace('-', ' ')}]({path})" for name, path in pages.items())
    return ["## What it rests on { #uses }", "", f"{links}; see [what rests on what](index.md#graph).", ""]


def _sources_section(derivation: Derivation) -> list[str]:
    if not derivation.references:
        return []
    cited = "; ".join(f"@{key}, {locator}" if locator else f"@{key}" for key, locator in derivation.references)
    return ["## Sources { #sources }", "", f"The statement can be compared with a published one [{cited}].", ""]


def _take_section(derivation: Derivation, site: str) -> list[str]:
    lines = ["## Take it with you { #take data-search-exclude }", ""]
    if derivation.kind != "undecided":
        lines += ["As LaTeX:", "", "```latex", statement_tex(derivation), "```", ""]
    lines += fold("The whole derivation in LaTeX", ["```latex", to_latex(derivation).rstrip("\n"), "```"])
    exported = f"{derivation.id}.json"
    lines += [
        f"All of it as data: [{exported}](../data/derivations/{exported}). `kldiv verify {exported}` re-checks it"
    ]
    lines += ["[without the engine that made it](../reference/verification.md#verify).", ""]
    if derivation.kind != "undecided":
        notation = exact(derivation.result)
        lines += fold("The right side for SymPy", ["```python", notation, "```"])
        # The menu of the equation copies it from here.
        data = f'data-equation="eq-{derivation.id}" data-sympy="{html.escape(notation)}"'
        lines += [f'<div class="equation-data" {data} hidden></div>', ""]
    return [*lines, *_cite_section(derivation, site)]


def _cite_section(derivation: Derivation, site: str) -> list[str]:
    """A tab for each format; the theme gives every block of code a button that copies it."""
    lines = ["## Cite this { #cite data-search-exclude }", ""]
    for form, (name, language) in _TABS.items():
        block = ["```" + language, *cite(derivation, form, site).rstrip("\n").split("\n"), "```"]
        lines += [f'=== "{name}"', "", *(f"    {line}".rstrip() for line in block), ""]
    address = short_address(derivation.id)
    # Not a Markdown link: MkDocs would look for a source of that page, and there is none.
    link = f'<a class="permanent" href="../{address}index.html">{address}</a>'
    return [*lines, f"Its permanent address is {link}.", ""]
