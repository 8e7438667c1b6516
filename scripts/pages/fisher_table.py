"""The page of the Fisher information of each distribution: one table, and the derivation of each row below it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

from kldiv.derived import Derivation
from kldiv.identities.fisher_by_distribution import information
from kldiv.proof.evidence import IdentityEvidence
from kldiv.proof.report import Report
from kldiv.writing.address import FISHER_TABLE
from kldiv.writing.markdown import display
from kldiv.writing.statement import condition_tex, steps_tex
from kldiv.writing.tex import expression_tex
from kldiv.writing.words import plural
from scripts.pages.best import best
from scripts.pages.parts import fold
from scripts.pages.rules import LINK as RULES

PATH = FISHER_TABLE.replace(".html", ".md")


def row(derivation: Derivation, report: Report) -> dict[str, Any]:
    """What one entry gives the table.

    Args:
        derivation: the Fisher information of a distribution.
        report: what its checks said.

    Returns:
        Plain data.
    """
    evidence = derivation.evidence_as(IdentityEvidence)
    kind = evidence.distribution
    fixed = [letter for letter in kind.parameters.values() if letter not in evidence.directions]
    matrix = information(derivation).applyfunc(best)
    return {
        "id": derivation.id,
        "title": derivation.title,
        "name": kind.name,
        "from": f"../kl/{kind.slug}-{kind.slug}.md",
        "parameters": ", ".join(expression_tex(letter) for letter in evidence.directions),
        "fixed": [expression_tex(letter) for letter in fixed],
        "conditions": [condition_tex(condition) for condition in derivation.assumptions],
        "tex": expression_tex(matrix[0] if matrix.shape == (1, 1) else sp.ImmutableMatrix(matrix)),
        "steps": [
            [step.rule.slug, step.rule.title, tex]
            for step, tex in zip(derivation.steps, steps_tex(derivation.steps), strict=True)
        ],
        "passed": report.passed,
    }


def page(rows: Iterable[dict[str, Any]]) -> str:
    """Write the page.

    Args:
        rows: what the entries gave, in the order of the table.

    Returns:
        Markdown that ends in a newline.
    """
    found = list(rows)
    lines = [
        "---",
        "title: The Fisher information of each distribution",
        f"description: The Fisher information of {plural(len(found), 'distribution')} in one table, each derived.",
        "---",
        "",
        "# What is the Fisher information of each distribution?",
        "",
        "Change the parameters $\\theta$ by a little, $\\epsilon h$: the divergence is about "
        "$\\tfrac12 \\epsilon^2 h^{\\mathsf T} F h$, and $F$ is "
        "[the Fisher information](fisher-information-matrix.md). Each is read off the divergence within the family, "
        "differentiated twice. That this is the mean squared score is derived in general, [for "
        "densities](fisher-information-densities.md) and [for finitely many outcomes](fisher-information.md); for each "
        "distribution here it is checked, by quadrature.",
        "",
        "## The table { #table }",
        "",
        "| distribution | $\\theta$ | $F$ |",
        "|---|---|---|",
        *(_line(one) for one in found),
        "",
        "## Where each comes from { #derivations data-search-exclude }",
        "",
    ]
    for one in found:
        lines += fold(one["title"], _steps(one))
    return "\n".join(lines).rstrip("\n") + "\n"


def _line(one: dict[str, Any]) -> str:
    held = f" ({', '.join(f'${letter}$' for letter in one['fixed'])} fixed)" if one["fixed"] else ""
    name = f'<span id="{one["id"]}"></span>[{one["name"]}]({one["from"]})'
    return f"| {name} | ${one['parameters']}${held} | ${_in_cell(one['tex'])}$ |"


def _in_cell(tex: str) -> str:
    # a bar would end the cell; inside mathematics \vert is the same sign
    return tex.replace("|", r"\vert ").replace("\n", " ")


def _steps(one: dict[str, Any]) -> list[str]:
    lines = [f"From [the divergence within the family]({one['from']}); {plural(one['passed'], 'check')} passed.", ""]
    if one["conditions"]:
        lines += ["It holds for " + " and ".join(f"${tex}$" for tex in one["conditions"]) + ".", ""]
    for slug, title, tex in one["steps"]:
        lines += [f"[{title}]({RULES}#{slug})", *display(tex), ""]
    return lines


def link(name: str) -> str:
    """Where the row of an entry stands, as seen from a page of the same folder."""
    return f"{PATH.rsplit('/', 1)[1]}#{name}"
