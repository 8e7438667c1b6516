"""D(p || q) for two normal-gamma distributions: the normal part given the precision, then the gamma part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from kldiv.algebra.arrays import minus, square
from kldiv.algebra.tidying import join_logs
from kldiv.deriving.arrays import multivariate_normal as vectors
from kldiv.deriving.arrays import normal_forms
from kldiv.deriving.arrays.cases import Draw, Setting
from kldiv.deriving.arrays.closing import N, close, derived
from kldiv.deriving.expectations import find_expectation
from kldiv.deriving.general import general as general_pair
from kldiv.deriving.table import special
from kldiv.distributions.multivariate_normal import MultivariateNormal
from kldiv.distributions.nodes import divergence_of
from kldiv.distributions.normal_gamma import NormalGamma
from kldiv.proof.chain import Chain, use
from kldiv.proof.record import Lemma, Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import joint
from kldiv.values.settings import frozen

SLUG = "normal-gamma"
SIZES, LARGE = tuple({"size": k} for k in (1, 2)), ({"size": 3}, {"size": 4})


@special(SLUG, SLUG)
def derivation(p: NormalGamma, q: NormalGamma) -> Record:
    """Derive the divergence; listed arrays are put into the result in symbols."""
    return derived(p, q, general)


def precision_lemma() -> Lemma:
    """The divergence between two normal vectors given by their precisions."""
    return normal_forms.precision(*normal_forms.in_symbols("precision")).lemma(
        "normal-in-precisions",
        "Two normal distributions given by their precision matrices",
        "From the result for covariance matrices.",
    )


def general(p: NormalGamma, q: NormalGamma) -> Record:
    """The derivation in symbols."""
    t = p.precision()
    chain = Chain(divergence_of(p, q))
    chain.apply(rules.definition)
    chain.apply(joint.factorise, p, q)
    chain.apply(rules.linearity, t)
    letters: dict[sp.Basic, Any] = {}
    for symbols, distribution in zip(normal_forms.in_symbols("precision"), (p, q), strict=True):
        scaled = distribution.given_precision().precision_matrix
        letters |= {symbols.loc: distribution.loc, symbols.precision_matrix: scaled}
    chain.apply(joint.condition_on, p, q, use(precision_lemma(), letters))
    chain.apply(rules.rewrite, scaled_out(chain.expression, p, q))
    chain.apply(rules.linearity, t)
    whole = general_pair(p.of_precision(), q.of_precision())
    letter = whole.left.variable
    chain.apply(joint.marginal, p, q, letter)
    chain.apply(rules.lemmas, use(whole.as_lemma()), use(find_expectation(p.of_precision(), letter, letter)))
    chain.apply(rules.rewrite, join_logs(chain.expression))
    return close(
        chain,
        p,
        q,
        setting,
        SIZES,
        LARGE,
        references=(("statproofbook", "proof P6 (ng-kl)"),),
        notes=(
            "Both distributions have the same dimension $n$. The value is finite for all parameters in their "
            "domains. The terms in $a$ and $b$ alone are the divergence between the two gamma distributions of "
            "$\\tau$.",
        ),
    )


def scaled_out(expression: sp.Expr, p: NormalGamma, q: NormalGamma) -> sp.Expr:
    """Take the precision out of traces and determinants."""
    t, gap = p.precision(), minus(p.loc, q.loc)
    mine, theirs = (sp.MatMul(t, distribution.precision_matrix) for distribution in (p, q))
    table = {
        sp.Determinant(sp.MatMul(t, d.precision_matrix)): t**N * sp.Determinant(d.precision_matrix) for d in (p, q)
    }
    ratio = sp.Trace(sp.MatMul(q.precision_matrix, sp.Inverse(p.precision_matrix)))
    table |= {sp.Trace(sp.MatMul(theirs, sp.Inverse(mine))): ratio}
    return expression.xreplace(table | {square(theirs, gap): t * square(q.precision_matrix, gap)})


def setting(p: Mapping[str, Any], q: Mapping[str, Any]) -> Setting:
    """Numbers for a pair of normal-gamma distributions."""
    vectors_only = [
        {"loc": distribution["loc"], "covariance_matrix": distribution["precision_matrix"]} for distribution in (p, q)
    ]
    made: Setting = normal_forms.form_setting("precision")(*vectors_only)  # the letters of the lemmas
    made.truth.clear()
    for form in ("", "precision"):
        made.by_density[MultivariateNormal.symbolic("p", form).density(vectors.X)] = made.distributions["p"]
    letter = NormalGamma.symbolic("p")
    for index, distribution in (("p", p), ("q", q)):
        made.distributions[index] = Draw(
            SLUG, frozen(list(distribution.values())), letter.variable(), (letter.precision(),)
        )
        symbols = NormalGamma.symbolic(index)
        made.symbols[symbols.concentration] = distribution["concentration"]
        made.symbols[symbols.rate] = distribution["rate"]
    return made
