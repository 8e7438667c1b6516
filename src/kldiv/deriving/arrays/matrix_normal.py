"""D(p || q) for two matrix normal distributions, through the columns set one below the other."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kldiv.algebra.array_logs import open_logs
from kldiv.algebra.arrays import minus
from kldiv.algebra.tidying import join_logs
from kldiv.deriving.arrays import multivariate_normal as vectors
from kldiv.deriving.arrays.cases import Draw, Setting, drawn
from kldiv.deriving.arrays.closing import M, N, close, derived
from kldiv.deriving.table import special
from kldiv.distributions.matrix_letters import has_positive_determinant
from kldiv.distributions.matrix_normal import MatrixNormal
from kldiv.distributions.multivariate_normal import MultivariateNormal
from kldiv.distributions.nodes import divergence_of
from kldiv.proof.chain import Chain
from kldiv.proof.kernel import ByTheorem
from kldiv.proof.literature import matrices as theorems
from kldiv.proof.record import Record
from kldiv.proof.rules import arrays as array_rules
from kldiv.proof.rules import draws
from kldiv.proof.rules import general as rules
from kldiv.values.settings import frozen

SLUG = "matrix-normal"
SIZES = ({"rows": 1, "columns": 1}, {"rows": 2, "columns": 1}, {"rows": 2, "columns": 2})
LARGE = ({"rows": 2, "columns": 3}, {"rows": 3, "columns": 3})


@special(SLUG, SLUG)
def derivation(p: MatrixNormal, q: MatrixNormal) -> Record:
    """Derive the divergence; listed arrays are put into the result in symbols."""
    return derived(p, q, general)


def general(p: MatrixNormal, q: MatrixNormal) -> Record:
    """The derivation in symbols."""
    chain = Chain(divergence_of(p, q))
    chain.apply(draws.stack, p, q)
    chain.apply(rules.lemmas, vectors.in_covariances(p.stacked(), q.stacked()))
    rows, columns = zip(p.covariances(), q.covariances(), strict=True)
    both = [
        ByTheorem("kronecker-determinant", ((theorems.U, u), (theorems.V, v)))
        for u, v in zip(rows, columns, strict=True)
    ]
    chain.apply(rules.theorem, *both)
    letters = (theorems.P, rows[0]), (theorems.U, rows[1]), (theorems.Q, columns[0]), (theorems.V, columns[1])
    chain.apply(rules.theorem, ByTheorem("kronecker-trace", letters))
    chain.apply(array_rules.join_vec)
    gap = (theorems.X, minus(p.loc, q.loc)), (theorems.U, rows[1]), (theorems.R, columns[1])
    chain.apply(rules.theorem, ByTheorem("vec", gap))
    chain.apply(rules.rewrite, join_logs(open_logs(chain.expression, has_positive_determinant)))
    return close(
        chain,
        p,
        q,
        setting,
        SIZES,
        LARGE,
        references=(("statproofbook", "proof P296 (matn-kl)"),),
        notes=(
            "Both distributions are of $m \\times n$ matrices. The value is finite for all parameters in their "
            "domains.",
        ),
    )


def setting(p: Mapping[str, Any], q: Mapping[str, Any]) -> Setting:
    """Numbers for a pair of matrix normal distributions."""
    rows, columns = len(p["loc"]), len(p["loc"][0])
    vectors_only = [drawn(MultivariateNormal, index, rows, size=columns) for index in ("p", "q")]
    made = vectors.setting(*vectors_only)  # the letters of the lemmas
    made.by_density[MultivariateNormal.symbolic("p").density(vectors.X)] = made.distributions["p"]
    made.symbols |= {M: Fraction(rows), N: Fraction(columns)}
    letters = MatrixNormal.symbolic("p")
    long = letters.stacked()
    made.by_density[long.density(long.variable())] = Draw(vectors.SLUG, frozen(stacked(p)), long.variable())
    for index, distribution in (("p", p), ("q", q)):
        made.distributions[index] = Draw(SLUG, frozen(list(distribution.values())), letters.variable())
        for letter, name in (("M", "loc"), ("U", "row_covariance"), ("V", "column_covariance")):
            made.matrices[f"{letter}_{index}"] = distribution[name]
    return made


def stacked(p: Mapping[str, Any]) -> list[Any]:
    """The mean and the covariance of the columns set one below the other."""
    mean = [row[k] for k in range(len(p["loc"][0])) for row in p["loc"]]
    covariance = [
        [v * u for v in across for u in along] for across in p["column_covariance"] for along in p["row_covariance"]
    ]
    return [mean, covariance]
