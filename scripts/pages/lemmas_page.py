"""The page of the lemmas that many derivations share, down to the defining integrals and sums."""

from __future__ import annotations

from collections.abc import Iterable

#: The page, and its address as seen from the page of a derivation.
PATH = "reference/lemmas.md"
LINK = f"../{PATH}"


def page(blocks: Iterable[tuple[str, list[str]]]) -> str:
    """Write the page.

    Args:
        blocks: the id of each lemma, and its statement and derivation as lines of Markdown.

    Returns:
        Markdown that ends in a newline.
    """
    lines = [
        "---",
        "title: Lemmas that many derivations share",
        "description: The generating functionals of the standard distributions, each from its defining integral.",
        "---",
        "",
        "# Where do the expectations come from?",
        "",
        "Each expectation under a distribution is carried to a standard one, and read off its generating functional: "
        "one expectation with letters in it, whose values and derivatives are all the others. Here is each functional, "
        "from its defining integral or sum, with the few inequalities that bounds rest on.",
        "",
    ]
    for _, block in sorted(dict(blocks).items()):
        lines += block
    return "\n".join(lines).rstrip("\n") + "\n"
