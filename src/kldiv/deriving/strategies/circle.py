"""Expectations under the von Mises distribution: measured from its direction, about which it is even."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.nodes import Expectation
from kldiv.distributions.base import Distribution
from kldiv.distributions.standard import StandardDistribution
from kldiv.distributions.von_mises import VonMises
from kldiv.proof.chain import Chain
from kldiv.proof.kernel import ByTheorem, rule
from kldiv.proof.literature import integrals
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as sums
from kldiv.proof.rules.general import want
from kldiv.proof.statements import Refused


@rule("angle-sum", "Cosine of a sum", "The angle is measured from the mean direction.")
def angle_sum(expectation: sp.Basic, direction: sp.Expr) -> sp.Expr:
    """Write the mean of cos(X - c) in the cosine and the sine of X less the direction."""
    e: Expectation = want(Expectation, expectation, "angle-sum")
    x, angle = e.variable, want(sp.cos, e.body, "angle-sum").args[0]
    shift = sp.expand(angle - x) if not sp.expand(angle - x).has(x) else sp.expand(-angle - x)  # the cosine is even
    if shift.has(x):
        raise Refused("angle-sum: takes the cosine of the angle less a constant")
    around = x - direction
    return sp.cos(direction + shift) * e.of(sp.cos(around)) - sp.sin(direction + shift) * e.of(sp.sin(around))


@rule("odd", "An odd part", "What changes its sign with $x - c$ has mean zero under a density that does not.")
def odd(expression: sp.Basic, centre: sp.Expr) -> sp.Basic:
    """Leave out the expectations of odd statistics under densities that are even about a centre."""
    t = sp.Dummy("t", real=True)

    def is_odd(e: Expectation) -> bool:
        there = [part.subs(e.variable, centre + t) for part in (e.density, e.body)]
        back = [part.subs(e.variable, centre - t) for part in (e.density, e.body)]
        even = sp.expand(e.lower + e.upper - 2 * centre) == 0
        return bool(even and sp.simplify(there[0] - back[0]) == 0 and sp.simplify(there[1] + back[1]) == 0)

    nodes = [e for e in expression.atoms(Expectation) if is_odd(e)]
    if not nodes:
        raise Refused("odd: no statistic here is odd")
    return expression.xreplace(dict.fromkeys(nodes, sp.S.Zero))


@rule("write-inside", "Write out the expectations", "Each expectation is an integral of density times statistic.")
def write_inside(expression: sp.Basic) -> sp.Basic:
    """Write every continuous expectation in an expression out, over x."""
    x = integrals.x
    if any(e.variable != x and (e.density * e.body).has(x) for e in expression.atoms(Expectation)):
        raise Refused(f"write-inside: {x} has another meaning here")
    table = {
        e: sp.Integral((e.density * e.body).xreplace({e.variable: x}), (x, e.lower, e.upper))
        for e in expression.atoms(Expectation)
    }
    if not table:
        raise Refused("write-inside: there is no expectation here")
    return expression.xreplace(table)


def cosine_under_von_mises(chain: Chain, distribution: Distribution, _standard: StandardDistribution) -> str | None:
    """E cos(X - c) = cos(loc - c) times a ratio of Bessel functions."""
    if not isinstance(distribution, VonMises) or not isinstance(chain.expression.body, sp.cos):
        return None
    loc, concentration = distribution.loc, distribution.concentration
    chain.apply(angle_sum, loc)
    if any(e.body.has(sp.sin) for e in chain.expression.atoms(Expectation)):
        chain.apply(odd, loc)
    chain.apply(write_inside)
    chain.apply(sums.split_sum)
    chain.apply(general.theorem, ByTheorem("bessel-i-integral", ((integrals.m, loc), (integrals.c, concentration))))
    return r"$\operatorname{E}\cos(X - \mu)$ is an integral for the Bessel function, and the sine averages to zero."


@rule("about-centre", "Measure from the centre", "The variable is the centre and its distance from there.")
def about_centre(expectation: sp.Basic, centre: sp.Expr) -> sp.Expr:
    """Write E[X] as c + E[X - c]."""
    e: Expectation = want(Expectation, expectation, "about-centre")
    if e.body != e.variable or e.part or centre.has(e.variable):
        raise Refused("about-centre: takes the mean of the variable itself, over the whole support")
    return centre + e.of(e.variable - centre)


def mean_of_von_mises(chain: Chain, distribution: Distribution, _standard: StandardDistribution) -> str | None:
    """E[X] is the direction: the circle is cut open opposite to it, and the density is the same on both sides."""
    if not isinstance(distribution, VonMises) or chain.expression.body != chain.expression.variable:
        return None
    chain.apply(about_centre, distribution.loc)
    chain.apply(odd, distribution.loc)
    return r"The density is even about $\mu$, and so are the ends $\mu \pm \pi$ of the support."
