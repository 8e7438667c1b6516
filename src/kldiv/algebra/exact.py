"""SymPy's exact notation of an expression, the same whatever was computed before."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.printing.repr import ReprPrinter

#: What is tried, in this order, as the shortest way to say what is assumed of a symbol.
FACTS = ("integer", "real", "positive", "negative", "nonnegative", "nonpositive", "nonzero", "finite")


@cache
def assumed(known: tuple[tuple[str, bool], ...]) -> tuple[tuple[str, bool], ...]:
    """Give the fewest facts from which SymPy concludes all that is known of a symbol.

    Two equal symbols may have been made with different words, and which of them SymPy keeps depends on what was
    computed before. So the words are found anew.

    Args:
        known: the symbol's `assumptions0`, sorted.

    Returns:
        Facts by name, sorted; all of them if no few are enough.
    """
    for size in range(4):
        for facts in combinations(FACTS, size):
            try:
                told = sp.Symbol("x", **dict.fromkeys(facts, True)).assumptions0
            except ValueError:  # facts that exclude one another
                continue
            if told == dict(known):
                return tuple((fact, True) for fact in sorted(facts))
    return known


class _Exact(ReprPrinter):
    """SymPy's printer, which forgets what is assumed of an undefined function, and how it was said of a symbol."""

    def _print_Symbol(self, expr: sp.Symbol) -> str:
        facts: dict[str, Any] = dict(assumed(tuple(sorted(expr.assumptions0.items()))))
        if isinstance(expr, sp.Dummy):
            facts["dummy_index"] = expr.dummy_index
        return f"{type(expr).__name__}({', '.join([repr(expr.name), *(f'{k}={v}' for k, v in facts.items())])})"

    def _print_FunctionClass(self, expr: Any) -> str:
        if not issubclass(expr, AppliedUndef):
            return str(expr.__name__)
        known = getattr(expr, "_kwargs", {})
        return f"Function({', '.join([repr(expr.__name__), *(f'{k}={v}' for k, v in sorted(known.items()))])})"


def exact(expression: sp.Basic, order: str | None = "none") -> str:
    """Write an expression so that it can be made again, down to the order of its terms.

    Args:
        expression: any expression.
        order: "none" keeps the order of terms; None sorts them.

    Returns:
        What `sympy.srepr` would say, with the assumptions on symbols in their shortest form.

    Example:
        >>> exact(sp.Symbol("x", positive=True) ** 2)
        "Pow(Symbol('x', positive=True), Integer(2))"
    """
    return str(_Exact({"order": order}).doprint(expression))
