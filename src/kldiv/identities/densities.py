"""Densities on the real line that are left undefined: the letters, the quantities, and instances of them."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.normal import Normal
from kldiv.values.instances import Formula, Instance

x = sp.Symbol("x", real=True)
p = sp.Function("p", positive=True)
q = sp.Function("q", positive=True)
r = sp.Function("r", positive=True)


def over_line(body: sp.Expr) -> sp.Integral:
    """The integral of body over the real line."""
    return sp.Integral(body, (x, -sp.oo, sp.oo))


def integral_one(density: sp.Function) -> sp.Eq:
    """The assumption that a density integrates to one."""
    return sp.Eq(over_line(density(x)), 1)


def divergence(a: sp.Function, b: sp.Function) -> Quantity:
    """D(a || b)."""
    return Quantity(rf"D({a} \,\|\, {b})", f"D({a} || {b})", over_line(a(x) * sp.log(a(x) / b(x))))


def entropy(a: sp.Function) -> Quantity:
    """H(a), the differential entropy."""
    return Quantity(f"H({a})", f"H({a})", -over_line(a(x) * sp.log(a(x))))


def cross_entropy(a: sp.Function, b: sp.Function) -> Quantity:
    """H(a, b)."""
    return Quantity(rf"H({a},\, {b})", f"H({a}, {b})", -over_line(a(x) * sp.log(b(x))))


def normal(loc: sp.Expr, scale: sp.Expr) -> Formula:
    """A normal density as a function of its argument."""
    distribution = Normal(sp.sympify(loc), sp.sympify(scale))
    return lambda t: distribution.density(t)


def logistic(loc: sp.Expr, scale: sp.Expr) -> Formula:
    """A logistic density, written with cosh so that neither tail overflows."""
    return lambda t: 1 / (4 * scale * sp.cosh((t - loc) / (2 * scale)) ** 2)


def pairs() -> tuple[Instance, ...]:
    """Instances for p and q: two normal densities, a logistic and a normal one, two logistic ones."""
    half, third = sp.Rational(1, 2), sp.Rational(1, 3)
    return (
        Instance(functions={p: normal(1, 1), q: normal(2, half)}),
        Instance(functions={p: normal(-third, 3 * half), q: normal(half, 2)}),
        Instance(functions={p: logistic(third, half), q: normal(0, 2)}),
    )
