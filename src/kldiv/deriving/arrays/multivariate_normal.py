"""D(p || q) for two normal vectors of any dimension."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.algebra.arrays import CholeskyFactor, minus, square, under
from kldiv.algebra.tidying import join_logs
from kldiv.deriving.arrays.cases import Draw, Setting
from kldiv.deriving.arrays.closing import N, close, start
from kldiv.deriving.arrays.normal_checks import EXTRA
from kldiv.distributions.multivariate_normal import MultivariateNormal
from kldiv.proof.chain import Chain, use
from kldiv.proof.record import Lemma, Record
from kldiv.proof.rules import arrays as array_rules
from kldiv.proof.rules import draws
from kldiv.proof.rules import general as rules
from kldiv.values.settings import frozen

SLUG = "multivariate-normal"
REFERENCES = (("statproofbook", "proof P92 (mvn-kl)"), ("gil2013", "the table of divergences"))
SIZES, LARGE = tuple({"size": k} for k in (1, 2, 3)), ({"size": 4}, {"size": 5})

#: Letters of the lemma, and of the standard normal vector.
A, M0 = sp.MatrixSymbol("A", N, N), sp.MatrixSymbol("m", N, 1)
X, Z = sp.MatrixSymbol("x", N, 1), sp.MatrixSymbol("z", N, 1)


def quadratic_form(p: MultivariateNormal) -> Lemma:
    """E (X - m)^T A (X - m) = tr(A Sigma) + (mu - m)^T A (mu - m)."""
    chain = Chain(under(p.density(X), square(A, minus(X, M0)), X, "p"))
    chain.apply(draws.normal_image, p, Z)
    chain.apply(array_rules.expand, minus(p.loc, M0))
    chain.apply(draws.standard_moments)
    chain.apply(array_rules.turn, A, sp.Transpose(CholeskyFactor(p.covariance())))
    chain.apply(array_rules.factor)
    return chain.lemma(
        "quadratic-form-normal",
        "The mean of a quadratic form in a normal vector",
        "The vector is carried to a standard normal one, $X = \\mu + L Z$.",
    )


def covariance_chain(p: MultivariateNormal, q: MultivariateNormal) -> Chain:
    """From the definition to the result, in covariance matrices."""
    lemma = quadratic_form(p)
    chain = start(p, q)
    chain.apply(rules.linearity)
    forms = [{A: sp.Inverse(distribution.covariance()), M0: distribution.loc} for distribution in (p, q)]
    chain.apply(rules.lemmas, *(use(lemma, letters) for letters in forms))
    chain.apply(rules.rewrite, join_logs(cancelled(chain.expression, p)))
    return chain


def cancelled(expression: sp.Expr, p: MultivariateNormal) -> sp.Expr:
    """A matrix times its inverse is the identity, whose trace is n; a form in mu - mu is 0."""
    sigma, mu = p.covariance(), p.loc
    return expression.xreplace(
        {
            sp.Trace(sp.MatMul(sp.Inverse(sigma), sigma)): sigma.shape[0],
            square(sp.Inverse(sigma), minus(mu, mu)): sp.S.Zero,
        }
    )


def setting(p: Mapping[str, Any], q: Mapping[str, Any]) -> Setting:
    """Numbers for a pair of normal distributions, in all four parametrisations, and for the letters of the lemma."""
    made = Setting({N: Fraction(len(p["loc"]))})
    for index, distribution in (("p", p), ("q", q)):
        values = frozen(list(distribution.values()))
        made.distributions[index] = Draw(SLUG, values, X)
        made.matrices[f"mu_{index}"] = [[v] for v in distribution["loc"]]
        made.matrices[f"Sigma_{index}"] = distribution["covariance_matrix"]
    n = len(p["loc"])
    made.matrices["A"] = [[Fraction(3 * j + k + 2, 2 + j + k) for k in range(n)] for j in range(n)]
    made.matrices["m"] = [[Fraction(2 * j - 1, 3)] for j in range(n)]
    standard = [[0] * n, [[int(j == k) for k in range(n)] for j in range(n)]]
    made.distributions["z"] = Draw(SLUG, frozen(standard), Z)
    return made


def covariance_lemma() -> Lemma:
    """The result for covariance matrices, to be used where the distributions are given otherwise."""
    chain = covariance_chain(MultivariateNormal.symbolic("p"), MultivariateNormal.symbolic("q"))
    return chain.lemma(
        "normal-in-covariances",
        "Two normal distributions given by their covariance matrices",
        "From the definition, as on the page for covariance matrices.",
    )


def in_covariances(p: MultivariateNormal, q: MultivariateNormal) -> Any:
    """The lemma for two distributions of any dimension, given however."""
    letters: dict[sp.Basic, Any] = {}
    for index, distribution in (("p", p), ("q", q)):
        symbols = MultivariateNormal.symbolic(index)
        letters |= {symbols.covariance_matrix: distribution.covariance(), symbols.loc: distribution.loc}
    size = p.loc.shape[0]
    return use(covariance_lemma(), letters if size == N else {**letters, N: size})


def covariance_form(p: MultivariateNormal, q: MultivariateNormal) -> Record:
    """The divergence for distributions given by their covariance matrices."""
    return close(
        covariance_chain(p, q),
        p,
        q,
        setting,
        SIZES,
        LARGE,
        references=REFERENCES,
        extra=EXTRA,
        notes=(
            "Both distributions have the same dimension $n$. The value is finite for all parameters in their domains.",
        ),
    )
