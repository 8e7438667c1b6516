"""The KL penalty in reinforcement learning from human feedback: in the reward, and in the gradient."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import K, divergence, i, over_outcomes, p, q
from kldiv.identities import identity
from kldiv.identities.families import NO_DRIFT, f, family_instances, r, t
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import general, parametric
from kldiv.proof.rules import identities as rules
from kldiv.values.instances import Instance

#: The reward of an answer, and the price of divergence.
R = sp.IndexedBase("R", real=True)
beta = sp.Symbol("beta", positive=True)
WEIGHTS = (Fraction(1, 2), Fraction(2), Fraction(1, 3))
SOURCES = (("ziegler2019", "sec. 2"),)


@identity("kl-penalty-in-reward")
def kl_penalty_in_reward() -> Record:
    """Derive the divergence from a penalty that is taken off the reward of each answer."""
    shaped = over_outcomes(p[i] * (R[i] - beta * sp.log(p[i] / q[i])))
    name = Quantity(r"\operatorname{E}_p\!\left[R - \beta\log\tfrac{p}{q}\right]", "E_p[R - beta log(p/q)]", shaped)
    mean = Quantity(r"\operatorname{E}_p[R]", "E_p[R]", over_outcomes(p[i] * R[i]))
    proof = Proof(name)
    proof.apply(rules.unfold)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.recognise, mean, divergence(p, q))
    return proof.close(
        "kl-penalty-in-reward",
        "A penalty on each answer's log-ratio is a divergence on average",
        references=SOURCES,
        notes=(
            "$p$ is the policy that is trained, $q$ the reference. The sign: what the policy prefers more than the "
            "reference does ($p_i > q_i$) is made to pay, and the answers are drawn from $p$, so it is "
            "$D(p\\,\\|\\,q)$, the direction that keeps $p$ inside the support of $q$.",
        ),
        related=("f-divergence-form", "kl-regularised-policy"),
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
    proof = Proof(sp.Derivative(objective, t))
    proof.apply(rules.unfold)
    proof.apply(rules.differentiate)
    proof.apply(rules.split_sum)
    proof.apply(rules.distribute)
    proof.apply(rules.normalised, Assumed(NO_DRIFT))
    proof.apply(rules.merge_sum)
    proof.apply(parametric.score, weight)
    penalised = R[i] + beta * (sp.log(r[i]) - sp.log(weight))
    proof.apply(general.rewrite, sp.Sum(penalised * weight * sp.Derivative(sp.log(weight), t), (i, 1, K)))
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
        related=("kl-penalty-in-reward", "k1-gradient"),
    )
