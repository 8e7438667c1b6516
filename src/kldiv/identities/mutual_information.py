"""Mutual information is the divergence of a joint distribution from the product of its marginals."""

from __future__ import annotations

import random

import sympy as sp

from kldiv.algebra.quantities import Quantity, fold, unfold
from kldiv.algebra.ratios import exchange
from kldiv.algebra.sums import distribute, inside, log_of_ratio, split, totals
from kldiv.distributions.finite import K, M, i, j
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import Instance, random_distribution

#: The joint distribution of two outcomes and its marginals.
P = sp.IndexedBase("P", positive=True)
a = sp.IndexedBase("a", positive=True)
b = sp.IndexedBase("b", positive=True)


def instances(seed: str) -> list[Instance]:
    """Joint distributions with their marginals."""
    made = []
    for rows, columns in ((2, 3), (3, 2), (3, 4)):
        flat = random_distribution(random.Random(f"{seed} {rows} {columns}"), rows * columns)
        table = tuple(flat[k * columns : (k + 1) * columns] for k in range(rows))
        first = tuple(sum(row) for row in table)
        second = tuple(sum(column) for column in zip(*table, strict=True))
        made.append(Instance({K: rows, M: columns}, {"P": table, "a": first, "b": second}))
    return made


def exchange_b(expression: sp.Expr) -> sp.Expr:
    """Exchange the sums of the part with log b, so that its inner sum is a marginal."""
    marginal = sp.log(b[j])
    return sp.Add(*(split(exchange(t)) if t.has(marginal) else t for t in sp.Add.make_args(expression)))


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
    proof.apply(further.UNFOLD, unfold)
    proof.apply(rules.LOG_RATIO, inside(log_of_ratio))
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(further.SYMMETRISE, exchange_b)
    proof.apply(further.SUBSTITUTE, totals(first, second))
    proof.apply(rules.RECOGNISE, lambda e: fold(e, joint, one, other))
    return proof.close(
        "mutual-information",
        "Mutual information is a divergence",
        instances=instances("mutual"),
        fresh=instances("mutual fresh"),
        assumptions=(first, second),
        references=(("cover2006", "eq. 2.29"), ("mackay2003", "sec. 8.1")),
        notes=(
            "$P$ is the joint distribution of $X$ and $Y$, and $a$, $b$ are their marginals. Independence makes "
            "it zero.",
        ),
        uses=("gibbs-inequality",),
    )
