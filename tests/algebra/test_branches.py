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
        (abs(m) + 1, abs(m) + 1),
    ],
)
def test_a_case_says_the_sign(before: sp.Expr, after: sp.Expr) -> None:
    assert with_known_signs(before) == after
    for point in [(a, b) for a in (-2, -1, 0, sp.Rational(1, 2), 1, 3) for b in (-1, 0, 2)]:
        at = dict(zip((m, n), point, strict=True))
        assert with_known_signs(before).subs(at) == before.subs(at)


def test_no_result_by_cases_asks_for_a_size_that_its_case_tells() -> None:
    for name in ("half-normal-laplace", "maxwell-laplace", "rayleigh-laplace"):
        result = kldiv.catalogue()[name].result
        assert result.has(sp.Piecewise)
        assert not result.has(sp.Abs)
