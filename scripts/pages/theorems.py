"""The theorems that derivations take from the literature, and the page that lists them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kldiv.precision import digit_precision
from kldiv.proof.theorems import THEOREMS, Theorem
from kldiv.values.at_point import DIGITS
from kldiv.writing.statement import condition_tex
from kldiv.writing.tex import expression_tex
from kldiv.writing.words import plural

#: The page, its address as seen from the page of a derivation, and as seen from its neighbours.
PATH = "reference/theorems.md"
LINK, LINK_FROM_REFERENCE = f"../{PATH}", "theorems.md"

RELATIONS = {"=": "=", "<=": r"\le", ">=": r"\ge"}


class Refuted(Exception):
    """A theorem met a counterexample: nothing is published that rests on it."""


def page(used: Iterable[Iterable[str]]) -> str:
    """Write the page: every theorem in use, with its source and its hunt for a counterexample.

    Args:
        used: the ids of the theorems of each derivation.

    Returns:
        Markdown that ends in a newline.

    Raises:
        Refuted: if a hunt found a counterexample, or tested nothing.
    """
    counts = Counter(name for names in used for name in names)
    lines = [
        "---",
        "title: The theorems",
        "description: What the derivations take from the literature, with sources and a numerical test of each.",
        "---",
        "",
        "# Which theorems are taken from the literature?",
        "",
        "Where no rule computes a step, a theorem licenses it. Each is stated once, as a schema with letters; a step "
        "fills the letters in, and the conditions must then follow from those of the derivation. Each names its "
        "source, and each is put to a test of its own: numbers are drawn for the letters, and both sides compared.",
        "",
    ]
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        lines += [*section(THEOREMS[name]), f"Used in {plural(count, 'derivation')}.", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def section(theorem: Theorem) -> list[str]:
    """Set one theorem, after its hunt for a counterexample."""
    with digit_precision(DIGITS):
        hunt = theorem.test()
    if not hunt.ok:
        raise Refuted(f"{theorem.id}: {hunt.detail}")
    lines = [f"## {theorem.title} {{ #{theorem.id} }}", "", theorem.says, ""]
    if theorem.statement is not None:
        left, right = expression_tex(theorem.statement.left), expression_tex(theorem.statement.right)
        held = r",\quad ".join(condition_tex(c) for c in theorem.statement.conditions)
        condition = rf"\qquad {held}" if held else ""
        lines += ["$$", f"{left} {RELATIONS[theorem.statement.relation]} {right}{condition}", "$$", ""]
    places = ((key, locator.replace(";", ",")) for key, locator in theorem.references)  # a semicolon parts sources
    cited = "; ".join(f"@{key}, {locator}" if locator else f"@{key}" for key, locator in places)
    digits = f", to {int(hunt.digits)} digits" if hunt.digits is not None else ""
    lines += [f"Source: [{cited}]. Tested at {plural(hunt.points, 'draw')}{digits}: {hunt.detail}.", ""]
    if theorem.lean:
        lines += ["In Lean's Mathlib: " + ", ".join(f"`{name}`" for name in theorem.lean) + ".", ""]
    return lines
