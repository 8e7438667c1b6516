"""The divergence does not change when the variable is transformed."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.beta_prime import BetaPrime
from kldiv.identities import identity
from kldiv.identities.densities import divergence, logistic, normal, p, q, x
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import calculus, general
from kldiv.proof.rules import identities as rules
from kldiv.values.instances import Formula, Instance

#: Densities of Y, the map g with Y = g(X), and its inverse u.
P = sp.Function("p_Y", positive=True)
Q = sp.Function("q_Y", positive=True)
g = sp.Function("g", real=True)
u = sp.Function("u", real=True)
y = sp.Symbol("y", real=True)

#: Where X and Y live: on intervals whose ends may be infinite.
a, b, c, d = sp.symbols("a b c d", extended_real=True)

SLOPE = sp.Derivative(g(x), x)
INVERSE = (sp.Eq(u(g(x)), x), sp.Eq(g(u(y)), y))
CARRIED = (sp.Eq(P(g(x)), p(x) / sp.Abs(SLOPE)), sp.Eq(Q(g(x)), q(x) / sp.Abs(SLOPE)))
NOWHERE_FLAT = sp.Ne(SLOPE, 0)
SOURCES = (("kullback1951", "sec. 4"), ("amari2016", "sec. 3.1"))
NOTE = "With $Y = g(X)$ the factor $|g'(x)|$ stands in both densities and cancels in their ratio."

Case = tuple[Formula, Formula, Callable[[sp.Expr], sp.Expr], Callable[[sp.Expr], sp.Expr]]


def instance(case: Case, symbols: dict[sp.Symbol, sp.Expr], positive: bool = False) -> Instance:
    """Densities of X made from those of Y, the map and its inverse."""
    top, bottom, change, back = case
    v = sp.Symbol("v", positive=True) if positive else sp.Symbol("v", real=True)
    slope = sp.diff(change(v), v)
    size = slope if sp.N(slope.subs(v, symbols[x])) > 0 else -slope

    def carried(density: Formula) -> Formula:
        return lambda at: density(change(at)) * size.xreplace({v: at})

    return Instance(symbols, functions={P: top, Q: bottom, g: change, u: back, p: carried(top), q: carried(bottom)})


def proved(low: sp.Expr, high: sp.Expr, start: sp.Expr, end: sp.Expr) -> Proof:
    """Derive the invariance under a one-to-one map of the interval from low to high onto that from start to end."""
    whole = sp.Integral(P(y) * sp.log(P(y) / Q(y)), (y, start, end))
    proof = Proof(Quantity(r"D(p_Y \,\|\, q_Y)", "D(p_Y || q_Y)", whole))
    proof.apply(rules.unfold)
    proof.apply(calculus.change_by_map, *map(Assumed, INVERSE), low, high)
    proof.apply(general.assumption, *map(Assumed, CARRIED))
    return proof


HALF, THIRD = sp.Rational(1, 2), sp.Rational(1, 3)


def on_the_line() -> list[Instance]:
    """A rising map, and two that fall."""
    cases: tuple[Case, ...] = (
        (
            normal(1, 1),
            normal(2, 2),
            lambda v: v + sp.sqrt(1 + v**2) / 2,
            lambda w: (4 * w - sp.sqrt(4 * w**2 + 3)) / 3,
        ),
        (
            logistic(HALF, 1),
            normal(0, 2),
            lambda v: sp.sqrt(4 + v**2) - 2 * v,
            lambda w: (sp.sqrt(w**2 + 12) - 2 * w) / 3,
        ),
        (normal(0, HALF), normal(1, 1), lambda v: 1 - 3 * v, lambda w: (1 - w) / 3),
    )
    return [instance(case, {x: THIRD, y: HALF}) for case in cases]


@identity("reparametrisation-invariance")
def reparametrisation_invariance() -> Record:
    """Derive the invariance under a smooth one-to-one map of the line onto itself, rising or falling."""
    proof = proved(-sp.oo, sp.oo, -sp.oo, sp.oo)
    proof.apply(rules.recognise, divergence(p, q))
    return proof.close(
        "reparametrisation-invariance",
        "The divergence does not depend on the scale that is used",
        instances=on_the_line(),
        assumptions=(*CARRIED, *INVERSE, NOWHERE_FLAT),
        references=SOURCES,
        notes=(NOTE, "$g$ maps the line onto itself, one to one and smoothly, and $u$ is its inverse."),
        related=("reparametrisation-invariance-intervals",),
        version=2,
    )


def between_intervals() -> list[Instance]:
    """A logarithm, a reciprocal, and a map of bounded intervals that falls."""
    tail, other = BetaPrime(sp.Integer(2), sp.Integer(3)), BetaPrime(sp.Integer(3), sp.Integer(1))
    cases: tuple[tuple[Case, tuple[sp.Expr, ...]], ...] = (
        ((logistic(0, 1), logistic(1, HALF), sp.log, sp.exp), (sp.S.Zero, sp.oo, -sp.oo, sp.oo)),
        ((tail.density, other.density, lambda v: 1 / v, lambda w: 1 / w), (sp.S.Zero, sp.oo, sp.S.Zero, sp.oo)),
        (
            (lambda w: HALF + w, lambda w: 3 * HALF - w, lambda v: (2 - v) / 3, lambda w: 2 - 3 * w),
            (-sp.S.One, sp.Integer(2), sp.S.Zero, sp.S.One),
        ),
    )
    return [
        instance(case, {x: THIRD, y: HALF, **dict(zip((a, b, c, d), ends, strict=True))}, positive=True)
        for case, ends in cases
    ]


@identity("reparametrisation-invariance-intervals")
def on_intervals() -> Record:
    """Derive the invariance under a smooth one-to-one map of an interval onto another."""
    proof = proved(a, b, c, d)
    whole = sp.Integral(p(x) * sp.log(p(x) / q(x)), (x, a, b))
    proof.apply(rules.recognise, Quantity(r"D(p \,\|\, q)", "D(p || q)", whole))
    onto = (g(x) > c, g(x) < d, u(y) > a, u(y) < b)
    return proof.close(
        "reparametrisation-invariance-intervals",
        "The divergence does not change under a one-to-one map of one interval onto another",
        instances=between_intervals(),
        assumptions=(*CARRIED, *INVERSE, NOWHERE_FLAT, *onto),
        references=SOURCES,
        notes=(
            NOTE,
            "$g$ maps the interval from $a$ to $b$ onto that from $c$ to $d$, one to one and smoothly, rising or "
            "falling; ends may be infinite, as for a logarithm or a reciprocal. $u$ is its inverse.",
        ),
        related=("reparametrisation-invariance", "data-processing"),
    )
