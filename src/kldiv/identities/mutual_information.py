"""Mutual information is the divergence of a joint distribution from the product of its marginals."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import K, M, i, j
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules

#: The joint distribution of two outcomes and its marginals.
P = sp.IndexedBase("P", positive=True)
a = sp.IndexedBase("a", positive=True)
b = sp.IndexedBase("b", positive=True)


@identity("mutual-information")
def mutual_information() -> Record:
    """Derive I(X; Y) = H(X) + H(Y) - H(X, Y)."""
    body = P[i, j] * sp.log(P[i, j] / (a[i] * b[j]))
    first = sp.Eq(sp.Sum(P[i, j], (j, 1, M)), a[i])
    second = sp.Eq(sp.Sum(P[i, j], (i, 1, K)), b[j])
    joint = Quantity("H(X, Y)", "H(X, Y)", -sp.Sum(P[i, j] * sp.log(P[i, j]), (j, 1, M), (i, 1, K)))
    one = Quantity("H(X)", "H(X)", -sp.Sum(a[i] * sp.log(a[i]), (i, 1, K)))
    other = Quantity("H(Y)", "H(Y)", -sp.Sum(b[j] * sp.log(b[j]), (j, 1, M)))
    proof = Proof(Quantity(r"D(P \,\|\, a \otimes b)", "D(P || a b)", sp.Sum(body, (j, 1, M), (i, 1, K))))
    proof.apply(rules.unfold)
    proof.apply(rules.log_of_ratio)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.exchange, sp.log(b[j]))
    proof.apply(rules.split_sum)
    proof.apply(general.assumption, Assumed(first), Assumed(second))
    proof.apply(rules.recognise, joint, one, other)
    return proof.close(
        "mutual-information",
        "Mutual information is a divergence",
        assumptions=(first, second),
        references=(("cover2006", "eq. 2.29"), ("mackay2003", "sec. 8.1")),
        notes=(
            "$P$ is the joint distribution of $X$ and $Y$, and $a$, $b$ are their marginals. Independence makes "
            "it zero.",
        ),
        related=("gibbs-inequality",),
    )
