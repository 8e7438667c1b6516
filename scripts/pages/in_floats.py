"""How a formula's numbers are computed in floats, and the proof that this is the formula."""

from __future__ import annotations

from kldiv.answers.proved_forms import proved_families, statement
from kldiv.derived import Derivation
from kldiv.writing.statement import step_tex


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
    if type(p) is not type(q) or p.slug not in proved_families() or derivation.id != f"{p.slug}-{q.slug}":
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
