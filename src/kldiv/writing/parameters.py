"""Letters of parameters and supports of distributions in TeX."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.notation import DISCRETE
from kldiv.distributions.declarations import Support
from kldiv.writing.tex import TexPrinter, expression_tex


def letter_tex(letter: str) -> str:
    """Write the letter of a parameter in TeX.

    Example:
        >>> letter_tex("n")
        'n'
    """
    return expression_tex(sp.Symbol(letter))


def support_tex(support: Support) -> str:
    """Write in TeX where a distribution puts its mass.

    Example:
        >>> from kldiv.distributions import Uniform
        >>> support_tex(Uniform(0, 1).support())
        '[0, 1]'
    """
    low, high, second = map(TexPrinter().doprint, (support.lower, support.upper, support.lower + 1))
    if support.kind == DISCRETE:
        if support.lower == -sp.oo:
            return r"\mathbb{Z}"
        if support.upper == support.lower + 1:
            return rf"\{{{low}, {high}\}}"
        end = r"\dots" if support.upper == sp.oo else rf"\dots, {high}"
        return rf"\{{{low}, {second}, {end}\}}"
    left = "(" if support.lower == -sp.oo else "["
    right = ")" if support.upper == sp.oo else "]"
    return rf"{left}{low}, {high}{right}"
