"""Conditions on parameters in their simplest form, and in words: when one holds, and when it fails given others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sympy as sp
from sympy.core.relational import Relational
from sympy.logic.boolalg import to_dnf

from kldiv.writing.statement import condition_tex

#: The signs that the difference of both sides of a relation may have.
_SIGNS: dict[type[Relational], frozenset[int]] = {
    sp.StrictGreaterThan: frozenset({1}),
    sp.GreaterThan: frozenset({0, 1}),
    sp.Equality: frozenset({0}),
    sp.LessThan: frozenset({-1, 0}),
    sp.StrictLessThan: frozenset({-1}),
    sp.Unequality: frozenset({-1, 1}),
}
_ANY = frozenset({-1, 0, 1})

#: Which signs each difference may have: all of these at once.
_Clause = dict[sp.Expr, frozenset[int]]


def holds(*conditions: sp.Basic) -> str:
    r"""Say when all of some conditions hold.

    Args:
        conditions: relations, perhaps joined by and, or, not.

    Returns:
        Markdown; "" where nothing is asked.

    Example:
        >>> m, a = sp.symbols("m a", real=True)
        >>> holds(m >= 1, sp.Or(m > 1, a < 2))
        '$m > 1$, or $m = 1$ and $a < 2$'
    """
    clauses = simplified(*conditions)
    said = [" and ".join(f"${condition_tex(part)}$" for part in clause) for clause in clauses]
    return (", or " if any(len(clause) > 1 for clause in clauses) else " or ").join(said)


def fails(condition: sp.Basic, *given: sp.Basic) -> str:
    """Say when a condition fails although others hold.

    Args:
        condition: the one that fails.
        given: the others.

    Returns:
        Markdown.

    Example:
        >>> n = sp.Symbol("n", integer=True, positive=True)
        >>> fails(n > 1)
        '$n = 1$'
    """
    return holds(sp.Not(condition), *given)


def simplified(*conditions: sp.Basic) -> list[tuple[sp.Basic, ...]]:
    """Bring conditions to alternatives, each of relations that hold together, none of them said twice.

    Args:
        conditions: relations, perhaps joined by and, or, not.

    Returns:
        The alternatives, the shortest first; a list with one empty alternative where nothing is asked.
    """
    whole = to_dnf(sp.And(*conditions, evaluate=False))
    written = {_difference(atom): atom for atom in _atoms(conditions)}
    if not all(isinstance(atom, Relational) for atom in whole.atoms(sp.logic.boolalg.BooleanAtom, Relational)):
        return [tuple(conditions)]
    parts = whole.args if isinstance(whole, sp.Or) else (whole,)
    clauses = [clause for part in parts if (clause := _clause(part)) is not None]
    clauses = [_with_equals_put_in(less) for clause in clauses if all((less := _less(clause, clauses)).values())]
    kept: list[_Clause] = []
    for clause in sorted(clauses, key=len):
        if not any(_follows(clause, other) for other in kept):
            kept.append(clause)
    order = [difference for difference, _ in written]
    return [tuple(_relation(*item, written) for item in _in_order(clause, order)) for clause in kept]


def _in_order(clause: _Clause, order: list[sp.Expr]) -> list[tuple[sp.Expr, frozenset[int]]]:
    """The equations first, then what was said first."""
    places = {difference: order.index(difference) if difference in order else len(order) for difference in clause}
    return sorted(clause.items(), key=lambda item: (item[1] != {0}, places[item[0]]))


def _atoms(conditions: Iterable[sp.Basic]) -> list[Relational]:
    return [atom for one in conditions for atom in sp.sympify(one).atoms(Relational)]


def _difference(relation: Relational) -> tuple[sp.Expr, frozenset[int]]:
    """The difference of both sides, one for both ways to subtract, and the signs that it may have."""
    difference, signs = sp.expand(relation.lhs - relation.rhs), _SIGNS[type(relation)]
    if difference.could_extract_minus_sign():
        return -difference, frozenset(-sign for sign in signs)
    return difference, signs


def _clause(part: sp.Basic) -> _Clause | None:
    """The relations of an alternative, those about one difference in one; None if they contradict each other."""
    found: _Clause = {}
    for relation in part.args if isinstance(part, sp.And) else (part,):
        difference, signs = _difference(relation)
        found[difference] = found.get(difference, _possible(difference)) & signs
    return found if all(found.values()) else None


def _possible(difference: sp.Expr) -> frozenset[int]:
    """The signs that a difference may have at all: a whole number from 1 on is no less than 1."""
    if difference.is_nonnegative:
        return frozenset({0, 1})
    return frozenset({-1, 0}) if difference.is_nonpositive else _ANY


def _less(clause: _Clause, clauses: list[_Clause]) -> _Clause:
    """What an alternative says beyond the others that ask one thing only."""
    found = dict(clause)
    for other in clauses:
        if len(other) == 1 and other is not clause:
            [(difference, signs)] = other.items()
            if difference in found and len(found) > 1:
                found[difference] -= signs
    return found


def _with_equals_put_in(clause: _Clause) -> _Clause:
    """The number that a letter is equal to, put into the other relations."""
    equations = [difference for difference, signs in clause.items() if signs == {0}]
    found = clause
    for equation in equations:
        symbol, rest = next(iter(equation.atoms(sp.Symbol)), None), equation.as_coeff_Add()[0]
        if symbol is not None and equation - rest == symbol:
            found = {d if d == equation else sp.expand(d.subs(symbol, -rest)): s for d, s in found.items()}
    return found


def _follows(clause: _Clause, other: _Clause) -> bool:
    return all(clause.get(difference, _ANY) <= signs for difference, signs in other.items())


def _relation(
    difference: sp.Expr, signs: frozenset[int], written: Mapping[tuple[sp.Expr, frozenset[int]], Relational]
) -> sp.Basic:
    """A relation, as it was written if it was."""
    if (difference, signs) in written:
        return written[difference, signs]
    kind = next(kind for kind, its in _SIGNS.items() if its == signs)
    return kind(difference, 0, evaluate=False)
