"""D(p || q) for two Dirichlet distributions of K shares, K a symbol or a number."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.algebra.arrays import under
from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.algebra.sums import merge
from kldiv.algebra.tidying import is_zero
from kldiv.deriving.arrays.arrays_given import with_result
from kldiv.deriving.arrays.cases import Draw, Setting, joined, near, settings_for
from kldiv.deriving.arrays.steps import lemma_of, start
from kldiv.deriving.expectations import find_expectation
from kldiv.deriving.general import general as general_pair
from kldiv.deriving.general import title_of
from kldiv.deriving.table import special
from kldiv.distributions.dirichlet import Dirichlet
from kldiv.distributions.finite import K, i, j
from kldiv.distributions.gamma import Gamma
from kldiv.distributions.nodes import expectation_under
from kldiv.proof.evidence import ArrayEvidence
from kldiv.proof.record import Chain, Lemma, Record
from kldiv.proof.report import Check
from kldiv.proof.rules import arrays as array_rules
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as rules_identities
from kldiv.values.settings import frozen

SLUG = "dirichlet"
SIZES, LARGE = ({"size": 2}, {"size": 2}, {"size": 3}), ({"size": 4}, {"size": 7})
OVER = (i, 1, K)


@special(SLUG, SLUG)
def derivation(p: Dirichlet, q: Dirichlet) -> Record:
    """Derive the divergence; listed concentrations are put into the result in symbols."""
    if p.is_general and q.is_general:
        return general(p, q)
    if p.is_general or q.is_general:
        raise ValueError("Dirichlet: give both distributions their concentrations, or neither")
    sides = p.entries() or (), q.entries() or ()
    if len(sides[0]) != len(sides[1]):
        raise ValueError(f"Dirichlet: p has {len(sides[0])} components and q has {len(sides[1])}")
    letters = Dirichlet.symbolic("p"), Dirichlet.symbolic("q")
    arrays = {letter.concentration.base: side for letter, side in zip(letters, sides, strict=True)}
    found = general(*letters)
    return with_result(found, p, q, written_out(found.result, arrays, len(sides[0])))


def written_out(expression: sp.Expr, arrays: Mapping[sp.IndexedBase, Any], size: int) -> sp.Expr:
    """Write every sum out, and put in the entries."""

    def go(node: sp.Basic) -> sp.Basic:
        if isinstance(node, sp.Sum):
            ((index, *_),) = node.limits
            return sp.Add(*(go(node.function.xreplace({index: sp.Integer(k)})) for k in range(1, size + 1)))
        if isinstance(node, sp.Indexed):
            return arrays[node.base][int(node.indices[0]) - 1]
        return node.func(*(go(a) for a in node.args)) if node.args else node

    return go(expression)


def mean_log(p: Dirichlet) -> tuple[Lemma, Lemma]:
    """E log X_i, and the mean of the logarithm of a gamma variable."""
    x, a = p.variable(), p.concentration.base
    left = under(p.density(x), sp.log(x[i]), x.label, "p")
    total = sp.Sum(a[j], (j, 1, K))
    g, s, shape = (sp.Symbol(name, positive=True) for name in ("g", "s", "a"))
    of_gamma = find_expectation(Gamma(shape, sp.Integer(1)), sp.log(g), g, "g")

    def mean_of(letter: sp.Symbol, concentration: sp.Expr) -> Expectation:
        distribution = expectation_under(Gamma(shape, sp.Integer(1)), sp.log(letter), letter, letter.name)
        replaced: Expectation = distribution.xreplace({shape: concentration})
        return replaced

    chain = Chain(left)
    one, other = mean_of(g, a[i]), mean_of(s, total)
    chain.apply(array_rules.GAMMA_RATIO, lambda _: one - other)
    values = {one: of_gamma.value.xreplace({shape: a[i]}), other: of_gamma.value.xreplace({shape: total})}
    chain.apply(rules.LEMMAS, lambda e: e.xreplace(values), lemmas=(of_gamma,))
    strategy = "The share is written by independent gamma variables."
    return lemma_of(chain, left, "mean-log-share", "The mean of the logarithm of a share", strategy), of_gamma


def general(p: Dirichlet, q: Dirichlet) -> Record:
    """The derivation for K components, K a symbol."""
    x = p.variable()
    chain = start(Divergence(p.density(x), q.density(x), x.label, -sp.oo, sp.oo, p.kind))
    chain.apply(rules_identities.MERGE_SUM, lambda e: e.of(tidied(e.body)))
    chain.apply(rules.LINEARITY, lambda e: linear(e))
    lemma, of_gamma = mean_log(p)
    chain.apply(rules.LEMMAS, lambda e: e.xreplace({lemma.left: lemma.value}), lemmas=(lemma, of_gamma))
    evidence = ArrayEvidence(
        p=p,
        q=q,
        oracle=SLUG,
        settings=settings_for(Dirichlet, setting, SIZES),
        fresh=settings_for(Dirichlet, setting, SIZES[1:], seed=20),
        large=settings_for(Dirichlet, setting, LARGE),
        joined=joined(Dirichlet, setting, SIZES),
        near=near(Dirichlet, setting, SIZES),
        extra=(check_beta,),
    )
    return Record(
        f"{SLUG}-{SLUG}",
        title_of(p, q),
        "closed form",
        chain.steps[0].before,
        chain.expression,
        tuple(chain.steps),
        chain.lemmas,
        references=(("statproofbook", "proof P294 (dir-kl)"), ("gil2013", "")),
        evidence=evidence,
        notes=(
            "Both distributions have $K$ components, with concentrations $\\alpha_i$ and $\\beta_i$. The value "
            "is finite "
            "for all "
            "of them. With $K = 2$ it is the divergence between two beta distributions.",
        ),
    )


def tidied(body: sp.Expr) -> sp.Expr:
    """Join the sums with logarithms of shares, and those without; collect each by its logarithm."""
    x = sp.IndexedBase("x", positive=True)
    terms = sp.Add.make_args(body)
    joined_ = [merge(sp.Add(*(t for t in terms if t.has(x.label) is held))) for held in (True, False)]
    return sp.Add(*(part.replace(lambda e: isinstance(e, sp.Sum), _collected) for part in joined_))


def _collected(node: sp.Sum) -> sp.Expr:
    x = sp.IndexedBase("x", positive=True)
    return sp.Sum(sp.collect(sp.expand(node.function), sp.log(x[i])), *node.limits)


def linear(expectation: Expectation) -> sp.Expr:
    """Take the expectation of each logarithm of a share; the rest is constant."""
    x = sp.IndexedBase("x", positive=True)
    return expectation.body.xreplace({sp.log(x[i]): expectation.of(sp.log(x[i]))})


def check_beta(derivation: Record) -> Check:
    """With two components the result must be that for two beta distributions."""
    pair = general_pair("beta", "beta")
    arrays = {
        distribution.parameters["concentration"].base: tuple(other.parameters.values())
        for distribution, other in zip(derivation.distributions, pair.distributions, strict=True)
    }
    gap = sp.expand_func(written_out(derivation.result, arrays, 2) - pair.result)
    held = bool(is_zero(sp.expand(gap))) or bool(sp.simplify(sp.expand_log(gap.rewrite(sp.gamma))) == 0)
    return Check("two components", held, 1, None, "equals the result for two beta distributions, symbolically")


def setting(p: Mapping[str, Any], q: Mapping[str, Any]) -> Setting:
    """Numbers for a pair of Dirichlet distributions."""
    size = len(p["concentration"])
    made = Setting({K: Fraction(size), i: Fraction(size - 1), sp.Symbol("a", positive=True): Fraction(5, 3)})
    for index, distribution in (("p", p), ("q", q)):
        letter = Dirichlet.symbolic(index)
        made.distributions[index] = Draw(SLUG, frozen(list(distribution.values())), letter.variable().label)
        made.arrays[str(letter.concentration.base.label)] = tuple(distribution["concentration"])
    return made
