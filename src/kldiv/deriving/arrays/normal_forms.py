"""D(p || q) for normal vectors given by Cholesky factors, precisions, or a low-rank part and a diagonal."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.algebra.arrays import minus, square
from kldiv.algebra.tidying import join_logs
from kldiv.algebra.traces import expand_traces
from kldiv.deriving.arrays.arrays_given import with_arrays
from kldiv.deriving.arrays.cases import Setting, with_truth
from kldiv.deriving.arrays.multivariate_normal import (
    NAME,
    REFERENCES,
    SLUG,
    covariance_form,
    covariance_lemma,
    evidence,
    quadratic_form,
    setting,
)
from kldiv.deriving.arrays.steps import N
from kldiv.deriving.general import title_of
from kldiv.deriving.table import FURTHER_FORMS, special
from kldiv.distributions.multivariate_normal import FORMS, MultivariateNormal, gram
from kldiv.distributions.nodes import divergence_of
from kldiv.proof.record import Chain, Record
from kldiv.proof.rules import arrays as array_rules
from kldiv.proof.rules import general as rules
from kldiv.values.settings import generator

TITLES = {
    "cholesky": "given by Cholesky factors",
    "precision": "given by precision matrices",
    "low-rank": "given by a low-rank part and a diagonal",
}
#: Index of a diagonal, counted from 0 as SymPy counts.
I = sp.Symbol("i", integer=True, nonnegative=True)  # noqa: E741


def begin(p: MultivariateNormal, q: MultivariateNormal) -> Chain:
    """Use the result for covariance matrices."""
    lemma = covariance_lemma()
    table: dict[sp.Basic, sp.Basic] = {}
    for index, distribution in (("p", p), ("q", q)):
        letters = MultivariateNormal.symbolic(index)
        table |= {letters.covariance_matrix: distribution.covariance(), letters.loc: distribution.loc}
    chain = Chain(divergence_of(p, q))
    lemmas = (lemma, quadratic_form(MultivariateNormal.symbolic("p")))
    chain.apply(rules.LEMMAS, lambda _: lemma.value.xreplace(table), lemmas=lemmas)
    return chain


def cholesky(p: MultivariateNormal, q: MultivariateNormal) -> Chain:
    """Determinants of triangular matrices, and squared lengths."""
    chain = begin(p, q)
    a, b = p.scale_tril, q.scale_tril
    gap = minus(p.loc, q.loc)
    factors = {
        sp.Determinant(distribution.covariance()): sp.Determinant(distribution.scale_tril) ** 2
        for distribution in (p, q)
    }
    chain.apply(array_rules.DETERMINANT, lambda e: e.xreplace(factors))
    diagonal = sp.Sum(sp.log(b[I, I] / a[I, I]), (I, 0, N - 1))
    ratio = sp.log(sp.Determinant(b) ** 2 / sp.Determinant(a) ** 2)
    chain.apply(array_rules.TRIANGULAR, lambda e: e.xreplace({ratio: 2 * diagonal}))
    inverse = {sp.Inverse(q.covariance()): sp.MatMul(sp.Transpose(sp.Inverse(b)), sp.Inverse(b))}
    chain.apply(array_rules.INVERSE, lambda e: e.xreplace(inverse))
    ratio_of_factors = sp.MatMul(sp.Inverse(b), a)
    lengths = {
        sp.Trace(sp.MatMul(inverse[sp.Inverse(q.covariance())], p.covariance())): _norm(ratio_of_factors),
        square(inverse[sp.Inverse(q.covariance())], gap): _norm(sp.MatMul(sp.Inverse(b), gap)),
    }
    chain.apply(array_rules.CYCLIC, lambda e: e.xreplace(lengths))
    return chain


def _norm(matrix: sp.MatrixExpr) -> sp.Expr:
    """The sum of the squares of the entries of a product."""
    return sp.Trace(sp.MatMul(sp.Transpose(matrix), matrix))


def precision(p: MultivariateNormal, q: MultivariateNormal) -> Chain:
    """Inverses of inverses."""
    chain = begin(p, q)
    table = {
        sp.Determinant(distribution.covariance()): 1 / sp.Determinant(distribution.precision_matrix)
        for distribution in (p, q)
    }
    chain.apply(array_rules.DETERMINANT, lambda e: e.xreplace(table))
    chain.apply(array_rules.INVERSE, lambda e: e.xreplace({sp.Inverse(q.covariance()): q.precision_matrix}))
    return chain


def low_rank(p: MultivariateNormal, q: MultivariateNormal) -> Chain:
    """The determinant lemma and Woodbury's identity: everything but diagonals is as small as the rank."""
    chain = begin(p, q)
    cores = {distribution: core(distribution) for distribution in (p, q)}
    table = {
        sp.Determinant(distribution.covariance()): sp.Determinant(distribution.cov_diag)
        * sp.Determinant(cores[distribution])
        for distribution in (p, q)
    }
    chain.apply(array_rules.DETERMINANT_LEMMA, lambda e: e.xreplace(table))
    outer = sp.Inverse(q.cov_diag)
    correction = sp.MatMul(outer, q.cov_factor, sp.Inverse(cores[q]), sp.Transpose(q.cov_factor), outer)
    inverse = {sp.Inverse(q.covariance()): minus(outer, correction)}
    chain.apply(array_rules.WOODBURY, lambda e: e.xreplace(inverse))
    gap = sp.MatrixSymbol("d", N, 1)  # mu_p - mu_q stays in one piece
    whole = {gap: minus(p.loc, q.loc)}
    back = {v: k for k, v in whole.items()}
    symmetric = frozenset((p.cov_diag, q.cov_diag))
    chain.apply(rules.EXPAND, lambda e: expand_traces(e.xreplace(back), symmetric).xreplace(whole))
    return chain


