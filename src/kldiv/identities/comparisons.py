"""Bounds between KL and two other divergences: Hellinger's and the chi-square."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity, unfold
from kldiv.algebra.ratios import flip_logs, log_of_mean
from kldiv.algebra.sums import distribute, merge, split, totals
from kldiv.distributions.finite import K, divergence, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import finite_instances


@identity("hellinger-bound")
def hellinger_bound() -> Record:
    """Derive D(p || q) >= sum (sqrt p - sqrt q)**2."""
    squares = over_outcomes((sp.sqrt(p[i]) - sp.sqrt(q[i])) ** 2)
    distance = Quantity(r"\sum_i (\sqrt{p_i} - \sqrt{q_i})^2", "sum (sqrt p - sqrt q)^2", squares)
    proof = Proof(divergence(p, q))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.FLIP, flip_logs)
    proof.apply(further.REWRITE, lambda e: e.replace(sp.log, lambda r: 2 * sp.log(sp.sqrt(r))))
    proof.compare(
        further.TERMWISE,
        ">=",
        lambda e: e.replace(sp.log, lambda r: r - 1),
        hypothesis="$\\log t \\le t - 1$ with $t = \\sqrt{q_i/p_i}$",
    )
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(further.NORMALISED, totals(total_one(p)))
    proof.apply(further.NORMALISED, lambda e: e - 1 + over_outcomes(q[i]) - 1 + over_outcomes(p[i]))
    proof.apply(rules.RECOGNISE, lambda e: _named(merge(e), distance))
    return proof.close(
        "hellinger-bound",
        "KL and the Hellinger distance",
        instances=finite_instances("p", "q", size=K),
        assumptions=(total_one(p), total_one(q)),
        references=(("amari2016", "ch. 3"),),
        notes=("The right side is twice the squared Hellinger distance, in the convention that keeps it below 1.",),
        uses=("gibbs-inequality",),
    )


@identity("chi-square-bound")
def chi_square_bound() -> Record:
    """Derive D(p || q) <= chi-square(p, q)."""
    whole = over_outcomes((p[i] - q[i]) ** 2 / q[i])
    chi_square = Quantity(r"\chi^2(p \,\|\, q)", "chi2(p || q)", whole)
    proof = Proof(divergence(p, q))
    proof.apply(further.UNFOLD, unfold)
    proof.compare(
        further.JENSEN,
        "<=",
        lambda e: log_of_mean(e, p[i]),
        hypothesis="Jensen's inequality: the mean of a logarithm is at most the logarithm of the mean",
    )
    proof.compare(further.TERMWISE, "<=", lambda e: e.args[0] - 1, hypothesis="$\\log t \\le t - 1$ for the whole sum")
    proof.apply(further.NORMALISED, lambda e: e + 1 - 2 * over_outcomes(p[i]) + over_outcomes(q[i]))
    proof.apply(rules.RECOGNISE, lambda e: _named(merge(e), chi_square))
    return proof.close(
        "chi-square-bound",
        "KL and the chi-square divergence",
        instances=finite_instances("p", "q", size=K),
        assumptions=(total_one(p), total_one(q)),
        references=(("kullback1959", "ch. 2"), ("amari2016", "ch. 3")),
        notes=("On the way stands the sharper bound $D(p\\,\\|\\,q) \\le \\log(1 + \\chi^2)$.",),
        uses=("gibbs-inequality",),
    )


def _named(expression: sp.Expr, name: Quantity) -> Quantity:
    """Give a sum its name, if its terms are those that the name stands for."""
    if sp.expand(expression.function - name.definition.function) != 0:
        raise ValueError(f"{expression} is not {name}")
    return name
