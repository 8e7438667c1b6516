"""Concrete instances of general statements: numbers, distributions, densities, and values to thirty digits."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import sympy as sp

#: A density, or a family of probabilities, as a function that makes an expression.
Formula = Callable[..., sp.Expr]


@dataclass(frozen=True, eq=False)
class Instance:
    """Numbers for everything that a statement leaves open.

    Attributes:
        symbols: a rational for each free symbol, a whole number for sizes and free indices.
        arrays: for each IndexedBase its entries, numbered from 1; rows of rows for two indices.
        functions: for each undefined function an expression in x that stands for it.
    """

    symbols: Mapping[sp.Symbol, Any] = field(default_factory=dict)
    arrays: Mapping[str, Any] = field(default_factory=dict)
    functions: Mapping[Any, Formula] = field(default_factory=dict)


def random_distribution(rng: random.Random, size: int) -> tuple[Fraction, ...]:
    """Draw positive rational probabilities that sum to one."""
    weights = [rng.randint(1, 30) for _ in range(size)]
    return tuple(Fraction(w, sum(weights)) for w in weights)


def finite_instances(
    *distributions: str, size: sp.Symbol, sizes: tuple[int, ...] = (2, 3, 5), seed: str = "finite"
) -> tuple[Instance, ...]:
    """Make instances for several distributions on the same K outcomes.

    Args:
        *distributions: the names of the distributions' IndexedBases.
        size: the symbol K.
        sizes: the values that it takes.
        seed: changes the draw.

    Returns:
        One instance for each size.
    """
    made = []
    for count in sizes:
        rng = random.Random(f"{seed} {count}")
        made.append(Instance({size: count}, {name: random_distribution(rng, count) for name in distributions}))
    return tuple(made)
