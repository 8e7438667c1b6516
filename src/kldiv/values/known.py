"""What the oracle knows of any class of distributions, a reader's own included.

A class of the package brings a log-density written by hand. One without has its own density compiled to balls: the
numbers are then right if the density is, but they cannot contradict it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from kldiv.algebra.logarithms import expand_logs
from kldiv.arb import arb
from kldiv.distributions.base import Distribution
from kldiv.distributions.remembering import remembered
from kldiv.oracles.known import INFINITY, Known, LogDensity
from kldiv.values.compiling import Compiler

#: How finely a density's peak is looked for: so many doublings each way, so many halvings after.
_DOUBLINGS, _HALVINGS = 20, 40


def known_of(distribution: Distribution | type[Distribution]) -> Known:
    """Return what the oracle knows of a distribution.

    Args:
        distribution: a distribution, or its class.

    Returns:
        What its file declares, or what is compiled from its density.

    Example:
        >>> from kldiv.distributions import Normal
        >>> known_of(Normal).independent
        True
    """
    return _known_of(distribution if isinstance(distribution, type) else type(distribution))


@remembered
def _known_of(kind: type[Distribution]) -> Known:
    declared = kind.known()
    return compiled(kind) if declared is None else declared


def compiled(kind: type[Distribution]) -> Known:
    """Compile a distribution's density and support to functions of balls.

    Args:
        kind: its class.

    Returns:
        What the oracle is to use; it is marked as not independent.
    """
    distribution = kind.symbolic("p")
    symbols = tuple(distribution.parameters.values())
    x, support = distribution.variable(), distribution.support()
    a, b = sp.Dummy("a", positive=True), sp.Dummy("b", positive=True)
    written = expand_logs(sp.log(distribution.density(x)), distribution.positive_on_support(x))
    # near an end the distance to it is accurate where x alone is not
    for end, distance, nearer in ((support.lower, x - support.lower, a), (support.upper, support.upper - x, b)):
        written = written.subs(distance, nearer) if end.is_finite and distance != x else written
    ends = tuple(_end(value, symbols) for value in (support.lower, support.upper))

    def log_at(*values: arb) -> LogDensity:
        log_density = Compiler(dict(zip(symbols, values, strict=True)), (x, a, b)).function(written)
        return lambda at, from_low, to_high: log_density((at, from_low, to_high))

    def both(*values: arb) -> tuple[Any, Any]:
        return ends[0](*values), ends[1](*values)

    def centre(*values: arb) -> tuple[arb, arb]:
        return _peak(log_at(*values), *(arb(end) for end in both(*values)))

    return Known(
        both,
        log_at,
        centre,
        splits=lambda *values: (centre(*values)[0],),
        kind=kind.kind,
        circular=kind.circular,
        independent=False,
    )


def _end(value: sp.Expr, symbols: tuple[sp.Symbol, ...]) -> Callable[..., Any]:
    if value in (sp.oo, -sp.oo):
        return lambda *_: INFINITY if value == sp.oo else -INFINITY
    return lambda *values: Compiler(dict(zip(symbols, values, strict=True))).function(value)(())


def _peak(log_density: LogDensity, low: arb, high: arb) -> tuple[arb, arb]:
    """Find where a density is largest, and how far from there it has fallen by a factor e."""

    def height(x: arb) -> float:
        if not (low < x and x < high):
            return -INFINITY
        found = log_density(x, x - low, high - x)
        return float(found) if found.is_finite() else -INFINITY

    steps = [arb(2) ** k for k in range(-_DOUBLINGS, _DOUBLINGS + 1)]
    if low.is_finite() and high.is_finite():
        tried = [low + (high - low) * k / 64 for k in range(1, 64)]
    elif low.is_finite() or high.is_finite():
        tried = [low + s for s in steps] if low.is_finite() else [high - s for s in reversed(steps)]
    else:
        tried = [*(-s for s in reversed(steps)), arb(0), *steps]
    best = max(range(len(tried)), key=lambda k: height(tried[k]))
    left, right = tried[max(best - 1, 0)], tried[min(best + 1, len(tried) - 1)]
    for _ in range(_HALVINGS):
        third = (right - left) / 3
        left, right = (left + third, right) if height(left + third) < height(right - third) else (left, right - third)
    peak = arb(((left + right) / 2).mid())
    width = (1 + abs(peak)) / 2**_DOUBLINGS
    while width < arb(2) ** (2 * _DOUBLINGS) and max(height(peak - width), height(peak + width)) > height(peak) - 1:
        width *= 2
    return peak, arb(width.mid())
