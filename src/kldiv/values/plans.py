"""How the objects of a statement are drawn: a plan, carried out with numbers from a source.

The source gives fractions for the checks of the steps, floats for the adversary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any, Protocol

import sympy as sp

from kldiv.values.plain import Values, plain

#: How often an entry, and how often a whole draw, is drawn again until the conditions hold.
ENTRY_ATTEMPTS, ATTEMPTS = 60, 400


class Source(Protocol):
    """Where numbers come from."""

    exact: bool

    def number(self, letter: Any, *, whole: bool = False) -> Any:
        """A number for a symbol, or for one entry of an array, as its assumptions ask."""

    def size(self, letter: sp.Symbol) -> int:
        """A number of outcomes."""

    def place(self, count: int) -> int:
        """One of the numbers from 1 to count."""


class Rejected(ValueError):
    """These numbers do not satisfy what is assumed."""


@dataclass
class Plan:
    """How to draw.

    Attributes:
        shapes: the sizes of each array.
        sizes: the symbols that are sizes, each with its value if that is assumed.
        places: free indices of the statement, each with the size it may run to.
        entries: entries of arrays that are assumed.
        scalars: symbols to be drawn.
        totals: which arrays are scaled along which axis to which total.
        defined: what is computed from the rest: a symbol, or the entries of an array.
        solved: arrays with the linear equations that they satisfy.
        conditions: inequalities that must hold; each with the free indices over which it is meant.
        whole: arrays whose entries are whole numbers, because they stand in an exponent.
        functions: undefined functions, which no plan can draw.
    """

    shapes: dict[sp.IndexedBase, tuple[sp.Expr, ...]] = field(default_factory=dict)
    sizes: dict[sp.Symbol, int | None] = field(default_factory=dict)
    places: dict[sp.Symbol, sp.Expr] = field(default_factory=dict)
    entries: dict[sp.Indexed, sp.Expr] = field(default_factory=dict)
    scalars: list[sp.Symbol] = field(default_factory=list)
    totals: dict[sp.IndexedBase, tuple[int, sp.Expr]] = field(default_factory=dict)
    defined: dict[Any, sp.Expr] = field(default_factory=dict)
    solved: dict[sp.IndexedBase, list[sp.Eq]] = field(default_factory=dict)
    conditions: list[tuple[sp.Basic, dict[sp.Symbol, sp.Expr]]] = field(default_factory=list)
    whole: set[sp.IndexedBase] = field(default_factory=set)
    functions: set[Any] = field(default_factory=set)

    def draw(self, source: Source) -> Values:
        """Draw everything.

        Raises:
            Rejected: if no numbers are found that satisfy what is assumed.
        """
        for _ in range(ATTEMPTS):
            try:
                return self._attempt(source)
            except (Rejected, ZeroDivisionError):
                continue
        raise Rejected("no numbers were found that satisfy the assumptions")

    def _attempt(self, source: Source) -> Values:
        at: Values = {s: source.size(s) if v is None else v for s, v in self.sizes.items()}
        for index, size in self.places.items():
            at[index] = source.place(self._count(size, at))
        for symbol in self.scalars:
            at[symbol] = source.number(symbol)
        for letter in self._order:
            at[letter] = self._made(letter, source, at)
        for condition, free in self.conditions:
            if not all(self._compiled(condition, source)({**at, **here}) for here in self._every(free, at)):
                raise Rejected(str(condition))
        return at

    @cached_property
    def _order(self) -> list[Any]:
        """Arrays and computed symbols, each after what it needs."""
        waiting, order = [*self.shapes, *(s for s in self.defined if isinstance(s, sp.Symbol))], []
        while waiting:
            ready = [w for w in waiting if not self._needs(w) & set(waiting)]
            if not ready:
                raise Rejected(f"what is assumed of {', '.join(map(str, waiting))} goes round in a circle")
            order += ready
            waiting = [w for w in waiting if w not in ready]
        return order

    @cached_property
    def _all_filters(self) -> dict[Any, list[tuple[sp.Basic, dict[sp.Symbol, sp.Expr]]]]:
        return {letter: self._filters(letter) for letter in self.shapes}

    def _needs(self, letter: Any) -> set[Any]:
        """What must be there before."""
        parts: list[sp.Basic] = [self.defined[letter]] if letter in self.defined else []
        parts += self.solved.get(letter, [])
        parts += [condition for condition, _ in self._filters(letter)]
        return {a for part in parts for a in atoms_of(part)} - {letter}

    def _filters(self, letter: Any) -> list[tuple[sp.Basic, dict[sp.Symbol, sp.Expr]]]:
        """The conditions that each entry of an array is drawn to satisfy."""
        if letter in self.defined or letter in self.totals or letter in self.solved or letter not in self.shapes:
            return []
        found = [(c, free) for c, free in self.conditions if free and c.has(letter)]
        return [(c, free) for c, free in found if letter == _last(c, self)]

    def _made(self, letter: Any, source: Source, at: Values) -> Any:
        if isinstance(letter, sp.Symbol):
            return _allowed(letter, self._compiled(self.defined[letter], source)(at))
        counts = tuple(self._count(size, at) for size in self.shapes[letter])
        if letter in self.defined:
            indices, body = self.defined[letter].args
            compiled = self._compiled(body, source)
            return _table(
                counts, lambda place: _allowed(letter, compiled({**at, **dict(zip(indices, place, strict=True))}))
            )
        table = _table(counts, lambda place: self._entry(letter, place, source, at))
        if letter in self.solved:
            return self._solve(letter, table, source, at)
        if letter in self.totals:
            axis, total = self.totals[letter]
            return _scaled(table, axis, self._compiled(total, source)(at))
        return table

    def _entry(self, letter: sp.IndexedBase, place: tuple[int, ...], source: Source, at: Values) -> Any:
        given = self.entries.get(letter[place]) if self.entries else None
        if given is not None:
            return self._compiled(given, source)(at)
        filters = self._all_filters[letter]
        for _ in range(ENTRY_ATTEMPTS):
            number = source.number(letter, whole=letter in self.whole)
            here = {**at, letter: _Everywhere(number, len(place))}
            if all(self._compiled(c, source)({**here, **dict(zip(free, place, strict=False))}) for c, free in filters):
                return number
        raise Rejected(f"{letter}: no entry satisfies what is assumed")

    def _solve(self, letter: sp.IndexedBase, table: Any, source: Source, at: Values) -> Any:
        """Change the last entries so that linear equations hold."""
        equations = [self._compiled(e.lhs - e.rhs, source) for e in self.solved[letter]]
        row, count = list(table), len(equations)
        if len(row) < count:
            raise Rejected(f"{letter}: too few entries")
        total = sum(row)
        row = [value / total for value in row]

        def residual(last: list[Any]) -> list[Any]:
            return [e({**at, letter: (*row[: len(row) - count], *last)}) for e in equations]

        start = residual([0] * count)
        units = [[int(k == n) for k in range(count)] for n in range(count)]
        columns = [[a - b for a, b in zip(residual(unit), start, strict=True)] for unit in units]
        kind = Fraction if source.exact else float
        matrix = [[kind(columns[n][k]) for n in range(count)] for k in range(count)]
        found = _linear(matrix, [-s for s in start])
        if any(value <= 0 for value in found):
            raise Rejected(f"{letter}: not positive")
        return (*row[: len(row) - count], *found)

    def _count(self, size: sp.Expr, at: Values) -> int:
        return int(at[size]) if isinstance(size, sp.Symbol) else int(size)

    def _every(self, free: dict[sp.Symbol, sp.Expr], at: Values) -> Iterable[dict[sp.Symbol, int]]:
        spans = [range(1, self._count(size, at) + 1) for size in free.values()]
        return (dict(zip(free, place, strict=True)) for place in product(*spans))

    def _compiled(self, expression: sp.Basic, source: Source) -> Callable[[Values], Any]:
        key = (expression, source.exact)
        if key not in self._cache:
            self._cache[key] = plain(expression, exact=source.exact)
        return self._cache[key]

    def __post_init__(self) -> None:
        self._cache: dict[Any, Callable[[Values], Any]] = {}


def _allowed(letter: Any, value: Any) -> Any:
    """A computed value, if the assumptions of its letter allow it."""
    if (letter.is_positive and value <= 0) or (letter.is_nonnegative and value < 0):
        raise Rejected(f"{letter} = {value}")
    return value


class _Everywhere:
    """An array that has one entry everywhere, while that entry is tried."""

    def __init__(self, entry: Any, depth: int) -> None:
        self.entry, self.depth = entry, depth

    def __getitem__(self, _: int) -> Any:
        return self.entry if self.depth == 1 else _Everywhere(self.entry, self.depth - 1)


def _table(counts: tuple[int, ...], entry: Callable[[tuple[int, ...]], Any], at: tuple[int, ...] = ()) -> Any:
    if len(at) == len(counts):
        return entry(at)
    return tuple(_table(counts, entry, (*at, k)) for k in range(1, counts[len(at)] + 1))


def _scaled(table: Any, axis: int, total: Any) -> Any:
    if not isinstance(table[0], tuple):
        whole = sum(table)
        return tuple(total * v / whole for v in table)
    if axis == 1:
        return tuple(_scaled(row, 0, total) for row in table)
    columns = [_scaled(column, 0, total) for column in zip(*table, strict=True)]
    return tuple(zip(*columns, strict=True))


def _linear(matrix: list[list[Any]], right: list[Any]) -> list[Any]:
    """Solve a small system by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for k in range(len(rows)):
        pivot = max(range(k, len(rows)), key=lambda n: abs(rows[n][k]))
        rows[k], rows[pivot] = rows[pivot], rows[k]
        if rows[k][k] == 0:
            raise Rejected("the equations do not determine the entries")
        rows[k] = [v / rows[k][k] for v in rows[k]]
        for n in range(len(rows)):
            if n != k:
                rows[n] = [v - rows[n][k] * w for v, w in zip(rows[n], rows[k], strict=True)]
    return [row[-1] for row in rows]


def atoms_of(expression: sp.Basic) -> set[Any]:
    """The arrays and the free symbols of an expression."""
    bases: set[Any] = expression.atoms(sp.IndexedBase)
    names = {base.label for base in bases}
    return bases | {s for s in expression.free_symbols if isinstance(s, sp.Symbol) and s not in names}


def _last(condition: sp.Basic, plan: Plan) -> sp.IndexedBase | None:
    """Which array of a condition is drawn last, entry by entry: one that nothing else determines."""
    fixed = {*plan.defined, *plan.totals, *plan.solved}
    free = [b for b in plan.shapes if condition.has(b) and b not in fixed]
    return max(free, key=lambda b: (not b.is_positive, str(b)), default=None)
