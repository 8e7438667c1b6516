"""D(p || q) >= 0 for densities."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import unfold
from kldiv.algebra.ratios import flip_logs
from kldiv.algebra.sums import distribute, split, totals
from kldiv.identities import identity
from kldiv.identities.densities import divergence, integral_one, p, pairs, q
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further


@identity("gibbs-inequality-densities")
def gibbs_inequality_densities() -> Record:
    """Derive Gibbs' inequality for undefined densities p and q."""
    proof = Proof(divergence(p, q))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.FLIP, flip_logs)
    proof.compare(
        further.TERMWISE,
        ">=",
        lambda e: e.replace(sp.log, lambda ratio: ratio - 1),
        hypothesis="$\\log t \\le t - 1$ at every $x$, with $t = q(x)/p(x)$ and a weight that is negative",
    )
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(further.NORMALISED, totals(integral_one(p), integral_one(q)))
    return proof.close(
        "gibbs-inequality-densities",
        "No divergence between densities is negative",
        instances=pairs(),
        assumptions=(integral_one(p), integral_one(q)),
        references=(("cover2006", "Theorem 8.6.1"), ("kullback1951", "sec. 3")),
        lean=(
            "InformationTheory.integral_llr_add_sub_measure_univ_nonneg",
            "InformationTheory.klDiv_eq_zero_iff",
        ),
        uses=("gibbs-inequality",),
    )
