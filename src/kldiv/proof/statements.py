"""What a step may take from elsewhere: an equation or a bound with its conditions, and letters to be filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef, UndefinedFunction
from sympy.core.symbol import Str

from kldiv.algebra.conditions import positive_condition
from kldiv.algebra.nodes import Divergence
from kldiv.distributions.matrix_letters import has_positive_determinant, is_definite, is_triangular

#: What the letters of a statement stand for. A letter is a symbol, a matrix, an array or an undefined function; an
#: array and a function are given as a `Lambda`.
Bindings = tuple[tuple[Any, Any], ...]


class Refused(ValueError):
    """A rule does not apply here, or a statement does not hold here."""


@dataclass(frozen=True)
class Statement:
    """An equation or a bound.

    Attributes:
        left: its left side.
        relation: "=", ">=" or "<=".
        right: its right side.
        conditions: when it holds.
        source: what licenses it: "lemma", "theorem" or "assumption".

    Example:
        >>> t = sp.Symbol("t", positive=True)
        >>> Statement(sp.log(t), "<=", t - 1).put({t: sp.Integer(2)}).right
        1
    """

    left: sp.Basic
    relation: str
    right: sp.Basic
    conditions: tuple[sp.Basic, ...] = ()
    source: str = ""

    def put(self, bindings: Mapping[Any, Any] | Bindings) -> Statement:
        """Fill in the letters.

        Args:
            bindings: what each letter stands for.

        Returns:
            The instance, with the conditions that are left to be shown.

        Raises:
            Refused: if a letter does not occur, a condition fails, or a value would be captured by a bound letter.
        """
        table = dict(bindings)
        whole = sp.Tuple(self.left, self.right, *self.conditions)
        absent = [str(letter) for letter in table if not _occurs(letter, whole)]
        if absent:
            raise Refused(f"{', '.join(absent)}: not a letter of this statement")
        _refuse_capture(whole, table)
        for letter, value in table.items():
            if isinstance(letter, sp.MatrixSymbol):
                _refuse_misfit(letter, value, table)
        needed = [c for letter, value in table.items() for c in _needed(letter, value)]
        needed += [c for condition in self.conditions for c in _decided(fill(condition, table))]
        left, right = fill(self.left, table), fill(self.right, table)
        return replace(self, left=left, right=right, conditions=tuple(dict.fromkeys(needed)))


def fill(expression: sp.Basic, table: Mapping[Any, Any]) -> sp.Basic:
    """Put values for letters, all at once: what is put in is not filled in again."""
    plain = {k: v for k, v in table.items() if isinstance(k, sp.Basic) and not isinstance(v, sp.Lambda)}
    arrays = {k: v for k, v in table.items() if isinstance(k, sp.IndexedBase) and isinstance(v, sp.Lambda)}
    functions = {k: v for k, v in table.items() if isinstance(k, UndefinedFunction)}
    nodes = {
        n: arrays[n.base](*(fill(k, table) for k in n.indices))
        for n in expression.atoms(sp.Indexed)
        if n.base in arrays
    }
    nodes |= {
        n: functions[n.func](*(fill(a, table) for a in n.args))
        for n in expression.atoms(AppliedUndef)
        if n.func in functions
    }
    nodes |= {n: _slope_at(n, table) for n in expression.atoms(sp.Derivative) if _moved(n, table)}
    return expression.xreplace({**plain, **nodes}) if plain or nodes else expression


def _moved(slope: sp.Derivative, table: Mapping[Any, Any]) -> list[sp.Symbol]:
    """The variables of a derivative that are to be replaced by something that is no variable."""
    variables = dict.fromkeys(slope.variables)
    return [v for v in variables if not isinstance(table.get(v, v), (sp.Symbol, sp.Indexed))]


def _slope_at(slope: sp.Derivative, table: Mapping[Any, Any]) -> sp.Subs:
    """A derivative at a point: first it is taken, then the point is put in."""
    moved = _moved(slope, table)
    others = {k: v for k, v in table.items() if k not in moved and _occurs(k, slope)}
    caught = [str(v) for v in moved if any(value.has(v) for value in others.values())]
    if caught:
        raise Refused(f"{', '.join(caught)}: differentiated by in the statement and free in what is put in; rename it")
    return sp.Subs(fill(slope, others), moved, [table[v] for v in moved])


def _occurs(letter: Any, whole: sp.Basic) -> bool:
    if isinstance(letter, UndefinedFunction):
        return any(node.func == letter for node in whole.atoms(AppliedUndef))
    return bool(whole.has(letter))


def _refuse_capture(whole: sp.Basic, table: Mapping[Any, Any]) -> None:
    """A bound letter may be renamed; nothing else that is put in may hold it."""
    bound: set[sp.Basic] = set()
    for node in sp.preorder_traversal(whole):
        bound |= set(getattr(node, "bound_symbols", ()))
        if isinstance(node, (sp.Limit, Divergence)):
            bound.add(node.args[1] if isinstance(node, sp.Limit) else node.args[2])
    renamed = {table.get(letter, letter) for letter in bound}
    for node in sp.preorder_traversal(whole):
        if hasattr(node, "bound_symbols"):  # those of a node, and of the nodes inside of it, must stay apart
            nested = {s for inner in sp.preorder_traversal(node) for s in getattr(inner, "bound_symbols", ())}
            if len({table.get(letter, letter) for letter in nested}) < len(nested):
                raise Refused("two bound letters would become one")
    free = set().union(*(v.free_symbols for k, v in table.items() if k not in bound))
    for letter, value in table.items():
        if isinstance(value, sp.Lambda):  # what is put into its places must not be bound inside of it
            own = {s for inner in sp.preorder_traversal(value.expr) for s in getattr(inner, "bound_symbols", ())}
            if caught_inside := own & _inside_places(letter, whole, table):
                raise Refused(f"{', '.join(sorted(map(str, caught_inside)))}: bound in what is put in; rename it")
    new = {table[letter] for letter in bound if letter in table}
    caught = (renamed & free) | (new & (whole.free_symbols - set(table)))
    if caught:
        letters = ", ".join(sorted(map(str, caught)))
        raise Refused(f"{letters}: bound in the statement and free in what is put in; rename one of the two")


def _inside_places(letter: Any, whole: sp.Basic, table: Mapping[Any, Any]) -> set[sp.Basic]:
    """The symbols that stand in the places of an array or of a function, renamed as they will be."""
    if isinstance(letter, sp.IndexedBase):
        places = [k for node in whole.atoms(sp.Indexed) if node.base == letter for k in node.indices]
    else:
        places = [a for node in whole.atoms(AppliedUndef) if node.func == letter for a in node.args]
    symbols = {s for place in places for s in place.free_symbols}
    return {table.get(s, s) for s in symbols if isinstance(table.get(s, s), sp.Basic)}


def refuse_caught(expression: sp.Basic, facts: Iterable[Statement], name: str) -> None:
    """Refuse an assumption about a number where its letter is a variable of integration.

    What is assumed with an index in it is assumed for every value of the index, and may be used inside a sum; what is
    assumed of an undefined function, such as u(g(x)) = x, is assumed for every value of its argument.
    """
    bound: set[sp.Basic] = set()
    for node in sp.preorder_traversal(expression):
        if not isinstance(node, sp.Sum):
            bound |= set(getattr(node, "bound_symbols", ()))
    for fact in facts:
        parts = sp.Tuple(fact.left, fact.right)
        of_functions = {s for node in parts.atoms(AppliedUndef) for s in node.free_symbols}
        if caught := (parts.free_symbols - of_functions) & bound:
            letters = ", ".join(sorted(map(str, caught)))
            raise Refused(f"{name}: {letters} is a variable of integration here, and a number in what is assumed")


def _needed(letter: Any, value: Any) -> tuple[sp.Basic, ...]:
    """What a value must satisfy to stand for a letter: the letter's assumptions."""
    if isinstance(letter, (sp.MatrixSymbol, Str)):  # a Str is a label, and no more
        return ()
    if isinstance(letter, UndefinedFunction):
        return _refuse_unlike(letter, value)
    inner = value.expr if isinstance(value, sp.Lambda) else value
    if (letter.is_real and inner.is_real is False) or inner.is_infinite:
        raise Refused(f"{letter} = {inner}: must be a real number")
    if letter.is_integer and not inner.is_integer:
        raise Refused(f"{letter} = {inner}: must be a whole number")
    if letter.is_positive:
        return positive_or_refuse(letter, inner)
    if letter.is_nonnegative and not sp.piecewise_fold(inner).is_nonnegative:
        return (sp.Ge(inner, 0),)
    return apart(sp.Ne(inner, 0)) if letter.is_nonzero and not inner.is_nonzero else ()


