"""The compensation identity: a mixture is the best single stand-in for its components."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import K, M, divergence, i, j, q
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules

#: Weights of the M distributions, the distributions themselves (one in each row), and their mixture.
w = sp.IndexedBase("w", positive=True)
P = sp.IndexedBase("P", positive=True)
m = sp.IndexedBase("m", positive=True)


def average(bottom: sp.IndexedBase, tex: str) -> Quantity:
    """The weighted mean of D(P_j || bottom)."""
    inner = sp.Sum(P[j, i] * sp.log(P[j, i] / bottom[i]), (i, 1, K))
    return Quantity(tex, f"sum w_j D(P_j || {bottom})", sp.Sum(w[j] * inner, (j, 1, M)))


@identity("compensation-identity")
def compensation_identity() -> Record:
    """Derive sum w_j D(P_j || q) = sum w_j D(P_j || m) + D(m || q)."""
    mixture = sp.Eq(sp.Sum(w[j] * P[j, i], (j, 1, M)), m[i])
    proof = Proof(average(q, r"\sum_j w_j D(P_j \,\|\, q)"))
    proof.apply(rules.unfold)
    proof.apply(rules.peel, m[i] / q[i])
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.exchange, sp.log(m[i] / q[i]))
    proof.apply(rules.split_sum)
    proof.apply(general.assumption, Assumed(mixture))
    proof.apply(rules.recognise, average(m, r"\sum_j w_j D(P_j \,\|\, m)"), divergence(m, q))
    return proof.close(
        "compensation-identity",
        "The mixture is the best single stand-in",
        assumptions=(mixture,),
        references=(("cover2006", "sec. 13.1"),),
        notes=(
            "The left side is least at $q = m$, and what is left is the mutual information between the "
            "index of the distribution "
            "and the outcome.",
        ),
        related=("gibbs-inequality",),
    )
