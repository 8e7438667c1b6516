"""Functions far out, enclosed: what a density written by hand is on all of (X, oo), or on all of (0, 1/X).

A tail cannot be cut into finitely many intervals, so what holds on all of it must come from how the function is
written. Here it comes from calling the log-density with an object that stands for the whole tail. With u = log X the
object encloses a function, for every u >= U at once, by a sum of terms

    c * u^j * exp(a u) * exp(k exp(u)),

where c is a ball that holds the coefficient at each u: it need not be a constant. Sums and products stay exact; what is
small against another term is taken into its coefficient. A logarithm of X^a, an exponential of log X and Stirling's
formula are such sums again. Whatever cannot be bounded is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kldiv.arb import arb


class NotBounded(ArithmeticError):
    """Nothing can be said of a function from this U on; it may be possible from a larger one."""


@dataclass(frozen=True)
class Monomial:
    """u^j exp(a u) exp(k exp(u)), the exponents balls."""

    k: arb
    a: arb
    j: int

    def times(self, other: Monomial) -> Monomial:
        """The product."""
        return Monomial(self.k + other.k, self.a + other.a, self.j + other.j)

    def over(self, other: Monomial) -> Monomial:
        """The quotient."""
        return Monomial(self.k - other.k, self.a - other.a, self.j - other.j)

    def same(self, other: Monomial) -> bool:
        """Whether it is certainly the same function."""
        return bool(self.j == other.j and self.a == other.a and self.k == other.k)

    def at(self, u: arb) -> arb:
        """The value."""
        return u**self.j * (self.a * u + self.k * u.exp()).exp()

    def largest(self, start: arb) -> arb:
        """A bound for all u >= start.

        Raises:
            NotBounded: if it is not certain that it only falls from there.
        """
        k, a = arb(self.k.upper()), arb(self.a.upper())
        slope = arb(max(self.j, 0)) / start + a + (arb(0) if k.is_zero() else k * start.exp())
        if not (k <= 0 and slope <= 0):
            raise NotBounded("a term may grow")
        return arb(Monomial(k, a, self.j).at(start).upper())

    def grows(self) -> bool:
        """Whether it certainly does not fall as u >= 0 grows."""
        return bool(self.k >= 0 and self.a >= 0 and self.j >= 0)


#: The exponents of a constant.
ONE = (0, 0, 0)


def monomial(k: Any, a: Any, j: int) -> Monomial:
    """A monomial with the given exponents."""
    return Monomial(arb(k), arb(a), j)


class Far:
    """A function on u >= start, as a sum of terms: pairs of a monomial and a ball that holds its coefficient.

    Example:
        >>> x = Far.variable(arb(5))          # x >= exp(5)
        >>> found = (x * x - 3 * x).log()     # 2 log x, and something small
        >>> abs(found.at_start() - 9.98) < 0.01
        True
    """

    __slots__ = ("start", "terms")

    def __init__(self, start: arb, terms: Iterable[tuple[Monomial, arb]]) -> None:
        self.start = start
        self.terms: list[tuple[Monomial, arb]] = []
        for m, c in terms:
            self._put(m, c)

    def _put(self, m: Monomial, c: arb) -> None:
        for n, (other, d) in enumerate(self.terms):
            if m.same(other):
                self.terms[n] = (m, c + d)
                if (c + d).is_zero():
                    del self.terms[n]
                return
        if not c.is_zero():  # a ball around 0 stays: of it c != 0 cannot be said, nor c == 0
            self.terms.append((m, c))

    @classmethod
    def variable(cls, start: arb, power: int = 1) -> Far:
        """X, or another power of it."""
        return cls(start, [(monomial(0, power, 0), arb(1))])

    @classmethod
    def of(cls, value: Any, start: arb) -> Far:
        """A function, or a constant, as a function."""
        return value if isinstance(value, cls) else cls(start, [(monomial(*ONE), arb(value))])

    def _lead(self) -> tuple[Monomial, arb]:
        """The term that all others are small against, or no larger."""
        for m, c in self.terms:
            try:
                for other, _ in self.terms:
                    if other is not m:
                        other.over(m).largest(self.start)
            except NotBounded:
                continue
            return m, c
        raise NotBounded("no term leads")

    def as_one_term(self) -> tuple[Monomial, arb]:
        """The leading term, with all others taken into its coefficient."""
        lead, coefficient = self._lead()
        for m, c in self.terms:
            if m is not lead:
                coefficient += c * between_zero_and(m.over(lead).largest(self.start))
        return lead, coefficient

    def as_ball(self) -> arb:
        """All values that the function takes, where it is bounded."""
        whole = arb(0)
        for m, c in self.terms:
            whole += c if m.same(monomial(*ONE)) else c * between_zero_and(m.largest(self.start))
        return whole

    def sign(self) -> int:
        """1 or -1, if the sign is the same for all u >= start."""
        _, c = self.as_one_term()
        if c > 0:
            return 1
        if c < 0:
            return -1
        raise NotBounded("a sign is not settled")

    def at_start(self) -> arb:
        """A ball that holds the value at u = start."""
        return sum((c * m.at(self.start) for m, c in self.terms), arb(0))

    def __add__(self, other: Any) -> Far:
        return Far(self.start, [*self.terms, *Far.of(other, self.start).terms])

    __radd__ = __add__

    def __neg__(self) -> Far:
        return Far(self.start, [(m, -c) for m, c in self.terms])

    def __sub__(self, other: Any) -> Far:
        return self + (-other)

    def __rsub__(self, other: Any) -> Far:
        return (-self) + other

    def __mul__(self, other: Any) -> Far:
        if not isinstance(other, Far):
            return Far(self.start, [(m, c * other) for m, c in self.terms])
        return Far(self.start, [(m.times(n), c * d) for m, c in self.terms for n, d in other.terms])

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Far:
        return self * other._reciprocal() if isinstance(other, Far) else self * (1 / arb(other))

    def __rtruediv__(self, other: Any) -> Far:
        return self._reciprocal() * other

    def _reciprocal(self) -> Far:
        m, c = self.as_one_term()
        self.sign()
        return Far(self.start, [(monomial(*ONE).over(m), 1 / c)])

    def mostly_below(self, bound: float) -> bool:
        """Whether it is below a bound for all u >= start."""
        return (self - bound).sign() < 0

    def log(self) -> Far:
        """The logarithm: that of the leading term, and that of one and what is left."""
        lead, c = self._lead()
        if not c > 0 or lead.j:
            raise NotBounded("a logarithm of what may not be positive")
        inverse = monomial(*ONE).over(lead)
        rest = Far(self.start, [(m.times(inverse), d / c) for m, d in self.terms if m is not lead])
        logs = [(monomial(0, 1, 0), lead.k), (monomial(0, 0, 1), lead.a), (monomial(*ONE), c.log())]
        return Far(self.start, logs) + rest._log1p_of_small()

    def log1p(self) -> Far:
        """The logarithm of one more."""
        try:
            return self._log1p_of_small()
        except NotBounded:
            return (self + 1).log()

    def _log1p_of_small(self) -> Far:
        """log(1 + t) is t times something that falls in t, and is 1 at 0."""
        whole = self.as_ball()
        if not whole > -1:
            raise NotBounded("a logarithm of what may not be positive")
        return self * _slope(arb.log1p, whole)

    def exp(self) -> Far:
        """The exponential: of log X a power, of X an exponential; of what falls without bound, next to nothing."""
        k, a, rest = arb(0), arb(0), []
        for m, c in self.terms:
            if m.same(monomial(0, 1, 0)):
                k = c
            elif m.same(monomial(0, 0, 1)):
                a = c
            else:
                rest.append((m, c))
        try:
            left = Far(self.start, rest).as_ball()
            return Far(self.start, [(Monomial(k, a, 0), left.exp())])
        except NotBounded:
            m, c = self.as_one_term()
            if not (c < 0 and m.grows()):
                raise NotBounded("an exponential grows too fast") from None
            highest = (c.upper() * m.at(self.start)).exp()
            return Far.of(between_zero_and(highest.upper()), self.start)

    def expm1(self) -> Far:
        """The exponential, less one: of something small, that times something that rises, and is 1 at 0."""
        try:
            return self * _slope(arb.expm1, self.as_ball())
        except NotBounded:
            return self.exp() - 1

    def lgamma(self) -> Far:
        """Stirling's formula; what it leaves out lies between 0 and 1/(12 z) for z > 0."""
        if self.sign() < 0:
            raise NotBounded("the gamma function of a negative number")
        left_out = (1 / (12 * self)).as_ball()
        constant = (2 * arb.pi()).log() / 2 + between_zero_and(arb(left_out.upper()))
        return (self - arb(0.5)) * self.log() - self + constant

    def cos(self) -> Far:
        """No more than 1, no less than -1."""
        return Far.of(arb(0, 1), self.start)

    def distance(self, point: arb) -> Far:
        """How far it is from a point."""
        gap = self - point
        return gap if gap.sign() > 0 else -gap


def between_zero_and(top: arb) -> arb:
    """The ball from 0 to a number."""
    return arb(0).union(arb(top))


def _slope(function: Any, whole: arb) -> arb:
    """The range of function(t)/t over a ball, for a function with slope 1 at 0 whose quotient is monotone."""
    ends = [arb(whole.lower()), arb(whole.upper())]
    quotients = [arb(1) if t.is_zero() else function(t) / t for t in ends]
    return quotients[0].union(quotients[1])
