"""D(p || q) for two Wishart distributions, by Bartlett's decomposition."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.algebra.arrays import MultivariateGamma, under
from kldiv.algebra.nodes import Expectation
from kldiv.algebra.tidying import is_zero
from kldiv.deriving.arrays.arrays_given import with_arrays
from kldiv.deriving.arrays.cases import Draw, Setting, joined, near, settings_for
from kldiv.deriving.arrays.steps import N, join, lemma_of, open_logs, separate, start
from kldiv.deriving.expectations import find_expectation
from kldiv.deriving.general import general as general_pair
from kldiv.deriving.general import title_of
from kldiv.deriving.table import special
from kldiv.distributions.chi2 import Chi2
from kldiv.distributions.gamma import Gamma
from kldiv.distributions.nodes import divergence_of, expectation_under
from kldiv.distributions.wishart import Wishart
from kldiv.proof.evidence import ArrayEvidence
from kldiv.proof.record import Chain, Lemma, Record
from kldiv.proof.report import Check
from kldiv.proof.rules import arrays as array_rules
from kldiv.proof.rules import general as rules
from kldiv.values.settings import Root, frozen

SLUG = "wishart"
SIZES, LARGE = tuple({"size": k} for k in (1, 2)), ({"size": 3}, {"size": 4})

X, A, B, L = (sp.MatrixSymbol(name, N, N) for name in ("x", "A", "B", "L"))
I = sp.Symbol("i", integer=True, nonnegative=True)  # noqa: E741
J = sp.Symbol("j", integer=True, nonnegative=True)
OVER = (I, 0, N - 1)


@special(SLUG, SLUG)
def derivation(p: Wishart, q: Wishart) -> Record:
    """Derive the divergence; listed arrays are put into the result in symbols."""
    if p.is_general and q.is_general:
        return general(p, q)
    letters = Wishart.symbolic("p"), Wishart.symbolic("q")
    spreads = [sp.ImmutableMatrix(sp.sympify(distribution.covariance()).doit()) for distribution in (p, q)]
    if spreads[0].shape != spreads[1].shape:
        raise ValueError(f"Wishart: p has dimension {spreads[0].shape[0]} and q has dimension {spreads[1].shape[0]}")
    arrays: dict[sp.Basic, Any] = {}
    for letter, distribution, spread in zip(letters, (p, q), spreads, strict=True):
        arrays |= {letter.df: distribution.df, letter.covariance_matrix: spread}
    return with_arrays(general(*letters), p, q, arrays, {N: spreads[0].shape[0]})


def triangle(df: sp.Expr, body: sp.Expr) -> Expectation:
    """The expectation over Bartlett's triangular matrix."""
    diagonal, below = A[I, I], A[I, J]
    k = df - I
    chi = 2 ** (1 - k / 2) * diagonal ** (k - 1) * sp.exp(-(diagonal**2) / 2) / sp.gamma(k / 2)
    normal = sp.exp(-(below**2) / 2) / sp.sqrt(2 * sp.pi)
    density = sp.Product(chi, OVER) * sp.Product(normal, (J, 0, I - 1), OVER)
    return under(density, body, A, "A")


