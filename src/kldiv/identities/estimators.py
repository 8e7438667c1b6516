"""The estimators k1, k2, k3 of a divergence: what they are on average, and what their gradients are."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import sympy as sp

from kldiv.algebra.quantities import Quantity, fold, unfold
from kldiv.algebra.ratios import flip_logs
from kldiv.algebra.sums import distribute, inside, merge, normal_form, split, totals
from kldiv.distributions.finite import K, divergence, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.identities.families import NO_DRIFT, f, family_instances, r, t
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import finite_instances

RATIO = q[i] / p[i]
SCHULMAN = (("schulman2020", "k1, k2 and k3"),)


@identity("k3-unbiased")
def k3_unbiased() -> Record:
    """Derive that the mean of ratio - 1 - log ratio under p is D(p || q)."""
    mean = Quantity(r"\operatorname{E}_p[k_3]", "E_p[k3]", over_outcomes(p[i] * (RATIO - 1 - sp.log(RATIO))))
    proof = Proof(mean)
    proof.apply(further.UNFOLD, unfold)
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(further.NORMALISED, totals(total_one(p), total_one(q)))
    proof.apply(further.FLIP, lambda e: split(flip_logs(e)))
    proof.apply(rules.RECOGNISE, lambda e: fold(e, divergence(p, q)))
    return proof.close(
        "k3-unbiased",
        "The estimator k3 is unbiased and never negative",
        instances=finite_instances("p", "q", size=K),
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


def close(proof: Proof, name: str, title: str, note: str, facts: tuple[sp.Eq, ...], *uses: str) -> Record:
    """Close a statement about a gradient."""
    return proof.close(
        name,
        title,
        instances=family_instances(),
        fresh=family_instances(shift=1),
        assumptions=facts,
        references=SCHULMAN,
        notes=(note,),
        uses=uses,
    )


@identity("k1-gradient")
def k1_gradient() -> Record:
    """Derive that the whole gradient of D(p_t || r) comes from the sampling, and none from k1 itself."""
    weight = f(i, t)
    k1 = sp.log(weight / r[i])
    slope = sp.Derivative(weight, t)
    through = gradient(r"\operatorname{E}[\partial_t k_1]", "E[dk1/dt]", k1)
    proof = Proof(sp.Derivative(sp.Sum(weight * k1, (i, 1, K)), t))
    proof.apply(further.PRODUCT_RULE, lambda e: sp.Sum(slope * (e.expr.function / weight), (i, 1, K)) + through)
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.DIFFERENTIATE, lambda e: e.doit(deep=True))
    proof.apply(further.NORMALISED, totals(NO_DRIFT))
    found = close(
        proof,
        "k1-gradient",
        "The gradient of the divergence is in the sampling: k1 itself adds nothing",
        "The right side is the mean of $k_1$ times the score $\\partial_t \\log p_t$. What differentiating "
        "$k_1$ through a fixed sample gives, $\\operatorname{E}[\\partial_t k_1]$, is zero: used as a loss, $k_1$ "
        "is pure noise.",
        (NO_DRIFT,),
    )
    return dataclasses.replace(found, version=2)


@identity("k2-gradient")
def k2_gradient() -> Record:
    """Derive that differentiating k2 through a fixed sample gives the gradient of D(p_t || r)."""
    whole = sp.Sum(f(i, t) * sp.log(f(i, t) / r[i]), (i, 1, K))
    proof = Proof(gradient(r"\operatorname{E}[\partial_t k_2]", "E[dk2/dt]", sp.log(f(i, t) / r[i]) ** 2 / 2))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.DIFFERENTIATE, lambda e: e.doit())
    slope = sp.Sum(sp.Derivative(f(i, t), t), (i, 1, K))
    proof.apply(further.ADD_ZERO, lambda e: e + slope)
    proof.apply(further.MERGE_SUM, merge)
    proof.apply(further.INTEGRATE_BACK, lambda e: _derivative_of(e, whole))
    return close(
        proof,
        "k2-gradient",
        "Differentiating k2 gives the gradient of the reverse divergence",
        "$k_2$ is biased as a value and right as a gradient: that of $D(p_t\\,\\|\\,r)$ in $t$.",
        (NO_DRIFT,),
    )


def _derivative_of(expression: sp.Expr, whole: sp.Expr) -> sp.Expr:
    """Name the derivative of a sum, if that is what the expression is."""
    if normal_form(sp.diff(whole, t) - expression) != 0:
        raise ValueError(f"{expression} is not the derivative of {whole}")
    return sp.Derivative(whole, t)


@identity("k3-gradient")
def k3_gradient() -> Record:
    """Derive that differentiating k3 through a fixed sample gives the gradient of D(r || p_t)."""
    rho = r[i] / f(i, t)
    whole = sp.Sum(r[i] * sp.log(r[i] / f(i, t)), (i, 1, K))
    proof = Proof(gradient(r"\operatorname{E}[\partial_t k_3]", "E[dk3/dt]", rho - 1 - sp.log(rho)))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.DIFFERENTIATE, lambda e: e.doit())
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(further.NORMALISED, totals(NO_DRIFT))
    proof.apply(further.INTEGRATE_BACK, lambda e: _derivative_of(merge(e), whole))
    return close(
        proof,
        "k3-gradient",
        "Differentiating k3 gives the gradient of the forward divergence",
        "$k_3$ is unbiased as a value of $D(p_t\\,\\|\\,r)$, but its gradient is that of $D(r\\,\\|\\,p_t)$.",
        (NO_DRIFT,),
        "k3-unbiased",
    )


@identity("grpo-missing-term")
def grpo_missing_term() -> Record:
    """Derive what differentiating k3 through a fixed sample leaves out of the gradient of D(p_t || r)."""
    rho = r[i] / f(i, t)
    k3 = rho - 1 - sp.log(rho)
    slope = sp.Derivative(f(i, t), t)
    whole = sp.Derivative(sp.Sum(f(i, t) * sp.log(f(i, t) / r[i]), (i, 1, K)), t)
    proof = Proof(whole - gradient(r"\operatorname{E}[\partial_t k_3]", "E[dk3/dt]", k3))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.DIFFERENTIATE, lambda e: e.doit())
    proof.apply(further.ADD_ZERO, lambda e: e - sp.Sum(slope, (i, 1, K)))
    proof.apply(further.MERGE_SUM, lambda e: merge(sp.expand(e)))
    proof.apply(further.FLIP, flip_logs_of(r[i] / f(i, t)))
    proof.apply(rules.SIMPLIFY, inside(lambda body: slope * sp.expand(body / slope)))
    found = close(
        proof,
        "grpo-missing-term",
        "What GRPO's penalty leaves out of the gradient",
        "The right side is the mean of $k_3 = \\rho - 1 - \\log\\rho$ times the score, with $\\rho = r_i/p_t(i)$. "
        "It is of second order in the distance from the reference: near it the two gradients agree.",
        (NO_DRIFT,),
        "k3-gradient",
        "k1-gradient",
    )
    return dataclasses.replace(found, references=(("shao2024", "sec. 4.1"), *SCHULMAN))


def flip_logs_of(ratio: sp.Expr) -> Callable[[sp.Expr], sp.Expr]:
    """Turn log(1/ratio) over, wherever it stands."""
    return lambda e: e.replace(sp.log, lambda a: -sp.log(ratio) if sp.cancel(a * ratio) == 1 else sp.log(a))
