"""D(p || q) for two Dirichlet distributions of K shares, K a symbol or a number."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy as sp
from sympy.core.symbol import Str

from kldiv.algebra.arrays import under
from kldiv.algebra.sums import merge
from kldiv.algebra.tidying import is_zero
from kldiv.deriving.arrays.cases import Draw, Setting
from kldiv.deriving.arrays.closing import close, derived, start
from kldiv.deriving.expectations import find_expectation
from kldiv.deriving.general import general as general_pair
from kldiv.deriving.table import special
from kldiv.distributions.dirichlet import Dirichlet
from kldiv.distributions.finite import K, i, j
from kldiv.distributions.gamma import Gamma
from kldiv.proof.chain import Chain, use
from kldiv.proof.record import Lemma, Record
from kldiv.proof.report import Check
from kldiv.proof.rules import arrays as array_rules
from kldiv.proof.rules import draws
from kldiv.proof.rules import general as rules
from kldiv.values.settings import frozen

SLUG = "dirichlet"
SIZES, LARGE = ({"size": 2}, {"size": 2}, {"size": 3}), ({"size": 4}, {"size": 7})


@special(SLUG, SLUG)
def derivation(p: Dirichlet, q: Dirichlet) -> Record:
    """Derive the divergence; listed concentrations are put into the result in symbols."""
    return derived(p, q, general)


def mean_log(p: Dirichlet) -> Lemma:
    """E log X_i, by the mean of the logarithm of a gamma variable."""
    x, a = p.variable(), p.concentration.base
    g, s, shape = (sp.Symbol(name, positive=True) for name in ("g", "s", "a"))
    of_gamma = find_expectation(Gamma(shape, sp.Integer(1)), sp.log(g), g, "g")
    chain = Chain(under(p.density(x), sp.log(x[i]), x.label, "p"))
    chain.apply(draws.gamma_ratio, p, g, s, K, j)
    of_sum = {shape: sp.Sum(a[j], (j, 1, K)), g: s, Str("g"): Str("s")}
    chain.apply(rules.lemmas, use(of_gamma, {shape: a[i]}), use(of_gamma, of_sum))
    strategy = "The share is written by independent gamma variables."
    return chain.lemma("mean-log-share", "The mean of the logarithm of a share", strategy)


def general(p: Dirichlet, q: Dirichlet) -> Record:
    """The derivation for K components, K a symbol."""
    chain = start(p, q)
    chain.apply(rules.rewrite, chain.expression.of(tidied(chain.expression.body)))
    chain.apply(rules.linearity)
    chain.apply(array_rules.expectation_of_sum)
    chain.apply(rules.lemmas, use(mean_log(p)))
    return close(
        chain,
        p,
        q,
        setting,
        SIZES,
        LARGE,
        references=(("statproofbook", "proof P294 (dir-kl)"), ("gil2013", "the table of divergences")),
        notes=(
            "Both distributions have $K$ components, with concentrations $\\alpha_i$ and $\\beta_i$. The value "
            "is finite "
            "for all "
            "of them. With $K = 2$ it is the divergence between two beta distributions.",
        ),
        extra=(check_beta,),
    )


def tidied(body: sp.Expr) -> sp.Expr:
    """Join the sums with logarithms of shares, and those without; collect each by its logarithm."""
    x = sp.IndexedBase("x", positive=True)
    terms = sp.Add.make_args(body)
    joined = [merge(sp.Add(*(t for t in terms if t.has(x.label) is held))) for held in (True, False)]
    return sp.Add(*(part.replace(lambda e: isinstance(e, sp.Sum), _collected) for part in joined))


def _collected(node: sp.Sum) -> sp.Expr:
    x = sp.IndexedBase("x", positive=True)
    return sp.Sum(sp.collect(sp.expand(node.function), sp.log(x[i])), *node.limits)


def check_beta(derivation: Record) -> Check:
    """With two components the result must be that for two beta distributions."""
    pair = general_pair("beta", "beta")
    shares = (Dirichlet.from_parameters({"concentration": tuple(d.parameters.values())}) for d in pair.distributions)
    gap = sp.expand_func(array_rules.insert.run(derivation.result, *shares) - pair.result)
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
