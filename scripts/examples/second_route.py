"""The second route to every number: 30-digit sums and quadrature that share no code with the package."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

import mpmath as mp

DIGITS = 30
TOLERANCE = 1e-12  # double precision, with room for a few roundings


class Disagreement(ArithmeticError):
    """Two routes to one number gave two numbers."""


def agreed(name: str, first: float, second: mp.mpf | float) -> float:
    """Return a value once two routes to it agree.

    Args:
        name: what is being computed, for the message.
        first: the package's value.
        second: the value by the other route.

    Returns:
        The package's value.

    Raises:
        Disagreement: if they differ by more than a few roundings.

    Example:
        >>> agreed("a half", 0.5, 0.5)
        0.5
    """
    first, other = float(first), float(second)
    near = math.isfinite(other) and abs(first - other) <= TOLERANCE * max(1.0, abs(other))
    if first != other and not near:  # two infinities are equal
        raise Disagreement(f"{name}: the package gives {first!r}, the second route {other!r}")
    return first


def exact(probabilities: Sequence[str | int | Fraction]) -> list[Fraction]:
    """Return probabilities as fractions, which must sum to one exactly.

    Args:
        probabilities: fractions, or decimals in quotation marks.

    Returns:
        The fractions.

    Raises:
        ValueError: if they do not sum to one.

    Example:
        >>> exact(["0.8", "0.2"])
        [Fraction(4, 5), Fraction(1, 5)]
    """
    fractions = [Fraction(p) for p in probabilities]
    if sum(fractions) != 1:
        raise ValueError(f"the probabilities {probabilities} sum to {sum(fractions)}, not to 1")
    return fractions


def log(ratio: Fraction | int) -> mp.mpf:
    """Return the natural logarithm of an exact ratio, to 30 digits.

    Args:
        ratio: a positive fraction.

    Returns:
        Its logarithm.

    Example:
        >>> float(log(Fraction(1)))
        0.0
    """
    with mp.workdps(DIGITS):
        fraction = Fraction(ratio)
        return mp.log(mp.mpf(fraction.numerator) / fraction.denominator)


def divergence_sum(p: Sequence[Fraction], q: Sequence[Fraction]) -> mp.mpf:
    """Sum p log(p/q) over the outcomes, in nats, from exact probabilities.

    Args:
        p: the reference.
        q: what stands in for it.

    Returns:
        D(p‖q); infinite if q misses an outcome that p has.

    Example:
        >>> float(divergence_sum(exact([1, 0]), exact([1, 0])))
        0.0
    """
    with mp.workdps(DIGITS):
        return cross_entropy_sum(p, q) - cross_entropy_sum(p, p)


def cross_entropy_sum(p: Sequence[Fraction], q: Sequence[Fraction]) -> mp.mpf:
    """Sum -p log q over the outcomes that p has, in nats, from exact probabilities.

    Args:
        p: the reference.
        q: what stands in for it.

    Returns:
        H(p, q); infinite if q misses an outcome that p has.

    Example:
        >>> round(float(cross_entropy_sum(exact(["0.5", "0.5"]), exact(["0.5", "0.5"]))), 6)
        0.693147
    """
    with mp.workdps(DIGITS):
        total = mp.mpf(0)
        for mass, other in zip(p, q, strict=True):
            if mass == 0:
                continue  # 0 log 0 = 0: an outcome that never happens is never paid for
            if other == 0:
                return mp.inf
            total -= mp.mpf(mass.numerator) / mass.denominator * log(other)
        return total


def in_bits(nats: mp.mpf) -> mp.mpf:
    """Change nats into bits.

    Args:
        nats: an amount of information in nats.

    Returns:
        The same amount in bits.

    Example:
        >>> float(in_bits(log(Fraction(8))))
        3.0
    """
    with mp.workdps(DIGITS):
        return nats / mp.log(2)


def normal_density(loc: Fraction, scale: Fraction) -> Callable[[mp.mpf], mp.mpf]:
    """Return the density of a normal distribution, to 30 digits.

    Args:
        loc: its mean.
        scale: its standard deviation.

    Returns:
        The density as a function.

    Example:
        >>> round(float(normal_density(Fraction(0), Fraction(1))(0)), 4)
        0.3989
    """
    with mp.workdps(DIGITS):
        m, s = (mp.mpf(Fraction(v).numerator) / Fraction(v).denominator for v in (loc, scale))

    def density(x: mp.mpf) -> mp.mpf:
        return mp.exp(-(((x - m) / s) ** 2) / 2) / (s * mp.sqrt(2 * mp.pi))

    return density


def integral(function: Callable[[mp.mpf], mp.mpf], points: Sequence[float | mp.mpf]) -> mp.mpf:
    """Integrate a function over neighbouring intervals, to 30 digits.

    Args:
        function: what to integrate.
        points: the ends of the intervals, in order.

    Returns:
        The integral.

    Raises:
        Disagreement: if the quadrature's own error estimate is too large.

    Example:
        >>> round(float(integral(lambda x: x**2, [0, 1])), 12)
        0.333333333333
    """
    with mp.workdps(DIGITS):
        value, error = mp.quad(function, points, error=True)
        if error > 1e-15 * max(1, abs(value)):
            raise Disagreement(f"the quadrature over {points} is only known to {mp.nstr(error, 3)}")
        return value
