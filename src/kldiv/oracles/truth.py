"""D(p || q) from hand-written densities alone, to thirty digits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flint import arb, ctx

from kldiv.oracles.compiling import ball_values
from kldiv.oracles.densities import KNOWN
from kldiv.oracles.quadrature import PRECISION, Estimate, add_up, integrate_pieces


def divergence_by_quadrature(
    p: str, p_values: Mapping[str, Any], q: str, q_values: Mapping[str, Any]
) -> Estimate:
    """Integrate (or sum) p log(p/q) numerically.

    Args:
        p: slug of the law of the data.
        p_values: its parameters, exact rationals, in the law's order.
        q: slug of the other law.
        q_values: its parameters.

    Returns:
        The divergence in nats and a bound on its error; infinite where p has mass outside q's support.

    Raises:
        KeyError: if the oracle does not know a law.
        kldiv.oracles.quadrature.NoConvergence: if the integral does not settle.

    Example:
        >>> r = divergence_by_quadrature("normal", {"loc": 1, "scale": 1}, "normal", {"loc": 1, "scale": 1})
        >>> bool(abs(r.value) < 1e-30)
        True
    """
    old, ctx.prec = ctx.prec, PRECISION
    try:
        first, second = KNOWN[p], KNOWN[q]
        a, b = ball_values(list(p_values.values())), ball_values(list(q_values.values()))
        low, high = first.ends(*a)
        below, above = second.ends(*b)
        if first.kind != second.kind or low < below or high > above:
            return Estimate(arb("inf"), arb(0), 0)
        log_p, log_q = first.log_density(*a), second.log_density(*b)

        def term(x: arb) -> arb:
            here = log_p(x)
            return here.exp() * (here - log_q(x))

        if first.kind == "discrete":
            return add_up(term, int(low), None if high == arb("inf") else int(high))
        kinks = [k for k in (*first.kinks(*a), *second.kinks(*b)) if low < k < high]
        centre, width = first.centre(*a)
        return integrate_pieces(term, [arb(low), *_increasing(kinks), arb(high)], centre=centre, width=width)
    finally:
        ctx.prec = old


def _increasing(points: list[arb]) -> list[arb]:
    kept: list[arb] = []
    for point in sorted(points, key=float):
        if not kept or point > kept[-1]:
            kept.append(point)
    return kept
