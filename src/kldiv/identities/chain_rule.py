"""The chain rule: the divergence of a joint distribution, and of independent parts."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import M, c, d, divergence, i, j, over_outcomes, p, q, rows_one, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import identities as rules

#: Distributions of a second, independent part.
a = sp.IndexedBase("a", positive=True)
b = sp.IndexedBase("b", positive=True)


def joint(top: sp.Expr, bottom: sp.Expr, tex: str) -> Quantity:
    """The divergence between two distributions on pairs of outcomes."""
    return Quantity(tex, "D(joint)", over_outcomes(sp.Sum(top * sp.log(top / bottom), (j, 1, M))))


def conditional() -> Quantity:
    """D(c || d | p): the divergence between the conditional distributions, averaged over p."""
    inner = sp.Sum(c[i, j] * sp.log(c[i, j] / d[i, j]), (j, 1, M))
    return Quantity(r"D(c \,\|\, d \mid p)", "D(c || d | p)", over_outcomes(p[i] * inner))


@identity("chain-rule")
def chain_rule() -> Record:
    """Derive the chain rule for distributions on pairs."""
    proof = Proof(joint(p[i] * c[i, j], q[i] * d[i, j], r"D(p\,c \,\|\, q\,d)"))
    proof.apply(rules.unfold)
    proof.apply(rules.peel, p[i] / q[i])
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.normalised, Assumed(rows_one(c)))
    proof.apply(rules.recognise, divergence(p, q), conditional())
    return proof.close(
        "chain-rule",
        "The chain rule",
        assumptions=(rows_one(c), rows_one(d), total_one(p), total_one(q)),
        references=(("cover2006", "Theorem 2.5.3"),),
        notes=(
            "The first part follows $p$ or $q$, and given its outcome $i$ the second follows $c_{i,j}$ or $d_{i,j}$.",
        ),
        lean=("InformationTheory.klDiv_compProd_eq_add",),
    )


@identity("additivity")
def additivity() -> Record:
    """Derive that divergences of independent parts add up."""
    proof = Proof(joint(p[i] * a[j], q[i] * b[j], r"D(p \otimes a \,\|\, q \otimes b)"))
    ours, theirs = total_one(a, j, M), total_one(b, j, M)
    second = Quantity(r"D(a \,\|\, b)", "D(a || b)", sp.Sum(a[j] * sp.log(a[j] / b[j]), (j, 1, M)))
    proof.apply(rules.unfold)
    proof.apply(rules.peel, p[i] / q[i])
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.normalised, Assumed(ours), Assumed(total_one(p)))
    proof.apply(rules.recognise, divergence(p, q), second)
    return proof.close(
        "additivity",
        "Divergences of independent parts add up",
        assumptions=(total_one(p), total_one(q), ours, theirs),
        references=(("kullback1951", "sec. 3"), ("cover2006", "Theorem 2.5.3")),
        notes=("So $n$ independent observations have $n$ times the divergence of one.",),
    )
