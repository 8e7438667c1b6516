"""Softmax and cross-entropy: the gradient, and what a temperature does to it."""

from __future__ import annotations

import sympy as sp

from kldiv.distributions.finite import K, i, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import calculus, parametric
from kldiv.proof.rules import identities as rules

#: Logits, the distribution of the targets, the logits of a teacher, and the index of one class.
z = sp.IndexedBase("z", real=True)
v = sp.IndexedBase("v", real=True)
y = sp.IndexedBase("y", positive=True)
j = sp.Symbol("j", integer=True, positive=True)
m = sp.Symbol("m", integer=True, positive=True)
h = sp.Symbol("h", positive=True)

#: The class whose logit is changed is one of the K.
IN_RANGE = sp.Le(m, K)


def softmax(logits: sp.IndexedBase, index: sp.Expr, scale: sp.Expr = sp.S.One) -> sp.Expr:
    """The probability of one class."""
    return sp.exp(scale * logits[index]) / sp.Sum(sp.exp(scale * logits[j]), (j, 1, K))


@identity("softmax-cross-entropy-gradient")
def softmax_cross_entropy_gradient() -> Record:
    """Derive the gradient of the cross-entropy in the logits: softmax less target."""
    loss = -sp.Sum(y[i] * sp.log(softmax(z, i)), (i, 1, K))
    proof = Proof(sp.Derivative(loss, z[m]))
    proof.apply(rules.log_of_ratio)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.normalised, Assumed(total_one(y)))
    proof.apply(rules.differentiate)
    proof.apply(parametric.sift)
    return proof.close(
        "softmax-cross-entropy-gradient",
        "The gradient of softmax cross-entropy: prediction less target",
        assumptions=(total_one(y), IN_RANGE),
        version=2,
        references=(("goodfellow2016", "sec. 6.2.2.3"), ("bishop2006", "sec. 4.3.4")),
        notes=(
            "The entropy of the targets is constant, so the divergence $D(y\\,\\|\\,\\text{softmax}(z))$ "
            "has the same gradient.",
        ),
        related=("cross-entropy-decomposition",),
    )


@identity("distillation-temperature")
def distillation_temperature() -> Record:
    """Derive the limit of the gradient at high temperature T = 1/h, times T squared."""
    gap = softmax(z, m, h) - softmax(v, m, h)
    proof = Proof(sp.Limit(gap / h, h, 0))
    proof.apply(calculus.lhopital, gap, h)
    proof.apply(calculus.continuity)
    proof.apply(rules.distribute)
    return proof.close(
        "distillation-temperature",
        "Why the loss of distillation is multiplied by T squared",
        assumptions=(IN_RANGE,),
        version=2,
        references=(("hinton2015", "sec. 2.1"),),
        notes=(
            "At temperature $T = 1/h$ the gradient of the cross-entropy in the logit $z_m$ is $h$ times "
            "the difference of "
            "the two softmax values, and that difference is itself of order $h$: the gradient falls as "
            "$1/T^2$. Multiplied "
            "by $T^2$ it tends to the difference of the centred logits over $K$.",
        ),
        related=("softmax-cross-entropy-gradient",),
    )


@identity("distillation-temperature-next-order")
def distillation_temperature_next_order() -> Record:
    """Derive the next term of the gradient at high temperature, in 1/T."""
    gap = softmax(z, m, h) - softmax(v, m, h)
    first = sp.diff(gap, h).subs(h, 0).doit()
    left = gap - h * first
    proof = Proof(sp.Limit(left / h**2, h, 0))
    proof.apply(calculus.lhopital, left, h**2)
    proof.apply(calculus.lhopital, sp.diff(left, h), 2 * h)
    proof.apply(calculus.continuity)
    proof.apply(rules.distribute)
    return proof.close(
        "distillation-temperature-next-order",
        "How far distillation is from matching logits at a finite temperature",
        assumptions=(IN_RANGE,),
        version=2,
        references=(("hinton2015", "sec. 2.1"),),
        notes=(
            "$h = 1/T$, and the first-order term of `distillation-temperature` has been taken off: $T^2$ times "
            "the gradient is that term, plus this one over $T$, plus less. It compares the squares of the "
            "centred logits with their mean square: a large logit counts for more than in a squared error.",
        ),
        related=("distillation-temperature", "softmax-cross-entropy-gradient"),
    )
