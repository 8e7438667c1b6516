"""Named quantities, such as H(p), that a derivation may fold into a letter and unfold again."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.core.symbol import Str

from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.algebra.notation import DISCRETE


class Quantity(sp.Expr):
    """A name for an expression: it prints as the name and stands for the definition.

    Example:
        >>> x = sp.Symbol("x")
        >>> Quantity("f", "f", x**2).definition
        x**2
    """

    is_real = True
    is_commutative = True

    def __new__(cls, tex: Any, plain: Any, definition: sp.Expr) -> Quantity:
        """Make a quantity from its name in TeX, its name in plain text, and its definition."""
        tex, plain = (t if isinstance(t, Str) else Str(t) for t in (tex, plain))
        return sp.Expr.__new__(cls, tex, plain, sp.sympify(definition))  # type: ignore[no-any-return]

    definition = property(lambda self: self.args[2])

    def _latex(self, _printer: Any, exp: str | None = None) -> str:
        name = self.args[0].name
        return name if exp is None else rf"{{{name}}}^{{{exp}}}"

    def _sympystr(self, _printer: Any) -> str:
        return str(self.args[1].name)


def unfold(expression: sp.Basic) -> sp.Basic:
    """Replace every named quantity, expectation and divergence by the sum or integral that it stands for.

    Args:
        expression: any expression.

    Returns:
        An expression without named quantities.
    """
    while True:
        table: dict[sp.Basic, sp.Basic] = {n: n.definition for n in expression.atoms(Quantity)}
        table |= {n: n.as_integral() for n in expression.atoms(Divergence)}
        for node in expression.atoms(Expectation):
            kind = sp.Sum if node.kind == DISCRETE else sp.Integral
            table[node] = kind(node.density * node.body, (node.variable, node.lower, node.upper))
        if not table:
            return expression
        expression = expression.xreplace(table)


def fold(expression: sp.Expr, *quantities: Quantity) -> sp.Expr:
    """Replace definitions by their names wherever they stand.

    Args:
        expression: any expression.
        *quantities: the names to use.

    Returns:
        An equal expression with the names in it.

    Raises:
        ValueError: if a definition is nowhere to be found.
    """
    for quantity in quantities:
        coefficient, whole = quantity.definition.as_independent(sp.Sum, sp.Integral, as_Add=False)
        if not expression.has(whole):
            raise ValueError(f"{quantity} is nowhere in {expression}")
        expression = expression.xreplace({whole: quantity / coefficient})
    return expression
