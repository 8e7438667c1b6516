"""Sums over whole numbers, finite or endless, in ball arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kldiv.arb import arb
from kldiv.oracles.estimate import PRECISION, Estimate, NoConvergence
from kldiv.precision import ball_precision

#: So many terms in a row must leave a negligible tail behind them.
QUIET = 6

#: A tail this much smaller than the sum is left out, or where terms cancel than a fraction of them.
NEGLIGIBLE, NEAR_ZERO = 1e-34, 1e-6


def add_up(
    f: Callable[[Any], Any],
    lower: int,
    upper: int | None,
    *,
    most: int = 150_000,
    beyond: int = 0,
) -> Estimate:
    """Sum f(k) for whole k from lower to upper.

    Args:
        f: the summand; for an endless sum it must end up falling geometrically.
        lower: the first k.
        upper: the last k, or None for an endless sum.
        most: how many terms may be taken before giving up.
        beyond: an endless sum is not cut off before this k.

    Returns:
        The sum, infinite if a term is, and a bound on what was left out.

    Raises:
        NoConvergence: if the terms have not become negligible.

    Example:
        >>> print(add_up(lambda k: arb(2) ** -k, 0, None).value.str(20, radius=False))
        2.0000000000000000000
    """
    if beyond - lower > most:
        raise NoConvergence(f"more than {most} terms would have to be added")
    with ball_precision(PRECISION):
        total, sizes, tail, term, k = arb(0), arb(0), arb(0), arb(0), lower
        small = 0
        while upper is None or k <= upper:
            previous, term = term, f(arb(k))
            if term == arb("inf"):
                return Estimate(arb("inf"), arb(0), k - lower + 1)
            if not term.is_finite() or k - lower >= most:
                raise NoConvergence(f"the sum has not settled at {k}")
            total, sizes, k = total + term, sizes + arb(term.abs_upper()), k + 1
            if upper is None and k > beyond:
                tail = _geometric_tail(previous, term)
                # sizes matter where the terms cancel, up to nothing but rounding for a distribution against itself
                whole = arb(total.abs_upper()) + NEAR_ZERO * sizes
                small = small + 1 if tail <= NEGLIGIBLE * whole else 0
                if small == QUIET:
                    break
        return Estimate(total.mid(), arb((tail + total.rad()).abs_upper()), k - lower)


def _geometric_tail(previous: arb, term: arb) -> arb:
    """Bound what follows two terms, as if their ratio stayed; it is taken a tenth closer to 1 than it is."""
    now, before = arb(term.abs_upper()), arb(previous.abs_upper())
    if now == 0:
        return arb(0)
    ratio = arb(((1 + 9 * now / before) / 10).abs_upper()) if before > 0 else arb("inf")
    return now * ratio / (1 - ratio) if ratio < 1 else arb("inf")
