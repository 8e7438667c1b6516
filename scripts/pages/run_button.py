"""The button that runs a derivation in the reader's browser."""

from __future__ import annotations

import html
import json

from kldiv.derived import Derivation
from kldiv.distributions.base import Distribution
from scripts.pages.example import Example
from scripts.pages.parts import is_pair
from scripts.site.number_script import is_shown


def run_button(derivation: Derivation, example: Example | None) -> str:
    """Set the button, with what the panel needs to know of the page.

    Args:
        derivation: the derivation of the page.
        example: two distributions with round numbers, with which the panel begins.

    Returns:
        HTML on one line.
    """
    told = {"part": "run", "id": derivation.id, "home": _at_home(derivation)}
    if is_pair(derivation) and all(is_shown(type(one)) for one in derivation.distributions):
        told |= {"p": derivation.distributions[0].slug, "q": derivation.distributions[1].slug}
        if example is not None:
            told["values"] = json.dumps({"p": _numbers(example.p), "q": _numbers(example.q)})
    shown = " ".join(f'data-{name}="{html.escape(text)}"' for name, text in told.items())
    return f'<button type="button" class="run-button" aria-expanded="false" {shown}>Run it here</button>'


def _at_home(derivation: Derivation) -> str:
    if is_pair(derivation):
        p, q = derivation.distributions
        if derivation.id == f"{p.slug}-{q.slug}":
            return f"kldiv derive {p.slug} {q.slug}"
    return f"kldiv derive {derivation.id}"


def _numbers(distribution: Distribution) -> dict[str, str]:
    return {name: f"{float(value):g}" for name, value in distribution.parameters.items()}
