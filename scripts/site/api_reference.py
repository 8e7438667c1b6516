"""The part of the API reference that lists the distributions, so that a new one need not be added by hand."""

from __future__ import annotations

import kldiv
from kldiv.distributions import Distribution

MARK = "[[api:distributions]]"


def with_distributions(markdown: str) -> str:
    """Put an entry for each public distribution in place of the mark.

    Args:
        markdown: a page.

    Returns:
        The page; as it was, if it has no mark.

    Example:
        >>> with_distributions("[[api:distributions]]").splitlines()[:2]
        ['::: kldiv.Bernoulli', '::: kldiv.Beta']
    """
    if MARK not in markdown:
        return markdown
    return markdown.replace(MARK, "\n".join(f"::: kldiv.{name}" for name in public_distributions()))


def public_distributions() -> list[str]:
    """The names of the distributions that the package offers, in alphabetical order."""
    found = {name: getattr(kldiv, name) for name in sorted(kldiv.__all__, key=str.lower)}
    return [
        name
        for name, each in found.items()
        if isinstance(each, type) and issubclass(each, Distribution) and each is not Distribution
    ]
