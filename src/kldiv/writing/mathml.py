"""The statement of a derivation in presentation MathML."""

from __future__ import annotations

import html
import re
from typing import Any

import sympy as sp
from sympy.printing.mathml import MathMLPresentationPrinter

from kldiv.proof.record import Record
from kldiv.writing.ordering import ordered_terms
from kldiv.writing.statement import sides

#: Entities that HTML knows and XML does not, and characters by their numbers; SymPy writes some.
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|apos|#60|#62|#38|#x3[ceCE]|#x26);)#?\w+;")


class Presentation(MathMLPresentationPrinter):
    """SymPy's printer; what it does not know is set as text."""

    def _as_ordered_terms(self, expr: sp.Expr, order: Any = None) -> list[sp.Expr]:
        return ordered_terms(expr)

    def _named(self, expr: Any) -> Any:
        element = self.dom.createElement("mtext")
        element.appendChild(self.dom.createTextNode(str(expr).replace("||", "∥")))
        return element

    _print_Expectation = _named  # noqa: N815 - SymPy looks methods up by these names
    _print_Divergence = _named  # noqa: N815
    _print_Quantity = _named  # noqa: N815

    def _print_Basic(self, expr: Any) -> Any:
        return self._named(expr)


def to_mathml(derivation: Record) -> str:
    """Write the statement as a MathML element.

    Args:
        derivation: any derivation.

    Returns:
        A ``<math>`` element on one line.
    """
    left, right = sides(derivation)
    whole = left if right is None else sp.Eq(left, right, evaluate=False)
    body = _ENTITY.sub(lambda m: html.unescape(m.group(0)), Presentation().doprint(whole))
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">{body}</math>'
