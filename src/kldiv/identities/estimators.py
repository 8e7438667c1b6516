"""The estimators k1, k2, k3 of a divergence: what they are on average, and what their gradients are."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import K, divergence, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.identities.families import NO_DRIFT, f, family_instances, r, t
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import general, parametric
from kldiv.proof.rules import identities as rules
from kldiv.values.instances import Instance

RATIO = q[i] / p[i]
#: The ratio of the reference to the policy, for outcome i, and k3 as a function of it.
RHO = r[i] / f(i, t)
K3 = RHO - 1 - sp.log(RHO)

SCHULMAN = (("schulman2020", "k1, k2 and k3"),)


@identity("k3-unbiased")
def k3_unbiased() -> Record:
    """Derive that the mean of ratio - 1 - log ratio under p is D(p || q)."""
    mean = Quantity(r"\operatorname{E}_p[k_3]", "E_p[k3]", over_outcomes(p[i] * (RATIO - 1 - sp.log(RATIO))))
    proof = Proof(mean)
    proof.apply(rules.unfold)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.normalised, Assumed(total_one(p)), Assumed(total_one(q)))
    proof.apply(rules.flip)
    proof.apply(rules.split_sum)
    proof.apply(rules.recognise, divergence(p, q))
    return proof.close(
        "k3-unbiased",
        "The estimator k3 is unbiased and never negative",
        assumptions=(total_one(p), total_one(q)),
        references=SCHULMAN,
        notes=(
            "With $\\rho = q_i/p_i$ and $i$ drawn from $p$: $k_1 = -\\log\\rho$, $k_2 = "
            "\\tfrac12(\\log\\rho)^2$, "
            "$k_3 = \\rho - 1 - \\log\\rho \\ge 0$.",
        ),
    )


def gradient(tex: str, plain: str, estimator: object) -> Quantity:
    """The mean of an estimator's derivative, the sample being held fixed."""
    body = f(i, t) * sp.Derivative(estimator, t)
    return Quantity(tex, plain, sp.Sum(body, (i, 1, K)))


def close(proof: Proof, name: str, title: str, note: str, *related: str) -> Record:
    """Close a statement about a gradient."""
    return proof.close(
        name,
        title,
        instances=family_instances(),
        fresh=family_instances(shift=1),
        assumptions=(NO_DRIFT,),
        references=SCHULMAN,
        notes=(note,),
        related=related,
    )


def spread(weight: sp.Expr, other: sp.Expr) -> sp.Sum:
    """The divergence between two members of families, written out."""
    return sp.Sum(weight * sp.log(weight / other), (i, 1, K))


@identity("k1-gradient")
def k1_gradient() -> Record:
    """Derive that the whole gradient of D(p_t || r) comes from the sampling, and none from k1 itself."""
    weight = f(i, t)
    proof = Proof(sp.Derivative(spread(weight, r[i]), t))
    proof.apply(parametric.product_rule, weight)
    proof.apply(rules.differentiate)
    proof.apply(rules.normalised, Assumed(NO_DRIFT))
    found = close(
        proof,
        "k1-gradient",
        "The gradient of the divergence is in the sampling: k1 itself adds nothing",
        "The right side is the mean of $k_1$ times the score $\\partial_t \\log p_t$. What differentiating "
        "$k_1$ through a fixed sample gives, $\\operatorname{E}[\\partial_t k_1]$, is zero: used as a loss, $k_1$ "
        "is pure noise.",
    )
    return dataclasses.replace(found, version=2)


@identity("k2-gradient")
def k2_gradient() -> Record:
    """Derive that differentiating k2 through a fixed sample gives the gradient of D(p_t || r)."""
    proof = Proof(gradient(r"\operatorname{E}[\partial_t k_2]", "E[dk2/dt]", sp.log(f(i, t) / r[i]) ** 2 / 2))
    proof.apply(rules.unfold)
    proof.apply(rules.differentiate)
    proof.apply(parametric.add_zero, Assumed(NO_DRIFT))
    proof.apply(parametric.read_as_derivative, spread(f(i, t), r[i]), t)
    return close(
        proof,
        "k2-gradient",
        "Differentiating k2 gives the gradient of the reverse divergence",
        "$k_2$ is biased as a value and right as a gradient: that of $D(p_t\\,\\|\\,r)$ in $t$.",
    )


