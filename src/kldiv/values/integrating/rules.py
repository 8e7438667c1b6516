"""Gauss's rules: for the integral over an interval, and for the sum over many whole numbers in a row.

A rule for sums is that for integrals with whole numbers in the place of the interval: its nodes are the zeros of the
discrete Chebyshev polynomials, orthogonal over N points, and it is exact for polynomials of the same degree. See
Gautschi, Orthogonal Polynomials: Computation and Approximation (2004), example 1.15 and theorem 1.31.
"""

from __future__ import annotations

from functools import lru_cache

from kldiv.arb import arb, ctx

#: How many nodes a rule has, and the most whole numbers that are added one by one.
NODES, ONE_BY_ONE = 20, 64

#: A node in [-1, 1] and its weight.
Rule = tuple[tuple[arb, arb], ...]


def integral_rule() -> Rule:
    """The rule on [-1, 1], at the precision that is set.

    Example:
        >>> round(float(sum(weight * node * node for node, weight in integral_rule()).mid()), 9)
        0.666666667
    """
    return _integral_rule(ctx.prec)


def sum_rule(count: int) -> Rule:
    """The rule for so many whole numbers, spread evenly with -1 and 1 half a step outside.

    Args:
        count: how many, more than `NODES`.

    Returns:
        Nodes, and weights that add up to `count`.

    Example:
        >>> round(float(sum(weight for _, weight in sum_rule(100)).mid()), 9)
        100.0
    """
    return _sum_rule(count, ctx.prec)


@lru_cache(maxsize=8)
def _integral_rule(_bits: int) -> Rule:
    return tuple(arb.legendre_p_root(NODES, k, weight=True) for k in range(NODES))


@lru_cache(maxsize=1024)
def _sum_rule(count: int, _bits: int) -> Rule:
    # monic polynomials: P_(k+1) = t P_k - beta_k P_(k-1); Legendre's where count is infinite
    betas = [arb(k * k) * (1 - arb(k * k) / count**2) / (4 * k * k - 1) for k in range(NODES)]
    norm = arb(count)
    for beta in betas[1:]:
        norm *= beta
    found = []
    for start, _ in _integral_rule(_bits):
        node = _zero(start, betas)
        _, slope, previous = _polynomial(node, betas)
        found.append((node, norm / (slope * previous)))
    return tuple(found)


def _zero(start: arb, betas: list[arb]) -> arb:
    """Newton's method from Legendre's zero, which is close by."""
    node = arb(start.mid())
    for _ in range(40):
        value, slope, _ = _polynomial(node, betas)
        step = arb((value / slope).mid())
        node = arb((node - step).mid())
        if abs(step) <= arb(2) ** (8 - ctx.prec):
            break
    return node


def _polynomial(t: arb, betas: list[arb]) -> tuple[arb, arb, arb]:
    """The polynomial whose zeros are the nodes, its slope, and the one before it."""
    before, value, slope_before, slope = arb(0), arb(1), arb(0), arb(0)
    for beta in betas:
        before, value, slope_before, slope = (
            value,
            t * value - beta * before,
            slope,
            value + t * slope - beta * slope_before,
        )
    return value, slope, before


__all__ = ["NODES", "ONE_BY_ONE", "Rule", "integral_rule", "sum_rule"]
