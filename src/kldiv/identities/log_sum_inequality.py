"""The log-sum inequality."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from kldiv.algebra.ratios import peel
from kldiv.algebra.sums import distribute, split
from kldiv.distributions.finite import K, i, j
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import Instance

a = sp.IndexedBase("a", positive=True)
b = sp.IndexedBase("b", positive=True)
A = sp.Sum(a[j], (j, 1, K))
B = sp.Sum(b[j], (j, 1, K))


def tangent(expression: sp.Expr) -> sp.Expr:
    """Replace log r by 1 - 1/r in each sum."""

    def bound(node: sp.Sum) -> sp.Expr:
        return sp.Sum(node.function.replace(sp.log, lambda r: 1 - 1 / r), *node.limits)

    return expression.replace(lambda n: isinstance(n, sp.Sum) and n.function.has(sp.log), bound)


@identity("log-sum-inequality")
def log_sum_inequality() -> Record:
    """Derive the log-sum inequality for K pairs of positive numbers."""
    proof = Proof(sp.Sum(a[i] * sp.log(a[i] / b[i]), (i, 1, K)))
    proof.apply(rules.LOG_RATIO, peel(A / B))
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.compare(
        further.TERMWISE,
        ">=",
        tangent,
        hypothesis="$\\log r \\ge 1 - 1/r$ in every term, with a weight that is positive",
    )
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(rules.SIMPLIFY, lambda e: e.xreplace({A.xreplace({j: i}): A, B.xreplace({j: i}): B}))
    rows = (
        ((1, 4), (3, 2)),
        ((2, Fraction(1, 2), 5), (1, 1, Fraction(7, 3))),
        ((1, 2, 3, 4), (5, Fraction(1, 9), 2, 2)),
    )
    return proof.close(
        "log-sum-inequality",
        "The log-sum inequality",
        instances=[Instance({K: len(one)}, {"a": one, "b": other}) for one, other in rows],
        fresh=[Instance({K: 2}, {"a": (3, 5), "b": (Fraction(1, 2), 7)})],
        references=(("cover2006", "Theorem 2.7.1"),),
        notes=("The numbers need not sum to one. Equality holds only if all ratios $a_i/b_i$ are equal.",),
        uses=("gibbs-inequality",),
    )