def mean_log_determinant(p: Wishart) -> tuple[Lemma, Lemma]:
    """E log |X|, and the mean of the logarithm of a chi-squared variable."""
    df, spread = p.df, p.covariance_matrix
    left = under(p.density(X), sp.log(sp.Determinant(X)), X, "p")
    c, k = sp.Symbol("c", positive=True), sp.Symbol("k", positive=True)
    of_square = find_expectation(Chi2(k), sp.log(c), c, "c")
    chain = Chain(left)
    whole = sp.Determinant(sp.MatMul(L, A, A.T, L.T))
    chain.apply(array_rules.BARTLETT, lambda _: triangle(df, sp.log(whole)))
    opened = sp.Determinant(L) ** 2 * sp.Determinant(A) ** 2
    chain.apply(array_rules.DETERMINANT, lambda e: e.of(open_logs(sp.log(opened))))
    diagonal = sp.Sum(sp.log(A[I, I]), OVER)
    chain.apply(array_rules.TRIANGULAR, lambda e: e.of(e.body.xreplace({sp.log(sp.Determinant(A)): diagonal})))
    entry = triangle(df, sp.log(A[I, I]))
    chain.apply(rules.LINEARITY, lambda e: e.body.xreplace({diagonal: sp.Sum(entry, OVER)}))
    half = {2 * sp.log(sp.Determinant(L)): sp.log(sp.Determinant(spread))}
    chain.apply(array_rules.FACTOR, lambda e: e.subs(half))
    square = expectation_under(Chi2(k), sp.log(c), c, "c").xreplace({k: df - I})
    chain.apply(array_rules.CHI_SQUARED, lambda e: e.xreplace({sp.Sum(entry, OVER): sp.Sum(square, OVER) / 2}))
    value = of_square.value.xreplace({k: df - I})
    chain.apply(rules.LEMMAS, lambda e: e.xreplace({square: value}), lemmas=(of_square,))
    digamma = sp.polygamma(0, (df - I) / 2)
    chain.apply(
        rules.SIMPLIFY,
        lambda e: e.xreplace({sp.Sum(value, OVER): sp.Sum(sp.expand(value) - sp.log(2), OVER) + N * sp.log(2)}),
    )
    assert chain.expression.has(digamma.func)
    title, strategy = (
        "The mean of the logarithm of the determinant",
        "By Bartlett's decomposition, $X = L A A^{\\mathsf T} L^{\\mathsf T}$.",
    )
    return lemma_of(chain, left, "mean-log-determinant", title, strategy), of_square


def mean_trace(p: Wishart) -> Lemma:
    """E tr(B X) = nu tr(B V)."""
    df, spread = p.df, p.covariance_matrix
    left = under(p.density(X), sp.Trace(sp.MatMul(B, X)), X, "p")
    chain = Chain(left)
    chain.apply(array_rules.BARTLETT, lambda _: triangle(df, sp.Trace(sp.MatMul(B, L, A, A.T, L.T))))
    chain.apply(array_rules.CYCLIC, lambda e: e.of(sp.Trace(sp.MatMul(L.T, B, L, A, A.T))))
    chain.apply(array_rules.BARTLETT_MOMENTS, lambda _: df * sp.Trace(sp.MatMul(L.T, B, L)))
    chain.apply(array_rules.CYCLIC, lambda _: df * sp.Trace(sp.MatMul(B, L, L.T)))
    chain.apply(array_rules.FACTOR, lambda _: df * sp.Trace(sp.MatMul(B, spread)))
    title, strategy = "The mean of a trace", "By Bartlett's decomposition, $X = L A A^{\\mathsf T} L^{\\mathsf T}$."
    return lemma_of(chain, left, "mean-trace", title, strategy)


def general(p: Wishart, q: Wishart) -> Record:
    """The derivation in symbols."""
    chain = start(divergence_of(p, q))
    chain.apply(rules.LINEARITY, separate(lambda f: f.has(X)))
    determinant, of_square = mean_log_determinant(p)
    trace = mean_trace(p)
    table = {determinant.left: determinant.value}
    for distribution in (p, q):
        letters = {B: sp.Inverse(distribution.covariance_matrix)}
        table[trace.left.xreplace(letters)] = trace.value.xreplace(letters)
    chain.apply(rules.LEMMAS, lambda e: e.xreplace(table), lemmas=(determinant, of_square, trace))
    itself = sp.Trace(sp.MatMul(sp.Inverse(p.covariance_matrix), p.covariance_matrix))
    gammas = {distribution: MultivariateGamma(N, distribution.df / 2) for distribution in (p, q)}
    chain.apply(array_rules.WRITE_GAMMA, lambda e: written_gammas(e, *gammas.values()))
    chain.apply(rules.SIMPLIFY, lambda e: collected(e.xreplace({itself: N}), p, q))
    evidence = ArrayEvidence(
        p=p,
        q=q,
        oracle=SLUG,
        settings=settings_for(Wishart, setting, SIZES),
        fresh=settings_for(Wishart, setting, SIZES, seed=20),
        large=settings_for(Wishart, setting, LARGE),
        joined=joined(Wishart, setting, SIZES),
        near=near(Wishart, setting, SIZES),
        extra=(check_gamma,),
    )
    return Record(
        f"{SLUG}-{SLUG}",
        title_of(p, q),
        "closed form",
        chain.steps[0].before,
        chain.expression,
        tuple(chain.steps),
        chain.lemmas,
        (p.df > N - 1, q.df > N - 1),
        references=(("statproofbook", "proof P295 (wish-kl)"),),
        evidence=evidence,
        notes=(
            "Both distributions are of $n \\times n$ matrices; the value is finite for all of them. With $n = "
            "1$ both are "
            "gamma distributions.",
        ),
    )


