"""Exact counterexamples: the divergence is not symmetric and knows no triangle inequality."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import unfold
from kldiv.distributions.finite import K, divergence, i, p, q, r
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.report import Check
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.at_instance import value_of
from kldiv.values.instances import Instance

#: Three distributions on two outcomes.
EXAMPLE = {
    p: (sp.Rational(1, 2), sp.Rational(1, 2)),
    q: (sp.Rational(1, 4), sp.Rational(3, 4)),
    r: (sp.Rational(1, 10), sp.Rational(9, 10)),
}
AT = Instance(
    {K: 2}, {str(distribution): tuple(Fraction(v.p, v.q) for v in row) for distribution, row in EXAMPLE.items()}
)


def write_out(expression: sp.Expr) -> sp.Expr:
    """Write each sum out over two outcomes."""
    return expression.replace(sp.Sum, lambda body, _: sp.Add(*(body.subs(i, k) for k in (1, 2))))


def put_in(expression: sp.Expr) -> sp.Expr:
    """Put in the probabilities of the example, as exact numbers."""
    return expression.subs({distribution[k]: row[k - 1] for distribution, row in EXAMPLE.items() for k in (1, 2)})


def prime_logs(expression: sp.Expr) -> sp.Expr:
    """Collect exact logarithms by their primes."""
    return sp.expand_log(sp.expand_mul(expression), deep=True, factor=True)


def exact_example(start: sp.Expr) -> Proof:
    """Evaluate an expression in divergences at the example, exactly."""
    proof = Proof(start)
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.EVALUATE, write_out)
    proof.apply(rules.INSERT, put_in)
    proof.apply(rules.SIMPLIFY, prime_logs)
    return proof


def check_positive(derivation: Record) -> Check:
    """The counterexample counts only if its value is not zero (here: if it is positive)."""
    value = value_of(derivation.result, AT)
    return Check("counterexample", value > sp.Rational(1, 10**6), 1, None, f"the value is {float(value):.6g}, above 0")


@identity("asymmetry")
def asymmetry() -> Record:
    """Derive the exact difference of the two directions for one pair."""
    return exact_example(divergence(p, q) - divergence(q, p)).close(
        "asymmetry",
        "The two directions differ",
        instances=(AT,),
        references=(("kullback1951", "sec. 2"), ("cover2006", "Example 2.3.1")),
        notes=("Here $K = 2$, $p = (1/2, 1/2)$ and $q = (1/4, 3/4)$.",),
        extra=(check_positive,),
    )


@identity("triangle-inequality-fails")
def triangle_inequality_fails() -> Record:
    """Derive by how much a detour is shorter."""
    return exact_example(divergence(p, r) - divergence(p, q) - divergence(q, r)).close(
        "triangle-inequality-fails",
        "A detour can be shorter: no triangle inequality",
        instances=(AT,),
        references=(("cover2006", "sec. 2.3"), ("amari2016", "sec. 1.3")),
        notes=("Here $K = 2$, $p = (1/2, 1/2)$, $q = (1/4, 3/4)$ and $r = (1/10, 9/10)$; the value is positive.",),
        extra=(check_positive,),
    )