def _refuse_unlike(letter: Any, value: Any) -> tuple[sp.Basic, ...]:
    """What stands for a function must be known to have what is assumed of the function's values."""
    inner = value.expr if isinstance(value, sp.Lambda) else value
    for kind in ("is_real", "is_positive", "is_nonnegative", "is_nonzero", "is_integer"):
        if getattr(letter, kind) is True and not getattr(inner, kind):  # where nothing is assumed it is a property
            raise Refused(f"{letter} = {inner}: not known to be {kind.removeprefix('is_')}, as {letter} is")
    return ()


def apart(condition: sp.Basic) -> tuple[sp.Basic, ...]:
    """A condition that two things differ, as plainly as it can be said: log a != log b is a != b."""
    if condition in (sp.true, sp.false):
        return () if condition is sp.true else (sp.false,)
    gap = sp.expand_log(condition.lhs - condition.rhs)
    logs = [term for term in sp.Add.make_args(gap) if isinstance(term, sp.log)]
    minus = [-term for term in sp.Add.make_args(gap) if isinstance(-term, sp.log)]
    if len(logs) == len(minus) == 1 and gap == logs[0] - minus[0]:
        one, other = logs[0].args[0], minus[0].args[0]
        if sp.expand(one + other) == 1 and (one.is_Symbol or other.is_Symbol):
            return (sp.Ne(one if one.is_Symbol else other, sp.Rational(1, 2)),)
        return (sp.Ne(one, other),)
    return (condition,)


