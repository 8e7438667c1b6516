"""The compensation identity: a mixture is the best single stand-in for its components."""

from __future__ import annotations

import dataclasses

import sympy as sp

from kldiv.algebra.quantities import Quantity, fold, unfold
from kldiv.algebra.ratios import exchange, peel
from kldiv.algebra.sums import distribute, split, totals
from kldiv.distributions.finite import K, M, divergence, i, j, q
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import table_instances

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
    proof.apply(further.UNFOLD, unfold)
    proof.apply(rules.LOG_RATIO, peel(m[i] / q[i]))
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(further.SYMMETRISE, lambda e: split(exchange_part(e)))
    proof.apply(further.SUBSTITUTE, totals(mixture))
    proof.apply(rules.RECOGNISE, lambda e: fold(e, average(m, r"\sum_j w_j D(P_j \,\|\, m)"), divergence(m, q)))
    instances = []
    for at in table_instances(("w",), ("q",), ("P",), M, K):
        weights, rows = at.arrays["w"], at.arrays["P"]
        mixed = tuple(sum(a * row[k] for a, row in zip(weights, rows, strict=True)) for k in range(at.symbols[K]))
        instances.append(dataclasses.replace(at, arrays={**at.arrays, "m": mixed}))
    return proof.close(
        "compensation-identity",
        "The mixture is the best single stand-in",
        instances=instances,
        assumptions=(mixture,),
        references=(("cover2006", "sec. 13.1"),),
        notes=(
            "The left side is least at $q = m$, and what is left is the mutual information between the "
            "index of the distribution "
            "and the outcome.",
        ),
        uses=("gibbs-inequality",),
    )


def exchange_part(expression: sp.Expr) -> sp.Expr:
    """Exchange the sums of the part that depends on the mixture and q alone."""
    return sp.Add(*(exchange(t) if t.has(sp.log(m[i] / q[i])) else t for t in sp.Add.make_args(expression)))
