"""Domains of parameters: what is allowed, how it is said, and how to draw from it."""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kldiv.lazily import is_expression, np, sp


@dataclass(frozen=True)
class Domain:
    """A set of allowed values for one parameter.

    Attributes:
        text: completes the sentence "scale must be ...".
        tex: the condition in TeX, with ``{}`` for the letter.
        assumptions: what SymPy may assume of a symbol in the domain.
        contains: the test of a float, or of every float in an array.
        draw: a small random rational inside the domain.
        positive: parts that are positive throughout the domain, as functions of the value; SymPy cannot see
            that 1 - x is positive for x in (0, 1), so the domain says it.
        span: the least and the largest float in the domain, if it holds all floats between: quickly asked of an array.

    Example:
        >>> POSITIVE.text, [bool(POSITIVE.contains(value)) for value in (-1, 0, 2)]
        ('positive', [False, False, True])
    """

    text: str
    tex: str
    assumptions: dict[str, bool]
    contains: Callable[[Any], Any]
    draw: Callable[[random.Random], Fraction]
    positive: tuple[Callable[[sp.Expr], sp.Expr], ...] = field(default=())
    span: tuple[float, float] | None = None

    def holds(self, values: Any) -> bool:
        """Whether an array's values are all in the domain."""
        if self.span is None or not values.size:
            return bool(np.all(self.contains(values)))
        return bool(self.span[0] <= values.min() and values.max() <= self.span[1])


#: The largest float, the least above 0, and the largest below 1.
_MOST, _LEAST, _NEARLY_ONE = sys.float_info.max, 5e-324, 1 - 2.0**-53


def _finite(v: Any) -> Any:
    return v - v == 0  # of floats and of arrays alike: neither an infinity nor nan does that


def _whole(v: Any) -> Any:
    return v % 1 == 0


def _ratio(low: int, high: int, denominator: int) -> Callable[[random.Random], Fraction]:
    return lambda rng: Fraction(rng.randint(low, high), denominator)


REAL = Domain(
    "a finite real number",
    r"{} \in \mathbb{{R}}",
    {"real": True},
    _finite,
    _ratio(-21, 21, 8),
    span=(-_MOST, _MOST),
)
POSITIVE = Domain(
    "positive",
    "{} > 0",
    {"positive": True},
    lambda v: _finite(v) & (v > 0),
    _ratio(3, 21, 7),
    span=(_LEAST, _MOST),
)
NON_NEGATIVE = Domain(
    "zero or positive",
    r"{} \ge 0",
    {"nonnegative": True},
    lambda v: _finite(v) & (v >= 0),
    _ratio(3, 21, 7),
    span=(0.0, _MOST),
)
PROBABILITY = Domain(
    "between 0 and 1",
    r"0 < {} < 1",
    {"positive": True},
    lambda v: (v >= 0) & (v <= 1),
    _ratio(2, 17, 19),
    (lambda v: 1 - v,),
    (0.0, 1.0),
)
OPEN_UNIT = Domain(
    "strictly between 0 and 1",
    r"0 < {} < 1",
    {"positive": True},
    lambda v: (v > 0) & (v < 1),
    _ratio(2, 17, 19),
    (lambda v: 1 - v,),
    (_LEAST, _NEARLY_ONE),
)
COUNT = Domain(
    "a positive whole number",
    r"{} \in \{{1, 2, \dots\}}",
    {"positive": True, "integer": True},
    lambda v: (v >= 1) & _whole(v),
    lambda rng: Fraction(rng.randint(1, 9)),
)
INTEGER = Domain(
    "a whole number",
    r"{} \in \mathbb{{Z}}",
    {"integer": True},
    lambda v: _whole(v),
    lambda rng: Fraction(rng.randint(-6, 6)),
)


def _on_simplex(value: Any) -> Any:
    if isinstance(value, float):
        return False
    v = np.asarray(value, dtype=float)
    return v.ndim >= 1 and v.shape[-1] >= 1 and bool(np.all(v >= 0) and np.all(abs(v.sum(-1) - 1) <= 1e-9))


SIMPLEX = Domain(
    "probabilities, none negative, that sum to 1",
    r"{0}_i \ge 0,\ \textstyle\sum_i {0}_i = 1",
    {"positive": True},
    _on_simplex,
    _ratio(1, 1, 1),
)


def as_exact(value: Any) -> sp.Expr:
    """Turn a number or an expression into an exact SymPy expression.

    A float is read as the decimal that Python prints for it, so that 0.1 becomes 1/10.

    Args:
        value: an int, float, Fraction, NumPy scalar or SymPy expression.

    Returns:
        An exact expression.

    Raises:
        ValueError: if the value is not one number.

    Example:
        >>> as_exact(0.1)
        1/10
    """
    if is_expression(value):
        return sp.nsimplify(value, rational=True) if value.has(sp.Float) else value
    if isinstance(value, Fraction):
        return sp.Rational(value.numerator, value.denominator)
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"an exact number is needed, got {value!r}")
    return sp.Rational(repr(number))
