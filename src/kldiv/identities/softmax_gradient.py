"""Softmax and cross-entropy: the gradient, and what a temperature does to it."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import sympy as sp

from kldiv.algebra.sums import distribute, inside, log_of_ratio, split, totals
from kldiv.distributions.finite import K, i, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import Instance, finite_instances

#: Logits, the distribution of the targets, the logits of a teacher, and the index of one class.
z = sp.IndexedBase("z", real=True)
v = sp.IndexedBase("v", real=True)
y = sp.IndexedBase("y", positive=True)
j = sp.Symbol("j", integer=True, positive=True)
m = sp.Symbol("m", integer=True, positive=True)
h = sp.Symbol("h", positive=True)

LOGITS = ((1, -2), (Fraction(1, 2), 3, -1), (0, 1, Fraction(-5, 3), 2, 1))
TEACHER = ((0, 1), (2, -1, 1), (Fraction(1, 3), 0, 2, -2, 1))


def softmax(logits: sp.IndexedBase, index: sp.Expr, scale: sp.Expr = sp.S.One) -> sp.Expr:
    """The probability of one class."""
    return sp.exp(scale * logits[index]) / sp.Sum(sp.exp(scale * logits[j]), (j, 1, K))


def sift(expression: sp.Expr) -> sp.Expr:
    """Evaluate sums against a Kronecker delta of their index and m, which lies in range."""

    def one(node: sp.Sum) -> sp.Expr:
        index = node.limits[0][0]
        terms = []
        for term in sp.Add.make_args(sp.expand_mul(node.function)):
            deltas = [d for d in term.atoms(sp.KroneckerDelta) if d.has(index)]
            kept = term.subs(deltas[0], 1).xreplace({index: m}) if deltas else sp.Sum(term, *node.limits)
            terms.append(kept)
        return sp.Add(*terms)

    return expression.replace(lambda n: isinstance(n, sp.Sum) and n.has(sp.KroneckerDelta), one)


def instances() -> list[Instance]:
    """Logits, targets and a teacher for each size; m is the second class, h a small inverse temperature."""
    return [
        dataclasses.replace(
            at, symbols={**at.symbols, m: 2, h: Fraction(1, 3)}, arrays={**at.arrays, "z": one, "v": other}
        )
        for at, one, other in zip(finite_instances("y", size=K), LOGITS, TEACHER, strict=True)
    ]


@identity("softmax-cross-entropy-gradient")
def softmax_cross_entropy_gradient() -> Record:
    """Derive the gradient of the cross-entropy in the logits: softmax less target."""
    loss = -sp.Sum(y[i] * sp.log(softmax(z, i)), (i, 1, K))
    proof = Proof(sp.Derivative(loss, z[m]))
    proof.apply(rules.EXPAND_LOG, lambda e: sp.Derivative(inside(log_of_ratio)(e.expr), e.variables[0]))
    proof.apply(rules.DISTRIBUTE, lambda e: sp.Derivative(split(distribute(e.expr)), e.variables[0]))
    proof.apply(further.NORMALISED, lambda e: totals(total_one(y))(e))
    proof.apply(further.DIFFERENTIATE, lambda e: e.doit())
    proof.apply(further.SIFT, sift)
    return proof.close(
        "softmax-cross-entropy-gradient",
        "The gradient of softmax cross-entropy: prediction less target",
        instances=instances(),
        assumptions=(total_one(y),),
        references=(("goodfellow2016", "sec. 6.2.2.3"), ("bishop2006", "sec. 4.3.4")),
        notes=(
            "The entropy of the targets is constant, so the divergence $D(y\\,\\|\\,\\text{softmax}(z))$ "
            "has the same gradient.",
        ),
        uses=("cross-entropy-decomposition",),
    )


@identity("distillation-temperature")
def distillation_temperature() -> Record:
    """Derive the limit of the gradient at high temperature T = 1/h, times T squared."""
    gap = softmax(z, m, h) - softmax(v, m, h)
    proof = Proof(sp.Limit(gap / h, h, 0))
    proof.apply(
        further.LIMIT,
        lambda e: sp.Limit(sp.diff(gap, h), h, 0),
        hypothesis="both sides of the quotient vanish at $h = 0$ and are differentiable there",
    )
    proof.apply(
        further.SUBSTITUTE,
        lambda e: e.args[0].subs(h, 0),
        hypothesis="the derivative is continuous at $h = 0$",
    )
    proof.apply(rules.SIMPLIFY, lambda e: e.doit().expand())
    return proof.close(
        "distillation-temperature",
        "Why the loss of distillation is multiplied by T squared",
        instances=instances(),
        references=(("hinton2015", "sec. 2.1"),),
        notes=(
            "At temperature $T = 1/h$ the gradient of the cross-entropy in the logit $z_m$ is $h$ times "
            "the difference of "
            "the two softmax values, and that difference is itself of order $h$: the gradient falls as "
            "$1/T^2$. Multiplied "
            "by $T^2$ it tends to the difference of the centred logits over $K$.",
        ),
        uses=("softmax-cross-entropy-gradient",),
    )


@identity("distillation-temperature-next-order")
def distillation_temperature_next_order() -> Record:
    """Derive the next term of the gradient at high temperature, in 1/T."""
    gap = softmax(z, m, h) - softmax(v, m, h)
    first = sp.diff(gap, h).subs(h, 0).doit()
    left = gap - h * first
    proof = Proof(sp.Limit(left / h**2, h, 0))
    proof.apply(
        further.LIMIT,
        lambda e: sp.Limit(sp.diff(left, h) / (2 * h), h, 0),
        hypothesis="both sides of the quotient vanish at $h = 0$ and are differentiable there",
    )
    proof.apply(
        further.LIMIT,
        lambda e: sp.Limit(sp.diff(left, (h, 2)) / 2, h, 0),
        hypothesis="both sides of the quotient vanish at $h = 0$ and are differentiable there",
    )
    proof.apply(
        further.SUBSTITUTE,
        lambda e: e.args[0].subs(h, 0),
        hypothesis="the second derivative is continuous at $h = 0$",
    )
    proof.apply(rules.SIMPLIFY, lambda e: e.doit().expand())
    return proof.close(
        "distillation-temperature-next-order",
        "How far distillation is from matching logits at a finite temperature",
        instances=instances(),
        references=(("hinton2015", "sec. 2.1"),),
        notes=(
            "$h = 1/T$, and the first-order term of `distillation-temperature` has been taken off: $T^2$ times "
            "the gradient is that term, plus this one over $T$, plus less. It compares the squares of the "
            "centred logits with their mean square: a large logit counts for more than in a squared error.",
        ),
        uses=("distillation-temperature", "softmax-cross-entropy-gradient"),
    )
