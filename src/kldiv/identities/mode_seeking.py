"""Reverse KL from a normal distribution to anything: what its gradient asks for."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity, unfold
from kldiv.distributions.normal import Normal
from kldiv.identities import identity
from kldiv.identities.between_normals import mixture
from kldiv.identities.densities import logistic, p, x
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import Instance

#: The mean and the standard deviation of the normal distribution, and a standard normal variable.
m = sp.Symbol("m", real=True)
s = sp.Symbol("s", positive=True)
z, y = sp.symbols("z y", real=True)
Q = Normal(m, s)
BASE = Normal(sp.Integer(0), sp.Integer(1)).density(z)
DOMINATED = "the derivative is dominated by an integrable function, so it may be taken inside"


def line(body: sp.Expr, variable: sp.Symbol = z) -> sp.Integral:
    """The integral over the real line."""
    return sp.Integral(body, (variable, -sp.oo, sp.oo))


def reverse_gradient(parameter: sp.Symbol) -> Proof:
    """Bring the derivative of D(q || p) to expectations of the slope of log p under q."""
    density = Q.density(x)
    whole = Quantity(r"D(q \,\|\, p)", "D(q || p)", line(density * sp.log(density / p(x)), x))
    proof = Proof(sp.Derivative(whole, parameter))
    proof.apply(further.UNFOLD, unfold)

    def standardise(derivative: sp.Derivative) -> sp.Derivative:
        body = derivative.expr.function.subs(x, m + s * z) * s
        return sp.Derivative(line(sp.simplify(body / BASE) * BASE), parameter)

    proof.apply(further.CHANGE_VARIABLE, standardise)
    proof.apply(
        further.DIFFERENTIATE,
        lambda e: line(
            with_slope(sp.expand(sp.diff(sp.expand_log(e.expr.function / BASE, force=True), parameter))) * BASE
        ),
        hypothesis=DOMINATED,
    )
    return proof


def with_slope(expression: sp.Expr) -> sp.Expr:
    """Name the variable of differentiation, which SymPy leaves to chance."""
    return expression.replace(
        lambda n: isinstance(n, sp.Subs), lambda n: sp.Subs(sp.Derivative(p(y), y), y, n.point[0])
    )


def back(expression: sp.Expr) -> sp.Expr:
    """Change the variable back from z to x = m + s z."""

    def one(node: sp.Integral) -> sp.Integral:
        body = (
            (node.function / BASE)
            .subs(z, (x - m) / s)
            .replace(lambda n: isinstance(n, sp.Subs), lambda n: sp.Derivative(p(x), x))
        )
        return line(Q.density(x) * sp.simplify(body), x)

    return expression.replace(lambda n: isinstance(n, sp.Integral), one)


def instances() -> list[Instance]:
    """Two mixtures with two humps, and a logistic distribution, each with a normal distribution."""
    half, third = sp.Rational(1, 2), sp.Rational(1, 3)
    distributions = (
        (mixture((third, -1, 1), (2 * third, 2, half))[0], half, 1),
        (mixture((half, -2, 1), (half, 2, third * 2))[0], -1, Fraction(3, 4)),
        (logistic(third, half), Fraction(1, 4), half),
    )
    return [
        Instance({m: Fraction(a), s: Fraction(b)}, functions={p: distribution}) for distribution, a, b in distributions
    ]


def close(proof: Proof, name: str, title: str, note: str) -> Record:
    """Close a statement about the gradient of reverse KL."""
    return proof.close(
        name,
        title,
        instances=instances(),
        references=(("bishop2006", "sec. 10.1.2"), ("murphy2012", "sec. 21.2.2")),
        notes=(
            "$q$ is normal with mean $m$ and standard deviation $s$; $\\partial \\log p$ is the slope of $\\log p$.",
            note,
        ),
        uses=("reparametrisation-invariance",),
    )


@identity("reverse-kl-gradient-mean")
def gradient_mean() -> Record:
    """Derive the derivative of D(N(m, s) || p) in the mean."""
    proof = reverse_gradient(m)
    proof.apply(further.CHANGE_VARIABLE, back)
    return close(
        proof,
        "reverse-kl-gradient-mean",
        "Where reverse KL pulls the mean: the average slope of log p",
        "At a stationary point the slope of $\\log p$ is zero on average under $q$: within one hump of $p$ that holds "
        "near its mode, and a second hump far away hardly weighs, since $q$ has no mass there. Forward KL asks for the "
        "mean of $p$ instead (`moment-matching`).",
    )


@identity("reverse-kl-gradient-scale")
def gradient_scale() -> Record:
    """Derive the derivative of D(N(m, s) || p) in the standard deviation."""
    proof = reverse_gradient(s)
    proof.apply(
        rules.SPLIT_SUM,
        lambda e: sp.Add(*(line(term * BASE) for term in sp.Add.make_args(sp.expand(e.function / BASE)))),
    )
    proof.apply(further.NORMALISED, lambda e: e.xreplace({line(-BASE / s): -1 / s}))
    proof.apply(further.CHANGE_VARIABLE, back)
    return close(
        proof,
        "reverse-kl-gradient-scale",
        "How wide reverse KL wants q: against the slope of log p",
        "At a stationary point $\\operatorname{E}_q[(X - m)\\,\\partial \\log p(X)] = -1$: the width of the hump, "
        "read off its curvature.",
    )
