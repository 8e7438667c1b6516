"""The page of a derivation on the site: Markdown for Python-Markdown with md_in_html."""

from __future__ import annotations

import json
from collections.abc import Collection

from kldiv.derived import Derivation
from kldiv.identities import IDENTITIES
from kldiv.proof.report import Report
from kldiv.register.registry import registry
from kldiv.writing.address import SITE_ADDRESS
from scripts.pages.densities import densities_section
from scripts.pages.evidence import cite_fold, evidence_section
from scripts.pages.example import Example
from scripts.pages.example import example as example_of
from scripts.pages.opening import opening
from scripts.pages.parts import block, derivation_section, is_pair
from scripts.pages.picture import picture_section
from scripts.pages.related import neighbours, on_the_diagonal
from scripts.pages.remarks import remarks_section
from scripts.pages.statement_card import card, exchanged
from scripts.pages.try_it import picker_fold


def page(
    derivation: Derivation,
    report: Report,
    before: str = "",
    after: str = "",
    *,
    site: str = SITE_ADDRESS,
    rules_page: str = "",
    kinds: Collection[str] = (),
    example: Example | None = None,
) -> str:
    """Write the page of a derivation.

    Args:
        derivation: any derivation.
        report: what its checks said.
        before: hand-written Markdown that goes before the derivation.
        after: hand-written Markdown that goes after the derivation.
        site: the address of the site, for the citation.
        rules_page: the page that explains the rules, as a link from this page; "" for no links.
        kinds: the files that can be taken along, by their endings.
        example: two distributions with numbers; they are chosen if none are given.

    Returns:
        Markdown that ends in a newline.
    """
    example = example or example_of(derivation)
    lines = ["---", f"title: {json.dumps(derivation.title, ensure_ascii=False)}"]
    lines += [f"description: {json.dumps(_description(derivation), ensure_ascii=False)}", "---", ""]
    lines += [f"# {derivation.title}", ""]
    lines += [
        *card(derivation, report, example),
        *opening(derivation),
        *picker_fold(example),
        *cite_fold(derivation, site),
        *exchanged(derivation),
    ]
    lines += picture_section(derivation, example)
    lines += [before.strip(), ""] if before.strip() else []
    lines += derivation_section(derivation, report, rules_page)
    lines += densities_section(derivation)
    lines += remarks_section(derivation, example)
    lines += [after.strip(), ""] if after.strip() else []
    lines += [*_uses_section(derivation), *_sources_section(derivation)]
    lines += evidence_section(derivation, report, example, kinds)
    lines += _neighbours(derivation)
    return "\n".join(lines).rstrip("\n") + "\n"


def _description(derivation: Derivation) -> str:
    ending = {
        "closed form": "derived from the definition, with every step checked",
        "infinite": "why it is infinite",
        "undecided": "how far the derivation gets",
    }.get(derivation.kind, "derived, with every step checked")
    return f"{derivation.title}: {ending}."


def _uses_section(derivation: Derivation) -> list[str]:
    uses = getattr(derivation.evidence, "uses", ())
    if not uses:
        return []
    pages = {name: f"{name}.md" if name in IDENTITIES else f"../kl/{name}.md" for name in uses}
    links = "; ".join(f"[{registry()[name].title}]({path})" for name, path in pages.items())
    return ["## What it rests on { #uses }", "", f"{links}. See [what rests on what](index.md#graph).", ""]


def _sources_section(derivation: Derivation) -> list[str]:
    if not derivation.references:
        return []
    cited = "; ".join(f"@{key}, {locator}" if locator else f"@{key}" for key, locator in derivation.references)
    return [f"The statement can be compared with a published one [{cited}].", "{ #sources }", ""]


def _neighbours(derivation: Derivation) -> list[str]:
    """The way on: the pairs before and after in the row of p, and those within each of the two families."""
    if not is_pair(derivation):
        return []
    before, after = neighbours(derivation)
    p = derivation.distributions[0]
    row = [f"[← {before.title}]({before.link})"] if before else []
    row += [f"[{after.title} →]({after.link})"] if after else []
    relatives = [f"[All with {p.name} as $p$](../distributions/{p.slug}.md#row)"]
    relatives += [f"[Two {one.name} distributions]({one.link})" for one in on_the_diagonal(derivation)]
    lines = [" ".join(row), "", " ".join(relatives)] if row else [" ".join(relatives)]
    return block("neighbours", lines, hidden=True)
