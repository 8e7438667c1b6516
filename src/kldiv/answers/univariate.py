"""Numbers from the derived formulas: fast on arrays of floats, and exact where floats would lose digits.

A formula is first evaluated on all the numbers at once, in floats that carry a bound on their own rounding.
Where the bound is too large for the value, where the formula has a hole, or where there is no formula, each
number is found on its own (see `single`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from kldiv.answers.arrays import Mask, Shape, at_edge, exact_values, floats, same_distribution, shape_of
from kldiv.answers.certain import certain_at_once
from kldiv.answers.floats import Array, RoundedWalker, Truth
from kldiv.answers.formulas import Formula, entropy_formula, formula_of, surprise_formula
from kldiv.answers.found import CLOSED_FORM, INFINITE, QUADRATURE, Found
from kldiv.answers.long_floats import LONGER, LongWalker, chosen, look_again
from kldiv.answers.near_a_half import near_a_half
from kldiv.answers.parts import in_blocks
from kldiv.answers.single import divergence_of, entropy_of
from kldiv.answers.wide.walker import look_wider
from kldiv.distributions.base import UNIVARIATE, Distribution
from kldiv.distributions.categorical import Categorical
from kldiv.precision import one_at_a_time
from kldiv.proof.checks.distributions import require_sound
from kldiv.values.walking import Unsupported

#: A value whose bound on the error, relative to it, is below this is taken as it is.
ACCURATE = 1e-13

Answered = tuple[Any, str, float | None]
Given = Mapping[sp.Symbol, tuple[Array, bool]]


@dataclass
class Table:
    """Numbers being filled in.

    Attributes:
        value: the numbers.
        known: which of them are final.
        infinite: which of them are infinite, and not merely beyond the largest float.
        bound: on the error of those that come from quadrature; None if none does.
    """

    value: Array
    known: Mask
    infinite: Mask
    bound: float | None = None

    @classmethod
    def empty(cls, shape: Shape) -> Table:
        """Start with nothing known."""
        return cls(np.full(shape, np.nan), np.zeros(shape, bool), np.zeros(shape, bool))

    def put(self, where: Mask, value: Any, *, infinite: bool = False) -> None:
        """Fill in what is not known yet."""
        new = where & ~self.known
        self.value = np.where(new, value, self.value)
        self.known = np.array(self.known | new)
        self.infinite = np.array(self.infinite | (new & infinite))

    def complete(self, find: Callable[[Shape], Found]) -> None:
        """Find one by one what is not known yet."""
        for index in map(tuple, np.argwhere(~self.known)):
            found = find(index)
            self.value[index], self.known[index] = found.value, True
            self.infinite[index] = found.method == INFINITE
            if found.bound is not None:
                self.bound = max(self.bound or 0.0, found.bound)

    def answer(self) -> Answered:
        """Return the numbers, how they were found, and a bound for quadratures."""
        value = float(self.value) if self.value.ndim == 0 else self.value
        if self.bound is not None:
            return value, QUADRATURE, self.bound
        all_infinite = bool(self.infinite.size and np.all(self.infinite))
        return value, INFINITE if all_infinite else CLOSED_FORM, None


@one_at_a_time
def closed_form_numeric(p: Distribution, q: Distribution) -> Answered:
    """Find D(p || q) for distributions of numbers.

    Args:
        p: the distribution of the data, its parameters numbers or arrays.
        q: the other distribution.

    Returns:
        The value in nats (a float, or an array of the parameters' common shape); "closed form", "infinite" or
        "quadrature"; and for a quadrature a bound on the error. An array is "infinite" if every entry is, and
        "quadrature" if some entry is.

    Raises:
        ValueError: if shapes do not fit, or if no way leads to a number.

    Example:
        >>> from kldiv.distributions import Gamma, Normal, Weibull
        >>> closed_form_numeric(Gamma(2, 1), Weibull(1, 1))
        (0.42278433509846..., 'closed form', None)
        >>> closed_form_numeric(Normal(0, 1), Weibull(1, 1))
        (inf, 'infinite', None)
    """
    if _either_listed(p, q):
        return _divergence(p, q).answer()
    return in_blocks(lambda p, q: _divergence(p, q).answer(), p, q, shape_of(p, q))


@one_at_a_time
def entropy_numeric(p: Distribution) -> Answered:
    """Find the entropy H(p) of a distribution of numbers.

    Args:
        p: the distribution.

    Returns:
        As for `closed_form_numeric`.

    Raises:
        ValueError: if no way leads to a number.

    Example:
        >>> from kldiv.distributions import Exponential
        >>> entropy_numeric(Exponential(1))
        (1.0, 'closed form', None)
    """
    _require_univariate(p)
    shape = shape_of(p)
    table = Table.empty(shape)
    formula = None if isinstance(p, Categorical) else entropy_formula(type(p))
    if formula is not None:
        with np.errstate(all="ignore"):
            value, good = _evaluated(RoundedWalker.at(floats(p, "p")), formula, shape)
        table.put(good, value)
    own = exact_values(p, shape)
    table.complete(lambda index: entropy_of(type(p), own(index)))
    return table.answer()


@one_at_a_time
def cross_entropy_numeric(p: Distribution, q: Distribution) -> Answered:
    """Find the cross-entropy H(p, q), the expectation under p of -log q.

    Args:
        p: the distribution of the data.
        q: the other distribution.

    Returns:
        As for `closed_form_numeric`.

    Raises:
        ValueError: if shapes do not fit, or if no way leads to a number.

    Example:
        >>> from kldiv.distributions import Exponential
        >>> cross_entropy_numeric(Exponential(2), Exponential(4))
        (0.61370563888010..., 'closed form', None)
    """
    shape = shape_of(p, q)
    divergence = _divergence(p, q)
    formula = None if _either_listed(p, q) else surprise_formula(type(p), type(q))
    table = Table.empty(shape)
    table.put(divergence.infinite, np.inf, infinite=True)
    if formula is not None:
        with np.errstate(all="ignore"):
            walker = RoundedWalker.at({**floats(p, "p"), **floats(q, "q")})
            value, good = _evaluated(walker, formula, shape)
        table.put(good & ~at_edge(p, shape), value)
    if not np.all(table.known):
        own, _, bound = entropy_numeric(p)
        table.put(np.full(shape, True), own + divergence.value)
        bounds = [b for b in (bound, divergence.bound) if b is not None]
        table.bound = sum(bounds) if bounds else None
    return table.answer()


def _require_univariate(*distributions: Distribution) -> None:
    for distribution in distributions:
        if distribution.variate != UNIVARIATE and not isinstance(distribution, Categorical):
            raise ValueError(f"{distribution.title}: no way to a number is known here")
        require_sound(type(distribution))


def _either_listed(p: Distribution, q: Distribution) -> bool:
    """Whether one of two distributions is a list of probabilities, which no formula for numbers takes."""
    return isinstance(p, Categorical) or isinstance(q, Categorical)


def _divergence(p: Distribution, q: Distribution) -> Table:
    _require_univariate(p, q)
    shape = shape_of(p, q)
    table = Table.empty(shape)
    everywhere = np.full(shape, True)
    if p.kind != q.kind:
        table.put(everywhere, np.inf, infinite=True)
        return table
    table.put(same_distribution(p, q, shape), 0.0)
    table.put(*certain_at_once(p, q, shape))
    if not _either_listed(p, q):
        general, usual = formula_of(type(p), type(q)), ~at_edge(p, shape)
        if general.kind == INFINITE:
            table.put(usual, np.inf, infinite=True)
        elif general.kind == CLOSED_FORM:
            with np.errstate(all="ignore"):
                given = {**floats(p, "p"), **floats(q, "q")}
                walker = RoundedWalker.at(given)
                sure, violated = _decided(walker, given, general, shape)
                value, good = _evaluated(walker, general.result, shape)
                table.put(usual & violated & (general.otherwise == sp.oo), np.inf, infinite=True)
                sure = usual & sure
                table.put(sure & good & (value >= 0), value)
                value, error = look_again(given, general.result, sure & ~table.known)
                table.put(_small(error, value), value)
                value, error = near_a_half(given, general, sure & ~table.known)
                table.put(_small(error, value), value)
                value, error = look_wider(given, general.result, sure & ~table.known, ACCURATE)
                table.put(_small(error, value), value)
    first, second = exact_values(p, shape), exact_values(q, shape)
    table.complete(lambda index: divergence_of(type(p), first(index), type(q), second(index)))
    return table


def _evaluated(walker: RoundedWalker, formula: sp.Expr, shape: Shape) -> tuple[Array, Mask]:
    """Return a formula's values, and where they are accurate."""
    try:
        found = walker.value(formula)
    except Unsupported:
        return np.full(shape, np.nan), np.zeros(shape, bool)
    accurate = np.isfinite(found.value) & (found.error <= ACCURATE * np.abs(found.value))
    return np.broadcast_to(found.value, shape), np.broadcast_to(accurate, shape)


def _decided(walker: RoundedWalker, given: Given, formula: Formula, shape: Shape) -> tuple[Mask, Mask]:
    """Return where a formula surely holds, and where it surely does not as an assumption fails; longer, if in doubt."""
    held, violated = _conditions(walker, formula.assumptions, shape)
    held = held & _conditions(walker, formula.scope, shape)[0]
    doubtful = ~(held | violated)
    if LONGER and doubtful.any():
        longer, there = LongWalker.at(chosen(given, doubtful)), (int(doubtful.sum()),)
        own, against = _conditions(longer, formula.assumptions, there)
        held, violated = np.array(held), np.array(violated)
        held[doubtful], violated[doubtful] = own & _conditions(longer, formula.scope, there)[0], against
    return held, violated


def _small(error: Array, value: Array) -> Mask:
    """Return where an error is small beside its value; an infinite one is not, even beside infinity."""
    small: Mask = (error <= ACCURATE * value) & np.isfinite(error)
    return small


def _conditions(walker: RoundedWalker, conditions: tuple[sp.Basic, ...], shape: Shape) -> tuple[Mask, Mask]:
    """Return where all the conditions surely hold, and where one surely fails."""
    held = Truth(np.asarray(True), np.asarray(True))
    try:
        for condition in conditions:
            held = walker.both(held, walker.truth(condition))
    except Unsupported:
        return np.zeros(shape, bool), np.zeros(shape, bool)
    return np.broadcast_to(held.held & held.sure, shape), np.broadcast_to(~held.held & held.sure, shape)
