"""Reverse KL from a normal distribution to anything: what its gradient asks for."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.normal import Normal
from kldiv.identities import identity
from kldiv.identities.densities import logistic, p, x
from kldiv.identities.mixed_normals import mixture
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Lemma, Record
from kldiv.proof.rules import calculus, general
from kldiv.proof.rules import identities as rules
from kldiv.values.instances import Instance

#: The mean and the standard deviation of the normal distribution, and a standard normal variable.
m = sp.Symbol("m", real=True)
s = sp.Symbol("s", positive=True)
z = sp.Symbol("z", real=True)
Q = Normal(m, s).density(x)


def line(body: sp.Expr) -> sp.Integral:
    """The integral over the real line."""
    return sp.Integral(body, (x, -sp.oo, sp.oo))


def reverse_gradient(parameter: sp.Symbol) -> Proof:
    """Bring the derivative of D(q || p) to integrals over a standard normal variable z, with x = m + s z."""
    proof = Proof(sp.Derivative(Quantity(r"D(q \,\|\, p)", "D(q || p)", line(Q * sp.log(Q / p(x)))), parameter))
    proof.apply(rules.unfold)
    proof.apply(calculus.change_variable, x, sp.Lambda(z, m + s * z), -sp.oo, sp.oo)
    proof.apply(rules.log_of_ratio)
    proof.apply(calculus.differentiate_inside)
    return proof


def back(proof: Proof) -> None:
    """Change the variable back from z to x."""
    proof.apply(calculus.change_variable, z, sp.Lambda(x, (x - m) / s), -sp.oo, sp.oo)


def bell() -> Lemma:
    """Derive the integral of the bell curve."""
    proof = Proof(sp.Integral(sp.exp(-(z**2) / 2), (z, -sp.oo, sp.oo)))
    proof.apply(rules.integrate)
    return proof.lemma("bell-integral", "The integral of the bell curve", "By its antiderivative, an error function.")


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
        related=("reparametrisation-invariance",),
    )


@identity("reverse-kl-gradient-mean")
def gradient_mean() -> Record:
    """Derive the derivative of D(N(m, s) || p) in the mean."""
    proof = reverse_gradient(m)
    back(proof)
    slope = sp.Derivative(p(x), x) / p(x)
    proof.apply(general.rewrite, line(-Q * slope))
    return close(
        proof,
        "reverse-kl-gradient-mean",
        "Where reverse KL pulls the mean: the average slope of log p",
        "At a stationary point the slope of $\\log p$ is zero on average under $q$: within one hump of $p$ that holds "
        "near its mode, and a second hump far away hardly weighs, since $q$ has hardly any mass there. Forward KL asks "
        "for the mean of $p$ instead (`moment-matching`).",
    )


@identity("reverse-kl-gradient-scale")
def gradient_scale() -> Record:
    """Derive the derivative of D(N(m, s) || p) in the standard deviation."""
    proof = reverse_gradient(s)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(general.lemmas, use(bell()))
    back(proof)
    slope = sp.Derivative(p(x), x) / p(x)
    proof.apply(general.rewrite, line((m - x) * Q * slope / s) - 1 / s)
    return close(
        proof,
        "reverse-kl-gradient-scale",
        "How wide reverse KL wants q: against the slope of log p",
        "At a stationary point $\\operatorname{E}_q[(X - m)\\,\\partial \\log p(X)] = -1$: the width of the hump, "
        "read off its curvature.",
    )
