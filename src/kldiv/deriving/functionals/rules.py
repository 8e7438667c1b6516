"""The rules by which a defining integral becomes one that has a name."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.nodes import Expectation
from kldiv.algebra.notation import DISCRETE
from kldiv.proof.kernel import Made, rule
from kldiv.proof.rules.general import want
from kldiv.proof.statements import Refused


@rule(
    "complete-square",
    "Complete the square",
    "A quadratic function is its value at the stationary point plus a quadratic form around it.",
)
def complete_square(expression: sp.Basic, x: sp.Symbol) -> sp.Expr:
    """Complete the square in the exponent of each integrand, and take the constant factor out."""

    def completed(node: sp.Integral) -> sp.Expr:
        factors = [f for f in sp.Mul.make_args(node.function) if isinstance(f, sp.exp)]
        exponent = sp.expand(sp.Add(*(f.args[0] for f in factors)))
        if [limit[0] for limit in node.limits] != [x] or not exponent.is_polynomial(x) or sp.degree(exponent, x) != 2:
            raise Refused(f"complete-square: no exponent is quadratic in {x}")
        a, b, c = sp.Poly(exponent, x).all_coeffs()
        rest = sp.Mul(*(f for f in sp.Mul.make_args(node.function) if f not in factors))
        return sp.exp(c - b**2 / (4 * a)) * node.func(rest * sp.exp(a * (x + b / (2 * a)) ** 2), *node.limits)

    if not expression.has(sp.Integral):
        raise Refused("complete-square: there is no integral here")
    return expression.replace(lambda n: isinstance(n, sp.Integral), completed)


@rule(
    "collect-powers",
    "Collect the powers",
    "Powers and exponentials of the variable are collected, constants come out: the same integrand, spelt otherwise.",
)
def collect_powers(expression: sp.Basic, node: sp.Expr, target: sp.Expr) -> sp.Expr:
    """Spell the integrand (or the summand) of a node as that of the target, and take a constant factor out."""
    if (
        not expression.has(node)
        or node.func != target.func
        or [tuple(limit)[1:] for limit in node.limits] != [tuple(limit)[1:] for limit in target.limits]
    ):
        raise Refused(f"collect-powers: {str(node)[:60]} does not occur, or runs over another range")
    x, old = target.limits[0][0], node.limits[0][0]
    factor = ratio(node.function.xreplace({old: x}), target.function)
    if factor.has(x):
        raise Refused(f"collect-powers: the integrands differ by more than a constant: {str(factor)[:60]}")
    return expression.xreplace({node: factor * target})


def ratio(one: sp.Expr, other: sp.Expr) -> sp.Expr:
    """The quotient of two products of powers and exponentials, in the fewest letters."""
    opened = (sp.expand_power_base(sp.expand(side, power_exp=True, deep=True)) for side in (one, other))
    top, bottom = opened
    return sp.simplify(sp.powsimp(sp.expand_power_base(top / bottom)))


@rule(
    "tilt",
    "Write the density as an exponential",
    "$\\pi^x (1-\\pi)^{1-x} = (1-\\pi)\\,e^{\\theta x}$ with $\\theta = \\log\\frac{\\pi}{1-\\pi}$.",
)
def tilt(expectation: sp.Basic, share: sp.Expr) -> Made:
    """Write the density of the continuous Bernoulli distribution as an exponential on the unit interval."""
    e = want(Expectation, expectation, "tilt")
    slope = sp.log(share) - sp.log(1 - share)
    density = slope * sp.exp(slope * e.variable) / (sp.exp(slope) - 1)
    same_slope = sp.simplify(sp.diff(e.density, e.variable) / e.density - slope) == 0
    same_start = sp.simplify((e.density / density).subs(e.variable, 0)) == 1
    if not (same_slope and same_start) or e.lower != 0:
        raise Refused("tilt: this is not the density of a continuous Bernoulli distribution")
    tilted = e.func(*e.args[:4], density, *e.args[5:])
    return Made(tilted, (sp.Ne(share, sp.Rational(1, 2)),))


@rule("reflect", "Turn the unit interval round", "An integral from 0 to 1 is the same with $1 - x$ for $x$.")
def reflect(expression: sp.Basic) -> sp.Expr:
    """Put 1 - x for x in each integral from 0 to 1."""

    def turned(node: sp.Integral) -> sp.Expr:
        ((x, low, high),) = node.limits
        if (low, high) != (0, 1):
            raise Refused("reflect: the integral does not run from 0 to 1")
        return sp.Integral(node.function.subs(x, 1 - x), *node.limits)

    if not expression.has(sp.Integral):
        raise Refused("reflect: there is no integral here")
    return expression.replace(lambda n: isinstance(n, sp.Integral), turned)


@rule(
    "telescope",
    "Add up the powers",
    "The sum is the difference of a function at the ends, whose differences from one whole number to the next are the "
    "terms; that is verified.",
)
def telescope(expression: sp.Basic) -> sp.Expr:
    """Add up a polynomial over a range of whole numbers."""

    def added(node: sp.Sum) -> sp.Expr:
        ((k, low, high),) = node.limits
        total = sp.summation(node.function, (k, low, high))
        step = total.subs(high, high + 1) - total - node.function.subs(k, high + 1)
        start = total.subs(high, low) - node.function.subs(k, low)
        if total.has(sp.Sum) or sp.expand(step) != 0 or sp.expand(start) != 0:
            raise Refused(f"telescope: {node.function} could not be added up and verified")
        return total

    if not expression.has(sp.Sum):
        raise Refused("telescope: there is no sum here")
    return expression.replace(lambda n: isinstance(n, sp.Sum), added)


@rule("factor", "Factorise", "Over a common denominator, numerator and denominator are factorised.")
def factorise(expression: sp.Basic) -> sp.Expr:
    """Factorise a rational expression."""
    return sp.factor(sp.cancel(expression))


@rule("outcomes", "Add up the outcomes", "With one outcome or two the expectation is a sum of one term or two.")
def outcomes(expectation: sp.Basic) -> sp.Expr:
    """Write an expectation over a few whole numbers as a sum of terms."""
    e = want(Expectation, expectation, "outcomes")
    few = e.lower == e.upper or (e.lower.is_Integer and e.upper.is_Integer)
    if e.kind != DISCRETE or not (few and e.lower.is_integer):
        raise Refused("outcomes: takes finitely many whole numbers")
    values = [e.lower] if e.lower == e.upper else range(int(e.lower), int(e.upper) + 1)
    return sp.Add(*(e.density.subs(e.variable, k) * e.body.subs(e.variable, k) for k in values))
