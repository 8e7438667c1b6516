"""Data processing: a channel never raises the divergence."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity, fold, unfold
from kldiv.algebra.ratios import exchange, log_sum_bound
from kldiv.algebra.sums import inside
from kldiv.distributions.finite import K, M, c, divergence, i, j, p, q, rows_one, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import table_instances


@identity("data-processing")
def data_processing() -> Record:
    """Derive the data-processing inequality for a finite channel."""
    above, below = (sp.Sum(distribution[i] * c[i, j], (i, 1, K)) for distribution in (p, q))
    output = Quantity(r"D(p\,c \,\|\, q\,c)", "D(pc || qc)", sp.Sum(above * sp.log(above / below), (j, 1, M)))
    proof = Proof(divergence(p, q))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.NORMALISED, inside(lambda body: sp.Sum(c[i, j] * body, (j, 1, M))))
    proof.apply(further.SYMMETRISE, exchange)
    proof.compare(
        further.LOG_SUM,
        ">=",
        lambda e: sp.Sum(log_sum_bound(sp.Sum(e.function, e.limits[0])), e.limits[1]),
        hypothesis="the log-sum inequality at each output $j$, with $a_i = p_i c_{i,j}$ and $b_i = q_i c_{i,j}$",
    )
    proof.apply(rules.RECOGNISE, lambda e: fold(e, output))
    return proof.close(
        "data-processing",
        "Processing never raises the divergence",
        instances=table_instances(("p", "q"), (), ("c",), K, M),
        assumptions=(total_one(p), total_one(q), rows_one(c)),
        references=(("kullback1951", "sec. 4"), ("cover2006", "sec. 4.4")),
        notes=(
            "The channel turns outcome $i$ into output $j$ with probability $c_{i,j}$, whether $i$ came from "
            "$p$ or from $q$.",
        ),
        lean=("InformationTheory.klDiv_map_le", "InformationTheory.klDiv_comp_right_le"),
        uses=("log-sum-inequality",),
    )
