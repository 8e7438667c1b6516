"""The register of distributions: what each must bring, and how it is found by name."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kldiv.algebra.notation import shortly
from kldiv.discovery import distribution_modules
from kldiv.distributions.spelling import key_of, misspelt
from kldiv.oracles.densities import tell

if TYPE_CHECKING:
    from kldiv.distributions.base import Distribution

#: The package whose files are the distributions.
PACKAGE = "kldiv.distributions"

#: Every distribution by its slug.
DISTRIBUTIONS: dict[str, type[Distribution]] = {}


def names_for(distribution: type[Distribution]) -> tuple[str, ...]:
    """Return every name that a distribution answers to."""
    return (distribution.slug, distribution.__name__, distribution.name, *distribution.aliases)


def file_of(distribution: type[Distribution]) -> str:
    """Return the name of the file that a distribution is written in."""
    module = sys.modules.get(distribution.__module__)
    return Path(getattr(module, "__file__", None) or distribution.__module__).name


def register(distribution: type[Distribution]) -> type[Distribution]:
    """Add a distribution to the registry; the classes in this folder are added by themselves.

    Args:
        distribution: the class to add.

    Returns:
        The same class.

    Raises:
        ValueError: if one of its names is taken, or if it lacks something; one line that says what.
    """
    where = f"{distribution.__name__} ({file_of(distribution)})"
    refuse_taken(distribution)
    lacking = distribution.missing()
    if lacking:
        raise ValueError(
            f"{where}: missing {', '.join(lacking)}; CONTRIBUTING.md, 'Add a distribution', says what each is"
        )
    DISTRIBUTIONS[distribution.slug] = distribution
    known = distribution.known()
    if known is not None:
        tell(distribution.slug, known)
    return distribution


def refuse_taken(distribution: type[Distribution]) -> None:
    """Refuse a distribution one of whose names belongs to a registered one.

    Raises:
        ValueError: naming the two.
    """
    mine = {key_of(name): name for name in (*names_for(distribution), *distribution.cases)}
    for known in DISTRIBUTIONS.values():
        for name in names_for(known):
            if key_of(name) in mine:
                raise ValueError(
                    f"{distribution.__name__} ({file_of(distribution)}): a distribution with the name "
                    f"{mine[key_of(name)]!r} is registered already, {known.__name__} ({file_of(known)})"
                )


def discover() -> None:
    """Import every file of this folder that holds a distribution, which registers itself."""
    for module in distribution_modules().values():
        importlib.import_module(module)
    in_order = sorted(DISTRIBUTIONS.values(), key=lambda distribution: distribution.__module__)
    DISTRIBUTIONS.clear()  # one file may have imported another before its turn
    DISTRIBUTIONS.update((distribution.slug, distribution) for distribution in in_order)


def find_distribution(name: str) -> type[Distribution]:
    """Find a distribution by its slug, its class name, its name in words or an alias, in any case.

    Args:
        name: such as "normal", "InverseGamma" or "bell curve".

    Returns:
        The class.

    Raises:
        ValueError: if there is none; the message suggests a name spelled almost the same, if there is one, or says
            which distribution has it for a special case.

    Example:
        >>> find_distribution("Gaussian").slug
        'normal'
    """
    key = key_of(name)
    by_key = {key_of(known): d for d in DISTRIBUTIONS.values() for known in names_for(d)}
    if key in by_key:
        return by_key[key]
    cases = {key_of(case): said for d in DISTRIBUTIONS.values() for case, said in d.cases.items()}
    if key in cases:
        raise ValueError(f"{shortly(repr(name))} is not a distribution of its own here: it is {cases[key]}")
    near = {by_key[known] for known in misspelt(key, by_key)}
    hint = "none of that name is covered; 'kldiv list' shows which are"
    if len(near) == 1:
        hint = f"did you mean {near.pop().__name__}?"
    raise ValueError(f"unknown distribution {shortly(repr(name))}; {hint}")
