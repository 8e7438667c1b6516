"""Exact counterexamples: the divergence is not symmetric and knows no triangle inequality."""

from __future__ import annotations

import sympy as sp

from kldiv.distributions.finite import K, divergence, p, q, r
from kldiv.identities import identity
from kldiv.proof.evidence import IdentityEvidence
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.report import Check
from kldiv.proof.rules import general, ratios
from kldiv.proof.rules import identities as rules
from kldiv.values.at_instance import value_of

#: Three distributions on two outcomes.
EXAMPLE = {
    p: (sp.Rational(1, 2), sp.Rational(1, 2)),
    q: (sp.Rational(1, 4), sp.Rational(3, 4)),
    r: (sp.Rational(1, 10), sp.Rational(9, 10)),
}
SIZE = sp.Eq(K, 2)


def entries(*distributions: sp.IndexedBase) -> tuple[sp.Eq, ...]:
    """The assumptions that distributions are those of the example."""
    return tuple(sp.Eq(d[k], EXAMPLE[d][k - 1]) for d in distributions for k in (1, 2))


def exact_example(start: sp.Expr, *distributions: sp.IndexedBase) -> Proof:
    """Evaluate an expression in divergences at the example, exactly."""
    proof = Proof(start)
    proof.apply(rules.unfold)
    proof.apply(rules.evaluate_sum, Assumed(SIZE))
    proof.apply(general.assumption, *(Assumed(fact) for fact in entries(*distributions)))
    proof.apply(ratios.prime_logs)
    return proof


def check_positive(derivation: Record) -> Check:
    """The counterexample counts only if its value is not zero (here: if it is positive)."""
    at = derivation.evidence_as(IdentityEvidence).instances[0]
    value = value_of(derivation.result, at)
    return Check("counterexample", value > sp.Rational(1, 10**6), 1, None, f"the value is {float(value):.6g}, above 0")


@identity("asymmetry")
def asymmetry() -> Record:
    """Derive the exact difference of the two directions for one pair."""
    return exact_example(divergence(p, q) - divergence(q, p), p, q).close(
        "asymmetry",
        "The two directions differ",
        assumptions=(SIZE, *entries(p, q)),
        references=(("kullback1951", "sec. 2"), ("cover2006", "Example 2.3.1")),
        extra=(check_positive,),
        version=2,
    )


@identity("triangle-inequality-fails")
def triangle_inequality_fails() -> Record:
    """Derive by how much a detour is shorter."""
    return exact_example(divergence(p, r) - divergence(p, q) - divergence(q, r), p, q, r).close(
        "triangle-inequality-fails",
        "A detour can be shorter: no triangle inequality",
        assumptions=(SIZE, *entries(p, q, r)),
        references=(("cover2006", "sec. 2.3"), ("amari2016", "sec. 1.2.1")),
        notes=("The value is positive: the way over $q$ is shorter than the direct one.",),
        extra=(check_positive,),
        version=2,
    )
