"""Beyond the Fisher information: the next term, and how asymmetric the divergence is close by."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity, unfold
from kldiv.algebra.sums import merge
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import Instance

#: A natural parameter, a step from it, and a variable of integration between.
theta = sp.Symbol("theta", real=True)
delta = sp.Symbol("delta", real=True)
s = sp.Symbol("s", real=True)

#: The log-partition function of an exponential family.
A = sp.Function("A", real=True)

#: Log-partition functions: Bernoulli, Poisson, and one with every derivative.
FAMILIES = (
    (lambda t: sp.log(1 + sp.exp(t)), Fraction(1, 3), Fraction(3, 4)),
    (lambda t: sp.exp(t), Fraction(-1, 2), Fraction(2, 3)),
    (lambda t: sp.exp(t) + t**4 / 8, Fraction(1, 5), Fraction(-1, 2)),
)


def instances(shift: Fraction = Fraction(0)) -> list[Instance]:
    """Each family at one parameter, and one step."""
    return [
        Instance({theta: at + shift, delta: step + shift / 2}, functions={A: distribution})
        for distribution, at, step in FAMILIES
    ]


def derivative(order: int, point: sp.Expr = theta) -> sp.Expr:
    """A derivative of A at a point."""
    if order == 0:
        return A(point)
    if isinstance(point, sp.Symbol):
        return sp.Derivative(A(point), (point, order))
    return sp.Subs(sp.Derivative(A(s), (s, order)), s, point)


def taylor(order: int, first: int = 0) -> sp.Expr:
    """Write a derivative of A at theta + delta by Taylor's formula with integral remainder.

    Args:
        order: the derivative of A under the integral.
        first: the derivative of A that is expanded.

    Returns:
        The Taylor polynomial at theta and the remainder.
    """
    terms = [derivative(k) * delta ** (k - first) / sp.factorial(k - first) for k in range(first, order)]
    rest = order - first - 1
    weight = (theta + delta - s) ** rest / sp.factorial(rest)
    return sp.Add(*terms, sp.Integral(weight * sp.Derivative(A(s), (s, order)), (s, theta, theta + delta)))


def expand_at(order: int, *firsts: int) -> Callable[[sp.Expr], sp.Expr]:
    """Replace derivatives of A at theta + delta by Taylor's formula."""
    table = {derivative(first, theta + delta): taylor(order, first) for first in firsts}
    return lambda expression: sp.expand_mul(expression.xreplace(table))


FORTH = A(theta + delta) - A(theta) - delta * derivative(1)
BACK = A(theta) - A(theta + delta) + delta * derivative(1, theta + delta)
TEX = (r"D(p_\theta \,\|\, p_{\theta+\delta})", r"D(p_{\theta+\delta} \,\|\, p_\theta)")
SMOOTH = "$A$ has so many continuous derivatives, as every log-partition function inside its domain"


@identity("exponential-family-expansion")
def expansion() -> Record:
    """Derive the divergence in an exponential family to the third order, with the remainder."""
    proof = Proof(Quantity(TEX[0], "D(p_theta || p_theta+delta)", FORTH))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.REMAINDER, expand_at(4, 0), hypothesis=SMOOTH)
    return proof.close(
        "exponential-family-expansion",
        "The next term after the Fisher information",
        instances=instances(),
        fresh=instances(Fraction(1, 7)),
        references=(("amari2016", "ch. 3"),),
        notes=(
            "$p_\\theta(x) \\propto e^{\\theta T(x)}$ with log-partition function $A$; the divergence is its Bregman "
            "gap. $A''$ is the Fisher information and the variance of $T$, $A'''$ the third central moment of $T$.",
        ),
        uses=("bregman-form", "fisher-information"),
    )


@identity("asymmetry-close-by")
def asymmetry() -> Record:
    """Derive the difference between the two directions as one integral of the third derivative."""
    forth, back = (
        Quantity(tex, text, body)
        for tex, text, body in zip(
            TEX, ("D(p_theta || p_theta+delta)", "D(p_theta+delta || p_theta)"), (FORTH, BACK), strict=True
        )
    )
    proof = Proof(forth - back)
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.REMAINDER, expand_at(3, 0, 1), hypothesis=SMOOTH)
    proof.apply(further.MERGE_SUM, merge)
    third = derivative(3, s)
    proof.apply(
        rules.SIMPLIFY,
        lambda e: e.replace(
            lambda n: isinstance(n, sp.Integral),
            lambda n: sp.Integral(third * sp.factor(sp.expand(n.function / third)), *n.limits),
        ),
    )
    return proof.close(
        "asymmetry-close-by",
        "Close by, the divergence is symmetric up to the third order",
        instances=instances(),
        fresh=instances(Fraction(1, 7)),
        references=(("amari2016", "ch. 3"),),
        notes=(
            "In an exponential family with log-partition function $A$. The integral is about "
            "$-\\tfrac16 A'''(\\theta)\\,\\delta^3$: the two directions share the Fisher information, and differ by "
            "the skewness.",
        ),
        uses=("bregman-form", "exponential-family-expansion"),
    )
