"""The divergence does not change when the variable is transformed."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from kldiv.algebra.quantities import Quantity, fold, unfold
from kldiv.identities import identity
from kldiv.identities.densities import divergence, logistic, normal, p, q, x
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import Formula, Instance

#: Densities of Y, and the increasing map g with Y = g(X).
P = sp.Function("p_Y", positive=True)
Q = sp.Function("q_Y", positive=True)
g = sp.Function("g", real=True)
y = sp.Symbol("y", real=True)

HALF = sp.Rational(1, 2)
#: Pairs of densities of Y, each with a map.
CASES: tuple[tuple[Formula, Formula, Callable[[sp.Expr], sp.Expr]], ...] = (
    (normal(1, 1), normal(2, 2), lambda v: v + sp.sqrt(1 + v**2) / 2),
    (logistic(HALF, 1), normal(0, 2), lambda v: 2 * v - sp.sqrt(4 + v**2)),
    (normal(0, HALF), normal(1, 1), lambda v: 3 * v - 1),
)


def instances() -> list[Instance]:
    """Densities of X made from those of Y and the map."""
    made = []
    for top, bottom, change in CASES:
        slope = sp.diff(change(x), x)

        def carried(density: Formula, change: Formula = change, slope: sp.Expr = slope) -> Formula:
            return lambda v: density(change(v)) * slope.subs(x, v)

        functions = {P: top, Q: bottom, g: change, p: carried(top), q: carried(bottom)}
        made.append(Instance({x: sp.Rational(1, 3)}, functions=functions))
    return made


@identity("reparametrisation-invariance")
def reparametrisation_invariance() -> Record:
    """Derive the invariance under an increasing smooth map of the line onto itself."""
    body = P(y) * sp.log(P(y) / Q(y))
    slope = sp.Derivative(g(x), x)
    proof = Proof(Quantity(r"D(p_Y \,\|\, q_Y)", "D(p_Y || q_Y)", sp.Integral(body, (y, -sp.oo, sp.oo))))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(
        further.CHANGE_VARIABLE,
        lambda e: sp.Integral(e.function.xreplace({y: g(x)}) * slope, (x, -sp.oo, sp.oo)),
        hypothesis="$g$ is increasing and smooth and maps the line onto itself",
    )
    table = {P(g(x)): p(x) / slope, Q(g(x)): q(x) / slope}
    proof.apply(further.SUBSTITUTE, lambda e: e.xreplace(table))
    proof.apply(rules.RECOGNISE, lambda e: fold(e, divergence(p, q)))
    return proof.close(
        "reparametrisation-invariance",
        "The divergence does not depend on the scale that is used",
        instances=instances(),
        assumptions=(sp.Eq(p(x), P(g(x)) * slope), sp.Eq(q(x), Q(g(x)) * slope)),
        references=(("kullback1951", "sec. 4"), ("amari2016", "ch. 3")),
        notes=("With $Y = g(X)$ the factor $g'(x)$ stands in both densities and cancels in their ratio.",),
    )
