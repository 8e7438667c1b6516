"""For a pair without a closed form: its value at one point, proved or by quadrature with an estimate of its error."""

from __future__ import annotations

from typing import Any

import sympy as sp

from kldiv.derived import Derivation
from kldiv.distributions.points import numbers, points_for
from kldiv.oracles.enclosure import NotEnclosed
from kldiv.oracles.truth import divergence_by_quadrature
from kldiv.proof.checks.proved import enclosed
from kldiv.writing.tex import expression_tex


def quadrature_value(derivation: Derivation) -> str:
    """State the divergence at one exact point of the parameters.

    Args:
        derivation: of a pair of distributions, finite at some point.

    Returns:
        One sentence of Markdown.
    """
    p, q = derivation.distributions
    at = next(iter(points_for(p, q, derivation.assumptions, count=1)))
    where = ",\\ ".join(
        f"{expression_tex(symbol)} = {expression_tex(sp.Rational(value.numerator, value.denominator))}"
        for symbol, value in sorted(at.items(), key=lambda pair: str(pair[0]))
    )
    try:
        proved = enclosed(p, q, at)
    except NotEnclosed:
        return f"At ${where}$ {_estimated(p.slug, numbers(p, at), q.slug, numbers(q, at))}"
    value = proved.value.str(proved.digits, radius=False)
    return (
        f"At ${where}$ the definition gives $D(p \\,\\|\\, q) \\approx {value}$ nats, "
        f"[proved](../reference/checks.md#proved) to {proved.digits} digits."
    )


def _estimated(*both: Any) -> str:
    found = divergence_by_quadrature(*both)
    digits, _, power = f"{float(found.error.abs_upper()):.0e}".partition("e")
    return (
        f"quadrature gives $D(p \\,\\|\\, q) = {found.value.str(30, radius=False)}$ nats, "
        f"with an error that is estimated at ${digits} \\times 10^{{{int(power)}}}$."
    )
