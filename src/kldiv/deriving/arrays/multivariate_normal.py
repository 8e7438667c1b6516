"""D(p || q) for two normal vectors of any dimension."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.algebra.arrays import minus, square, under
from kldiv.algebra.traces import expand_traces
from kldiv.deriving.arrays.cases import Draw, Setting, joined, near, settings_for
from kldiv.deriving.arrays.normal_checks import EXTRA
from kldiv.deriving.arrays.steps import N, join, lemma_of, separate, start
from kldiv.deriving.general import title_of
from kldiv.distributions.multivariate_normal import MultivariateNormal, normal_density
from kldiv.distributions.nodes import divergence_of
from kldiv.proof.evidence import ArrayEvidence, Extra
from kldiv.proof.record import Chain, Lemma, Record
from kldiv.proof.rules import arrays as array_rules
from kldiv.proof.rules import general as rules
from kldiv.values.settings import Root, frozen

SLUG = "multivariate-normal"
NAME = f"{SLUG}-{SLUG}"
REFERENCES = (("statproofbook", "proof P92 (mvn-kl)"), ("gil2013", ""))
SIZES, LARGE = tuple({"size": k} for k in (1, 2, 3)), ({"size": 4}, {"size": 5})

#: Letters of the lemma, and of the standard normal vector.
A, M0, L = sp.MatrixSymbol("A", N, N), sp.MatrixSymbol("m", N, 1), sp.MatrixSymbol("L", N, N)
X, Z = sp.MatrixSymbol("x", N, 1), sp.MatrixSymbol("z", N, 1)


def quadratic_form(p: MultivariateNormal) -> Lemma:
    """E (X - m)^T A (X - m) = tr(A Sigma) + (mu - m)^T A (mu - m)."""
    mu, sigma = p.loc, p.covariance()
    left = under(p.density(X), square(A, minus(X, M0)), X, "p")
    chain = Chain(left)
    gap = sp.MatrixSymbol("d", N, 1)  # mu - m stays in one piece
    pieces = {gap: minus(mu, M0)}
    body = square(A, sp.MatAdd(gap, sp.MatMul(L, Z)))
    chain.apply(
        rules.TRANSPORT,
        lambda _: under(normal_density(Z, sp.ZeroMatrix(N, 1), sp.Identity(N)), body.xreplace(pieces), Z, "z"),
    )
    chain.apply(rules.EXPAND, lambda e: e.of(expand_traces(body).xreplace(pieces)))
    chain.apply(array_rules.STANDARD_MOMENTS, lambda e: sp.Add(*(_moment(t) for t in sp.Add.make_args(e.body))))
    chain.apply(array_rules.CYCLIC, lambda e: e.replace(_starts_with_factor, _turn))
    chain.apply(
        array_rules.FACTOR, lambda e: e.xreplace({sp.Trace(sp.MatMul(A, L, L.T)): sp.Trace(sp.MatMul(A, sigma))})
    )
    return lemma_of(
        chain,
        left,
        "quadratic-form-normal",
        "The mean of a quadratic form in a normal vector",
        "The vector is carried to a standard normal one, $X = \\mu + L Z$.",
    )


def _moment(term: sp.Expr) -> sp.Expr:
    """The mean of a trace of no, one or two factors of a standard normal vector."""
    factors = term.arg.args
    held = [k for k, f in enumerate(factors) if f.has(Z)]
    if not held:
        return term
    if len(held) == 1:
        return sp.S.Zero
    first, last = held
    assert (first, last) == (0, len(factors) - 1), term
    return sp.Trace(sp.MatMul(*factors[1:-1]))


def _starts_with_factor(node: Any) -> bool:
    return isinstance(node, sp.Trace) and isinstance(node.arg, sp.MatMul) and node.arg.args[0] == L.T


def _turn(trace: sp.Trace) -> sp.Trace:
    first, *rest = trace.arg.args
    return sp.Trace(sp.MatMul(*rest, first))


def covariance_chain(p: MultivariateNormal, q: MultivariateNormal) -> Chain:
    """From the definition to the result, in covariance matrices."""
    lemma = quadratic_form(p)
    chain = start(divergence_of(p, q))
    chain.apply(rules.LINEARITY, separate(lambda f: f.has(X)))
    table = {}
    for distribution in (p, q):
        letters = {A: sp.Inverse(distribution.covariance()), M0: distribution.loc}
        table[lemma.left.xreplace(letters)] = lemma.value.xreplace(letters)
    chain.apply(rules.LEMMAS, lambda e: e.xreplace(table), lemmas=(lemma,))
    chain.apply(rules.SIMPLIFY, lambda e: join(cancelled(e, p)))
    return chain


def cancelled(expression: sp.Expr, p: MultivariateNormal) -> sp.Expr:
    """A matrix times its inverse is the identity, whose trace is n; a form in mu - mu is 0."""
    sigma, mu = p.covariance(), p.loc
    return expression.xreplace(
        {
            sp.Trace(sp.MatMul(sp.Inverse(sigma), sigma)): sigma.shape[0],
            square(sp.Inverse(sigma), minus(mu, mu)): sp.S.Zero,
            square(sp.Inverse(sigma), sp.MatAdd(mu, sp.MatMul(-1, mu))): sp.S.Zero,
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
    made.matrices["L"] = Root(p["covariance_matrix"])
    made.matrices["A"] = [[Fraction(3 * j + k + 2, 2 + j + k) for k in range(n)] for j in range(n)]
    made.matrices["m"] = [[Fraction(2 * j - 1, 3)] for j in range(n)]
    standard = [[0] * n, [[int(j == k) for k in range(n)] for j in range(n)]]
    made.distributions["z"] = Draw(SLUG, frozen(standard), Z)
    return made


def evidence(p: Any, q: Any, make: Any, extra: tuple[Extra, ...] = ()) -> ArrayEvidence:
    """What the checks of a pair of normal distributions need."""
    return ArrayEvidence(
        p,
        q,
        oracle=SLUG,
        settings=settings_for(MultivariateNormal, make, SIZES),
        fresh=settings_for(MultivariateNormal, make, SIZES[:2], seed=20),
        large=settings_for(MultivariateNormal, make, LARGE),
        joined=joined(MultivariateNormal, make, SIZES),
        near=near(MultivariateNormal, make, SIZES),
        extra=extra,
    )


def covariance_lemma() -> Lemma:
    """The result for covariance matrices, to be used where the distributions are given otherwise."""
    p, q = MultivariateNormal.symbolic("p"), MultivariateNormal.symbolic("q")
    chain = covariance_chain(p, q)
    return lemma_of(
        chain,
        chain.steps[0].before,
        "normal-in-covariances",
        "Two normal distributions given by their covariance matrices",
        "From the definition, as on the page for covariance matrices.",
    )


def covariance_form(p: MultivariateNormal, q: MultivariateNormal) -> Record:
    """The divergence for distributions given by their covariance matrices."""
    chain = covariance_chain(p, q)
    return Record(
        NAME,
        title_of(p, q),
        "closed form",
        chain.steps[0].before,
        chain.expression,
        tuple(chain.steps),
        chain.lemmas,
        references=REFERENCES,
        evidence=evidence(p, q, setting, EXTRA),
        notes=(
            "Both distributions have the same dimension $n$. The value is finite for all parameters in their domains.",
        ),
    )
