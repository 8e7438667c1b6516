"""The laws, one file each, and the registry that finds them by name."""

from __future__ import annotations

import difflib

from kldiv.laws.base import CONTINUOUS, DISCRETE, Law, Parameter, Support
from kldiv.laws.bernoulli import Bernoulli
from kldiv.laws.categorical import Categorical
from kldiv.laws.normal import Normal

__all__ = ["CONTINUOUS", "DISCRETE", "LAWS", "Law", "Parameter", "Support", "find_law", "register"]

#: Every law by its slug.
LAWS: dict[str, type[Law]] = {}


def register(law: type[Law]) -> type[Law]:
    """Add a law to the registry.

    Args:
        law: the class to add.

    Returns:
        The same class.

    Raises:
        ValueError: if a law of that slug or name is there already.
    """
    for known in LAWS.values():
        if law.slug == known.slug or law.name == known.name:
            raise ValueError(f"{law.name}: a law with the slug {known.slug!r} is registered already")
    LAWS[law.slug] = law
    return law


def find_law(name: str) -> type[Law]:
    """Find a law by its slug or its class name, in any case.

    Args:
        name: such as "normal" or "InverseGamma".

    Returns:
        The class.

    Raises:
        ValueError: if there is none; the message suggests the nearest name.

    Example:
        >>> find_law("Normal").slug
        'normal'
    """
    key = name.replace("-", "").replace("_", "").lower()
    by_key = {law.slug.replace("-", ""): law for law in LAWS.values()}
    if key in by_key:
        return by_key[key]
    near = difflib.get_close_matches(key, by_key, n=1, cutoff=0.5)
    hint = f"; did you mean {by_key[near[0]].__name__}?" if near else ""
    raise ValueError(f"unknown law {name!r}{hint}")


for _law in (Bernoulli, Categorical, Normal):
    register(_law)
