"""D(p || q) for two Wishart distributions, by Bartlett's decomposition."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.algebra.arrays import CholeskyFactor, under
from kldiv.algebra.sums import merge
from kldiv.algebra.tidying import is_zero, join_logs
from kldiv.deriving.arrays.cases import Draw, Setting
from kldiv.deriving.arrays.closing import N, close, derived, start
from kldiv.deriving.expectations import find_expectation
from kldiv.deriving.general import general as general_pair
from kldiv.deriving.table import special
from kldiv.distributions.chi2 import Chi2
from kldiv.distributions.gamma import Gamma
from kldiv.distributions.wishart import Wishart
from kldiv.proof.chain import Chain, use
from kldiv.proof.record import Lemma, Record
from kldiv.proof.report import Check
from kldiv.proof.rules import arrays as array_rules
from kldiv.proof.rules import draws
from kldiv.proof.rules import general as rules
from kldiv.values.settings import frozen

SLUG = "wishart"
SIZES, LARGE = tuple({"size": k} for k in (1, 2)), ({"size": 3}, {"size": 4})

STRATEGY = "By Bartlett's decomposition, $X = L T T^{\\mathsf T} L^{\\mathsf T}$."

X, B = (sp.MatrixSymbol(name, N, N) for name in "xB")
I = sp.Symbol("i", integer=True, nonnegative=True)  # noqa: E741
OVER = (I, 0, N - 1)


@special(SLUG, SLUG)
def derivation(p: Wishart, q: Wishart) -> Record:
    """Derive the divergence; listed arrays are put into the result in symbols."""
    return derived(p, q, general)


def mean_log_determinant(p: Wishart) -> Lemma:
    """E log |X|, by the mean of the logarithm of a chi-squared variable."""
    c, k = sp.Symbol("c", positive=True), sp.Symbol("k", positive=True)
    of_square = find_expectation(Chi2(k), sp.log(c), c, "c")
    chain = Chain(under(p.density(X), sp.log(sp.Determinant(X)), X, "p"))
    chain.apply(draws.bartlett, p)
    chain.apply(array_rules.open_determinants)
    chain.apply(array_rules.factor)
    chain.apply(array_rules.expand_log)
    chain.apply(array_rules.triangular, I)
    chain.apply(rules.linearity)
    chain.apply(array_rules.expectation_of_sum)
    chain.apply(draws.chi_squared, p, c)
    chain.apply(rules.linearity)
    chain.apply(rules.lemmas, use(of_square, {k: p.df - I}))
    digamma = sp.polygamma(0, (p.df - I) / 2)
    chain.apply(rules.rewrite, sp.log(sp.Determinant(p.covariance_matrix)) + sp.Sum(digamma, OVER) + N * sp.log(2))
    return chain.lemma("mean-log-determinant", "The mean of the logarithm of the determinant", STRATEGY)


def mean_trace(p: Wishart) -> Lemma:
    """E tr(B X) = nu tr(B V)."""
    t, root = p.triangle(), CholeskyFactor(p.covariance())
    chain = Chain(under(p.density(X), sp.Trace(sp.MatMul(B, X)), X, "p"))
    chain.apply(draws.bartlett, p)
    chain.apply(array_rules.turn, sp.Transpose(root), sp.Transpose(t))
    chain.apply(draws.bartlett_moments, p)
    chain.apply(array_rules.turn, B, sp.Transpose(root))
    chain.apply(array_rules.factor)
    return chain.lemma("mean-trace", "The mean of a trace", STRATEGY)


def general(p: Wishart, q: Wishart) -> Record:
    """The derivation in symbols."""
    chain = start(p, q)
    chain.apply(rules.linearity)
    inverses = [{B: sp.Inverse(distribution.covariance_matrix)} for distribution in (p, q)]
    trace = mean_trace(p)
    chain.apply(rules.lemmas, use(mean_log_determinant(p)), *(use(trace, letters) for letters in inverses))
    chain.apply(array_rules.write_gamma, I)
    itself = sp.Trace(sp.MatMul(sp.Inverse(p.covariance_matrix), p.covariance_matrix))
    chain.apply(rules.rewrite, collected(merge(chain.expression.xreplace({itself: N}))))
    return close(
        chain,
        p,
        q,
        setting,
        SIZES,
        LARGE,
        assumptions=(p.df > N - 1, q.df > N - 1),
        references=(("statproofbook", "proof P295 (wish-kl)"),),
        notes=(
            "Both distributions are of $n \\times n$ matrices; the value is finite for all of them. With $n = "
            "1$ both are "
            "gamma distributions.",
        ),
        extra=(check_gamma,),
    )


def collected(expression: sp.Expr) -> sp.Expr:
    """Multiply out, cancel, join the logarithms and collect the sums."""
    sums = sorted(expression.atoms(sp.Sum), key=sp.default_sort_key)
    names = {s: sp.Dummy(f"sum{k}", real=True) for k, s in enumerate(sums)}
    plain = sp.Add(*(sp.expand_mul(t, deep=False) for t in sp.Add.make_args(expression.xreplace(names))))
    plain = join_logs(plain)
    for name in names.values():
        plain = sp.collect(plain, name)
    whole = plain.xreplace({name: s for s, name in names.items()})
    return whole.replace(sp.loggamma, lambda argument: sp.loggamma(sp.together(argument)))


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
    made.distributions["T"] = Draw("bartlett", (frozen([p["df"]])[0], n), Wishart.symbolic("p").triangle())
    made.matrices["B"] = [[Fraction(3 * j + k + 2, 2 + j + k) for k in range(n)] for j in range(n)]
    return made
