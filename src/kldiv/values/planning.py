"""A plan for drawing the objects of a statement, made from what is assumed of them.

It says which arrays are distributions, what is defined by what, and which entries are solved for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from kldiv.algebra.quantities import unfold
from kldiv.algebra.sums import split
from kldiv.values.plans import Plan, Rejected, atoms_of


def plan_for(expressions: Iterable[sp.Basic], assumptions: Iterable[sp.Basic]) -> Plan:
    """Make a plan.

    Args:
        expressions: those of the statement.
        assumptions: what is assumed.

    Returns:
        The plan.

    Raises:
        Rejected: if there is an equation that it cannot use.
    """
    stated = [unfold(e) for e in expressions]
    assumed = [part for a in assumptions for part in sp.And.make_args(a)]
    opened = [unfold(a) for a in assumed]
    plan = Plan()
    shapes, free = _ranges([*stated, *opened])
    plan.shapes = {base: tuple(found[k] for k in sorted(found)) for base, found in shapes.items()}
    plan.sizes = {s: None for shape in plan.shapes.values() for s in shape if isinstance(s, sp.Symbol)}
    plan.functions = {node.func for e in (*stated, *opened) for node in e.atoms(AppliedUndef)}
    plan.whole = {b for e in (*stated, *opened) for power in e.atoms(sp.Pow) for b in power.exp.atoms(sp.IndexedBase)}
    used = {s for e in stated for s in atoms_of(e) if isinstance(s, sp.Symbol)}
    plan.places = {s: free[s] for s in sorted(used, key=str) if s in free}
    scalars = {s for e in (*stated, *opened) for s in atoms_of(e) if isinstance(s, sp.Symbol)}
    plan.scalars = sorted(scalars - set(free) - set(plan.sizes), key=str)
    opened = [e for e in opened if not e.has(AppliedUndef)]  # functions are chosen to satisfy these
    left_over = [e for e in opened if isinstance(e, sp.Eq) and not _taken(e, plan)]
    for equation in sorted(left_over, key=lambda e: (not _is_total(e, plan), len(atoms_of(e)))):
        _determine(equation, plan)
    for condition in opened:
        if not isinstance(condition, sp.Eq):
            over = {s: free[s] for s in sorted(condition.free_symbols & set(free), key=str) if s not in plan.places}
            plan.conditions.append((condition, over))
    return plan


def _ranges(expressions: list[sp.Basic]) -> tuple[dict[Any, dict[int, sp.Expr]], dict[sp.Symbol, sp.Expr]]:
    """How far each index of each array runs, and how far each free index may."""
    shapes: dict[Any, dict[int, sp.Expr]] = {}
    pending: list[tuple[sp.Symbol, sp.IndexedBase, int]] = []

    def walk(node: sp.Basic, bound: dict[sp.Symbol, sp.Expr]) -> None:
        if isinstance(node, (sp.Sum, sp.Product)):
            walk(node.function, {**bound, **{index: high for index, _, high in node.limits}})
            return
        if isinstance(node, sp.Indexed):
            for k, index in enumerate(node.indices):
                shapes.setdefault(node.base, {})
                if index in bound:
                    shapes[node.base].setdefault(k, bound[index])
                elif isinstance(index, sp.Symbol):
                    pending.append((index, node.base, k))
        for part in node.args:
            walk(part, bound)

    for expression in expressions:
        walk(expression, {})
    free: dict[sp.Symbol, sp.Expr] = {}
    for _ in range(3):
        for index, base, k in pending:
            if k in shapes[base]:
                free.setdefault(index, shapes[base][k])
            elif index in free:
                shapes[base][k] = free[index]
    return shapes, free


def _taken(equation: sp.Eq, plan: Plan) -> bool:
    """Take an equation that says at once what something is; tell whether it was one."""
    for one, other in ((equation.lhs, equation.rhs), (equation.rhs, equation.lhs)):
        if one in plan.sizes and other.is_Integer:
            plan.sizes[one] = int(other)
            return True
        if isinstance(one, sp.Indexed) and all(k.is_Integer for k in one.indices) and other.is_number:
            plan.entries[one] = other
            return True
        names_all = isinstance(one, sp.Indexed) and len(set(one.indices)) == len(one.indices)
        names_all = names_all and all(isinstance(k, sp.Symbol) for k in one.indices)
        if names_all and one.base not in plan.defined and not other.has(one.base):
            plan.defined[one.base] = sp.Lambda(tuple(one.indices), other)
            return True
        if one in plan.scalars and not other.has(one):
            plan.defined[one] = other
            plan.scalars.remove(one)
            return True
    return False


def _determine(equation: sp.Eq, plan: Plan) -> None:
    """Use an equation that constrains: a total, a symbol to solve for, or linear equations for an array."""
    if _is_total(equation, plan):
        entry, (limits,) = equation.lhs.function, equation.lhs.limits
        plan.totals[entry.base] = (entry.indices.index(limits[0]), equation.rhs)
        return
    opened = _definitions_in(equation, plan)
    rows = [b for b in plan.shapes if equation.has(b) and b not in plan.defined and len(plan.shapes[b]) == 1]
    constrained = [b for b in rows if b in plan.totals or b in plan.solved]
    whole = split(opened)
    symbols = [s for s in plan.scalars if whole.has(s) and not any(n.has(s) for n in whole.atoms(sp.Sum))]
    if symbols and not constrained:
        symbol = symbols[-1]
        plan.defined[symbol] = _solution(whole, symbol)
        plan.scalars.remove(symbol)
        return
    for base in (*constrained, *rows):
        plan.solved.setdefault(base, []).append(equation)
        if base in plan.totals:
            axis, total = plan.totals.pop(base)
            index = sp.Symbol("index", integer=True, positive=True)
            entries = sp.Sum(base[index], (index, 1, plan.shapes[base][axis]))
            plan.solved[base].append(sp.Eq(entries, total, evaluate=False))
        return
    raise Rejected(f"{equation}: nothing could be drawn to satisfy this")


def _solution(whole: sp.Expr, symbol: sp.Symbol) -> sp.Expr:
    """The value of a symbol for which an expression vanishes; sums are treated as numbers."""
    letters = {part: sp.Dummy() for part in (symbol, *whole.atoms(sp.Sum), *(whole.free_symbols - {symbol}))}
    found = sp.solve(whole.xreplace(letters), letters[symbol])
    if len(found) != 1:
        raise Rejected(f"{whole} = 0: not solved for {symbol}")
    return found[0].xreplace({v: k for k, v in letters.items()})


def _is_total(equation: sp.Eq, plan: Plan) -> bool:
    """Whether an equation says what the entries of an array, that nothing else determines, sum to."""
    left = equation.lhs
    plain_sum = isinstance(left, sp.Sum) and isinstance(left.function, sp.Indexed) and len(left.limits) == 1
    return plain_sum and left.function.base not in {*plan.defined, *plan.totals, *plan.solved}


def _definitions_in(equation: sp.Eq, plan: Plan) -> sp.Expr:
    """An equation as a difference, what is defined put in."""
    whole = equation.lhs - equation.rhs
    nodes = {n: plan.defined[n.base](*n.indices) for n in whole.atoms(sp.Indexed) if n.base in plan.defined}
    return whole.xreplace(nodes)
