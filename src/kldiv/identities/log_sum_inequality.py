"""The log-sum inequality."""

from __future__ import annotations

import sympy as sp

from kldiv.distributions.finite import K, i, j
from kldiv.identities import identity
from kldiv.identities.gibbs_inequality import log_below_tangent, t
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Lemma, Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules
from kldiv.values.drawing import draw_points
from kldiv.values.instances import Instance

a = sp.IndexedBase("a", positive=True)
b = sp.IndexedBase("b", positive=True)
A = sp.Sum(a[j], (j, 1, K))
B = sp.Sum(b[j], (j, 1, K))


@identity("log-sum-inequality")
def log_sum_inequality() -> Record:
    """Derive the log-sum inequality for K pairs of positive numbers."""
    proof = Proof(sp.Sum(a[i] * sp.log(a[i] / b[i]), (i, 1, K)))
    proof.apply(rules.peel, A / B)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.flip, a[i] / b[i] / (A / B))
    proof.apply(general.bound, use(log_below_tangent(), {t: b[i] / a[i] * (A / B)}))
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(general.rewrite, A * sp.log(A / B))
    return proof.close(
        "log-sum-inequality",
        "The log-sum inequality",
        references=(("cover2006", "Theorem 2.7.1"),),
        notes=("The numbers need not sum to one. Equality holds only if all ratios $a_i/b_i$ are equal.",),
        related=("gibbs-inequality",),
    )


#: Two pairs of positive numbers.
a1, a2, b1, b2 = sp.symbols("a_1 a_2 b_1 b_2", positive=True)


def log_sum_of_two() -> Lemma:
    """Derive the log-sum inequality for two pairs."""
    share = (a1 + a2) / (b1 + b2)
    proof = Proof(a1 * sp.log(a1 / b1) + a2 * sp.log(a2 / b2))
    proof.apply(rules.peel, share)
    tangent = log_below_tangent()
    for above, below in ((a1, b1), (a2, b2)):
        proof.apply(rules.flip, above / below / share)
        proof.apply(general.bound, use(tangent, {t: below / above * share}))
    proof.apply(general.rewrite, (a1 + a2) * sp.log(share))
    return proof.lemma(
        "log-sum-of-two",
        "The log-sum inequality for two pairs",
        "Each logarithm is compared with its tangent where both ratios are equal.",
        cases=tuple(Instance(dict(point)) for point in draw_points((a1, a2, b1, b2))),
    )