def core(distribution: MultivariateNormal) -> sp.MatrixExpr:
    """I + W^T Psi^{-1} W, a matrix as small as the rank."""
    factor = distribution.cov_factor
    inner = sp.MatMul(sp.Transpose(factor), sp.Inverse(distribution.cov_diag), factor)
    return sp.MatAdd(sp.Identity(factor.shape[1]), inner)


CHAINS = {"cholesky": cholesky, "precision": precision, "low-rank": low_rank}


def form_setting(form: str) -> Any:
    """Return the maker of settings for one parametrisation."""

    def make(p: Mapping[str, Any], q: Mapping[str, Any]) -> Setting:
        given, covariances = {}, {}
        for index, distribution in (("p", p), ("q", q)):
            rows = distribution["covariance_matrix"]
            given[index], covariances[index] = GIVEN[form](rows, distribution["loc"])
        distributions = {
            k: {"loc": distribution["loc"], "covariance_matrix": covariances[k]}
            for k, distribution in (("p", p), ("q", q))
        }
        made = with_truth(setting(distributions["p"], distributions["q"]), distributions["p"], distributions["q"])
        letters = {p.name: p.letter for p in MultivariateNormal.spec}
        for index, parameters in given.items():
            for name, rows in parameters.items():
                made.matrices[f"{letters[name]}_{index}"] = rows
            if "cov_factor" in parameters:
                rank = sp.Symbol(f"r_{index}", integer=True, positive=True)
                made.symbols[rank] = Fraction(len(parameters["cov_factor"][0]))
        return made

    return make


def _as_factor(rows: Any, _: Any) -> tuple[dict[str, Any], Any]:
    """Take the lower half of a covariance matrix for a factor of another; all stays rational."""
    factor = [
        [v if k < j else abs(v) if k == j else Fraction(0) for k, v in enumerate(row)] for j, row in enumerate(rows)
    ]
    return {"scale_tril": factor}, gram(factor)


