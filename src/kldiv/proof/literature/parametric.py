"""Theorems about densities that are carried over by a map, whose letters are functions: a rule applies each."""

from __future__ import annotations

import sympy as sp

from kldiv.proof.literature.calculus import joined
from kldiv.proof.literature.hunting import hunted
from kldiv.proof.report import Check
from kldiv.proof.statements import Statement
from kldiv.proof.theorems import theorem
from kldiv.values.instances import Instance

x, y = sp.symbols("x y", real=True)

#: One-to-one maps, rising and falling, with where they lead from and to.
MAPS = (
    (3 * x - 1, (-sp.oo, sp.oo), (-sp.oo, sp.oo)),
    (1 - 3 * x, (-sp.oo, sp.oo), (-sp.oo, sp.oo)),
    (sp.sqrt(4 + x**2) - 2 * x, (-sp.oo, sp.oo), (-sp.oo, sp.oo)),
    (sp.exp(-x), (-sp.oo, sp.oo), (0, sp.oo)),
    (1 / x, (1, 3), (sp.Rational(1, 3), 1)),
    (-(x**3), (sp.Rational(1, 2), 2), (-8, -sp.Rational(1, 8))),
)

#: Functions that can be integrated wherever they are asked for.
BODIES = (sp.exp(-((y - sp.Rational(1, 3)) ** 2)), y**2 * sp.exp(-(y**2) / 2), sp.cos(y) * sp.exp(-2 * y**2))


def try_change_of_variables() -> Check:
    """Both integrals for several maps and functions."""
    found = []
    for image, (low, high), (start, end) in MAPS:
        for body in BODIES:
            carried = body.subs(y, image) * sp.sqrt(sp.diff(image, x) ** 2)
            sides = sp.Integral(body, (y, start, end)), sp.Integral(carried, (x, low, high))
            found.append(hunted(Statement(sides[0], "=", sides[1]), [Instance()]))
    return joined(found)


theorem(
    "change-of-variables",
    "Change of variables",
    "If $g$ maps an interval one to one onto another, with a continuous derivative that is nowhere zero, then "
    "$\\int f(y)\\,\\mathrm{d}y = \\int f(g(x))\\,|g'(x)|\\,\\mathrm{d}x$, each integral over its interval.",
    None,
    references=(("dlmf", "sec. 1.5(vi)"),),
    test=try_change_of_variables,
)
