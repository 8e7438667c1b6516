"""The page that lists every rule that a step of the catalogue applies, with its reason and where it is met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kldiv.proof.kernel import RULES, Rule
from kldiv.writing.words import plural
from scripts.pages.theorems import LINK_FROM_REFERENCE


def counted(used: Iterable[Iterable[str]]) -> Iterator[tuple[Rule, int]]:
    """Count in how many derivations each rule is applied, the most applied first.

    Args:
        used: the slugs of the rules of each derivation.

    Yields:
        Rules, and how many derivations apply them.
    """
    counts = Counter(slug for slugs in used for slug in slugs)
    for slug, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield RULES[slug], count


def page(used: Iterable[Iterable[str]]) -> str:
    """Write the page.

    Args:
        used: the slugs of the rules of each derivation.

    Returns:
        Markdown that ends in a newline.
    """
    lines = [
        "---",
        "title: The rules",
        "description: Every rule that a step of a derivation applies, with the reason that allows it.",
        "---",
        "",
        "# Which rules may a step apply?",
        "",
        "A step leads from one expression to the next by a rule. These are all the rules that the derivations here "
        "apply, those that most of them need first. Each step links to its rule. A rule is a function: whoever checks "
        "a step runs it again on the line before, and must get the line after.",
        "",
    ]
    for rule, count in counted(used):
        lines += [f"## {rule.title} {{ #{rule.slug} }}", "", rule.reason, ""]
        applies = f" It applies a [theorem]({LINK_FROM_REFERENCE}#{rule.theorem})." if rule.theorem else ""
        lines += [f"Applied in {plural(count, 'derivation')}.{applies}", ""]
    return "\n".join(lines).rstrip("\n") + "\n"
