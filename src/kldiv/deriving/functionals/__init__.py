"""The generating functional of each standard distribution, by one integral or sum, and moments read off it."""

from __future__ import annotations

import sympy as sp

from kldiv.deriving.functionals import discrete, special, whole_line_and_half_line
from kldiv.deriving.functionals.monomials import Moment, Monomial
from kldiv.distributions.standard import StandardDistribution

MOMENTS = {**whole_line_and_half_line.MOMENTS, **special.MOMENTS, **discrete.MOMENTS}


def moment(standard: StandardDistribution, monomial: Monomial, *shapes: sp.Expr) -> Moment | None:
    """Take the expectation of a monomial under a standard distribution.

    Args:
        standard: the distribution.
        monomial: what is averaged.
        *shapes: the distribution's own parameters.

    Returns:
        The expectation with its conditions, or None where the functional does not reach.
    """
    return MOMENTS[standard.slug](monomial, *shapes)
