"""The divergence between measures whose totals are not one."""

from __future__ import annotations

import dataclasses

import sympy as sp

from kldiv.algebra.quantities import Quantity, fold, unfold
from kldiv.algebra.sums import distribute, inside, split, totals
from kldiv.distributions.finite import K, divergence, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import finite_instances

s, t = sp.symbols("s t", positive=True)


def generalised(a: sp.Expr, b: sp.Expr) -> Quantity:
    """The divergence of s p and t q with the correction for their totals."""
    return Quantity(r"D(s p \,\|\, t q)", "D(s p || t q)", over_outcomes(a * sp.log(a / b) - a + b))


def keep_ratio(expression: sp.Expr) -> sp.Expr:
    """Split off the constants of each ratio: log(s p/(t q)) = log(s/t) + log(p/q)."""
    return expression.replace(sp.log, lambda a: sp.expand_log(sp.log(a * q[i] / p[i]), deep=True) + sp.log(p[i] / q[i]))


@identity("generalised-divergence")
def generalised_divergence() -> Record:
    """Derive the generalised divergence of two distributions multiplied by constants."""
    proof = Proof(generalised(s * p[i], t * q[i]))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(rules.LOG_RATIO, inside(keep_ratio))
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(further.NORMALISED, totals(total_one(p), total_one(q)))
    proof.apply(rules.RECOGNISE, lambda e: fold(e, divergence(p, q)))
    values = (
        (sp.Rational(3, 2), sp.Rational(2, 5)),
        (sp.Rational(1, 3), sp.Integer(2)),
        (sp.Integer(4), sp.Integer(3)),
    )
    return proof.close(
        "generalised-divergence",
        "The divergence between unnormalised measures",
        instances=[
            dataclasses.replace(at, symbols={**at.symbols, s: a, t: b})
            for at, (a, b) in zip(finite_instances("p", "q", size=K), values, strict=True)
        ],
        assumptions=(total_one(p), total_one(q)),
        references=(("csiszar1967", "pp. 299–318"), ("amari2016", "ch. 3")),
        notes=(
            "The measures are $s p_i$ and $t q_i$, and each term is $a \\log(a/b) - a + b$: SciPy's "
            "`kl_div`, term by "
            "term, and Mathlib's `klDiv`.",
        ),
        uses=("gibbs-inequality",),
    )
