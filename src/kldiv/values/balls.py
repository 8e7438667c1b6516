"""Formulas in ball arithmetic: a value with a proved bound, at as many digits as it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.arb import acb, arb
from kldiv.precision import ball_precision
from kldiv.values.exactly import FractionWalker
from kldiv.values.walking import Unsupported, Walker

#: Bits of precision, tried in turn; cancellation may use up many.
PRECISIONS = (160, 400, 1200)

#: A value is good enough when its radius is this small beside it.
GOOD = 2.0**-70


class Undecided(ArithmeticError):
    """Two balls overlap, so that which is the larger cannot be said."""


def _polygamma(order: arb, x: arb) -> arb:
    return x.digamma() if order == 0 else acb(x).polygamma(acb(order)).real


def _up_to(largest: float, function: Callable[[arb, arb], arb]) -> Callable[[arb, arb], arb]:
    """Refuse orders beyond which Arb may take seconds, or hours."""

    def limited(order: arb, x: arb) -> arb:
        if not abs(order) < largest:
            raise Unsupported(f"no ball for an order beyond {largest:g}")
        return function(order, x)

    return limited


#: Beyond such shapes Arb's incomplete beta function is as slow.
LARGEST_SHAPE = 300


def _beta_between(a: arb, b: arb, low: arb, high: arb) -> arb:
    return _beta_below(a, b, high) - _beta_below(a, b, low)


def _beta_below(a: arb, b: arb, x: arb) -> arb:
    """Return the regularised incomplete beta function, near 1 by its reflection, where Arb is slow."""
    if not (a < LARGEST_SHAPE and b < LARGEST_SHAPE):
        raise Unsupported("no incomplete beta function of such large shapes")
    rest = 1 - x
    if not rest < 0.5:
        return x.beta_lower(a, b, regularized=1)
    if rest > 0:
        return 1 - rest.beta_lower(b, a, regularized=1)
    return 1 - arb(0).union(arb(rest.abs_upper()).beta_lower(b, a, regularized=1))  # x may be 1


#: SymPy's names.
FUNCTIONS: dict[str, Callable[..., arb]] = {
    "log": lambda x: arb("-inf") if x.is_zero() else x.log(),
    "exp": lambda x: x.exp(),
    "Abs": abs,
    "sin": lambda x: x.sin(),
    "cos": lambda x: x.cos(),
    "tan": lambda x: x.tan(),
    "cot": lambda x: x.cot(),
    "atan": lambda x: x.atan(),
    "sinh": lambda x: x.sinh(),
    "cosh": lambda x: x.cosh(),
    "tanh": lambda x: x.tanh(),
    "coth": lambda x: x.coth(),
    "gamma": lambda x: x.gamma(),
    "loggamma": lambda x: x.lgamma(),
    "polygamma": _polygamma,
    "digamma": lambda x: x.digamma(),
    "erf": lambda x: x.erf(),
    "erfc": lambda x: x.erfc(),
    "Ei": lambda x: x.ei(),
    "expint": _up_to(1e6, lambda s, x: x.expint(s)),
    "lowergamma": _up_to(2e4, lambda s, x: x.gamma_lower(s)),
    "uppergamma": _up_to(1e7, lambda s, x: x.gamma_upper(s)),
    "besselk": _up_to(1e6, lambda n, x: x.bessel_k(n)),
    "besseli": _up_to(1e6, lambda n, x: x.bessel_i(n)),
    "betainc_regularized": _beta_between,
}


class BallWalker(Walker[arb, bool]):
    """Evaluates formulas on Arb's balls, at the precision that is set."""

    def rational(self, number: sp.Rational) -> arb:
        """Return a rational number."""
        return arb(int(number.p)) / int(number.q)

    def constant(self, number: sp.Expr) -> arb:
        """Return pi, e, Euler's constant or a decimal number."""
        if number == sp.pi:
            return arb.pi()
        if number == sp.E:
            return arb(1).exp()
        if number == sp.EulerGamma:
            return arb.const_euler()
        if number == sp.Catalan:
            return arb.const_catalan()
        raise Unsupported(f"no ball for {number}")

    def add(self, a: arb, b: arb) -> arb:
        """Add."""
        return a + b

    def multiply(self, a: arb, b: arb) -> arb:
        """Multiply."""
        return a * b

    def product(self, factors: tuple[sp.Basic, ...]) -> arb:
        """Multiply, with 0 log 0 = 0."""
        values = [self.value(f) for f in factors]
        if any(v.is_zero() for v in values) and any(v == arb("-inf") for v in values):
            return arb(0)  # 0 log 0 at the end of a parameter's range: its limit
        result = arb(1)
        for value in values:
            result *= value
        return result

    def power(self, base: sp.Expr, exponent: sp.Expr) -> arb:
        """Return a power."""
        b, x = self.value(base), self.value(exponent)
        if b.is_zero():
            if x > 0:
                return arb(0)
            if x < 0:
                return arb("inf")
        if isinstance(exponent, sp.Integer):
            return b ** int(exponent)
        if exponent == sp.S.Half:
            return b.sqrt()
        return b**x

    def function(self, name: str, arguments: tuple[sp.Expr, ...]) -> arb:
        """Return a function's value."""
        if name not in FUNCTIONS:
            raise Unsupported(f"no ball arithmetic for {name}")
        return FUNCTIONS[name](*map(self.value, arguments))

    def cases(self, pieces: list[tuple[sp.Expr, sp.Basic]]) -> arb:
        """Return the first piece whose condition holds."""
        for piece, condition in pieces:
            if self.truth(condition):
                return self.value(piece)
        return arb("nan")

    def known_truth(self, held: bool) -> bool:
        """Return true or false."""
        return held

    def both(self, a: bool, b: bool) -> bool:
        """Return a and b."""
        return a and b

    def either(self, a: bool, b: bool) -> bool:
        """Return a or b."""
        return a or b

    def negated(self, a: bool) -> bool:
        """Return not a."""
        return not a

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
    for precision in PRECISIONS:
        value = _with_precision(precision, lambda: BallWalker(_balls(at)).value(expression))
        if value is None:
            continue
        if value.is_zero() or (value.is_finite() and value.rad() <= abs(value) * GOOD):
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
        held: bool | None = _with_precision(precision, lambda: BallWalker(_balls(at)).truth(condition))
        if held is not None:
            return held
    return None


def _balls(at: Mapping[sp.Symbol, Fraction]) -> dict[sp.Basic, arb]:
    return {symbol: ball(number) for symbol, number in at.items()}


def _with_precision(precision: int, compute: Callable[[], Any]) -> Any:
    try:
        with ball_precision(precision):
            return compute()
    except (Undecided, Unsupported, ZeroDivisionError):
        return None
