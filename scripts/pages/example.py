"""The line of code on a page: laws with numbers that fit their domains and the conditions of the result."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from kldiv.derived import Derivation
from kldiv.distributions.arrays import ArrayLaw
from kldiv.distributions.base import Law, Parameter
from kldiv.distributions.domains import SIMPLEX, as_exact
from kldiv.distributions.points import holds

#: Numbers that are tried in this order; p takes the first that fit, q another.
_TRIED: dict[str, tuple[float, ...]] = {"p": (1, 2, 0.5, 3, 5, 0.25, -1), "q": (2, 0.5, 4, 1, 8, 0.75, 0, -2)}
_LISTS = {"p": [0.5, 0.25, 0.25], "q": [0.25, 0.25, 0.5]}


def _fitting(parameter: Parameter, index: str) -> list[Any]:
    if parameter.domain is SIMPLEX:
        return [_LISTS[index]]
    inside = [v for v in _TRIED[index] if bool(parameter.domain.contains(np.asarray(float(v))))]
    if parameter.domain.positive:  # ends of an interval make poor examples
        inside = [v for v in inside if 0 < v < 1]
    return inside[:4]


def _laws(law: Law, index: str) -> Iterator[Law]:
    if isinstance(law, ArrayLaw):
        yield type(law)(**{name: law.examples[index][name] for name in law.parameters})
        return
    choices = [_fitting(p, index) for p in law.spec]
    for values in itertools.islice(itertools.product(*choices), 64):
        if len(set(map(str, values))) < len(values) and len(values) < 3:
            continue
        try:
            yield type(law)(**dict(zip((p.name for p in law.spec), values, strict=True)))
        except ValueError:
            continue


def _meets(derivation: Derivation, p: Law, q: Law) -> bool:
    given = {}
    for index, law in (("p", p), ("q", q)):
        for name, value in dict(zip("pq", derivation.laws, strict=False))[index].parameters.items():
            if isinstance(value, sp.Symbol):
                given[value] = Fraction(str(law.parameters[name]))
    asked = [c for c in derivation.assumptions if c.free_symbols <= set(given)]
    return all(holds(c, given) for c in asked)


def example_laws(derivation: Derivation) -> tuple[Law, Law] | None:
    """Choose two laws with numbers for which the result holds.

    Args:
        derivation: of a pair.

    Returns:
        The laws; None if none were found.
    """
    p, q = derivation.laws or (None, None)
    if not (isinstance(p, Law) and isinstance(q, Law)):
        return None
    for first, second in itertools.product(_laws(p, "p"), _laws(q, "q")):
        if _meets(derivation, first, second):
            return first, second
    return None


def call(law: Law) -> str:
    """Write the call that makes a law."""
    inside = ", ".join(f"{name}={_number(value)}" for name, value in law.parameters.items())
    return f"kldiv.{type(law).__name__}({inside})"


def _number(value: Any) -> str:
    return repr(np.asarray(value).tolist())


def exact_value(derivation: Derivation, p: Law, q: Law) -> sp.Expr | None:
    """Put the numbers into the result.

    Args:
        derivation: of the pair of laws' families.
        p: the first law, with numbers.
        q: the second.

    Returns:
        An exact expression; None where a symbol is not a number, as with listed probabilities.
    """
    table = {}
    for index, law in (("p", p), ("q", q)):
        for name, value in dict(zip("pq", derivation.laws, strict=False))[index].parameters.items():
            if not isinstance(value, sp.Symbol):
                return None
            table[value] = as_exact(law.parameters[name])
    return derivation.result.xreplace(table) if derivation.result.is_finite is not False else derivation.result


def computed(p: Law, q: Law) -> float | None:
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
