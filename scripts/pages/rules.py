"""The rules that a derivation applies, and where they are explained."""

from __future__ import annotations

from kldiv.derived import Derivation

#: The page that lists them: its place among the pages, and its address as seen from the page of a derivation.
PATH = "reference/rules.md"
LINK = f"../{PATH}"


def rules_of(derivation: Derivation) -> list[str]:
    """Give the slug of each rule that a derivation or one of its lemmas applies."""
    chains = [derivation.steps, *(lemma.steps for lemma in derivation.lemmas.values())]
    return list(dict.fromkeys(step.rule.slug for steps in chains for step in steps))
