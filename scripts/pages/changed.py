"""What a step changes: the smallest part of the expression before it that is replaced, and what by."""

from __future__ import annotations

from collections import Counter

import sympy as sp

from kldiv.algebra.nodes import Expectation
from kldiv.proof.record import Comparison, Step, value_side
from kldiv.writing.layout import width
from kldiv.writing.tex import expression_tex

#: Two parts that together are wider than this, in letters, are read more easily where they stand.
SHORT = 44.0


def changed(before: sp.Basic, after: sp.Basic) -> tuple[sp.Basic, sp.Basic] | None:
    """Find the largest context that two expressions share, and what stands in it on either side.

    Args:
        before: an expression.
        after: what has become of it.

    Returns:
        The two parts; None if they are the whole expressions.

    Example:
        >>> a, b, c = sp.symbols("a b c")
        >>> changed(a + sp.sin(b * c), a + sp.sin(b))
        (b*c, b)
        >>> changed(a, b)
    """
    first, capitals = (before, after), {}
    while type(before) is type(after) and before != after and before.args:
        if isinstance(before, Expectation):
            if not before.variable.is_Symbol or before.args[1:] != after.args[1:]:
                break  # a random matrix, or another distribution
            capitals[before.variable] = sp.Symbol(before.variable.name.upper())
        if isinstance(before, (sp.Add, sp.Mul)):
            left, right = (
                list((_count(before) - _count(after)).elements()),
                list((_count(after) - _count(before)).elements()),
            )
            whole = len(left) == len(before.args)
            if len(left) != 1 or len(right) != 1:
                before, after = (before, after) if whole else (before.func(*left), after.func(*right))
                break
            before, after = left[0], right[0]
            continue
        differing = [(b, a) for b, a in zip(before.args, after.args, strict=False) if b != a]
        if len(before.args) != len(after.args) or len(differing) != 1:
            break
        before, after = differing[0]
    if (before, after) == first:
        return None
    return before.xreplace(capitals), after.xreplace(capitals)


def _count(expression: sp.Basic) -> Counter[sp.Basic]:
    return Counter(expression.args)


def change_of(step: Step) -> str:
    """Say in one line what a step replaces; "" where that is its whole line, or long.

    Args:
        step: a step of a derivation.

    Returns:
        Markdown.
    """
    before, after = value_side(step.before), value_side(step.after)
    parts = changed(before, after)
    if parts is None or not all(isinstance(part, sp.Expr) for part in parts):
        return ""
    shown = [expression_tex(part) for part in parts]
    verb = "gives way to its bound" if isinstance(step, Comparison) else "becomes"
    return f"${shown[0]}$ {verb} ${shown[1]}$." if sum(map(width, shown)) < SHORT else ""