def written_gammas(expression: sp.Expr, first: sp.Expr, second: sp.Expr) -> sp.Expr:
    """Write the logarithms of two multivariate gamma functions out; the powers of pi cancel."""
    logs = [_sum_of_log_gammas(g) for g in (first, second)]
    rest = expression.xreplace({sp.log(first): sp.S.Zero, sp.log(second): sp.S.Zero})
    return rest + sp.Sum(logs[1] - logs[0], OVER)


def _sum_of_log_gammas(gamma: MultivariateGamma) -> sp.Expr:
    return sp.loggamma(sp.together(gamma.args[1] - I / sp.Integer(2)))


def collected(expression: sp.Expr, p: Wishart, q: Wishart) -> sp.Expr:
    """Multiply out, cancel, join the logarithms and collect the sums."""
    sums = sorted(expression.atoms(sp.Sum), key=sp.default_sort_key)
    names = {s: sp.Dummy(f"sum{k}", real=True) for k, s in enumerate(sums)}
    plain = sp.Add(*(sp.expand_mul(t, deep=False) for t in sp.Add.make_args(expression.xreplace(names))))
    plain = join(plain)
    for name in names.values():
        plain = sp.collect(plain, name)
    return plain.xreplace({name: s for s, name in names.items()})


def check_gamma(derivation: Record) -> Check:
    """In one dimension the result must be that for two gamma distributions with concentration nu/2 and rate 1/(2V)."""
    gammas, arrays = [], {}
    for index, distribution in zip("pq", derivation.distributions, strict=True):
        v = sp.Symbol(f"v_{index}", positive=True)
        gammas.append(Gamma(distribution.parameters["df"] / 2, 1 / (2 * v)))
        arrays[distribution.parameters["covariance_matrix"]] = sp.ImmutableMatrix([[v]])
    made = derivation.result.xreplace(arrays).xreplace({N: sp.Integer(1)}).doit()
    gap = sp.expand(sp.expand_log(made - general_pair(*gammas).result, deep=True))
    held = bool(is_zero(gap))
    return Check("one dimension", held, 1, None, "equals the result for two gamma distributions, symbolically")


def setting(p: Mapping[str, Any], q: Mapping[str, Any]) -> Setting:
    """Numbers for a pair of Wishart distributions and for the letters of the lemmas."""
    n = len(p["covariance_matrix"])
    made = Setting({N: Fraction(n), sp.Symbol("k", positive=True): Fraction(7, 3)})
    for index, distribution in (("p", p), ("q", q)):
        made.distributions[index] = Draw(SLUG, frozen(list(distribution.values())), X)
        made.symbols[Wishart.symbolic(index).df] = distribution["df"]
        made.matrices[f"V_{index}"] = distribution["covariance_matrix"]
    made.distributions["A"] = Draw("bartlett", (frozen([p["df"]])[0], n), A)
    made.matrices["L"] = Root(p["covariance_matrix"])
    made.matrices["B"] = [[Fraction(3 * j + k + 2, 2 + j + k) for k in range(n)] for j in range(n)]
    return made
