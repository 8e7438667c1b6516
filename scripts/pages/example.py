"""The line of code on a page: distributions with numbers that fit their domains and the conditions of the result."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from kldiv.derived import Derivation
from kldiv.distributions.arrays import ArrayDistribution
from kldiv.distributions.base import Distribution, Parameter
from kldiv.distributions.domains import SIMPLEX, as_exact
from kldiv.distributions.points import holds

#: Round numbers that are tried in this order; p takes the first that fit, q others.
_TRIED: dict[str, tuple[float, ...]] = {"p": (2, 1, 3, 0.5, 5, 4, 0, -1, 0.25), "q": (3, 2, 1, 4, 0.25, 0.75, 0, -2, 8)}
_LISTS = {"p": [0.5, 0.25, 0.25], "q": [0.25, 0.25, 0.5]}

#: In nats: a smaller or a larger divergence shows little in a picture, and is taken where nothing else fits.
_TELLING = (0.05, 2.0)

#: So many choices of numbers are evaluated for a pair, and of so many it is seen whether the conditions hold.
_EVALUATED, _LOOKED_AT = 12, 3000


@dataclass(frozen=True)
class Example:
    """Two distributions with numbers, and their divergence in nats, if there is a routine for it."""

    p: Distribution
    q: Distribution
    value: float | None

    @property
    def distance(self) -> float:
        """How far the divergence is from a middling size, in powers of e."""
        if self.value is None or self.value <= 0 or math.isinf(self.value):
            return math.inf
        low, high = _TELLING
        return max(math.log(low / self.value), math.log(self.value / high), 0.0)


def _fitting(parameter: Parameter, index: str) -> list[Any]:
    if parameter.domain is SIMPLEX:
        return [_LISTS[index]]
    inside = [v for v in _TRIED[index] if bool(parameter.domain.contains(float(v)))]
    if parameter.domain.positive:  # ends of an interval make poor examples
        inside = [v for v in inside if 0 < v < 1]
    return inside


def _distributions(distribution: Distribution, index: str) -> Iterator[Distribution]:
    if isinstance(distribution, ArrayDistribution):
        yield type(distribution)(**{name: distribution.examples[index][name] for name in distribution.parameters})
        return
    choices = [_fitting(p, index) for p in distribution.spec]
    for values in sorted(itertools.product(*choices), key=lambda v: _places(choices, v)):
        if len(set(map(str, values))) < len(values) and len(values) < 3:
            continue
        try:
            yield type(distribution)(**dict(zip((p.name for p in distribution.spec), values, strict=True)))
        except ValueError:
            continue


def _places(choices: list[list[Any]], values: tuple[Any, ...]) -> int:
    """How far down their lists some values stand, taken together."""
    return sum(choice.index(value) for choice, value in zip(choices, values, strict=True))


def _meets(derivation: Derivation, p: Distribution, q: Distribution) -> bool:
    given: dict[sp.Symbol, Fraction] = {}
    for index, distribution in (("p", p), ("q", q)):
        for name, value in dict(zip("pq", derivation.distributions, strict=False))[index].parameters.items():
            if isinstance(value, sp.Symbol):
                number = Fraction(str(distribution.parameters[name]))
                if given.setdefault(value, number) != number:  # a parameter that p and q have in common
                    return False
    asked = [c for c in (*derivation.assumptions, *derivation.scope) if c.free_symbols <= set(given)]
    return all(holds(c, given) for c in asked)


def example(derivation: Derivation) -> Example | None:
    """Choose two distributions with round numbers for which the result holds, and evaluate their divergence.

    Args:
        derivation: of a pair.

    Returns:
        The first choice whose divergence is of a middling size, else the one that comes nearest to that; None if no
        choice fits.
    """
    p, q = derivation.distributions or (None, None)
    if not (isinstance(p, Distribution) and isinstance(q, Distribution)):
        return None
    fitting = (
        (first, second)
        for first, second in itertools.islice(_choices(p, q), _LOOKED_AT)
        if _meets(derivation, first, second)
    )
    best: Example | None = None
    for first, second in itertools.islice(fitting, _EVALUATED):
        found = Example(first, second, computed(first, second))
        if best is None or found.distance < best.distance:
            best = found
        if best.distance == 0:
            break
    return best


def _choices(p: Distribution, q: Distribution) -> Iterator[tuple[Distribution, Distribution]]:
    """Pairs of distributions with numbers, the simplest first."""
    first, second = list(_distributions(p, "p")), list(_distributions(q, "q"))
    for total in range(len(first) + len(second)):
        for at in range(max(0, total - len(second) + 1), min(total + 1, len(first))):
            yield first[at], second[total - at]


def example_distributions(derivation: Derivation) -> tuple[Distribution, Distribution] | None:
    """Choose two distributions with numbers for which the result holds.

    Args:
        derivation: of a pair.

    Returns:
        The distributions; None if none were found.
    """
    found = example(derivation)
    return (found.p, found.q) if found else None


def call(distribution: Distribution) -> str:
    """Write the call that makes a distribution."""
    inside = ", ".join(f"{name}={_number(value)}" for name, value in distribution.parameters.items())
    return f"kldiv.{type(distribution).__name__}({inside})"


def _number(value: Any) -> str:
    return repr(np.asarray(value).tolist())


def exact_value(derivation: Derivation, p: Distribution, q: Distribution) -> sp.Expr | None:
    """Put the numbers into the result.

    Args:
        derivation: of the pair of distributions' families.
        p: the first distribution, with numbers.
        q: the second.

    Returns:
        An exact expression; None where a symbol is not a number, as with listed probabilities.
    """
    table = {}
    for index, distribution in (("p", p), ("q", q)):
        for name, value in dict(zip("pq", derivation.distributions, strict=False))[index].parameters.items():
            if not isinstance(value, sp.Symbol):
                return None
            table[value] = as_exact(distribution.parameters[name])
    return derivation.result.xreplace(table) if derivation.result.is_finite is not False else derivation.result


def computed(p: Distribution, q: Distribution) -> float | None:
    """Evaluate the divergence as the package does; None if it has no float routine for the pair."""
    import warnings

    from kldiv.answers.measures import kl_divergence

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value = float(kl_divergence(p, q))
        except (LookupError, NotImplementedError, TypeError, ValueError):
            return None
    return None if math.isnan(value) else value
