"""Formulas evaluated in wide numbers, and in each of the ways to write them until one is good."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import permutations
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from kldiv.answers.floats import EPS, Array, Rounded, RoundedWalker, computed
from kldiv.answers.long_doubles import LONG
from kldiv.answers.long_doubles import Array as LongArray
from kldiv.answers.long_floats import LONGER, UNIT_OF_DOUBLES, LongWalker, chosen, nowhere
from kldiv.answers.wide import apart, gammas, integrals, written
from kldiv.answers.wide.numbers import (
    Wide,
    down,
    either,
    ends,
    log_of_difference,
    log_of_power,
    log_of_product,
    made,
    of_logarithm,
    opposite,
    unknown,
    up,
)
from kldiv.values.functions import Known, known
from kldiv.values.walking import Unsupported

#: The logarithm of the largest float, with room for rounding.
LOG_LARGEST = LONG("709.7827128933841")

#: Digamma, trigamma and so on, by either name.
PSI = (sp.polygamma, written.Psi)
#: What `apart` writes, and what it is.
_WRITTEN: Mapping[type[sp.Function], Callable[..., Wide]] = {
    written.Rest: gammas.rest,
    written.SlopeRest: gammas.slope_rest,
    written.LogOnePlus: integrals.log_one_plus,
    written.LogRest: integrals.log_rest,
    written.NearOne: integrals.near_one,
    written.AngleBetween: integrals.angle_between,
    written.LowerGamma: integrals.lower_gamma,
    written.LowerBeta: integrals.lower_beta,
    written.AngleRest: integrals.angle_rest,
    written.SincRest: integrals.sinc_rest,
    written.TrigammaGap: gammas.trigamma_gap,
    written.Shortfall: integrals.shortfall,
    written.LogScaledI: integrals.log_scaled_i,
}


class WideWalker(LongWalker):
    """Evaluates formulas on arrays of long doubles that do not leave their range."""

    @classmethod
    def at(cls, values: Mapping[sp.Symbol, tuple[Array, bool]]) -> WideWalker:
        """Start from parameters.

        Args:
            values: for each symbol its doubles, and whether they are exact.
        """
        plain = LongWalker.at(values)
        return cls({s: made(v.value, v.error) for s, v in plain.values.items()})

    def rational(self, number: sp.Rational) -> Wide:
        """Return a rational number."""
        plain = super().rational(number)
        return made(plain.value, plain.error)

    def add(self, a: Any, b: Any) -> Wide:
        """Add."""
        plain = super().add(a, b)
        alike, opposed = a.sign * b.sign > 0, a.sign * b.sign < 0
        over, under = log_of_difference(a.low, b.high), log_of_difference(b.low, a.high)
        low = np.where(alike, np.logaddexp(a.low, b.low), np.maximum(over, under))
        high = np.logaddexp(a.high, b.high)
        high = np.where(opposed & (over > -np.inf), log_of_difference(a.high, b.low), high)
        high = np.where(opposed & (under > -np.inf), log_of_difference(b.high, a.low), high)
        sign = np.where(alike | (over > -np.inf), a.sign, np.where(under > -np.inf, b.sign, 0.0))
        return made(plain.value, plain.error, sign, down(low), up(high))

    def multiply(self, a: Any, b: Any) -> Wide:
        """Multiply."""
        plain = super().multiply(a, b)
        low, high = log_of_product(a.low, b.low), log_of_product(a.high, b.high)
        return made(plain.value, plain.error, a.sign * b.sign, down(low), up(high))

    def power(self, base: Any, exponent: Any, written: sp.Expr) -> Wide:
        """Return a power."""
        plain = super().power(base, exponent, written)
        between = exponent.value - exponent.error, exponent.value + exponent.error
        corners = [log_of_power(log, e) for e in between for log in (base.low, base.high)]
        sign: Any = np.where(base.sign > 0, 1.0, 0.0)
        if written.is_odd:
            sign = base.sign
        elif written.is_even:
            sign = np.where((base.sign != 0) | (exponent.value > 0), 1.0, 0.0)
        low, high = np.minimum.reduce(corners), np.maximum.reduce(corners)
        return made(plain.value, plain.error, sign, down(low), up(high))

    def apply(self, function: Known, arguments: list[Any]) -> Wide:
        """Return a function's value."""
        plain = super().apply(function, arguments)
        beyond = getattr(self, f"_{function.name}", None)
        found: Wide = made(plain.value, plain.error) if beyond is None else beyond(plain, *arguments)
        return found

    def cases(self, pieces: list[tuple[sp.Expr, sp.Basic]]) -> Wide:
        """Return the first piece whose condition holds."""
        found = unknown()
        for piece, condition in reversed(pieces):
            there: Any = self.value(piece)
            truth = self.truth(condition)
            found = either(truth.sure, either(truth.held, there, found), unknown())
        return found

    # --- functions whose values leave the range ---

    def _exp(self, plain: Rounded, x: Wide) -> Wide:
        low, high = ends(x)
        return made(plain.value, plain.error, 1.0, low, high)

    def _log(self, plain: Rounded, x: Wide) -> Wide:
        middle, half = (x.low + x.high) / 2, (x.high - x.low) / 2 + self.unit * np.abs(x.high)
        better = (x.sign > 0) & np.isfinite(half) & ~(plain.error <= half)
        return made(np.where(better, middle, plain.value), np.where(better, half, plain.error))

    def _gamma(self, plain: Rounded, x: Wide) -> Wide:
        there = self._log_gamma(x)
        own = made(plain.value, plain.error)
        return either(x.sign > 0, of_logarithm(there.value, there.error, x.sign > 0), own)

    def _log_gamma(self, x: Wide) -> Rounded:
        return RoundedWalker.apply(self, known("loggamma"), [x])

    def _expint(self, plain: Rounded, order: Wide, x: Wide) -> Wide:
        return integrals.order_one(x) if np.all(order.value == 1) else made(plain.value, plain.error)

    def _Ei(self, plain: Rounded, x: Wide) -> Wide:
        below = opposite(integrals.order_one(Wide(np.abs(x.value), x.error, -x.sign, x.low, x.high)))
        return either(x.sign < 0, below, made(plain.value, plain.error))

    def _besseli(self, plain: Rounded, order: Wide, x: Wide) -> Wide:
        if not np.all((order.value == 0) | (order.value == 1)):
            return made(plain.value, plain.error)
        inside = x.positive(most=1e300)
        at = np.where(inside, x.value, 1).astype(float)
        scaled = computed(integrals.SCALED_I, [order.value.astype(float), at])
        return of_logarithm(at + np.log(scaled.astype(LONG)), x.error + EPS * (64 + at / 2), inside)

    def _besselk(self, plain: Rounded, order: Wide, x: Wide) -> Wide:
        low, high = ends(x)
        scaled = integrals.scaled_bessel_k(order, x)
        return made(plain.value, plain.error, scaled.sign, down(scaled.low - high), up(scaled.high - low))

    # --- parts of products and sums that are one function, whose own parts leave the range, or cancel ---

    def _compute(self, e: sp.Basic) -> Any:
        if type(e) in _WRITTEN:
            return _WRITTEN[type(e)](*map(self.value, e.args))
        if isinstance(e, written.Psi):
            return self.apply(known("polygamma"), [*map(self.value, e.args)])
        if isinstance(e, sp.Add):
            return self._added(e)
        if isinstance(e, sp.Mul):
            return self._multiplied(e)
        return super()._compute(e)

    def _multiplied(self, e: sp.Mul) -> Any:
        if e.args[0] == -1:  # nothing is rounded
            return opposite(self.value(-e))  # type: ignore[arg-type]
        for exponential in (f for f in e.args if isinstance(f, sp.exp)):
            for other in e.args:
                scaled = self._scaled(exponential.args[0], other)
                if scaled is not None:
                    rest = sp.Mul(*(f for f in e.args if f not in (exponential, other)))
                    return self.multiply(self.value(rest), scaled)
        above = [f.args[0] for f in e.args if isinstance(f, sp.gamma)]
        below = [(1 / f).args[0] for f in e.args if isinstance(1 / f, sp.gamma)]
        if not (above and below):
            return super()._compute(e)
        rest = sp.Mul(*(f for f in e.args if not isinstance(f, sp.gamma) and not isinstance(1 / f, sp.gamma)))
        log, error = self._log_ratio(above, below)
        return self.multiply(self.value(rest), of_logarithm(log, error, np.isfinite(error)))

    def _scaled(self, x: sp.Expr, other: sp.Expr) -> Wide | None:
        """Return exp(x) times a function that falls as fast, if it is one that is known."""
        if other == sp.expint(1, x):
            return integrals.order_one(self.value(x), scaled=True)  # type: ignore[arg-type]
        if other == sp.Ei(-x):
            return opposite(integrals.order_one(self.value(x), scaled=True))  # type: ignore[arg-type]
        if isinstance(other, sp.besselk) and other.args[1] == x:
            return integrals.scaled_bessel_k(self.value(other.args[0]), self.value(x))  # type: ignore[arg-type]
        return None

    def _log_ratio(self, above: list[sp.Expr], below: list[sp.Expr]) -> tuple[LongArray, LongArray]:
        """Return log Gammas less others, and a bound: each beside one of the others, in whichever pairing is good."""
        if len(above) < len(below):
            value, error = self._log_ratio(below, above)
            return -value, error
        best: tuple[Any, Any] | None = None
        for order in permutations(above):
            parts = [self._pair(x, y) for x, y in zip(order, below, strict=False)]
            for x in order[len(below) :]:
                alone = self._log_gamma(self.value(x))  # type: ignore[arg-type]
                parts.append((alone.value, alone.error))
            total, bound = (np.add.reduce([*column]) for column in zip(*parts, strict=True))
            error = np.where(np.isfinite(total), bound, np.inf)
            if best is not None:
                total, error = np.where(best[1] < error, best[0], total), np.minimum(best[1], error)
            best = total, error
        assert best is not None
        return best

    def _pair(self, x: sp.Expr, y: sp.Expr) -> tuple[LongArray, LongArray]:
        one, other, change = map(self.value, (x, y, sp.expand(x - y)))
        return gammas.log_gamma_ratio(one, other, change)  # type: ignore[arg-type]

    def _added(self, e: sp.Add) -> Any:
        """Add up; gamma, digamma or trigamma functions with opposite signs are one function."""
        terms, found = list(e.args), []
        above = [t.args[0] for t in terms if isinstance(t, sp.loggamma)]
        below = [(-t).args[0] for t in terms if isinstance(-t, sp.loggamma)]
        if above and below:
            terms = [t for t in terms if not isinstance(t, sp.loggamma) and not isinstance(-t, sp.loggamma)]
            found.append(made(*self._log_ratio(above, below)))
        for one, other in permutations([*e.args], 2):
            if one in terms and other in terms and (pair := _opposed(one, other)):
                difference, x, y = pair
                terms.remove(one)
                terms.remove(other)
                found.append(difference(*map(self.value, (x, y, sp.expand(x - y)))))
        return self.total([*map(self.value, terms), *found])


