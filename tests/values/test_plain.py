"""Plain numbers against mpmath and exact fractions."""

import math
from fractions import Fraction

import mpmath
import pytest
import sympy as sp

from kldiv.distributions.finite import K, divergence, i, over_outcomes, p, q
from kldiv.values.functions import Unsupported
from kldiv.values.plain import plain

x = sp.Symbol("x", real=True)


def test_a_divergence():
    ours, theirs = (0.2, 0.3, 0.5), (0.6, 0.3, 0.1)
    truth = sum(mpmath.mpf(a) * mpmath.log(mpmath.mpf(a) / b) for a, b in zip(ours, theirs, strict=True))
    assert math.isclose(plain(divergence(p, q))({K: 3, p: ours, q: theirs}), truth, rel_tol=1e-14)


def test_fractions_stay_exact():
    thirds = (Fraction(1, 3), Fraction(2, 3))
    assert plain(over_outcomes(p[i] ** 2 / 7), exact=True)({K: 2, p: thirds}) == Fraction(5, 63)


def test_cases_least_values_and_absolute_values():
    made = plain(sp.Piecewise((sp.Min(x, 2), x > 1), (sp.Abs(x) + sp.sqrt(4), True)))
    assert [made({x: v}) for v in (5.0, 1.5, -3.0)] == [2, 1.5, 5.0]


@pytest.mark.parametrize("scale", [0.5, 1.0, 3.0])
def test_an_integral_over_the_line(scale):
    density = sp.exp(-(x**2) / 2 / sp.Rational(scale) ** 2)
    found = plain(sp.Integral(density * x**2, (x, -sp.oo, sp.oo)))({})
    assert math.isclose(found, scale**3 * math.sqrt(2 * math.pi), rel_tol=1e-9)


def test_indices_leave_no_trace():
    at = {K: 2, p: (0.5, 0.5)}
    plain(over_outcomes(p[i]))(at)
    assert at == {K: 2, p: (0.5, 0.5)}


def test_what_it_does_not_know_is_refused():
    with pytest.raises(Unsupported, match="zeta"):
        plain(sp.zeta(x))


def test_a_function_is_found_by_its_name():
    f = sp.Function("f", positive=True)
    assert plain(f(x) + f(2 * x))({x: 3.0, "f": lambda t: t + 1}) == 11
    with pytest.raises(KeyError, match="f"):
        plain(f(x))({x: 3.0})
