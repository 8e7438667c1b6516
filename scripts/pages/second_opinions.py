"""What the pages say of the computer algebra systems that `make second-opinion` asked."""

from __future__ import annotations

from collections import Counter

import sympy as sp

from kldiv.register.opinions import AGREED, DISAGREED, NOT_ANSWERED, SYSTEMS, counted, opinions
from kldiv.writing.tex import expression_tex


def named(system: str) -> str:
    """Name a system with its version."""
    return f"{SYSTEMS[system]} {opinions()['versions'][system]}"


def line(name: str) -> str:
    """Say what the systems answered for one pair; "" if they were not asked.

    Args:
        name: the pair's id.

    Returns:
        Markdown.
    """
    row = opinions()["pairs"].get(name)
    if row is None:
        return ""
    at = ", ".join(f"${expression_tex(sp.Symbol(s))} = {expression_tex(sp.Rational(v))}$" for s, v in row["at"].items())
    agreed = [named(system) for system in SYSTEMS if row[system]["verdict"] == AGREED]
    silent = [named(system) for system in SYSTEMS if row[system]["verdict"] == NOT_ANSWERED]
    others = [named(system) for system in SYSTEMS if row[system]["verdict"] not in (AGREED, NOT_ANSWERED)]
    said = [f"{' and '.join(agreed)} found the same value in closed form, to 30 digits"] if agreed else []
    said += [f"{' and '.join(silent)} gave no closed form"] if silent else []
    said += [f"{' and '.join(others)} found another value"] if others else []
    return f"A second opinion: asked for the divergence by its definition at {at}, {'; '.join(said)}."


def section() -> list[str]:
    """Count the answers, for the page on what was checked.

    Returns:
        Lines of Markdown.
    """
    record = opinions()
    rows = record["pairs"].values()
    heard = sum(any(row[system]["verdict"] == AGREED for system in SYSTEMS) for row in rows)
    lines = [
        "## A second opinion { #second-opinion }",
        "",
        f"{' and '.join(map(named, SYSTEMS))} share no code with SymPy.",
        f"On {record['date']} `make second-opinion` asked them for each of {len(rows)} divergences between",
        "distributions of one number that have a closed form here.",
        "Each was given as its defining integral or sum, with small rational parameters. The two densities are shared",
        "input, written out from this package, with the logarithms of products opened; where that gave nothing, term",
        "by term or in another variable. The integration is the systems' own. Only a formula counts as an answer; it",
        f"is compared with ours to 30 digits. Each may take {record['limit']} seconds for each divergence.",
        "",
        f"**At least one of them agrees on {heard} of {len(rows)}.**",
        "",
        "| system | agreed | not answered | of these, out of time or in doubt of a sign | disagreed |",
        "|---|--:|--:|--:|--:|",
    ]
    for system in SYSTEMS:
        verdicts, reasons = counted(system), Counter(row[system].get("reason") for row in rows)
        counts = (verdicts[AGREED], verdicts[NOT_ANSWERED], reasons["time"], verdicts[DISAGREED])
        lines.append(f"| {named(system)} | {' | '.join(map(str, counts))} |")
    for system in SYSTEMS:
        doubted = [name for name, row in record["pairs"].items() if "doubted" in row[system]]
        if doubted:
            links = ", ".join(f"[{name}](../kl/{name}.md)" for name in doubted)
            lines += [
                "",
                f"Of the formulas of {named(system)}, {len(doubted)} differed from ours: {links}. Its own numerical",
            ]
            lines += ["integration, or its answer to the same question put otherwise, is ours, so these don't count."]
    return [*lines, ""]
