"""The distributions, one file each; dropping a file into this folder is all the registration there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kldiv.algebra.notation import CONTINUOUS, DISCRETE, shortly
from kldiv.distributions.base import Distribution, Parameter, Support, Value, parameter
from kldiv.distributions.domains import COUNT, INTEGER, NON_NEGATIVE, OPEN_UNIT, POSITIVE, PROBABILITY, REAL
from kldiv.distributions.registry import DISTRIBUTIONS, discover, find_distribution, register

if TYPE_CHECKING:
    from kldiv.distributions.names import *  # noqa: F403 - for editors and mypy, which do not look into folders

#: How a distribution may be given: by name, by class, or with parameters.
DistributionLike = str | type[Distribution] | Distribution


def as_distribution(given: DistributionLike, index: str) -> Distribution:
    """Turn a name, a class or a distribution into a distribution with exact parameters.

    Args:
        given: "normal", Normal, or Normal(...).
        index: "p" or "q", for the symbols where none are given.

    Returns:
        A distribution.

    Raises:
        ValueError: if no distribution has that name.
        TypeError: if it is none of the three.
    """
    if isinstance(given, str):
        return find_distribution(given).symbolic(index)
    if isinstance(given, type) and issubclass(given, Distribution):
        return given.symbolic(index)
    if isinstance(given, Distribution):
        return given.exact()
    raise TypeError(f"expected a distribution, its class or its name, got {shortly(given)}")


discover()

#: The classes of all distributions, by the names that they have in code.
CLASSES = {distribution.__name__: distribution for distribution in DISTRIBUTIONS.values()}
globals().update(CLASSES)

__all__ = [
    "CLASSES",
    "CONTINUOUS",
    "COUNT",
    "DISCRETE",
    "DISTRIBUTIONS",
    "INTEGER",
    "NON_NEGATIVE",
    "OPEN_UNIT",
    "POSITIVE",
    "PROBABILITY",
    "REAL",
    "Distribution",
    "DistributionLike",
    "Parameter",
    "Support",
    "Value",
    "as_distribution",
    "find_distribution",
    "parameter",
    "register",
    *CLASSES,
]
