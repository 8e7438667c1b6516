"""Numbers compared: to how many digits two sides agree, at how many points."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import mpmath

from kldiv.precision import digit_precision
from kldiv.proof.report import Check
from kldiv.values.at_point import DIGITS

#: Two sides of a step must agree to this many digits.
STEP_DIGITS = 24

#: The result must agree with the oracle to this many digits.
ORACLE_DIGITS = 25

#: No more digits than this are claimed: the quadrature is carried to about as many.
PROMISED = 30.0

Sides = Iterable[tuple[Any, Any]]


def agreement(sides: Sides) -> tuple[int, float]:
    """Compare pairs of numbers.

    Args:
        sides: the pairs.

    Returns:
        How many pairs, and to how many digits the worst of them agrees (relative above 1, absolute below).
    """
    count, worst = 0, mpmath.mpf(0)
    with digit_precision(DIGITS):
        for left, right in sides:
            count += 1
            gap = abs(left - right) / max(1, abs(right))
            worst = max(worst, gap) if mpmath.isfinite(gap) else mpmath.inf
        digits = float(-mpmath.log10(worst)) if worst > 0 else PROMISED
    return count, min(digits, PROMISED)


def compare(name: str, sides: Callable[[], Sides], digits: float, detail: str = "") -> Check:
    """Make a check from pairs of numbers; an error in computing them is a failure, told in the detail."""
    try:
        count, found = agreement(sides())
    except Exception as error:
        return Check(name, False, 0, None, f"{type(error).__name__}: {error}")
    return Check(name, found >= digits, count, found, detail)
