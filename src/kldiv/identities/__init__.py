"""General results, one file each; every one is a Derivation like any other."""

from __future__ import annotations

from collections.abc import Callable

from kldiv.derivation import Derivation

#: Every identity by its id: a function that derives it.
IDENTITIES: dict[str, Callable[[], Derivation]] = {}


def identity(name: str) -> Callable[[Callable[[], Derivation]], Callable[[], Derivation]]:
    """Register the derivation of an identity.

    Args:
        name: its permanent id.

    Returns:
        A decorator.

    Raises:
        ValueError: if the id is taken.
    """

    def add(make: Callable[[], Derivation]) -> Callable[[], Derivation]:
        if name in IDENTITIES:
            raise ValueError(f"{name}: an identity with this id is registered already")
        IDENTITIES[name] = make
        return make

    return add
