"""A family of distributions on K outcomes with one parameter, left undefined, and instances of it."""

from __future__ import annotations

import sympy as sp

from kldiv.distributions.finite import K, i
from kldiv.values.instances import Formula, Instance

#: The parameter, the point at which things are evaluated, and the probability of outcome i.
t = sp.Symbol("t", real=True)
t0 = sp.Symbol("t_0", real=True)
f = sp.Function("p", positive=True)

#: A fixed distribution to compare with.
r = sp.IndexedBase("r", positive=True)

#: The sums of the first and second derivatives of the probabilities vanish, because their sum is one.
NO_DRIFT = sp.Eq(sp.Sum(sp.Derivative(f(i, t), t), (i, 1, K)), 0)
NO_DRIFT_TWICE = sp.Eq(sp.Sum(sp.Derivative(f(i, t), (t, 2)), (i, 1, K)), 0)
TOTAL = sp.Eq(sp.Sum(f(i, t), (i, 1, K)), 1)


def softmax_family(*slopes: sp.Rational) -> Formula:
    """Probabilities proportional to exp(slope times the parameter, plus a little of its square)."""

    def probability(outcome: sp.Integer, parameter: sp.Expr) -> sp.Expr:
        logits = [sp.Rational(s) * parameter + parameter**2 / (k + 2) for k, s in enumerate(slopes)]
        return sp.exp(logits[int(outcome) - 1]) / sp.Add(*(sp.exp(v) for v in logits))

    return probability


def coin_family(outcome: sp.Integer, parameter: sp.Expr) -> sp.Expr:
    """A coin whose probability is (2 + sin of the parameter)/4."""
    head = (2 + sp.sin(parameter)) / 4
    return head if int(outcome) == 1 else 1 - head


def family_instances(shift: int = 0) -> tuple[Instance, ...]:
    """Three families, each at two parameters, with a distribution to compare with.

    Args:
        shift: moves the parameters, for further instances.

    Returns:
        The instances.
    """
    half, third = sp.Rational(1, 2), sp.Rational(1, 3)

    def at(one: sp.Rational, other: sp.Rational) -> dict[sp.Symbol, sp.Rational]:
        return {t: one + sp.Rational(shift, 5), t0: other + sp.Rational(shift, 7)}

    return (
        Instance({K: 2, **at(third, half)}, {"r": (half, half)}, {f: coin_family}),
        Instance({K: 3, **at(half, 0 * half)}, {"r": (half, third, half * third)}, {f: softmax_family(1, -1, half)}),
        Instance(
            {K: 4, **at(-third, 2 * third)},
            {"r": (half, half / 2, half / 4, half / 4)},
            {f: softmax_family(0, 2, -1, 1)},
        ),
    )
