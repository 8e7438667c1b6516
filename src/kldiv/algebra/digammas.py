"""Digammas whose arguments are a whole number apart, written with one of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import sympy as sp

#: Digammas further apart than this are left as they are: the sum between them would be longer than they are.
APART = 2


def with_one_digamma(expression: sp.Expr) -> Iterator[sp.Expr]:
    """Write polygamma functions a whole number apart with the first, and with the last, of them.

    Args:
        expression: any expression.

    Yields:
        Equal expressions, none if no two functions in it are a whole number apart.

    Example:
        >>> b = sp.Symbol("b", positive=True)
        >>> [sp.expand(f) for f in with_one_digamma(sp.digamma(b) - sp.digamma(b + 1))]
        [-1/b, -1/b]
    """
    families: list[list[sp.Expr]] = []
    for node in sorted(expression.atoms(sp.polygamma), key=sp.default_sort_key):
        near = (f for f in families if f[0].args[0] == node.args[0] and _steps(f[0], node) is not None)
        family = next(near, None)
        if family is None:
            families.append([node])
        else:
            family.append(node)
    several = [f for f in families if len(f) > 1]
    for end in (min, max) if several else ():
        table: dict[sp.Expr, sp.Expr] = {}
        for family in several:
            base = end(family, key=partial(_height, family[0]))
            table.update({node: _from(base, node) for node in family if node != base})
        yield expression.xreplace(table)


def _steps(first: sp.Expr, second: sp.Expr) -> int | None:
    """How far the argument of the second is above that of the first, if that is a small whole number."""
    gap = sp.expand(second.args[1] - first.args[1])
    return int(gap) if gap.is_Integer and abs(gap) <= APART and second.args[1].free_symbols else None


def _height(first: sp.Expr, second: sp.Expr) -> int:
    """The same within a family, where it is known to be a small whole number."""
    return _steps(first, second) or 0


def _from(base: sp.Expr, node: sp.Expr) -> sp.Expr:
    """By the recurrence f(z + 1) = f(z) + (-1)^n n! z^-(n + 1), up or down."""
    order, gap = base.args[0], _steps(base, node) or 0
    low = base.args[1] if gap > 0 else node.args[1]
    between = sp.Add(*((-1) ** order * sp.factorial(order) * (low + j) ** -(order + 1) for j in range(abs(gap))))
    return base + between if gap > 0 else base - between
