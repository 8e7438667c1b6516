"""A result or a distribution outside this package: as code in other languages, and in other libraries."""

from __future__ import annotations

from kldiv.derived import Derivation
from kldiv.register.libraries import LIBRARIES, PairAnswer, answers_of, compared_versions, comparison, names_of, trap_of
from kldiv.register.libraries.pairs import CLOSED, INFINITE, TODO
from kldiv.writing.code import NAMES
from scripts.pages.code_to_copy import written
from scripts.pages.parts import fold
from scripts.pages.wrapped_code import wrapped

#: Relative differences up to this are those of rounding, or of approximations to a special function.
AGREE = 1e-6

_WORDS = {CLOSED: "closed form", INFINITE: "infinite", TODO: "left to do in its source", "other": "in its own way"}


def languages_section(derivation: Derivation) -> list[str]:
    """Write a closed form as a function in each language, a tab for each, folded; nothing for any other result.

    Args:
        derivation: of a pair of distributions.

    Returns:
        Lines of Markdown.
    """
    codes, without = written(derivation)
    if not codes:
        return []
    lines = ["Made from the formula as it stands: near $p = q$ it loses digits that `kldiv.kl_divergence` keeps.", ""]
    for language, code in codes.items():
        # Only the first is coloured: each word would be an element.
        fence = ["```python", wrapped(code), "```"] if language == "numpy" else ["```text", code, "```"]
        block = [line for part in fence for line in part.split("\n")]
        lines += [f'=== "{NAMES[language]}"', "", *(f"    {line}".rstrip() for line in block), ""]
    lines += [f"Left out: {'; '.join(without)}.", ""] if without else []
    return fold("As a function in NumPy, PyTorch, JAX, R, Julia, Stan, JavaScript", lines)


def libraries_section(derivation: Derivation) -> list[str]:
    """Tell which other libraries answer for this pair, with the line of code that asks each.

    Args:
        derivation: of a pair of distributions, in the distributions' usual parameters.

    Returns:
        Lines of Markdown; nothing if none is known to.
    """
    p, q = derivation.distributions
    if derivation.id != f"{p.slug}-{q.slug}":
        return []
    found = answers_of(p.slug, q.slug)
    if not found:
        return []
    lines = [
        "In other libraries, with their names for the distributions:",
        "",
        "| library | call | answer |",
        "|---|---|---|",
    ]
    for one in found:
        said = "; ".join(part for part in (one.note, _far_off(derivation.id, one.library)) if part)
        words = _WORDS[one.answer] + (f": {said}" if said else "")
        lines.append(f"| {LIBRARIES[one.library]} | `{one.call}` | {words} |")
    return [*lines, "", _tried(derivation.id, found), ""]


def _far_off(pair: str, library: str) -> str:
    """Say how far a library's value was from ours, if it was."""
    off = comparison()["pairs"].get(pair, {"answers": {}})["answers"].get(library, {}).get("difference", 0.0)
    return f"{100 * off:.2g} % off where it was tried" if isinstance(off, float) and off > AGREE else ""


def _tried(pair: str, found: tuple[PairAnswer, ...]) -> str:
    """Say which libraries were run, which were only read, and which have still to be asked."""
    versions, asked = compared_versions(), comparison()["pairs"].get(pair, {"answers": {}})["answers"]
    run = [f"{LIBRARIES[one.library]} {versions[one.library]}" for one in found if one.library in asked]
    waiting = [LIBRARIES[one.library] for one in found if one.library in versions and one.library not in asked]
    read = [LIBRARIES[one.library] for one in found if one.library not in versions]
    said = [f"Tried on {comparison()['date']} with {', '.join(run)}."] if run else []
    said += [f"Not yet compared with {', '.join(waiting)}."] if waiting else []
    said += [f"The source of {name} was read; it was not run." for name in read]
    return " ".join(said)


def names_section(slug: str) -> list[str]:
    """Write what other libraries call a distribution, and what is easily mistaken.

    Args:
        slug: the distribution.

    Returns:
        Lines of Markdown; none where no library has it.
    """
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
