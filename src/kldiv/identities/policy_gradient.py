"""The KL penalty in reinforcement learning from human feedback: in the reward, and in the gradient."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity, fold, unfold
from kldiv.algebra.sums import distribute, inside, merge, split, totals
from kldiv.distributions.finite import K, divergence, i, over_outcomes, p, q
from kldiv.identities import identity
from kldiv.identities.families import NO_DRIFT, f, family_instances, r, t
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import Instance, finite_instances

#: The reward of an answer, and the price of divergence.
R = sp.IndexedBase("R", real=True)
beta = sp.Symbol("beta", positive=True)
REWARDS = ((1, -2), (Fraction(1, 2), 3, -1), (0, 1, Fraction(-5, 3), 2, 1))
WEIGHTS = (Fraction(1, 2), Fraction(2), Fraction(1, 3))
SOURCES = (("ziegler2019", "sec. 2"), ("schulman2017", "sec. 4"))


@identity("kl-penalty-in-reward")
def kl_penalty_in_reward() -> Record:
    """Derive the divergence from a penalty that is taken off the reward of each answer."""
    shaped = over_outcomes(p[i] * (R[i] - beta * sp.log(p[i] / q[i])))
    name = Quantity(r"\operatorname{E}_p\!\left[R - \beta\log\tfrac{p}{q}\right]", "E_p[R - beta log(p/q)]", shaped)
    mean = Quantity(r"\operatorname{E}_p[R]", "E_p[R]", over_outcomes(p[i] * R[i]))
    proof = Proof(name)
    proof.apply(further.UNFOLD, unfold)
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(rules.RECOGNISE, lambda w: fold(w, mean, divergence(p, q)))
    return proof.close(
        "kl-penalty-in-reward",
        "A penalty on each answer's log-ratio is a divergence on average",
        instances=[
            dataclasses.replace(at, symbols={**at.symbols, beta: b}, arrays={**at.arrays, "R": row})
            for at, row, b in zip(finite_instances("p", "q", size=K), REWARDS, WEIGHTS, strict=True)
        ],
        references=SOURCES,
        notes=(
            "$p$ is the policy that is trained, $q$ the reference. The sign: what the policy prefers more than the "
            "reference does ($p_i > q_i$) is made to pay, and the answers are drawn from $p$, so it is "
            "$D(p\\,\\|\\,q)$, the direction that keeps $p$ inside the support of $q$.",
        ),
        uses=("f-divergence-form", "kl-regularised-policy"),
    )


def family_rewards(shift: int) -> list[Instance]:
    """Families of policies with a reference, rewards and a price."""
    rows = ((1, -2), (Fraction(1, 2), 3, -1), (0, 1, Fraction(-5, 3), 2))
    return [
        dataclasses.replace(at, symbols={**at.symbols, beta: b}, arrays={**at.arrays, "R": row})
        for at, row, b in zip(family_instances(shift=shift), rows, WEIGHTS, strict=True)
    ]


@identity("rlhf-policy-gradient")
def rlhf_policy_gradient() -> Record:
    """Derive the gradient of the penalised objective: the score, weighted by the penalised reward."""
    weight = f(i, t)
    log_ratio = sp.log(weight / r[i])
    objective = Quantity(
        r"\operatorname{E}_{p_t}[R] - \beta D(p_t \,\|\, r)",
        "E_p[R] - beta D(p_t || r)",
        sp.Sum(weight * R[i], (i, 1, K)) - beta * sp.Sum(weight * log_ratio, (i, 1, K)),
    )
    slope = sp.Derivative(weight, t)
    proof = Proof(sp.Derivative(objective, t))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.DIFFERENTIATE, lambda w: w.doit())
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(further.NORMALISED, totals(NO_DRIFT))
    proof.apply(further.MERGE_SUM, lambda w: merge(sp.expand_mul(w)))
    score = sp.Derivative(sp.log(weight), t)
    proof.apply(further.SCORE, inside(lambda body: weight * score * sp.collect(sp.expand(body / slope), beta)))
    return proof.close(
        "rlhf-policy-gradient",
        "The policy gradient under a KL penalty",
        instances=family_rewards(0),
        fresh=family_rewards(1),
        assumptions=(NO_DRIFT,),
        references=SOURCES,
        notes=(
            "An answer $i$ drawn from $p_t$ counts with its penalised reward $R_i - \\beta\\log(p_t(i)/r_i)$, held "
            "fixed, times the score. No term is left from differentiating the penalty itself.",
        ),
        uses=("kl-penalty-in-reward", "k1-gradient"),
    )