def _opposed(one: sp.Expr, other: sp.Expr) -> tuple[Callable[..., Wide], sp.Expr, sp.Expr] | None:
    """Return what psi(x) - psi(y), or psi'(x) - psi'(y), is computed by, and x and y, if two terms are that."""
    if not isinstance(one, PSI) or one.args[0] not in (0, 1):
        return None
    order, x = one.args
    if order == 0 and other == sp.EulerGamma:
        return gammas.digamma_gap, x, sp.S.One
    if isinstance(-other, PSI) and (-other).args[0] == order:
        return (gammas.digamma_gap, gammas.trigamma_difference)[int(order)], x, (-other).args[1]
    return None


def look_wider(
    values: Mapping[sp.Symbol, tuple[Array, bool]], formula: sp.Expr, where: NDArray[np.bool_], accurate: float
) -> tuple[Array, Array]:
    """Evaluate a formula at some places, whatever the range of what is between, in one way or another.

    Args:
        values: for each symbol its doubles, which broadcast to the shape of `where`, and whether they are exact.
        formula: what to evaluate.
        where: at which places.
        accurate: a relative error that is small enough.

    Returns:
        Doubles, and bounds on their errors: 0 for what is beyond the largest double; infinite elsewhere.
    """
    found, error = nowhere(where.shape)
    if not (LONGER and where.any()):
        return found, error
    left = where
    for form in (formula, *apart.forms(formula)):
        with suppress(Unsupported):
            value, bound = _in_floats(WideWalker.at(chosen(values, left)).value(form), left)  # type: ignore[arg-type]
            better = bound < error
            found, error = np.where(better, value, found), np.where(better, bound, error)
            left = left & ~(error <= accurate * np.abs(found))
            if not left.any():
                break
    return found, error


def _in_floats(there: Wide, where: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Round to doubles: what is surely beyond the largest is infinite."""
    found, error = nowhere(where.shape)
    beyond = (there.sign > 0) & (there.low > LOG_LARGEST)
    found[where] = np.where(beyond, np.inf, there.value)
    error[where] = np.where(beyond, 0, there.error + UNIT_OF_DOUBLES * np.abs(there.value))
    return found, error
