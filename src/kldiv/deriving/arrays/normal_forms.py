"""D(p || q) for normal vectors given by Cholesky factors, precisions, or a low-rank part and a diagonal."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.algebra.arrays import minus, square
from kldiv.algebra.tidying import join_logs
from kldiv.deriving.arrays.cases import Setting, with_truth
from kldiv.deriving.arrays.closing import close, derived
from kldiv.deriving.arrays.multivariate_normal import (
    LARGE,
    REFERENCES,
    SIZES,
    SLUG,
    covariance_form,
    in_covariances,
    setting,
)
from kldiv.deriving.table import FURTHER_FORMS, special
from kldiv.distributions.multivariate_normal import FORMS, MultivariateNormal, gram
from kldiv.distributions.nodes import divergence_of
from kldiv.proof.chain import Chain
from kldiv.proof.kernel import ByTheorem
from kldiv.proof.literature.matrices import D, W, rank
from kldiv.proof.record import Record
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
    chain = Chain(divergence_of(p, q))
    chain.apply(rules.lemmas, in_covariances(p, q))
    return chain


def cholesky(p: MultivariateNormal, q: MultivariateNormal) -> Chain:
    """Determinants of triangular matrices, and squared lengths."""
    chain = begin(p, q)
    a, b = p.scale_tril, q.scale_tril
    gap = minus(p.loc, q.loc)
    chain.apply(array_rules.open_determinants)
    chain.apply(array_rules.triangular, I)
    chain.apply(array_rules.open_inverses)
    outer = sp.MatMul(sp.Inverse(sp.Transpose(b)), sp.Inverse(b))
    lengths = {
        sp.Trace(sp.MatMul(outer, p.covariance())): _norm(sp.MatMul(sp.Inverse(b), a)),
        square(outer, gap): _norm(sp.MatMul(sp.Inverse(b), gap)),
    }
    chain.apply(rules.rewrite, chain.expression.xreplace(lengths))
    return chain


def _norm(matrix: sp.MatrixExpr) -> sp.Expr:
    """The sum of the squares of the entries of a product."""
    return sp.Trace(sp.MatMul(sp.Transpose(matrix), matrix))


def precision(p: MultivariateNormal, q: MultivariateNormal) -> Chain:
    """Inverses of inverses."""
    chain = begin(p, q)
    chain.apply(array_rules.open_determinants)
    chain.apply(array_rules.open_inverses)
    return chain


def precision_simplified(p: MultivariateNormal, q: MultivariateNormal) -> Chain:
    """The same, with the logarithms joined."""
    chain = precision(p, q)
    chain.apply(rules.rewrite, join_logs(chain.expression))
    return chain


def low_rank(p: MultivariateNormal, q: MultivariateNormal) -> Chain:
    """The determinant lemma and Woodbury's identity: everything but diagonals is as small as the rank."""
    chain = begin(p, q)
    letters = [{D: d.cov_diag, W: d.cov_factor, rank: d.cov_factor.shape[1]} for d in (p, q)]
    chain.apply(rules.theorem, *(ByTheorem("matrix-determinant-lemma", tuple(at.items())) for at in letters))
    chain.apply(rules.theorem, ByTheorem("woodbury", tuple(letters[1].items())))
    chain.apply(array_rules.expand, minus(p.loc, q.loc))
    return chain


CHAINS = {"cholesky": cholesky, "precision": precision_simplified, "low-rank": low_rank}


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
    return close(
        CHAINS[form](p, q),
        p,
        q,
        form_setting(form),
        SIZES,
        LARGE,
        form=form,
        form_title=TITLES[form],
        references=REFERENCES,
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
    for form in FORMS:
        if form and (p.parameters, q.parameters) == tuple(d.parameters for d in in_symbols(form)):
            return other_form(p, q)
    return derived(p, q, covariance_form)


def in_symbols(form: str) -> tuple[MultivariateNormal, MultivariateNormal]:
    """The two distributions of a further form."""
    return MultivariateNormal.symbolic("p", form), MultivariateNormal.symbolic("q", form)


FURTHER_FORMS |= {f"{SLUG}-{SLUG}-{_form}": in_symbols(_form) for _form in FORMS if _form}

__all__ = ["CHAINS", "FORMS", "other_form"]
