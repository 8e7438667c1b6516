"""Where a result is found, and when it was published: what a citation needs besides the result itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kldiv.proof.record import Record

#: Where the site is published, such as "https://.../kldiv/". Empty until that is settled: then nothing that anyone may
#: copy names an address, and citations give id, version and content hash instead.
SITE_ADDRESS = ""

#: What pip is told to install: the folder of the sources, until the package is in a registry; then "kldiv".
PACKAGE = "."

#: The date of this release; CITATION.cff says the same.
RELEASED = "2026-11-21"

AUTHOR = "The kldiv maintainers"

#: The page of the table of the Fisher information of each distribution.
FISHER_TABLE = "identities/fisher.html"


def in_table(derivation: Record) -> bool:
    """Whether a derivation is a row of the table of the Fisher information of each distribution."""
    return getattr(derivation.evidence, "distribution", None) is not None


def page_of(derivation: Record) -> str:
    """Return the path of a derivation's page below the site's address.

    Args:
        derivation: any derivation.

    Returns:
        Such as "kl/normal-normal.html".
    """
    if in_table(derivation):
        return FISHER_TABLE
    folder = "identities" if derivation.kind == "identity" else "kl"
    return f"{folder}/{derivation.id}.html"


def place_of(derivation: Record) -> str:
    """Return where a derivation stands: its page, or its line on one.

    An infinite divergence is a line on the page of p's distribution, the Fisher information of a distribution one in
    the table of all of them.

    Args:
        derivation: any derivation.

    Returns:
        Such as "kl/normal-normal.html" or "distributions/normal.html#normal-gamma".
    """
    if derivation.kind == "infinite":
        return f"distributions/{derivation.distributions[0].slug}.html#{derivation.id}"
    page = page_of(derivation)
    return f"{page}#{derivation.id}" if page == FISHER_TABLE else page


def address_of(derivation: Record, site: str = SITE_ADDRESS) -> str:
    """Return the permanent address of a derivation.

    Args:
        derivation: any derivation.
        site: the address of the site.

    Returns:
        A URL; "" while no address is set.
    """
    return below(site, place_of(derivation))


def below(site: str, path: str) -> str:
    """Return the address of something on the site.

    Args:
        site: the address of the site; "" while none is set.
        path: where the thing stands below it.

    Returns:
        A URL; "" while no address is set.

    Example:
        >>> below("https://a.example/kl/", "id/normal/"), below("", "id/normal/")
        ('https://a.example/kl/id/normal/', '')
    """
    return f"{site.rstrip('/')}/{path}" if site else ""
