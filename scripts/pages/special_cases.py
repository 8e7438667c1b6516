"""Which distributions of the catalogue are others at one value of a parameter: found by comparing densities."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE, Distribution, Parameter
from scripts.pages.curves import Density

#: Values of a parameter that are tried, and what the other parameter of the special case may be made by.
_VALUES = (1, 2, 0.5, 0)
_MADE: tuple[Callable[[float], float], ...] = (
    lambda value: value,
    lambda value: 1 / value,
    lambda value: value / 2,
    lambda value: 2 * value,
    lambda value: value / math.sqrt(2),
    lambda value: 1 - value,
)

#: What the parameters that are left are set to, and how closely densities must agree there.
_AT = ((0.3, 0.7), (0.85, 0.45))
_CLOSE = 1e-9


@dataclass(frozen=True)
class SpecialCase:
    """A distribution that another one is, at one value of a parameter."""

    parameter: str
    value: float
    slug: str


@lru_cache(maxsize=128)
def special_cases(slug: str) -> tuple[SpecialCase, ...]:
    """Find the special cases of a univariate distribution.

    Args:
        slug: its slug.

    Returns:
        One for each parameter and value at which it is another distribution of the catalogue, whose parameters are
        those that are left, each perhaps made anew.

    Example:
        >>> special_cases("gamma")
        (SpecialCase(parameter='concentration', value=1, slug='exponential'),)
    """
    kind = DISTRIBUTIONS[slug]
    if kind.variate != UNIVARIATE or len(kind.spec) < 2:
        return ()
    found = []
    for parameter, value in itertools.product(kind.spec, _VALUES):
        others = (other for other in DISTRIBUTIONS.values() if _may_be(kind, other))
        match = next((other for other in others if _is_case(kind, parameter, value, other)), None)
        if match is not None:
            found.append(SpecialCase(parameter.name, value, match.slug))
    return tuple(found)


def _may_be(kind: type[Distribution], other: type[Distribution]) -> bool:
    fewer = len(other.spec) == len(kind.spec) - 1
    return other.variate == UNIVARIATE and other.kind == kind.kind and fewer


def _is_case(kind: type[Distribution], parameter: Parameter, value: float, other: type[Distribution]) -> bool:
    made = itertools.product(_MADE, repeat=1) if len(other.spec) == 1 else [(_MADE[0],) * len(other.spec)]
    return any(all(_agree(kind, parameter, value, other, makers, at) for at in _AT) for makers in made)


def _agree(
    kind: type[Distribution],
    parameter: Parameter,
    value: float,
    other: type[Distribution],
    makers: tuple[Callable[[float], float], ...],
    at: tuple[float, ...],
) -> bool:
    """Whether two densities are the same at some points, for these values of the parameters that are left."""
    left = [one.name for one in kind.spec if one is not parameter]
    given = dict(zip(left, at, strict=False))
    try:
        whole = kind(**given, **{parameter.name: value})
        part = other(**{one.name: make(given[name]) for one, make, name in zip(other.spec, makers, left, strict=True)})
        first, second = Density(whole), Density(part)
        return (first.low, first.high) == (second.low, second.high) and all(
            math.isclose(first(x), second(x), rel_tol=_CLOSE) for x in _points(first)
        )
    except (ValueError, ArithmeticError):
        return False


def _points(density: Density) -> Iterator[float]:
    if density.known.kind == "discrete":
        yield from (float(x) for x in range(4) if density.low <= x <= density.high)
    else:
        yield from (x for x in density.scouts()[60:120:13])
