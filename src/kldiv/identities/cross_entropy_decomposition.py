"""H(p, q) = H(p) + D(p || q), for any number of outcomes."""

from __future__ import annotations

from kldiv.algebra.quantities import fold, unfold
from kldiv.algebra.ratios import insert_ratio
from kldiv.algebra.sums import distribute, split
from kldiv.distributions.finite import K, cross_entropy, divergence, entropy, p, q
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as rules_identities
from kldiv.values.instances import finite_instances


@identity("cross-entropy-decomposition")
def cross_entropy_decomposition() -> Record:
    """Derive the decomposition for K outcomes, K a symbol."""
    proof = Proof(cross_entropy(p, q))
    proof.apply(rules_identities.UNFOLD, unfold)
    proof.apply(rules_identities.INSERT_RATIO, insert_ratio(p, q))
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(rules.RECOGNISE, lambda e: fold(e, entropy(p), divergence(p, q)))
    return proof.close(
        "cross-entropy-decomposition",
        "Cross-entropy is entropy plus divergence",
        instances=finite_instances("p", "q", size=K),
        references=(("shannon1948", "sec. 6"), ("murphy2022", "sec. 6.2"), ("goodfellow2016", "eq. 3.51")),
        notes=(
            "Entropy does not depend on $q$, so cross-entropy and divergence have the same gradient in $q$ "
            "and the "
            "same minimiser.",
            "Where $p_i = 0$ the terms $p_i \\log p_i$ and $p_i \\log(p_i/q_i)$ are read as 0, and where "
            "$q_i = 0 < p_i$ "
            "both sides are $+\\infty$.",
        ),
    )
