"""The variational formula of Donsker and Varadhan, and the policy that it makes optimal."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity, fold, unfold
from kldiv.algebra.sums import distribute, split, totals
from kldiv.distributions.finite import K, divergence, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import finite_instances

#: Any function of the outcome; a reward, and how strongly divergence is penalised.
T = sp.IndexedBase("T", real=True)
beta = sp.Symbol("beta", positive=True)
j = sp.Symbol("j", integer=True, positive=True)

VALUES = ((1, -2), (Fraction(1, 2), 3, -1), (0, 1, Fraction(-5, 3), 2, 1))


def partition(scale: sp.Expr) -> sp.Expr:
    """The sum of q_j exp(T_j / scale)."""
    return sp.Sum(q[j] * sp.exp(T[j] / scale), (j, 1, K))


def tilted_gap(scale: sp.Expr, tex: str, plain: str) -> Quantity:
    """D(p || g) for the tilt g_i = q_i exp(T_i / scale) / Z."""
    tilt = q[i] * sp.exp(T[i] / scale) / partition(scale)
    return Quantity(tex, plain, over_outcomes(p[i] * sp.log(p[i] / tilt)))


def split_off_tilt(scale: sp.Expr) -> Proof:
    """Bring D(p || q) to sum p T / scale - log Z + D(p || g)."""
    proof = Proof(divergence(p, q))
    tilt = sp.exp(T[i] / scale) / partition(scale)
    proof.apply(further.UNFOLD, unfold)
    proof.apply(
        rules.LOG_RATIO,
        lambda e: e.replace(sp.log, lambda a: T[i] / scale - sp.log(partition(scale)) + sp.log(a / tilt)),
    )
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(further.NORMALISED, totals(total_one(p)))
    return proof


@identity("donsker-varadhan")
def donsker_varadhan() -> Record:
    """Derive D(p || q) >= E_p[T] - log E_q[exp T]."""
    mean = Quantity(r"\operatorname{E}_p[T]", "E_p[T]", over_outcomes(p[i] * T[i]))
    log_mean = Quantity(r"\log \operatorname{E}_q[e^T]", "log E_q[exp T]", sp.log(partition(sp.Integer(1))))
    gap = tilted_gap(sp.Integer(1), r"D(p \,\|\, g)", "D(p || g)")
    proof = split_off_tilt(sp.Integer(1))
    proof.apply(rules.RECOGNISE, lambda e: fold(e, gap))
    proof.compare(
        further.NON_NEGATIVE,
        ">=",
        lambda e: e.xreplace({gap: sp.S.Zero}),
        hypothesis="Gibbs' inequality for $p$ and the tilted distribution $g_i = q_i e^{T_i} / \\sum_j q_j e^{T_j}$",
    )
    proof.apply(rules.RECOGNISE, lambda e: fold(e, mean).xreplace({log_mean.definition: log_mean}))
    return proof.close(
        "donsker-varadhan",
        "The variational formula of Donsker and Varadhan",
        instances=[
            dataclasses.replace(at, arrays={**at.arrays, "T": row})
            for at, row in zip(finite_instances("p", "q", size=K), VALUES, strict=True)
        ],
        assumptions=(total_one(p), total_one(q)),
        references=(("donsker1983", ""), ("kullback1959", "ch. 3")),
        notes=("Equality holds for $T_i = \\log(p_i/q_i)$, plus any constant: the divergence is the largest value.",),
        uses=("gibbs-inequality",),
    )


@identity("kl-regularised-policy")
def kl_regularised_policy() -> Record:
    """Derive the optimal policy of a reward with a penalty beta D(p || q)."""
    objective = Quantity(
        r"\operatorname{E}_p[T] - \beta D(p \,\|\, q)",
        "E_p[T] - beta D(p || q)",
        over_outcomes(p[i] * T[i]) - beta * over_outcomes(p[i] * sp.log(p[i] / q[i])),
    )
    best = tilted_gap(beta, r"D(p \,\|\, p^*)", "D(p || p*)")
    inner = split_off_tilt(beta)
    proof = Proof(objective)
    proof.apply(further.UNFOLD, unfold)
    proof.apply(
        rules.LOG_RATIO,
        lambda e: e.xreplace({over_outcomes(p[i] * sp.log(p[i] / q[i])): inner.expression}),
    )
    proof.apply(rules.DISTRIBUTE, lambda e: sp.expand_mul(e))
    proof.apply(rules.RECOGNISE, lambda e: fold(e, best))
    weights = (Fraction(1, 2), Fraction(2), Fraction(1, 3))
    return proof.close(
        "kl-regularised-policy",
        "The optimal policy under a KL penalty",
        instances=[
            dataclasses.replace(at, symbols={**at.symbols, beta: b}, arrays={**at.arrays, "T": row})
            for at, row, b in zip(finite_instances("p", "q", size=K), VALUES, weights, strict=True)
        ],
        assumptions=(total_one(p), total_one(q)),
        references=(("rafailov2023", "sec. 4"), ("ziegler2019", "sec. 2")),
        notes=(
            "$q$ is the reference policy, $T$ the reward. The objective is largest where $D(p\\,\\|\\,p^*) "
            "= 0$, at "
            "$p^*_i = q_i e^{T_i/\\beta} / \\sum_j q_j e^{T_j/\\beta}$: a small $\\beta$ follows the "
            "reward, a large one stays "
            "with the reference.",
        ),
        uses=(
            "gibbs-inequality",
            "donsker-varadhan",
        ),
    )


#: Two outcomes to compare.
k, m = sp.symbols("k m", integer=True, positive=True)


@identity("dpo-reward-difference")
def dpo_reward_difference() -> Record:
    """Derive the difference of two rewards from the optimal policy and the reference alone."""

    def log_ratio(index: sp.Symbol) -> sp.Expr:
        best = q[index] * sp.exp(T[index] / beta) / partition(beta)
        name = Quantity(
            rf"\log\frac{{p^*_{index}}}{{q_{index}}}", f"log(p*_{index}/q_{index})", sp.log(best / q[index])
        )
        return beta * name

    proof = Proof(log_ratio(k) - log_ratio(m))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(rules.LOG_RATIO, lambda e: sp.expand_log(e, deep=True))
    proof.apply(rules.DISTRIBUTE, sp.expand_mul)
    weights = (Fraction(1, 2), Fraction(2), Fraction(1, 3))
    return proof.close(
        "dpo-reward-difference",
        "Rewards from policies: the difference that DPO uses",
        instances=[
            dataclasses.replace(at, symbols={**at.symbols, beta: b, k: 1, m: 2}, arrays={**at.arrays, "T": row})
            for at, row, b in zip(finite_instances("q", size=K), VALUES, weights, strict=True)
        ],
        references=(("rafailov2023", "sec. 4"),),
        notes=(
            "$p^*_i \\propto q_i e^{T_i/\\beta}$ is the optimal policy for the reward $T$ under the penalty "
            "$\\beta D(p\\,\\|\\,q)$. The normalising sum cancels: preferences between two answers can be "
            "fitted without it.",
        ),
        uses=("kl-regularised-policy",),
    )
