"""Mixtures of normal distributions, with their means and variances, to try statements about any density on."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from kldiv.identities.densities import normal
from kldiv.values.instances import Formula


def mixture(*parts: tuple[sp.Rational, sp.Rational, sp.Rational]) -> tuple[Formula, Fraction, Fraction]:
    """A mixture of normal distributions (weight, mean, standard deviation), with its mean and its variance."""
    distributions = [(w, normal(a, b)) for w, a, b in parts]
    mean = sum(w * a for w, a, _ in parts)
    square = sum(w * (a**2 + b**2) for w, a, b in parts)
    return (lambda t: sp.Add(*(w * distribution(t) for w, distribution in distributions))), mean, square - mean**2
