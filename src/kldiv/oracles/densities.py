"""Log-densities written by hand in ball arithmetic, one with each distribution, in that distribution's own file.

They exist to contradict the derivations, so they follow the literature's formulas (Johnson, Kotz and Balakrishnan,
Continuous Univariate Distributions; Johnson, Kemp and Kotz, Univariate Discrete Distributions), not the engine's:
nothing here comes from SymPy.
"""

from __future__ import annotations

from typing import TypeAlias

from kldiv.oracles.known import INFINITY, Known

#: Every distribution that has told the oracle of itself, by slug; all of them do when kldiv.distributions is imported.
#: Parameters come in the order of the distribution's own declaration.
KNOWN: dict[str, Known] = {}

#: How a distribution is named to the oracle: by slug, or by what is known of it.
Source: TypeAlias = str | Known


def tell(slug: str, known: Known) -> None:
    """Tell the oracle of a distribution.

    Args:
        slug: its slug.
        known: what there is to know.

    Raises:
        ValueError: if the oracle has been told of that slug already.
    """
    if slug in KNOWN:
        raise ValueError(f"{slug}: the oracle knows a distribution of this slug already")
    KNOWN[slug] = known


def known_as(source: Source) -> Known:
    """Return what is known of a distribution.

    Raises:
        KeyError: if it is a slug that nobody has told the oracle of.
    """
    return source if isinstance(source, Known) else KNOWN[source]


__all__ = ["INFINITY", "KNOWN", "Known", "Source", "known_as", "tell"]
