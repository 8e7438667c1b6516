"""The variational formula of Donsker and Varadhan, and the policy that it makes optimal."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import K, divergence, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.identities.gibbs_inequality import gibbs_inequality
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import general, ratios
from kldiv.proof.rules import identities as rules

#: Any function of the outcome; a reward, and how strongly divergence is penalised.
T = sp.IndexedBase("T", real=True)
beta = sp.Symbol("beta", positive=True)
j = sp.Symbol("j", integer=True, positive=True)


def partition(scale: sp.Expr) -> sp.Expr:
    """The sum of q_j exp(T_j / scale)."""
    return sp.Sum(q[j] * sp.exp(T[j] / scale), (j, 1, K))


def tilt(scale: sp.Expr) -> sp.Expr:
    """The distribution that is tilted by T: q_i exp(T_i / scale) / Z."""
    return q[i] * sp.exp(T[i] / scale) / partition(scale)


def split_off_tilt(proof: Proof, scale: sp.Expr) -> None:
    """Bring the sum p log(p/q) to sum p T / scale - log Z + sum p log(p/g), g the tilted distribution."""
    proof.apply(rules.unfold)
    proof.apply(rules.peel, tilt(scale) / q[i])
    proof.apply(ratios.open_log, tilt(scale) / q[i])
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.normalised, Assumed(total_one(p)))


@identity("donsker-varadhan")
def donsker_varadhan() -> Record:
    """Derive D(p || q) >= E_p[T] - log E_q[exp T]."""
    mean = Quantity(r"\operatorname{E}_p[T]", "E_p[T]", over_outcomes(p[i] * T[i]))
    log_mean = Quantity(r"\log \operatorname{E}_q[e^T]", "log E_q[exp T]", sp.log(partition(sp.Integer(1))))
    proof = Proof(divergence(p, q))
    split_off_tilt(proof, sp.Integer(1))
    proof.apply(general.bound, use(gibbs_inequality().as_lemma(), {q: sp.Lambda(i, tilt(sp.Integer(1)))}))
    proof.apply(rules.recognise, mean, log_mean)
    return proof.close(
        "donsker-varadhan",
        "The variational formula of Donsker and Varadhan",
        assumptions=(total_one(p), total_one(q)),
        references=(("donsker1983", "sec. 2"), ("kullback1959", "ch. 3")),
        notes=("Equality holds for $T_i = \\log(p_i/q_i)$, plus any constant: the divergence is the largest value.",),
    )


@identity("kl-regularised-policy")
def kl_regularised_policy() -> Record:
    """Derive the optimal policy of a reward with a penalty beta D(p || q)."""
    objective = Quantity(
        r"\operatorname{E}_p[T] - \beta D(p \,\|\, q)",
        "E_p[T] - beta D(p || q)",
        over_outcomes(p[i] * T[i]) - beta * over_outcomes(p[i] * sp.log(p[i] / q[i])),
    )
    best = Quantity(r"D(p \,\|\, p^*)", "D(p || p*)", over_outcomes(p[i] * sp.log(p[i] / tilt(beta))))
    proof = Proof(objective)
    split_off_tilt(proof, beta)
    proof.apply(rules.distribute)
    proof.apply(rules.recognise, best)
    return proof.close(
        "kl-regularised-policy",
        "The optimal policy under a KL penalty",
        assumptions=(total_one(p), total_one(q)),
        references=(("rafailov2023", "sec. 4"), ("ziegler2019", "sec. 2")),
        notes=(
            "$q$ is the reference policy, $T$ the reward. The objective is largest where $D(p\\,\\|\\,p^*) "
            "= 0$, at "
            "$p^*_i = q_i e^{T_i/\\beta} / \\sum_j q_j e^{T_j/\\beta}$: a small $\\beta$ follows the "
            "reward, a large one stays "
            "with the reference.",
        ),
        related=("gibbs-inequality", "donsker-varadhan"),
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
    proof.apply(rules.unfold)
    for index in (k, m):
        proof.apply(ratios.open_log, sp.exp(T[index] / beta) / partition(beta))
    proof.apply(rules.distribute)
    return proof.close(
        "dpo-reward-difference",
        "Rewards from policies: the difference that DPO uses",
        references=(("rafailov2023", "sec. 4"),),
        notes=(
            "$p^*_i \\propto q_i e^{T_i/\\beta}$ is the optimal policy for the reward $T$ under the penalty "
            "$\\beta D(p\\,\\|\\,q)$. The normalising sum cancels: preferences between two answers can be "
            "fitted without it.",
        ),
        related=("kl-regularised-policy",),
    )
