"""H(p, q) = H(p) + D(p || q), for any number of outcomes."""

from __future__ import annotations

from kldiv.distributions.finite import cross_entropy, divergence, entropy, p, q
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import identities as rules


@identity("cross-entropy-decomposition")
def cross_entropy_decomposition() -> Record:
    """Derive the decomposition for K outcomes, K a symbol."""
    proof = Proof(cross_entropy(p, q))
    proof.apply(rules.unfold)
    proof.apply(rules.insert_ratio, p, q)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.recognise, entropy(p), divergence(p, q))
    return proof.close(
        "cross-entropy-decomposition",
        "Cross-entropy is entropy plus divergence",
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
