"""General results, one file each; every one is a Record like any other."""

from __future__ import annotations

from collections.abc import Callable

from kldiv.proof.record import Record

#: Every identity by its id: a function that derives it.
IDENTITIES: dict[str, Callable[[], Record]] = {}


def identity(name: str) -> Callable[[Callable[[], Record]], Callable[[], Record]]:
    """Register the derivation of an identity.

    Args:
        name: its permanent id.

    Returns:
        A decorator.

    Raises:
        ValueError: if the id is taken.
    """

    def add(make: Callable[[], Record]) -> Callable[[], Record]:
        if name in IDENTITIES:
            raise ValueError(f"{name}: an identity with this id is registered already")
        IDENTITIES[name] = make
        return make

    return add
