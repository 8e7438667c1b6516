"""H(p, q) = H(p) + D(p || q), for densities on the line."""

from __future__ import annotations

from kldiv.algebra.quantities import fold, unfold
from kldiv.algebra.ratios import insert_ratio
from kldiv.algebra.sums import distribute, split
from kldiv.identities import identity
from kldiv.identities.densities import cross_entropy, divergence, entropy, integral_one, p, pairs, q
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as rules_identities


@identity("cross-entropy-decomposition-densities")
def cross_entropy_decomposition_densities() -> Record:
    """Derive the decomposition for undefined densities p and q."""
    proof = Proof(cross_entropy(p, q))
    proof.apply(rules_identities.UNFOLD, unfold)
    proof.apply(rules_identities.INSERT_RATIO, insert_ratio(p, q))
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(
        rules.SPLIT_SUM,
        split,
        hypothesis="the entropy $H(p)$ and the divergence are both finite, so that the integral may be split",
    )
    proof.apply(rules.RECOGNISE, lambda e: fold(e, entropy(p), divergence(p, q)))
    return proof.close(
        "cross-entropy-decomposition-densities",
        "Cross-entropy is entropy plus divergence, for densities",
        instances=pairs(),
        assumptions=(integral_one(p), integral_one(q)),
        references=(("cover2006", "sec. 8.5"), ("shannon1948b", "sec. 20")),
        notes=(
            "Differential entropy and cross-entropy may be negative and change with the unit of $x$; the "
            "divergence "
            "does neither.",
        ),
    )
