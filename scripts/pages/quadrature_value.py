"""For a pair without a closed form: its value at one point, by quadrature, with the error bound."""

from __future__ import annotations

import sympy as sp

from kldiv.derived import Derivation
from kldiv.distributions.points import numbers, points_for
from kldiv.oracles.truth import divergence_by_quadrature
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
    found = divergence_by_quadrature(p.slug, numbers(p, at), q.slug, numbers(q, at))
    where = ",\\ ".join(
        f"{expression_tex(symbol)} = {expression_tex(sp.Rational(value.numerator, value.denominator))}"
        for symbol, value in sorted(at.items(), key=lambda pair: str(pair[0]))
    )
    value = found.value.str(30, radius=False)
    bound = f"{float(found.error.abs_upper()):.0e}"
    digits, _, power = bound.partition("e")
    return (
        f"At ${where}$ quadrature gives $D(p \\,\\|\\, q) = {value}$ nats, "
        f"with an error of at most ${digits} \\times 10^{{{int(power)}}}$."
    )
