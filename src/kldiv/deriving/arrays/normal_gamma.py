"""D(p || q) for two normal-gamma distributions: the normal part given the precision, then the gamma part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from kldiv.algebra.arrays import minus, square
from kldiv.deriving.arrays import multivariate_normal as vectors
from kldiv.deriving.arrays import normal_forms
from kldiv.deriving.arrays.arrays_given import with_arrays
from kldiv.deriving.arrays.cases import Draw, Setting, joined, near, settings_for
from kldiv.deriving.arrays.steps import N, define, join, separate
from kldiv.deriving.expectations import find_expectation
from kldiv.deriving.general import general as general_pair
from kldiv.deriving.general import title_of
from kldiv.deriving.table import special
from kldiv.distributions.gamma import Gamma
from kldiv.distributions.multivariate_normal import MultivariateNormal
from kldiv.distributions.nodes import divergence_of
from kldiv.distributions.normal_gamma import NormalGamma
from kldiv.proof.evidence import ArrayEvidence
from kldiv.proof.record import Chain, Lemma, Record
from kldiv.proof.rules import arrays as array_rules
from kldiv.proof.rules import general as rules
from kldiv.values.settings import frozen

SLUG = "normal-gamma"
SIZES, LARGE = tuple({"size": k} for k in (1, 2)), ({"size": 3}, {"size": 4})


@special(SLUG, SLUG)
def derivation(p: NormalGamma, q: NormalGamma) -> Record:
    """Derive the divergence; listed arrays are put into the result in symbols."""
    if p.is_general and q.is_general:
        return general(p, q)
    letters = NormalGamma.symbolic("p"), NormalGamma.symbolic("q")
    if p.loc.shape != q.loc.shape:
        raise ValueError(f"NormalGamma: p has dimension {p.loc.shape[0]} and q has dimension {q.loc.shape[0]}")
    arrays = {
        letter.parameters[name]: distribution.parameters[name]
        for letter, distribution in zip(letters, (p, q), strict=True)
        for name in letter.parameters
    }
    return with_arrays(general(*letters), p, q, arrays, {N: p.loc.shape[0]})


def gamma_lemma(p: NormalGamma, q: NormalGamma) -> tuple[Lemma, ...]:
    """The divergence between the two gamma distributions, and the lemmas that it uses."""
    found = general_pair(Gamma(p.concentration, p.rate), Gamma(q.concentration, q.rate))
    strategy = "From the definition, as on the page for two gamma distributions."
    whole = Lemma("gamma-gamma", found.title, found.left, found.result, (), strategy, found.steps)
    return (whole, *found.lemmas.values())


def precision_lemma() -> Lemma:
    """The divergence between two normal vectors given by their precisions."""
    distributions = [MultivariateNormal.symbolic(index, "precision") for index in ("p", "q")]
    chain = normal_forms.precision(*distributions)
    return Lemma(
        "normal-in-precisions",
        "Two normal distributions given by their precision matrices",
        chain.steps[0].before,
        chain.expression,
        (),
        "From the result for covariance matrices.",
        tuple(chain.steps),
    )


def general(p: NormalGamma, q: NormalGamma) -> Record:
    """The derivation in symbols."""
    x, t = p.variable(), p.precision()
    chain = Chain(divergence_of(p, q))
    chain.apply(rules.DEFINITION, define)
    conditional = sp.log(p.conditional_density(x, t) / q.conditional_density(x, t))
    marginal = sp.log(p.marginal_density(t) / q.marginal_density(t))
    chain.apply(array_rules.FACTORISE, lambda e: e.of(conditional + marginal))
    chain.apply(rules.LINEARITY, lambda e: e.of(conditional) + e.of(marginal))
    mean = chain.steps[0].after  # the expectation under p, to be taken of other things
    normal, whole = precision_lemma(), gamma_lemma(p, q)
    table: dict[sp.Basic, sp.Basic] = {}
    for index, distribution in (("p", p), ("q", q)):
        letters = MultivariateNormal.symbolic(index, "precision")
        table |= {letters.loc: distribution.loc, letters.precision_matrix: sp.MatMul(t, distribution.precision_matrix)}
    under_normal = (normal, vectors.covariance_lemma(), vectors.quadratic_form(MultivariateNormal.symbolic("p")))
    chain.apply(
        array_rules.CONDITION,
        lambda e: e.xreplace({mean.of(conditional): mean.of(normal.value.xreplace(table))}),
        lemmas=under_normal,
    )
    chain.apply(rules.LEMMAS, lambda e: e.xreplace({mean.of(marginal): whole[0].value}), lemmas=whole)
    gap = minus(p.loc, q.loc)
    scaled = {distribution: sp.MatMul(t, distribution.precision_matrix) for distribution in (p, q)}
    simpler = {
        sp.Determinant(scaled[distribution]): t**N * sp.Determinant(distribution.precision_matrix)
        for distribution in (p, q)
    }
    simpler[sp.Trace(sp.MatMul(scaled[q], sp.Inverse(scaled[p])))] = sp.Trace(
        sp.MatMul(q.precision_matrix, sp.Inverse(p.precision_matrix))
    )
    simpler[square(scaled[q], gap)] = t * square(q.precision_matrix, gap)
    chain.apply(rules.SIMPLIFY, lambda e: e.xreplace(simpler))
    before = mean.of(normal.value.xreplace(table).xreplace(simpler))
    chain.apply(rules.LINEARITY, lambda e: e.xreplace({before: separate(lambda f: f == t)(before)}))
    of_gamma = find_expectation(
        Gamma(p.concentration, p.rate), sp.Symbol("t", positive=True), sp.Symbol("t", positive=True)
    )
    chain.apply(rules.LEMMAS, lambda e: e.xreplace({mean.of(t): of_gamma.value}), lemmas=(of_gamma,))
    chain.apply(rules.SIMPLIFY, join)
    evidence = ArrayEvidence(
        p=p,
        q=q,
        oracle=SLUG,
        settings=settings_for(NormalGamma, setting, SIZES),
        fresh=settings_for(NormalGamma, setting, SIZES, seed=20),
        large=settings_for(NormalGamma, setting, LARGE),
        joined=joined(NormalGamma, setting, SIZES),
        near=near(NormalGamma, setting, SIZES),
    )
    return Record(
        f"{SLUG}-{SLUG}",
        title_of(p, q),
        "closed form",
        chain.steps[0].before,
        chain.expression,
        tuple(chain.steps),
        chain.lemmas,
        references=(("statproofbook", "proof P6 (ng-kl)"),),
        evidence=evidence,
        notes=(
            "Both distributions have the same dimension $n$. The value is finite for all parameters in their "
            "domains. The last "
            "terms are the divergence between the two gamma distributions of $\\tau$.",
        ),
    )


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
