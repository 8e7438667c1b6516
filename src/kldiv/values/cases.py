"""The value of any expression of a derivation in a case: at a parameter point, at an instance, or in a setting."""

from __future__ import annotations

import mpmath
import sympy as sp

from kldiv.values.arrays import value_in
from kldiv.values.at_instance import value_of
from kldiv.values.at_point import AtPoint, value_at
from kldiv.values.instances import Instance
from kldiv.values.settings import Setting

#: Numbers for everything that a derivation leaves open.
Case = AtPoint | Instance | Setting


def value(expression: sp.Basic, case: Case) -> mpmath.mpf:
    """Evaluate an expression in a case, its expectations by quadrature or cubature.

    Args:
        expression: anything that a step may hold.
        case: the numbers.

    Returns:
        The value to about thirty digits.
    """
    if isinstance(case, Instance):
        return value_of(expression, case)
    if isinstance(case, Setting):
        return value_in(case, expression)
    return value_at(expression, case.point)
