"""In a case of a formula a letter's sign is known, and nothing is written as if it were not."""

from __future__ import annotations

import pytest
import sympy as sp

import kldiv
from kldiv.algebra.branches import with_known_signs

m, n = sp.symbols("m n", real=True)


def by_cases(*cases: tuple[sp.Basic, sp.Basic]) -> sp.Expr:
    """As it comes from a derivation: SymPy would join cases that read alike."""
    return sp.Piecewise(*cases, evaluate=False)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (by_cases((abs(m), m < 0), (abs(m), True)), sp.Piecewise((-m, m < 0), (m, True))),
        (by_cases((0, m <= 1), (abs(1 - m) + abs(m), True)), sp.Piecewise((0, m <= 1), (m - 1 + abs(m), True))),
        (by_cases((abs(m - n), n >= m), (abs(n - m), True)), sp.Piecewise((n - m, n >= m), (m - n, True))),
        (by_cases((abs(m), (m > 0) & (n > 0)), (abs(m), True)), sp.Piecewise((m, (m > 0) & (n > 0)), (abs(m), True))),
        (by_cases((abs(m), (m < 0) | (n < 0)), (abs(m), True)), by_cases((abs(m), (m < 0) | (n < 0)), (abs(m), True))),
        (by_cases((abs(m), sp.Eq(m, 0)), (abs(m), True)), by_cases((abs(m), sp.Eq(m, 0)), (abs(m), True))),
        (abs(m) + 1, abs(m) + 1),
    ],
)
def test_a_case_says_the_sign(before: sp.Expr, after: sp.Expr) -> None:
    assert with_known_signs(before) == after.func(*after.args)
    for point in [(a, b) for a in (-2, -1, 0, sp.Rational(1, 2), 1, 3) for b in (-1, 0, 2)]:
        at = dict(zip((m, n), point, strict=True))
        assert with_known_signs(before).subs(at) == before.subs(at)


def test_a_letter_that_an_integral_binds_is_another_one() -> None:
    inside = sp.Integral(abs(m), (m, -1, 1))
    found = with_known_signs(by_cases((inside, m > 0), (abs(n), n > 0), (0, True)))
    assert found == sp.Piecewise((inside, m > 0), (n, n > 0), (0, True))
    assert found.subs(m, 2).doit() == 1


def test_three_divergences_from_laplace_ask_for_no_size_that_their_case_tells() -> None:
    for name in ("half-normal-laplace", "maxwell-laplace", "rayleigh-laplace"):
        result = kldiv.catalogue()[name].result
        assert result.has(sp.Piecewise)
        assert not result.has(sp.Abs)