def _refuse_misfit(letter: sp.MatrixSymbol, value: Any, table: Mapping[Any, Any]) -> None:
    """A matrix must have the shape of the letter that it stands for, and be definite or triangular if that is."""
    sizes = {k: v for k, v in table.items() if isinstance(k, sp.Symbol)}
    shape = tuple(sp.sympify(side).xreplace(sizes) for side in letter.shape)
    if not getattr(value, "is_Matrix", False) or any(sp.expand(a - b) for a, b in zip(shape, value.shape, strict=True)):
        raise Refused(f"{letter} = {value}: must be a matrix of shape {shape}")
    for kind, known in (("positive definite", is_definite), ("triangular", is_triangular)):
        if known(letter) and not known(value):
            raise Refused(f"{letter} = {value}: not known to be {kind}")


def positive_or_refuse(name: Any, expression: sp.Expr) -> tuple[sp.Basic, ...]:
    """The condition that something is positive; nothing where it plainly is."""
    if expression.is_nonpositive:
        raise Refused(f"{name} = {expression}: must be positive")
    factors = [f for f in sp.Mul.make_args(sp.factor(expression)) if not f.is_positive]
    return positive_condition(sp.Mul(*factors))


def _decided(condition: sp.Basic) -> tuple[sp.Basic, ...]:
    """A condition in the form in which the package writes it; nothing where it always holds."""
    if condition is sp.true:
        return ()
    if condition is sp.false:
        raise Refused("a condition of the statement fails here")
    if isinstance(condition, sp.Ne) and isinstance(condition.lhs, sp.Determinant) and condition.rhs == 0:
        return () if has_positive_determinant(condition.lhs.arg) else (condition,)
    if isinstance(condition, (sp.StrictGreaterThan, sp.StrictLessThan)):
        return positive_or_refuse(condition, condition.gts - condition.lts)
    return apart(condition) if isinstance(condition, sp.Ne) else (condition,)


def over_ranges(condition: sp.Basic, expression: sp.Basic) -> sp.Basic:
    """A condition on the index of a sum, as a condition on the ends: it must hold for every term.

    Args:
        condition: an inequality; others are returned as they are.
        expression: what holds the sum.

    Returns:
        The inequality at the end where it is the hardest to satisfy, if it is linear in the index.
    """
    if not isinstance(condition, (sp.StrictGreaterThan, sp.StrictLessThan)):
        return condition
    gap = condition.gts - condition.lts
    limits = {tuple(limit) for node in expression.atoms(sp.Sum) for limit in node.limits if gap.has(limit[0])}
    if len({index for index, *_ in limits} | expression.free_symbols) < len(limits) + len(expression.free_symbols):
        return condition  # an index with two ranges, or with another meaning besides
    for index, low, high in sorted(limits, key=str):
        slope = sp.diff(gap, index)
        if slope.is_number:
            gap = gap.subs(index, high if slope.is_negative else low)
    if gap == condition.gts - condition.lts:
        return condition
    return next(iter(positive_or_refuse(condition, gap)), sp.true)
