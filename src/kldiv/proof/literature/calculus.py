"""Theorems of calculus whose letters are functions: a rule applies each, and says what it needs."""

from __future__ import annotations

import sympy as sp

from kldiv.proof.literature.hunting import hunted
from kldiv.proof.report import Check
from kldiv.proof.statements import Statement
from kldiv.proof.theorems import theorem
from kldiv.values.instances import Instance

x, s, h = sp.symbols("x s h", real=True)

#: Smooth functions to try a theorem on.
SMOOTH = (sp.exp(x), sp.log(2 + sp.sin(x)), x**5 - 2 * x**2 + 1, 1 / (1 + x**2))


def try_taylor() -> Check:
    """Taylor's formula for several functions, orders and points."""
    found = []
    for order, function in enumerate(SMOOTH, 1):
        for centre, point in ((sp.Rational(1, 3), sp.Rational(7, 5)), (sp.Rational(2, 3), sp.Rational(-1, 4))):
            terms = [
                sp.diff(function, x, k).subs(x, centre) * (point - centre) ** k / sp.factorial(k) for k in range(order)
            ]
            weight = (point - s) ** (order - 1) / sp.factorial(order - 1)
            rest = sp.Integral(weight * sp.diff(function, x, order).subs(x, s), (s, centre, point))
            found.append(hunted(Statement(function.subs(x, point), "=", sp.Add(*terms, rest)), [Instance()]))
    return joined(found)


def try_lhopital() -> Check:
    """The rule for quotients whose two sides vanish, against values close to the limit."""
    found = []
    close = sp.Rational(1, 10**30)
    for function in SMOOTH:
        for other in (sp.sin(x), x + x**2):
            top = function - function.subs(x, 0)
            limit = (sp.diff(top, x) / sp.diff(other, x)).subs(x, 0)
            gap = abs(sp.N((top / other).subs(x, close) - limit, 20, maxn=200))
            found.append(Check("hunt", bool(gap < sp.Rational(1, 10**24)), 1))
    return joined(found)


def try_inside() -> Check:
    """The derivative of an integral, against a difference quotient of high order."""
    found = []
    a = sp.Symbol("a", positive=True)
    step = sp.Rational(1, 10**8)
    for body in (sp.exp(-a * x**2), sp.exp(-(x**2)) * sp.cos(a * x), sp.exp(-((x - a) ** 2))):
        whole = sp.Integral(body, (x, -sp.oo, sp.oo))
        here = sp.Rational(4, 3)
        quotient = (whole.subs(a, here + step) - whole.subs(a, here - step)) / (2 * step)
        inside = sp.Integral(sp.diff(body, a).subs(a, here), (x, -sp.oo, sp.oo))
        gap = abs(sp.N(quotient.doit() - inside.doit(), 30))
        found.append(Check("hunt", bool(gap < sp.Rational(1, 10**14)), 1))
    return joined(found)


def joined(checks: list[Check]) -> Check:
    """Several hunts as one."""
    return Check("hunt", all(c.ok for c in checks), sum(c.points for c in checks), None, "no counterexample was met")


theorem(
    "taylor",
    "Taylor's formula with integral remainder",
    "A function with $n$ continuous derivatives between $c$ and $x$ is its Taylor polynomial at $c$ of degree $n-1$ "
    "plus $\\int_c^x \\frac{(x-s)^{n-1}}{(n-1)!} f^{(n)}(s)\\,\\mathrm{d}s$.",
    None,
    references=(("dlmf", "eqs. 1.4.35 and 1.4.37"),),
    test=try_taylor,
)
theorem(
    "lhopital",
    "L'Hôpital's rule",
    "Where numerator and denominator vanish and are differentiable, and the derivative of the denominator does not "
    "vanish nearby, the limit of the quotient is that of the quotient of the derivatives, if that exists.",
    None,
    references=(("dlmf", "eqs. 1.4.14 and 1.4.15"),),
    test=try_lhopital,
)
theorem(
    "differentiate-under-integral",
    "Differentiation under the integral",
    "If integrand and derivative are continuous and the integral of the derivative converges uniformly, as it does "
    "where an integrable function dominates it, the derivative of the integral is the integral of the derivative.",
    None,
    references=(("dlmf", "sec. 1.5(iv), eqs. 1.5.22 and 1.5.24"),),
    test=try_inside,
)
