"""The page that lists every rule that a step of the catalogue applies, with its reason and where it is met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kldiv.proof.record import Rule
from kldiv.writing.words import plural


def counted(used: Iterable[Iterable[list[str]]]) -> Iterator[tuple[Rule, int]]:
    """Count in how many derivations each rule is applied, the most applied first.

    Args:
        used: the rules of each derivation, as `rules_of` gives them.

    Yields:
        Rules, and how many derivations apply them.

    Raises:
        ValueError: if two different rules share a slug, which is where links lead.
    """
    counts: dict[Rule, int] = {}
    for rules in used:
        for parts in rules:
            rule = Rule(*parts)
            counts[rule] = counts.get(rule, 0) + 1
    by_slug: dict[str, Rule] = {}
    for rule in counts:
        if by_slug.setdefault(rule.slug, rule) != rule:
            raise ValueError(f"two rules have the slug {rule.slug!r}: {by_slug[rule.slug].title!r}, {rule.title!r}")
    yield from sorted(counts.items(), key=lambda item: (-item[1], item[0].slug))


def page(used: Iterable[Iterable[list[str]]]) -> str:
    """Write the page.

    Args:
        used: the rules of each derivation, as `rules_of` gives them.

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
        "apply, those that most of them need first. Each step links to its rule.",
        "",
    ]
    for rule, count in counted(used):
        lines += [f"## {rule.title} {{ #{rule.slug} }}", "", rule.reason, ""]
        lines += [f"Applied in {plural(count, 'derivation')}.", ""]
    return "\n".join(lines).rstrip("\n") + "\n"
