"""Factors, square roots and powers of polynomials."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy as sp
from sympy.polys.rings import PolyElement


def by_powers(polynomial: PolyElement, place: int) -> dict[int, PolyElement]:
    """The terms of a polynomial by the power of one of its letters."""
    found: dict[int, dict[Any, Any]] = {}
    for monomial, coefficient in polynomial.items():
        found.setdefault(monomial[place], {})[monomial] = coefficient
    return {power: polynomial.ring(terms) for power, terms in sorted(found.items())}


@lru_cache(maxsize=1 << 14)
def irreducible(polynomial: PolyElement) -> tuple[int, list[tuple[PolyElement, int]]]:
    """Factor a polynomial, without the general method where it is linear in a letter."""
    ring = polynomial.ring
    number, rest = polynomial.primitive()
    if rest.LC < 0:
        number, rest = -number, -rest
    shared = tuple(map(min, zip(*rest.monoms(), strict=True)))
    rest = ring({tuple(m - s for m, s in zip(monomial, shared, strict=True)): c for monomial, c in rest.items()})
    letters = [(ring.gens[place], power) for place, power in enumerate(shared) if power]
    if len(rest) == 1:
        return int(number), letters
    for place, degree in enumerate(rest.degrees()):
        if degree == 1:
            parts = by_powers(rest, place)
            common = parts[1].exquo(ring.gens[place]).gcd(parts[0])
            if common in (1, -1):
                return int(number), [*letters, (rest, 1)]
            sign, factors = irreducible(common)
            return int(number) * sign, [*letters, *factors, (rest.exquo(common), 1)]
    more, factors = rest.factor_list()
    return int(number * more), [*letters, *factors]


def root_of(polynomial: PolyElement) -> PolyElement | None:
    """The square root of a polynomial, None if it is no square."""
    number, factors = irreducible(polynomial)
    root, is_whole = sp.integer_nthroot(abs(int(number)), 2)
    if number < 0 or not is_whole or any(power % 2 for _, power in factors):
        return None
    found = polynomial.ring(root)
    for factor, power in factors:
        found *= factor ** (power // 2)
    return found
