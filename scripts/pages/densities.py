"""The two distributions of a pair in one table: densities, supports, and parameters, each once."""

from __future__ import annotations

from kldiv.derived import Derivation
from kldiv.distributions.base import Distribution
from kldiv.writing.parameters import support_tex
from kldiv.writing.tex import expression_tex
from kldiv.writing.words import variable_rows
from scripts.pages.parts import block, cell


def densities_section(derivation: Derivation) -> list[str]:
    """Set the table of the two distributions; nothing for a general statement.

    Args:
        derivation: any derivation.

    Returns:
        Lines of Markdown.
    """
    if not derivation.distributions:
        return []
    p, q = derivation.distributions
    same = p.slug == q.slug
    lines = [f"| {_named('p', p)} | {_named('q', q)} |", "|---|---|"]
    lines += [_row(*(_density(index, one) for index, one in (("p", p), ("q", q))))]
    lines += [
        _row(*(f"$\\operatorname{{supp}} {i} = {support_tex(one.support())}$" for i, one in (("p", p), ("q", q))))
    ]
    mine, theirs = ([row for row in variable_rows(derivation) if row["distribution"] == index] for index in "pq")
    for number in range(max(len(mine), len(theirs))):
        first, second = (_parameter(rows[number]) if number < len(rows) else "" for rows in (mine, theirs))
        lines += [_row(first, _letter(theirs[number]) if same else second)]
    return ["## The two distributions { #distributions }", "", *block("two-densities", lines)]


def _named(index: str, one: Distribution) -> str:
    return f"${index}$: [{one.name}](../distributions/{one.slug}.md)"


def _row(first: str, second: str) -> str:
    return f"| {cell(first)} | {cell(second)} |"


def _density(index: str, one: Distribution) -> str:
    tex = expression_tex(one.density(one.variable())).replace("\n", " ")
    return f"$\\displaystyle {index}(x) = {tex}$"


def _letter(row: dict[str, str]) -> str:
    """A parameter with its domain."""
    return f"${row['domain']}$" if row["domain"] else f"${row['tex']}$"


def _parameter(row: dict[str, str]) -> str:
    """A parameter with its domain, its name in code, and what it does."""
    return f"{_letter(row)}, `{row['name']}`: {row['description']}"
