"""The line of code on a page: distributions with numbers that fit their domains and the conditions of the result."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from kldiv.derived import Derivation
from kldiv.distributions.arrays import ArrayDistribution
from kldiv.distributions.base import Distribution, Parameter
from kldiv.distributions.domains import SIMPLEX, as_exact
from kldiv.distributions.points import holds

#: Numbers that are tried in this order; p takes the first that fit, q another.
_TRIED: dict[str, tuple[float, ...]] = {"p": (1, 2, 0.5, 3, 5, 0.25, -1), "q": (2, 0.5, 4, 1, 8, 0.75, 0, -2)}
_LISTS = {"p": [0.5, 0.25, 0.25], "q": [0.25, 0.25, 0.5]}


def _fitting(parameter: Parameter, index: str) -> list[Any]:
    if parameter.domain is SIMPLEX:
        return [_LISTS[index]]
    inside = [v for v in _TRIED[index] if bool(parameter.domain.contains(float(v)))]
    if parameter.domain.positive:  # ends of an interval make poor examples
        inside = [v for v in inside if 0 < v < 1]
    return inside[:4]


def _distributions(distribution: Distribution, index: str) -> Iterator[Distribution]:
    if isinstance(distribution, ArrayDistribution):
        yield type(distribution)(**{name: distribution.examples[index][name] for name in distribution.parameters})
        return
    choices = [_fitting(p, index) for p in distribution.spec]
    for values in itertools.islice(itertools.product(*choices), 64):
        if len(set(map(str, values))) < len(values) and len(values) < 3:
            continue
        try:
            yield type(distribution)(**dict(zip((p.name for p in distribution.spec), values, strict=True)))
        except ValueError:
            continue


def _meets(derivation: Derivation, p: Distribution, q: Distribution) -> bool:
    given = {}
    for index, distribution in (("p", p), ("q", q)):
        for name, value in dict(zip("pq", derivation.distributions, strict=False))[index].parameters.items():
            if isinstance(value, sp.Symbol):
                given[value] = Fraction(str(distribution.parameters[name]))
    asked = [c for c in derivation.assumptions if c.free_symbols <= set(given)]
    return all(holds(c, given) for c in asked)


def example_distributions(derivation: Derivation) -> tuple[Distribution, Distribution] | None:
    """Choose two distributions with numbers for which the result holds.

    Args:
        derivation: of a pair.

    Returns:
        The distributions; None if none were found.
    """
    p, q = derivation.distributions or (None, None)
    if not (isinstance(p, Distribution) and isinstance(q, Distribution)):
        return None
    for first, second in itertools.product(_distributions(p, "p"), _distributions(q, "q")):
        if _meets(derivation, first, second):
            return first, second
    return None


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
