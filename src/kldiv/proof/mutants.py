"""Small wrong changes to an expression: signs flipped, terms dropped, parameters swapped."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import sympy as sp
from sympy.core.relational import Relational

from kldiv.algebra.nodes import Divergence, Expectation

Mutant = tuple[str, sp.Expr]


def mutants(expression: sp.Expr) -> Iterator[Mutant]:
    """Make small wrong changes.

    Args:
        expression: any expression; what names a distribution (a density, range, definition) is only changed by swaps.

    Yields:
        What was done, and the changed expression, each different from the original.

    Example:
        >>> a, b = sp.symbols("a b", positive=True)
        >>> [str(m) for _, m in mutants(a - b)]
        ['-a - b', '-b', 'a + b', 'a', '-a + b']
    """
    if isinstance(expression, Relational):  # the side that the chain works on
        for change, made in mutants(expression.rhs):
            yield change, expression.func(expression.lhs, made, evaluate=False)
        return
    seen = {expression}
    for change, made in (*_term_changes(expression, whole=True), *_swaps(expression)):
        if made not in seen and made is not sp.nan:
            seen.add(made)
            yield change, made


def _term_changes(expression: sp.Expr, whole: bool) -> Iterator[Mutant]:
    if not isinstance(expression, sp.Expr) or isinstance(expression, sp.MatrixExpr):
        return
    terms = sp.Add.make_args(expression)
    if len(terms) > 1 or whole:
        for k, term in enumerate(terms):
            rest = [*terms[:k], *terms[k + 1 :]]
            yield f"sign of {term} flipped", sp.Add(*rest, -term)
            yield f"{term} dropped", sp.Add(*rest)
    for k, inner in enumerate(expression.args):
        if _may_enter(expression, k):
            # the sign of a factor is the sign of its term, which has been flipped above
            for change, made in _term_changes(inner, whole=False):
                yield change, expression.func(*expression.args[:k], made, *expression.args[k + 1 :])


def _may_enter(expression: sp.Expr, k: int) -> bool:
    """Whether an argument is algebra, and not the name of a distribution, a range or an index."""
    if isinstance(expression, (sp.Sum, sp.Integral, Expectation)):
        return k == 0
    if isinstance(expression, (Divergence, sp.Indexed, sp.Derivative, sp.Limit, sp.KroneckerDelta)):
        return False
    if isinstance(expression, sp.core.function.AppliedUndef):
        return False
    return type(expression).__name__ != "Quantity" and isinstance(expression.args[k], sp.Expr)


def _swaps(expression: sp.Expr) -> Iterator[Mutant]:
    letters: list[Any] = sorted(expression.free_symbols, key=str)
    symbols = [s for s in letters if isinstance(s, sp.Symbol) and not _is_base_label(s, expression)]
    matrices = [s for s in letters if isinstance(s, sp.MatrixSymbol)]
    bases = sorted(expression.atoms(sp.IndexedBase), key=str)
    functions = sorted({f.func for f in expression.atoms(sp.core.function.AppliedUndef)}, key=str)
    for group in (symbols, matrices, bases, functions):
        for one, other in combinations(group, 2):
            if _alike(one, other):
                yield f"{one} and {other} swapped", swap(expression, one, other)


def _is_base_label(symbol: sp.Symbol, expression: sp.Expr) -> bool:
    return any(base.label == symbol for base in expression.atoms(sp.IndexedBase))


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, sp.Symbol):
        return bool(one.assumptions0 == other.assumptions0)
    if isinstance(one, sp.MatrixSymbol):
        return bool(one.shape == other.shape)
    if isinstance(one, sp.IndexedBase):
        return bool(one.is_positive == other.is_positive)
    return True


def swap(expression: sp.Expr, one: Any, other: Any) -> sp.Expr:
    """Exchange two symbols, two arrays or two undefined functions."""
    if isinstance(one, (sp.Symbol, sp.MatrixSymbol)):
        return expression.xreplace({one: other, other: one})
    if isinstance(one, sp.IndexedBase):
        table = {}
        for node in expression.atoms(sp.Indexed):
            if node.base in (one, other):
                table[node] = (other if node.base == one else one)[node.indices]
        return expression.xreplace(table)
    calls = [f for f in expression.atoms(sp.core.function.AppliedUndef) if f.func in (one, other)]
    return expression.xreplace({f: (other if f.func == one else one)(*f.args) for f in calls})