@identity("k3-gradient")
def k3_gradient() -> Record:
    """Derive that differentiating k3 through a fixed sample gives the gradient of D(r || p_t)."""
    proof = Proof(gradient(r"\operatorname{E}[\partial_t k_3]", "E[dk3/dt]", K3))
    proof.apply(rules.unfold)
    proof.apply(rules.differentiate)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.normalised, Assumed(NO_DRIFT))
    proof.apply(parametric.read_as_derivative, spread(r[i], f(i, t)), t)
    return close(
        proof,
        "k3-gradient",
        "Differentiating k3 gives the gradient of the forward divergence",
        "$k_3$ is unbiased as a value of $D(p_t\\,\\|\\,r)$, but its gradient is that of $D(r\\,\\|\\,p_t)$.",
        "k3-unbiased",
    )


@identity("grpo-missing-term")
def grpo_missing_term() -> Record:
    """Derive what differentiating k3 through a fixed sample leaves out of the gradient of D(p_t || r)."""
    slope = sp.Derivative(f(i, t), t)
    through = gradient(r"\operatorname{E}[\partial_t k_3]", "E[dk3/dt]", K3)
    proof = Proof(sp.Derivative(spread(f(i, t), r[i]), t) - through)
    proof.apply(rules.unfold)
    proof.apply(rules.differentiate)
    proof.apply(parametric.add_zero, Assumed(NO_DRIFT), sp.S.NegativeOne)
    proof.apply(rules.merge_sum)
    proof.apply(general.rewrite, sp.Sum(sp.expand_log(K3) * slope, (i, 1, K)))
    found = close(
        proof,
        "grpo-missing-term",
        "What GRPO's penalty leaves out of the gradient",
        "The right side is the mean of $k_3 = \\rho - 1 - \\log\\rho$ times the score, with $\\rho = r_i/p_t(i)$. "
        "It is of second order in the distance from the reference: near it the two gradients agree.",
        "k3-gradient",
        "k1-gradient",
    )
    return dataclasses.replace(found, references=(("shao2024", "sec. 4.1"), *SCHULMAN))


#: The policy that the answers were drawn from.
w = sp.IndexedBase("w", positive=True)


def behind() -> list[Instance]:
    """Families with a reference, and an older policy to draw from."""
    rows = ((Fraction(1, 3), Fraction(2, 3)), (Fraction(1, 2), Fraction(1, 6), Fraction(1, 3)), (Fraction(1, 4),) * 4)
    return [
        dataclasses.replace(at, arrays={**at.arrays, "w": row})
        for at, row in zip(family_instances(), rows, strict=True)
    ]


@identity("k3-importance-gradient")
def k3_importance_gradient() -> Record:
    """Derive the gradient of k3 weighted by an importance ratio that is differentiated too."""
    weighted = sp.Sum(w[i] * sp.Derivative(f(i, t) / w[i] * K3, t), (i, 1, K))
    name = r"\operatorname{E}_w\!\left[\partial_t\!\left(\tfrac{p_t}{w} k_3\right)\right]"
    proof = Proof(Quantity(name, "E_w[d(p_t/w k3)/dt]", weighted))
    proof.apply(rules.unfold)
    proof.apply(rules.differentiate)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(parametric.add_zero, Assumed(NO_DRIFT))
    proof.apply(parametric.read_as_derivative, spread(f(i, t), r[i]), t)
    return proof.close(
        "k3-importance-gradient",
        "Weighted by the differentiated importance ratio, k3 has the gradient of the reverse divergence",
        instances=behind(),
        assumptions=(NO_DRIFT,),
        references=(("deepseek2025", "sec. 3.1"), *SCHULMAN),
        notes=(
            "The answer $i$ is drawn from an older policy $w$ and counts with the ratio $p_t(i)/w_i$, through which "
            "the gradient runs too. By the product rule the ratio brings in just the term of `grpo-missing-term`. "
            "With a ratio that is held fixed, or with none, the gradient is that of the forward divergence "
            "(`k3-gradient`).",
        ),
        related=("k3-gradient", "grpo-missing-term", "k3-unbiased"),
    )
