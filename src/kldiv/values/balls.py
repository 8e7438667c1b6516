"""Formulas in ball arithmetic: a value with a proved bound, at as many digits as it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.arb import arb
from kldiv.precision import ball_precision
from kldiv.values.exactly import FractionWalker
from kldiv.values.functions import Known
from kldiv.values.walking import PlainWalker, Unsupported

#: Bits of precision, tried in turn; cancellation may use up many.
PRECISIONS = (160, 400, 1200)

#: A value is good enough when its radius is this small beside it.
GOOD = 2.0**-70


class Undecided(ArithmeticError):
    """Two balls overlap, so that which is the larger cannot be said."""


class NoValue(ValueError):
    """A formula has no real value, or none that can be told from its neighbours."""


class BallWalker(PlainWalker[arb]):
    """Evaluates formulas on Arb's balls, at the precision that is set."""

    def rational(self, number: sp.Rational) -> arb:
        """Return a rational number."""
        return arb(int(number.p)) / int(number.q)

    def add(self, a: arb, b: arb) -> arb:
        """Add."""
        return a + b

    def multiply(self, a: arb, b: arb) -> arb:
        """Multiply."""
        return a * b

    def product(self, factors: list[arb]) -> arb:
        """Multiply, with 0 log 0 = 0."""
        if any(f.is_zero() for f in factors) and any(f == arb("-inf") for f in factors):
            return arb(0)  # 0 log 0 at the end of a parameter's range: its limit
        return super().product(factors)

    def power(self, base: arb, exponent: arb, written: sp.Expr) -> arb:
        """Return a power."""
        if base.is_zero():
            if exponent > 0:
                return arb(0)
            if exponent < 0:
                return arb("inf")
        if isinstance(written, sp.Integer):
            return whole_power(base, int(written))
        if written == sp.S.Half:
            return base.sqrt()
        return base**exponent

    def apply(self, function: Known, arguments: list[arb]) -> arb:
        """Return a function's value."""
        value: arb = function.ball(*arguments)
        return value

    def cases(self, pieces: list[tuple[sp.Expr, sp.Basic]]) -> arb:
        """Return the first piece whose condition holds."""
        for piece, condition in pieces:
            if self.truth(condition):
                return self.value(piece)
        return arb("nan")

    def equal(self, a: arb, b: arb) -> bool:
        """Compare for equality."""
        if a == b:
            return True
        if a.overlaps(b):
            raise Undecided
        return False

    def greater(self, a: arb, b: arb, *, strict: bool) -> bool:
        """Return a > b, or a >= b."""
        if a > b:
            return True
        if a < b:
            return False
        if a == b:
            return not strict
        raise Undecided


def whole_power(base: arb, exponent: int) -> arb:
    """Raise a ball to a whole power, also one about 0, where Arb looks for a logarithm and finds none."""
    value: arb = base**exponent
    if value.is_finite() or exponent < 0 or not base.is_finite():
        return value
    if exponent % 2:
        return (arb(base.lower()) ** exponent).union(arb(base.upper()) ** exponent)
    return arb(0).union(arb(base.abs_upper()) ** exponent)


def ball(number: Fraction) -> arb:
    """Turn an exact number into a ball."""
    return arb(number.numerator) / number.denominator


def settled(expression: sp.Expr, at: Mapping[sp.Symbol, Fraction]) -> arb | None:
    """Evaluate a formula with ever more digits until it is known to float precision.

    Args:
        expression: free of integrals and sums.
        at: an exact value for each free symbol.

    Returns:
        A ball so small that its midpoint rounds well; None if there is none, as at a removable 0/0.

    Example:
        >>> x = sp.Symbol("x")
        >>> float(settled(x - sp.log(1 + x), {x: Fraction(1, 10**12)}))
        4.99999999999...e-25
    """
    return _closing_in(expression, at, PRECISIONS, lambda value: value.rad() <= abs(value) * GOOD)


def to_digits(expression: sp.Basic, at: Mapping[Any, Fraction | arb], digits: int) -> arb:
    """Evaluate a formula with ever more bits until so many digits are proved: relative above 1, absolute below.

    Args:
        expression: free of integrals and sums, but for those that `at` gives values to.
        at: an exact value for each free symbol; whatever else it holds is taken as given.
        digits: how many are wanted.

    Returns:
        A ball no wider than that; 0 for one that holds 0.

    Raises:
        NoValue: if there is none, as where the formula is no real number.

    Example:
        >>> x = sp.Symbol("x")
        >>> print(to_digits(sp.log(x), {x: Fraction(2)}, 20).str(20, radius=False))
        0.69314718055994530942
    """
    bits = [round(digits * 3.33) + more for more in (40, 400, 1200)]
    allowed = arb(10) ** -digits
    value = _closing_in(expression, at, bits, lambda found: found.rad() <= allowed * max(1, abs(found)))
    if value is None:
        raise NoValue(f"no real value to {digits} digits of {shortened(expression)}")
    return arb(0) if value.contains(0) else value  # rounding alone must not make a divergence negative


def shortened(expression: sp.Basic, most: int = 120) -> str:
    """Write an expression in one short line, for a message."""
    text = str(expression)
    return text if len(text) <= most else f"{text[: most - 4]} ..."


def _closing_in(
    expression: sp.Basic, at: Mapping[Any, Fraction | arb], precisions: Iterable[int], enough: Callable[[arb], bool]
) -> arb | None:
    for precision in precisions:
        value = _with_precision(precision, lambda: BallWalker(balls(at)).value(expression))
        if value is not None and (value.is_zero() or (value.is_finite() and enough(value))):
            return value
    return None


def decided(condition: sp.Basic, at: Mapping[sp.Symbol, Fraction]) -> bool | None:
    """Decide a condition on exact numbers: in fractions where they are enough, else in balls.

    Args:
        condition: comparisons, joined by and, or, not.
        at: an exact value for each free symbol.

    Returns:
        Whether it holds; None if that cannot be said.

    Example:
        >>> x = sp.Symbol("x", positive=True)
        >>> decided((x > 1) | (sp.sqrt(x) > 2), {x: Fraction(1) - Fraction(1, 10**400)})
        False
    """
    if isinstance(condition, (sp.And, sp.Or)):
        parts = [decided(part, at) for part in condition.args]
        settling = isinstance(condition, sp.Or)  # one True settles "or", one False settles "and"
        if settling in parts:
            return settling
        return None if None in parts else not settling
    try:
        return FractionWalker(at).truth(condition)
    except Unsupported:
        pass
    for precision in PRECISIONS:
        held: bool | None = _with_precision(precision, lambda: BallWalker(balls(at)).truth(condition))
        if held is not None:
            return held
    return None


def balls(at: Mapping[Any, Fraction | arb]) -> dict[Any, arb]:
    """Turn exact numbers into balls, at the precision that is set."""
    return {symbol: number if isinstance(number, arb) else ball(number) for symbol, number in at.items()}


def _with_precision(precision: int, compute: Callable[[], Any]) -> Any:
    try:
        with ball_precision(precision):
            return compute()
    except (Undecided, Unsupported, ZeroDivisionError):
        return None
