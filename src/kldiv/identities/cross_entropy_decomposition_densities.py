"""H(p, q) = H(p) + D(p || q), for densities on the line."""

from __future__ import annotations

from kldiv.identities import identity
from kldiv.identities.densities import cross_entropy, divergence, entropy, integral_one, p, pairs, q
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import identities as rules


@identity("cross-entropy-decomposition-densities")
def cross_entropy_decomposition_densities() -> Record:
    """Derive the decomposition for undefined densities p and q."""
    proof = Proof(cross_entropy(p, q))
    proof.apply(rules.unfold)
    proof.apply(rules.insert_ratio, p, q)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.recognise, entropy(p), divergence(p, q))
    return proof.close(
        "cross-entropy-decomposition-densities",
        "Cross-entropy is entropy plus divergence, for densities",
        instances=pairs(),
        assumptions=(integral_one(p), integral_one(q)),
        references=(("cover2006", "sec. 8.5"), ("shannon1948b", "sec. 20")),
        notes=(
            "The integral may be split where $H(p)$ and the divergence are finite.",
            "Differential entropy and cross-entropy may be negative and change with the unit of $x$; the "
            "divergence "
            "does neither.",
        ),
    )
