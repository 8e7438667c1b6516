"""A number with an estimate of its error, and what is said when there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kldiv.arb import arb

#: Working precision in bits: thirty digits are promised, the rest absorbs rounding.
PRECISION = 200


@dataclass(frozen=True)
class Estimate:
    """A number and an estimate of its error.

    Attributes:
        value: the number.
        error: what the last refinements let one foresee, times a thousand, with a rigorous bound on rounding added; for
            a sum what its remainder is estimated at.
        evaluations: how many times the integrand was evaluated.
    """

    value: arb
    error: arb
    evaluations: int


class NoConvergence(ArithmeticError):
    """The estimates did not settle: the integral diverges or the rule does not fit it."""


def total(parts: Iterable[Estimate]) -> Estimate:
    """Add estimates up, and their errors."""
    value, error, count = arb(0), arb(0), 0
    for part in parts:
        value, error, count = value + part.value, error + part.error, count + part.evaluations
    return Estimate(value, error, count)


def ball_values(values: Sequence[Any]) -> list[arb]:
    """Turn exact rationals into balls.

    Args:
        values: ints, Fractions or SymPy rationals.

    Returns:
        One ball for each.
    """
    return [arb(int(getattr(v, "numerator", v))) / int(getattr(v, "denominator", 1)) for v in values]
