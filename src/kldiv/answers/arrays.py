"""Parameters as floats and as exact numbers, over the shape that they share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from kldiv.answers.floats import Array
from kldiv.answers.formulas import symbols_of
from kldiv.distributions.base import DISCRETE, Distribution
from kldiv.distributions.categorical import Categorical
from kldiv.distributions.domains import PROBABILITY

Shape = tuple[int, ...]
Mask = NDArray[np.bool_]
#: From an index into the common shape to a distribution's exact parameters there.
Lookup = Callable[[Shape], Mapping[str, Any]]


def shape_of(*distributions: Distribution) -> Shape:
    """Return the shape that the distributions' parameters share; a categorical distribution's outcomes don't count."""
    shapes = []
    for distribution in distributions:
        cut = -1 if isinstance(distribution, Categorical) else None
        shapes += [np.shape(value)[:cut] for value in distribution.parameters.values()]
    return np.broadcast_shapes(*shapes)


def exact_values(distribution: Distribution, shape: Shape) -> Lookup:
    """Look a distribution's parameters up as exact numbers: a float is the binary fraction that it is."""

    def at(index: Shape) -> Mapping[str, Any]:
        values: dict[str, Any] = {}
        for name, given in distribution.parameters.items():
            if isinstance(distribution, Categorical):
                rows = np.asarray(given, dtype=float)
                row = np.broadcast_to(rows, (*shape, rows.shape[-1]))[index]
                values[name] = tuple(map(Fraction, row.tolist()))
            elif np.ndim(given):
                values[name] = Fraction(float(np.broadcast_to(given, shape)[index]))
            else:
                values[name] = fraction(given)
        return values

    return at


def fraction(value: Any) -> Fraction:
    """Return one number as a fraction; an irrational one is rounded to a float first."""
    if isinstance(value, sp.Rational):
        return Fraction(int(value.p), int(value.q))
    return value if isinstance(value, Fraction) else Fraction(float(value))


def floats(distribution: Distribution, index: str) -> dict[sp.Symbol, tuple[Array, bool]]:
    """Return a distribution's parameters as floats by symbol, and whether each is exact."""
    found = {}
    for name, symbol in symbols_of(type(distribution), index).items():
        given = distribution.parameters[name]
        number = np.asarray(given, dtype=float)
        found[symbol] = (number, bool(np.ndim(given)) or Fraction(float(number)) == fraction(given))
    return found


def same_distribution(p: Distribution, q: Distribution, shape: Shape) -> Mask:
    """Return where two distributions of one family have the same parameters."""
    same = np.full(shape, type(p) is type(q))
    if type(p) is not type(q):
        return same
    for one, other in zip(p.parameters.values(), q.parameters.values(), strict=True):
        if np.ndim(one) or np.ndim(other):
            same &= np.asarray(one, dtype=float) == np.asarray(other, dtype=float)
        else:
            same &= fraction(one) == fraction(other)
    return same


def at_edge(distribution: Distribution, shape: Shape) -> Mask:
    """Return where a probability is 0 or 1, or a parameter at its edge, so that some outcomes are impossible."""
    edge = np.zeros(shape, bool)
    for name in edge_parameters(type(distribution)):
        probability = np.asarray(distribution.parameters[name], dtype=float)
        edge |= (probability == 0) | (probability == 1)
    for parameter in type(distribution).spec:
        if parameter.edge is not None and distribution.kind == DISCRETE:
            edge |= np.asarray(distribution.parameters[parameter.name], dtype=float) == parameter.edge
    return edge


def edge_parameters(kind: type[Distribution]) -> list[str]:
    """Return the names of the parameters that are probabilities and may be 0 or 1."""
    return [parameter.name for parameter in kind.spec if parameter.domain is PROBABILITY]
