"""D(p || q) for two matrix normal distributions, through the columns set one below the other."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.algebra.arrays import Vec, minus, square
from kldiv.deriving.arrays import multivariate_normal as vectors
from kldiv.deriving.arrays.arrays_given import with_arrays
from kldiv.deriving.arrays.cases import Draw, Setting, drawn, joined, near, settings_for
from kldiv.deriving.arrays.steps import M, N, define, join, open_logs
from kldiv.deriving.general import title_of
from kldiv.deriving.table import special
from kldiv.distributions.matrix_normal import MatrixNormal
from kldiv.distributions.multivariate_normal import MultivariateNormal, normal_density
from kldiv.distributions.nodes import divergence_of
from kldiv.proof.evidence import ArrayEvidence
from kldiv.proof.record import Chain, Record
from kldiv.proof.rules import arrays as array_rules
from kldiv.proof.rules import general as rules
from kldiv.values.settings import frozen

SLUG = "matrix-normal"
SIZES = ({"rows": 1, "columns": 1}, {"rows": 2, "columns": 1}, {"rows": 2, "columns": 2})
LARGE = ({"rows": 2, "columns": 3}, {"rows": 3, "columns": 3})


@special(SLUG, SLUG)
def derivation(p: MatrixNormal, q: MatrixNormal) -> Record:
    """Derive the divergence; listed arrays are put into the result in symbols."""
    if p.is_general and q.is_general:
        return general(p, q)
    letters = MatrixNormal.symbolic("p"), MatrixNormal.symbolic("q")
    if p.loc.shape != q.loc.shape:
        raise ValueError(f"MatrixNormal: p has shape {p.loc.shape} and q has shape {q.loc.shape}")
    arrays: dict[sp.Basic, Any] = {}
    for letter, distribution in zip(letters, (p, q), strict=True):
        rows, columns = (sp.ImmutableMatrix(sp.sympify(c).doit()) for c in distribution.covariances())
        arrays |= {letter.loc: distribution.loc, letter.row_covariance: rows, letter.column_covariance: columns}
    return with_arrays(general(*letters), p, q, arrays, dict(zip((M, N), p.loc.shape, strict=True)))


def general(p: MatrixNormal, q: MatrixNormal) -> Record:
    """The derivation in symbols."""
    x = p.variable()
    lemma = vectors.covariance_lemma()
    chain = Chain(divergence_of(p, q))
    chain.apply(rules.DEFINITION, define)
    stacked = [normal_density(Vec(x), Vec(distribution.loc), joint(distribution)) for distribution in (p, q)]
    chain.apply(array_rules.VEC, lambda e: e.of(sp.log(stacked[0] / stacked[1])))
    table: dict[sp.Basic, sp.Basic] = {N: M * N}
    for index, distribution in (("p", p), ("q", q)):
        vector = MultivariateNormal.symbolic(index)
        table |= {vector.loc: Vec(distribution.loc), vector.covariance_matrix: joint(distribution)}
    inner = vectors.quadratic_form(MultivariateNormal.symbolic("p"))
    chain.apply(rules.LEMMAS, lambda _: lemma.value.xreplace(table), lemmas=(lemma, inner))
    determinants = {
        sp.Determinant(joint(distribution)): sp.Determinant(distribution.column_covariance) ** M
        * sp.Determinant(distribution.row_covariance) ** N
        for distribution in (p, q)
    }
    chain.apply(array_rules.KRONECKER_DETERMINANT, lambda e: e.xreplace(determinants))
    product = sp.Trace(sp.MatMul(sp.Inverse(joint(q)), joint(p)))
    factors = [
        sp.Trace(sp.MatMul(sp.Inverse(b), a))
        for a, b in ((p.column_covariance, q.column_covariance), (p.row_covariance, q.row_covariance))
    ]
    chain.apply(array_rules.KRONECKER_TRACE, lambda e: e.xreplace({product: factors[0] * factors[1]}))
    gap = minus(p.loc, q.loc)
    flat = square(sp.Inverse(joint(q)), minus(Vec(p.loc), Vec(q.loc)))
    again = sp.MatMul(sp.Inverse(q.column_covariance), sp.Transpose(gap), sp.Inverse(q.row_covariance), gap)
    chain.apply(array_rules.UNVEC, lambda e: e.xreplace({flat: sp.Trace(again)}))
    chain.apply(rules.SIMPLIFY, lambda e: join(open_logs(e)))
    evidence = ArrayEvidence(
        p=p,
        q=q,
        oracle=SLUG,
        settings=settings_for(MatrixNormal, setting, SIZES),
        fresh=settings_for(MatrixNormal, setting, SIZES[1:], seed=20),
        large=settings_for(MatrixNormal, setting, LARGE),
        joined=joined(MatrixNormal, setting, SIZES),
        near=near(MatrixNormal, setting, SIZES),
    )
    return Record(
        f"{SLUG}-{SLUG}",
        title_of(p, q),
        "closed form",
        chain.steps[0].before,
        chain.expression,
        tuple(chain.steps),
        chain.lemmas,
        references=(("statproofbook", "proof P296 (matn-kl)"),),
        evidence=evidence,
        notes=(
            "Both distributions are of $m \\times n$ matrices. The value is finite for all parameters in their "
            "domains.",
        ),
    )


def joint(distribution: MatrixNormal) -> sp.MatrixExpr:
    """The covariance of the columns set one below the other."""
    rows, columns = distribution.covariances()
    return sp.KroneckerProduct(columns, rows)


def setting(p: Mapping[str, Any], q: Mapping[str, Any]) -> Setting:
    """Numbers for a pair of matrix normal distributions."""
    rows, columns = len(p["loc"]), len(p["loc"][0])
    vectors_only = [drawn(MultivariateNormal, index, rows, size=columns) for index in ("p", "q")]
    made = vectors.setting(*vectors_only)  # the letters of the lemmas
    made.by_density[MultivariateNormal.symbolic("p").density(vectors.X)] = made.distributions["p"]
    made.symbols |= {M: Fraction(rows), N: Fraction(columns)}
    x = MatrixNormal.symbolic("p").variable()
    for index, distribution in (("p", p), ("q", q)):
        made.distributions[index] = Draw(SLUG, frozen(list(distribution.values())), x)
        for letter, name in (("M", "loc"), ("U", "row_covariance"), ("V", "column_covariance")):
            made.matrices[f"{letter}_{index}"] = distribution[name]
    return made
