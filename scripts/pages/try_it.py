"""The place of the picker on a page: any pair and any parameters, beginning with those of the page."""

from __future__ import annotations

from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import Distribution
from scripts.pages.example import Example
from scripts.site.number_script import is_shown


def as_state(distribution: Distribution) -> str:
    """Write a distribution as scripts read it: its slug and the values of its parameters.

    Example:
        >>> from kldiv import Gamma
        >>> as_state(Gamma(2, 0.5))
        'gamma,2,0.5'
    """
    return ",".join([distribution.slug, *(f"{float(value):g}" for value in distribution.parameters.values())])


def picker(p: str, q: str) -> list[str]:
    """Set the picker.

    Args:
        p: the first distribution, as `as_state` writes it, or its slug alone.
        q: the second.

    Returns:
        Lines of Markdown.
    """
    return [
        f'<div data-part="picker" data-explorer="picker" data-title="Any pair at once" data-p="{p}" data-q="{q}" '
        "data-search-exclude markdown>",
        "",
        "Here you choose distributions and parameters, where scripts may run.",
        "",
        "</div>",
        "",
    ]


def picker_fold(example: Example | None) -> list[str]:
    """Set the picker into a fold, with the numbers of the page's example.

    Args:
        example: two distributions with numbers, if there are any.

    Returns:
        Lines of Markdown; none where a reader could choose nothing.
    """
    if example is None or not all(is_shown(type(one)) for one in (example.p, example.q)):
        return []
    asked = picker(as_state(example.p), as_state(example.q))
    return [
        '<details id="numbers" data-search-exclude markdown>',
        "<summary>Put your own numbers in</summary>",
        "",
        *asked,
        "</details>",
        "",
    ]


def picker_of(slug: str) -> list[str]:
    """Set the picker of two distributions of one kind, for the page of that kind; nothing where it knows none."""
    return picker(slug, slug) if slug in DISTRIBUTIONS and is_shown(DISTRIBUTIONS[slug]) else []
