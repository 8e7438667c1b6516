"""Bias and variance of k1, k2 and k3 between two normal distributions of variance one."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.deriving.general import lemmas_for
from kldiv.deriving.strategies.transport import expand
from kldiv.distributions.nodes import expectation_under
from kldiv.distributions.normal import Normal
from kldiv.identities import identity
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general, parametric

x = sp.Symbol("x", real=True)
#: The distance of the two means: p has mean 0, q has mean d.
d = sp.Symbol("d", real=True)
P, Q = Normal(sp.Integer(0), sp.Integer(1)), Normal(d, sp.Integer(1))
LOG_RATIO = sp.expand(sp.expand_log(sp.log(Q.density(x) / P.density(x)), force=True))
K1 = -LOG_RATIO
K2 = LOG_RATIO**2 / 2
K3 = sp.exp(LOG_RATIO) - 1 - LOG_RATIO
VALUE = d**2 / 2


def mean_of(body: sp.Expr, tex: str, plain: str) -> Proof:
    """Derive the mean of a statistic under p, from the lemmas for a normal distribution."""
    proof = Proof(Quantity(tex, plain, expectation_under(P, body, x, "p")))
    proof.apply(parametric.open_names)
    proof.apply(expand, P)
    proof.apply(general.linearity)
    proof.apply(general.lemmas, *(use(lemma) for lemma in lemmas_for(proof.expression, P)))
    proof.apply(general.rewrite, sp.expand(sp.simplify(proof.expression)))
    return proof


def close(proof: Proof, name: str, title: str, note: str) -> Record:
    """Close a statement about two normal distributions."""
    return proof.close(
        name,
        title,
        references=(("schulman2020", "k1, k2 and k3"),),
        notes=(
            "$X$ is standard normal and $q$ has mean $d$ and variance 1, so that $\\log\\rho = dX - d^2/2$ "
            "and "
            "$D(p\\,\\|\\,q) = d^2/2$.",
            note,
        ),
        related=("normal-normal",),
    )


@identity("k2-mean-normal")
def k2_mean() -> Record:
    """Derive the mean of k2."""
    return close(
        mean_of(K2, r"\operatorname{E}_p[k_2]", "E_p[k2]"),
        "k2-mean-normal",
        "The bias of k2 between normal distributions",
        "The bias is the term $d^4/8$: small while $d$ is.",
    )


@identity("k1-variance-normal")
def k1_variance() -> Record:
    """Derive the variance of k1."""
    return close(
        mean_of((K1 - VALUE) ** 2, r"\operatorname{Var}_p(k_1)", "Var_p(k1)"),
        "k1-variance-normal",
        "The variance of k1 between normal distributions",
        "The standard deviation $|d|$ is far above the value $d^2/2$ when $d$ is small.",
    )


@identity("k2-variance-normal")
def k2_variance() -> Record:
    """Derive the variance of k2."""
    mean = mean_of(K2, "k_2", "k2").expression
    return close(
        mean_of((K2 - mean) ** 2, r"\operatorname{Var}_p(k_2)", "Var_p(k2)"),
        "k2-variance-normal",
        "The variance of k2 between normal distributions",
        "For small $d$ the standard deviation is $d^2/\\sqrt2$, of the size of the value itself.",
    )


@identity("k3-variance-normal")
def k3_variance() -> Record:
    """Derive the variance of k3."""
    return close(
        mean_of((K3 - VALUE) ** 2, r"\operatorname{Var}_p(k_3)", "Var_p(k3)"),
        "k3-variance-normal",
        "The variance of k3 between normal distributions",
        "For small $d$ it is $d^4/2$, as for $k_2$; for large $d$ it grows like $e^{d^2}$, and $k_1$ is better.",
    )
