"""A result outside this package: as a NumPy function, and in other libraries."""

from __future__ import annotations

from kldiv.derivation import Derivation
from kldiv.libraries import COMPARED, LIBRARIES, answers_of
from kldiv.libraries.pairs import CLOSED, INFINITE, TODO
from kldiv.render.numpy_code import numpy_source
from kldiv.render.parts import fold

#: What a draw may be for the result to be written as a function of arrays.
WRITTEN = ("univariate", "labels")

_WORDS = {CLOSED: "closed form", INFINITE: "infinite", TODO: "left to do in its source", "other": "in its own way"}


def numpy_section(derivation: Derivation) -> list[str]:
    """Write a closed form as a NumPy function, folded; nothing for any other result.

    Args:
        derivation: of a pair of laws.

    Returns:
        Lines of Markdown.
    """
    p, q = derivation.context["p"], derivation.context["q"]
    if derivation.kind != "closed form" or p.variate != q.variate or p.variate not in WRITTEN:
        return []
    source = numpy_source(derivation).rstrip("\n")
    said = "Made from the formula as it stands: near $p = q$ it loses digits that `kldiv.kl_divergence` keeps."
    return fold("As a NumPy function", [said, "", "```python", source, "```"])


def libraries_section(derivation: Derivation) -> list[str]:
    """Tell which other libraries answer for this pair, with the line of code that asks each.

    Args:
        derivation: of a pair of laws, in the laws' usual parameters.

    Returns:
        Lines of Markdown; nothing if none is known to.
    """
    p, q = derivation.context["p"], derivation.context["q"]
    if derivation.id != f"{p.slug}-{q.slug}":
        return []
    found = answers_of(p.slug, q.slug)
    if not found:
        return []
    versions = ", ".join(f"{LIBRARIES[a.library]} {COMPARED[a.library]}" for a in found if a.library in COMPARED)
    lines = ["In other libraries, with their names for the laws:", "", "| library | call | answer |", "|---|---|---|"]
    for one in found:
        said = _WORDS[one.answer] + (f": {one.note}" if one.note else "")
        lines.append(f"| {LIBRARIES[one.library]} | `{one.call}` | {said} |")
    return [*lines, "", f"Tried with {versions}.", ""] if versions else [*lines, ""]
