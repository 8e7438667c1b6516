"""Data processing: a channel never raises the divergence."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import K, M, c, divergence, i, j, p, q, rows_one, total_one
from kldiv.identities import identity
from kldiv.identities.log_sum_inequality import a, b, log_sum_inequality
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules


@identity("data-processing")
def data_processing() -> Record:
    """Derive the data-processing inequality for a finite channel."""
    above, below = (sp.Sum(distribution[i] * c[i, j], (i, 1, K)) for distribution in (p, q))
    output = Quantity(r"D(p\,c \,\|\, q\,c)", "D(pc || qc)", sp.Sum(above * sp.log(above / below), (j, 1, M)))
    proof = Proof(divergence(p, q))
    term = p[i] * c[i, j] * sp.log(p[i] / q[i])
    proof.apply(rules.unfold)
    proof.apply(general.rewrite, sp.Sum(term, (j, 1, M), (i, 1, K)), Assumed(rows_one(c)))
    proof.apply(rules.exchange)
    pair = {a: sp.Lambda(i, p[i] * c[i, j]), b: sp.Lambda(i, q[i] * c[i, j])}
    proof.apply(general.bound, use(log_sum_inequality().as_lemma(), {**pair, j: i}))
    proof.apply(rules.recognise, output)
    return proof.close(
        "data-processing",
        "Processing never raises the divergence",
        assumptions=(total_one(p), total_one(q), rows_one(c)),
        references=(("kullback1951", "sec. 4"), ("cover2006", "sec. 4.4")),
        notes=(
            "The channel turns outcome $i$ into output $j$ with probability $c_{i,j}$, whether $i$ came from "
            "$p$ or from $q$.",
        ),
        lean=("InformationTheory.klDiv_map_le", "InformationTheory.klDiv_comp_right_le"),
    )