def _as_precision(rows: Any, _: Any) -> tuple[dict[str, Any], Any]:
    inverse = sp.Matrix([[sp.Rational(v.numerator, v.denominator) for v in row] for row in rows]).inv()
    return {"precision_matrix": rows}, [[Fraction(int(v.p), int(v.q)) for v in row] for row in inverse.tolist()]


def _as_low_rank(rows: Any, loc: Any) -> tuple[dict[str, Any], Any]:
    """Draw a factor, the same one for distributions that are very close, and keep the diagonal."""
    rng = generator("low-rank", *(round(float(v), 9) for v in loc))
    rank = rng.randint(1, 2)
    factor = [[Fraction(rng.randint(-6, 6), 4) for _ in range(rank)] for _ in rows]
    n = len(rows)
    diagonal = [[rows[j][j] if j == k else Fraction(0) for k in range(n)] for j in range(n)]
    outer = gram(factor)
    covariance = [[a + b for a, b in zip(one, other, strict=True)] for one, other in zip(diagonal, outer, strict=True)]
    return {"cov_factor": factor, "cov_diag": diagonal}, covariance


GIVEN = {"cholesky": _as_factor, "precision": _as_precision, "low-rank": _as_low_rank}


def other_form(p: MultivariateNormal, q: MultivariateNormal) -> Record:
    """The divergence for distributions given otherwise than by covariance matrices."""
    form = p.form
    chain = CHAINS[form](p, q)
    if form == "precision":
        chain.apply(rules.SIMPLIFY, join_logs)
    return Record(
        f"{NAME}-{form}",
        f"{title_of(p, q)} {TITLES[form]}",
        "closed form",
        chain.steps[0].before,
        chain.expression,
        tuple(chain.steps),
        chain.lemmas,
        references=REFERENCES,
        evidence=evidence(p, q, form_setting(form)),
        notes=NOTES[form],
    )


NOTES = {
    "cholesky": (
        "$L$ is lower triangular with a positive diagonal and $L L^{\\mathsf T}$ is the covariance. SymPy "
        "counts the entries "
        "of a matrix from 0.",
    ),
    "precision": ("$\\Lambda$ is the inverse of the covariance.",),
    "low-rank": (
        "The covariance is $W W^{\\mathsf T} + \\Psi$ with $\\Psi$ diagonal and $W$ of $r$ columns. Apart "
        "from diagonals, every "
        "matrix that is inverted, or whose determinant is taken, is as small as the rank.",
    ),
}


@special(SLUG, SLUG)
def derivation(p: MultivariateNormal, q: MultivariateNormal) -> Record:
    """Derive the divergence; listed arrays are put into the result in symbols."""
    if p.is_general and q.is_general and p.form == q.form:
        return other_form(p, q) if p.form else covariance_form(p, q)
    if p.is_general or q.is_general:
        raise ValueError(
            "MultivariateNormal: give both distributions listed arrays, or both symbols of the same parametrisation"
        )
    if p.loc.shape != q.loc.shape:
        raise ValueError(f"MultivariateNormal: p has dimension {p.loc.shape[0]} and q has dimension {q.loc.shape[0]}")
    letters = MultivariateNormal.symbolic("p"), MultivariateNormal.symbolic("q")
    arrays: dict[sp.Basic, Any] = {}
    for letter, distribution in zip(letters, (p, q), strict=True):
        spread = sp.ImmutableMatrix(sp.sympify(distribution.covariance()).doit())
        arrays |= {letter.loc: distribution.loc, letter.covariance_matrix: spread}
    return with_arrays(covariance_form(*letters), p, q, arrays, {N: p.loc.shape[0]})


for _form in FORMS:
    if _form:
        FURTHER_FORMS[f"{NAME}-{_form}"] = (
            MultivariateNormal.symbolic("p", _form),
            MultivariateNormal.symbolic("q", _form),
        )

__all__ = ["CHAINS", "FORMS", "other_form"]
