"""How a formula's numbers are computed in floats, and the proof that this is the formula."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import sympy as sp

from kldiv.answers.formulas import formula_of
from kldiv.answers.found import CLOSED_FORM
from kldiv.answers.proved_forms import proved_families, statement
from kldiv.answers.wide.apart import forms
from kldiv.answers.wide.proving import is_the_same
from kldiv.derived import Derivation
from kldiv.writing.printed_once import plain_text
from kldiv.writing.statement import step_tex
from scripts.pages.parts import fold
from scripts.pages.wrapped_code import COLUMNS


def in_floats_section(derivation: Derivation) -> list[str]:
    """Set the form that numbers come from, where that is another than the formula's own.

    Args:
        derivation: of a pair of distributions.

    Returns:
        Lines of Markdown; nothing where numbers are not computed by a form of their own.

    Raises:
        ArithmeticError: if the form is not shown to be the formula.
    """
    p, q = derivation.distributions
    if derivation.id != f"{p.slug}-{q.slug}":
        return []
    if type(p) is not type(q):
        return _other_ways(derivation)
    if p.slug not in proved_families():
        return []
    shown = statement(p.slug)
    if not shown.simplified:
        raise ArithmeticError(f"{derivation.id}: the form for floats is not shown to be the derived formula")
    if shown.form == shown.formula:
        return []
    return [
        "Numbers come from the formula in another form, as a sum of parts that do not cancel where $p$ is near $q$ "
        "([why](../questions/accuracy.md)):",
        "",
        "$$",
        step_tex(derivation.left, shown.form),
        "$$",
        "",
        "The kernel's own lines, run on symbols, give this. SymPy reduces its difference from the formula above to "
        f"zero, and at {shown.points} points drawn by lot both agree to sixty digits.",
        "",
    ]


def _other_ways(derivation: Derivation) -> list[str]:
    """Say in how many other ways the formula is written for extreme parameters, each shown to be the formula."""
    p, q = derivation.distributions
    formula = formula_of(type(p), type(q))
    if formula.kind != CLOSED_FORM:
        return []
    ways = forms(formula.result)
    if not all(is_the_same(way, formula.result) for way in ways):
        raise ArithmeticError(f"{derivation.id}: a form for extreme parameters is not shown to be the derived formula")
    if not ways:
        return []
    several = "another way" if len(ways) == 1 else f"{len(ways)} other ways"
    shown = "its difference" if len(ways) == 1 else "the difference of each"
    return [
        f"For extreme parameters the formula is written in {several}, in which what would cancel is gone "
        f"([why, and with which functions](../questions/accuracy.md#other-ways)). SymPy reduces {shown} from the "
        "formula to zero.",
        "",
        *fold(f"The formula written in {several}", ["```text", *_one_below_the_other(ways), "```"]),
    ]


def _one_below_the_other(ways: Sequence[sp.Expr]) -> list[str]:
    """Write each in SymPy's notation, in lines for a page, which SymPy reads again as they stand."""
    lines: list[str] = []
    for way in ways:
        lines += [""] * bool(lines)
        lines += textwrap.wrap(plain_text(way), COLUMNS, break_long_words=False, break_on_hyphens=False)
    return lines
