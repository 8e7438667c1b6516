"""Printers that keep what they have printed a part of an expression as.

The steps of a derivation have most of their parts in common, and to put the terms of a sum in order takes SymPy long.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import sympy as sp
from sympy.printing.printer import Printer
from sympy.printing.str import StrPrinter

#: So many parts are kept; then all are forgotten.
KEPT = 1 << 15


class PrintedOnce(Printer):
    """Mixed in before a printer of SymPy's, it keeps what parts are printed as in `printed`."""

    printed: dict[Hashable, str]

    def surroundings(self) -> tuple[Hashable, ...]:
        """What besides a part itself decides on how it is printed."""
        return ()

    def anew(self, expr: Any, **options: Any) -> Any:
        """Print a part that is not known yet."""
        return super()._print(expr, **options)

    def _print(self, expr: Any, **options: Any) -> Any:
        # SymPy prints a Float that stands alone with more digits than one within something.
        if options or not isinstance(expr, sp.Basic) or isinstance(expr, sp.Float):
            return self.anew(expr, **options)
        key = (expr, *self.surroundings())
        known = self.printed.get(key)
        if known is None:
            known = self.anew(expr)
            if len(self.printed) >= KEPT:
                self.printed.clear()
            self.printed[key] = known
        return known


class PlainText(PrintedOnce, StrPrinter):
    """What `str` makes of an expression."""

    printed = {}


def plain_text(expression: sp.Basic) -> str:
    """Write an expression in SymPy's plain notation.

    Args:
        expression: any expression.

    Returns:
        The same as `str(expression)`.

    Example:
        >>> x, y = sp.symbols("x y")
        >>> plain_text(x + sp.log(y) / 2)
        'x + log(y)/2'
    """
    return str(PlainText().doprint(expression))
