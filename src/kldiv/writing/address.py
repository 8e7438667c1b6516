"""Where a result is found, and when it was published: what a citation needs besides the result itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kldiv.proof.record import Record

#: Where the site is published. Until that is settled: a name reserved for examples, which can't be anybody's.
SITE_ADDRESS = "https://kldiv.example/"

#: The date of this release; CITATION.cff says the same.
RELEASED = "2026-11-21"

AUTHOR = "The kldiv maintainers"


def page_of(derivation: Record) -> str:
    """Return the path of a derivation's page below the site's address.

    Args:
        derivation: any derivation.

    Returns:
        Such as "kl/normal-normal.html".
    """
    folder = "identities" if derivation.kind == "identity" else "kl"
    return f"{folder}/{derivation.id}.html"


def place_of(derivation: Record) -> str:
    """Return where a derivation stands: its page, or for an infinite one its line on the page of p's distribution.

    Args:
        derivation: any derivation.

    Returns:
        Such as "kl/normal-normal.html" or "distributions/normal.html#normal-gamma".
    """
    if derivation.kind == "infinite":
        return f"distributions/{derivation.distributions[0].slug}.html#{derivation.id}"
    return page_of(derivation)


def address_of(derivation: Record, site: str = SITE_ADDRESS) -> str:
    """Return the permanent address of a derivation.

    Args:
        derivation: any derivation.
        site: the address of the site.

    Returns:
        A URL.
    """
    return f"{site.rstrip('/')}/{page_of(derivation)}"
