"""Values at instances, whatever precision the caller works with."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
import sympy as sp

from kldiv.values.at_instance import value_of
from kldiv.values.at_point import value_at
from kldiv.values.instances import Instance

S, T = sp.symbols("s t", positive=True)

EXPRESSIONS = [
    (sp.log(S), lambda s: mpmath.log(s)),
    (sp.Integral(1 / T, (T, 1, S)), lambda s: mpmath.log(s)),
    (sp.Integral(sp.exp(-S * T), (T, 0, sp.oo)), lambda s: 1 / s),
    (sp.Limit((sp.exp(T * S) - 1) / T, T, 0, "+"), lambda s: s),
]


@pytest.mark.parametrize(("expression", "truth"), EXPRESSIONS, ids=lambda part: str(part)[:20])
@pytest.mark.parametrize("digits", [15, 40])
def test_thirty_digits_whatever_precision_is_set(expression, truth, digits):
    third = Fraction(7, 3) + digits  # not met before, so that no value is remembered
    with mpmath.workdps(digits):
        value = value_of(expression, Instance({S: third}))
    with mpmath.workdps(40):
        assert abs(value - truth(mpmath.mpf(third.numerator) / third.denominator)) < mpmath.mpf(10) ** -25


def test_a_value_at_a_point_has_its_digits_too():
    with mpmath.workdps(15):
        value = value_at(sp.log(S), {S: Fraction(3, 7)})
    with mpmath.workdps(40):
        assert abs(value - mpmath.log(mpmath.mpf(3) / 7)) < mpmath.mpf(10) ** -34
