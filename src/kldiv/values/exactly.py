"""Formulas in fractions: no rounding, wherever adding, multiplying and whole powers are all that a formula asks for."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from kldiv.values.functions import Known
from kldiv.values.walking import PlainWalker, Unsupported

#: A larger whole power is left to ball arithmetic: exactly, it could fill the memory.
LARGEST_POWER = 64


class FractionWalker(PlainWalker[Fraction]):
    """Evaluates rational formulas on exact numbers."""

    def rational(self, number: sp.Rational) -> Fraction:
        """Return a rational number."""
        return Fraction(int(number.p), int(number.q))

    def add(self, a: Fraction, b: Fraction) -> Fraction:
        """Add."""
        return a + b

    def multiply(self, a: Fraction, b: Fraction) -> Fraction:
        """Multiply."""
        return a * b

    def power(self, base: Fraction, exponent: Fraction, written: sp.Expr) -> Fraction:
        """Return a whole power."""
        if exponent.denominator != 1 or abs(exponent) > LARGEST_POWER or (base == 0 and exponent < 0):
            raise Unsupported("no small whole power")
        return Fraction(base ** int(exponent))

    def apply(self, function: Known, arguments: list[Fraction]) -> Fraction:
        """Return an absolute value; no other function has fractions for values."""
        if function.name != "Abs":
            raise Unsupported(f"{function.name} is no rational function")
        return abs(arguments[0])

    def cases(self, pieces: list[tuple[sp.Expr, sp.Basic]]) -> Fraction:
        """Return the first piece whose condition holds."""
        for piece, condition in pieces:
            if self.truth(condition):
                return self.value(piece)
        raise Unsupported("no case holds")

    def equal(self, a: Fraction, b: Fraction) -> bool:
        """Compare for equality."""
        return a == b

    def greater(self, a: Fraction, b: Fraction, *, strict: bool) -> bool:
        """Return a > b, or a >= b."""
        return a > b if strict else a >= b
