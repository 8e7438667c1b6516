"""Proved bounds of what lies far out: the integral of p |log p - log q| over a tail, or its sum."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kldiv.arb import arb
from kldiv.oracles.far import Far, Monomial, NotBounded, monomial

#: (start) -> log p and log q on a tail that begins at u = start.
Logs = Callable[[arb], tuple[Far, Far]]

#: Where tails begin, u = log X, tried from the smallest.
STARTS = (2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024)


def settled_tail(logs: Logs, power: int, enough: float, starts: Iterable[Any] = STARTS) -> tuple[arb, arb]:
    """Find where a tail is small enough, and bound it.

    Args:
        logs: both log-densities as functions far out.
        power: dx is X^power du: 1 where x goes to infinity, -1 where it goes to a finite end.
        enough: how small.
        starts: where it may begin.

    Returns:
        Where it begins, and a bound for what lies there.

    Raises:
        NotBounded: if no bound is small enough.
    """
    reason = "the tail falls too slowly"
    for start in map(arb, starts):
        try:
            bound = tail_bound(*logs(start), power)
        except NotBounded as error:
            reason = str(error)
            continue
        if bound <= enough:
            return start, bound
    raise NotBounded(reason)


def tail_bound(log_p: Far, log_q: Far, power: int) -> arb:
    """Bound the integral of p |log p - log q| over a tail.

    Args:
        log_p: log p, for all u from where the tail begins.
        log_q: log q.
        power: dx is X^power du.

    Returns:
        A number that the integral does not exceed.

    Raises:
        NotBounded: if that cannot be seen from here on.
    """
    start = log_p.start
    jacobian = Far(start, [(monomial(0, 0, 1), arb(power))])
    ceiling = Far(start, [(steepest(m, c), arb(c.upper())) for m, c in (log_p + jacobian).terms])
    whole = arb(0)
    for m, c in (log_p - log_q).terms:
        m = steepest(m, arb(1))
        # u^j is at most its tangent exponential at the start: log u is concave
        slope = m.a + arb(max(m.j, 0)) / start
        factor = [(monomial(0, 0, 1), slope), (monomial(0, 1, 0), m.k), (monomial(0, 0, 0), -arb(max(m.j, 0)))]
        height = c.abs_upper() * start**m.j
        whole += height * integral_of_exp(ceiling + Far(start, factor))
    return arb(whole.upper())


def steepest(m: Monomial, c: arb) -> Monomial:
    """The monomial with the ends of its exponents that make a term with this coefficient largest."""
    if not (c > 0 or c < 0):
        c = arb(1)  # the upper end of the coefficient is what is kept, and it is not negative
    end = arb.upper if c > 0 else arb.lower
    return Monomial(arb(end(m.k)), arb(end(m.a)), m.j)


def integral_of_exp(f: Far) -> arb:
    """Bound the integral of exp(f) from f.start on, f having constant coefficients and a slope that stays negative."""
    derivative = Far(f.start, [])
    for m, c in f.terms:
        parts = [(Monomial(m.k, m.a, m.j), c * m.a), (Monomial(m.k, m.a + 1, m.j), c * m.k)]
        if m.j:
            parts.append((Monomial(m.k, m.a, m.j - 1), c * m.j))
        derivative += Far(f.start, parts)
    m, c = derivative.as_one_term()
    if not (c < 0 and m.grows()):
        raise NotBounded("the tail is not seen to fall")
    fall = -arb(c.upper()) * m.at(f.start)
    return arb((f.at_start().exp() / fall).upper())
