"""D(p || q) from its definition: the general route, with the support compared first."""

from __future__ import annotations

from typing import Any

import sympy as sp

from kldiv.algebra.conditions import strongest
from kldiv.algebra.nodes import Expectation
from kldiv.deriving.expectations import Diverges, NoLemma, find_expectation
from kldiv.distributions import DistributionLike, as_distribution
from kldiv.distributions.base import Distribution
from kldiv.distributions.containment import support_conditions, variable_for
from kldiv.distributions.nodes import divergence_between
from kldiv.distributions.tails import finite_when
from kldiv.proof.chain import Chain, use
from kldiv.proof.evidence import PairEvidence
from kldiv.proof.record import Lemma, Record, Sentence, Words
from kldiv.proof.rules import general as rules


def title_of(p: Distribution, q: Distribution) -> str:
    """The title of a pair's derivation."""
    if type(p) is type(q):
        return f"KL divergence between two {p.name} distributions"
    return f"KL divergence from {p.title} to {q.title}"


def general_route(p: Distribution, q: Distribution) -> Record:
    """Definition, densities, logarithm, linearity, lemmas, simplification."""
    x = variable_for(p, q)
    if support_conditions(p, q) is None:
        return infinite(p, q, x)
    chain = Chain(divergence_between(p, q, x))
    chain.apply(rules.definition, p, q)
    chain.apply(rules.expand_log, p, q)
    chain.apply(rules.linearity)
    try:
        found = lemmas_for(chain.expression, p)
    except Diverges as endless:
        chain.apply(rules.divergent, p, q)
        return closed(chain, p, q, "infinite", notes=(endless.reason,))
    except NoLemma as missing:
        return undecided(chain, p, q, missing)
    if found:
        chain.apply(rules.lemmas, *(use(lemma) for lemma in found))
    chain.apply(rules.tidy, p, q)
    conditions = tuple(strongest([c for c in chain.conditions if not isinstance(c, sp.Ne)]))
    scope = (*(c for c in chain.conditions if isinstance(c, sp.Ne)), *p.removable(), *q.removable())
    return closed(
        chain,
        p,
        q,
        "closed form",
        assumptions=conditions,
        otherwise=sp.oo if conditions else None,
        scope=tuple(c for c in dict.fromkeys(scope) if c is not sp.true),
    )


def closed(chain: Chain, p: Distribution, q: Distribution, kind: str, **further: Any) -> Record:
    """Close a chain as the record of a pair."""
    result = sp.nan if kind == "undecided" else chain.expression
    return Record(
        f"{p.slug}-{q.slug}",
        title_of(p, q),
        kind,
        chain.start,
        result,
        tuple(chain.steps),
        {} if kind == "undecided" else chain.lemmas,
        evidence=PairEvidence(p, q),
        **further,
    )


def lemmas_for(expression: sp.Expr, p: Distribution) -> tuple[Lemma, ...]:
    """Find a lemma for every expectation in an expression."""
    wanted = sorted(expression.atoms(Expectation), key=sp.default_sort_key)
    return tuple(find_expectation(p, e.body, e.variable, e.index) for e in wanted)


def undecided(chain: Chain, p: Distribution, q: Distribution, missing: NoLemma) -> Record:
    """No closed form is derived here; where the divergence is finite is still said, and where it never is."""
    condition = finite_when(p, q)
    open_part = missing.expectation
    told: Words = f"No closed form is derived here: {missing}."
    if open_part is not None:
        told = Sentence("No closed form is derived here for ", open_part, f", where $X$ is {p.name}.")
    notes: list[Words] = [told]
    if condition is None:
        notes.append("How the tails fall is not declared, so that nothing is said of where it is finite.")
        condition = sp.true
    if condition is sp.false:
        chain.apply(rules.divergent, p, q)
        reason = f"The tail of {p.name} is too heavy: $-\\log q(X)$ has an infinite mean, whatever the parameters."
        return closed(chain, p, q, "infinite", notes=(reason,))
    conditions = [*chain.conditions, *sp.And.make_args(condition)]
    kept = tuple(c for c in strongest(conditions) if c is not sp.true)
    return closed(chain, p, q, "undecided", assumptions=kept, otherwise=sp.oo if kept else None, notes=tuple(notes))


def infinite(p: Distribution, q: Distribution, x: sp.Symbol) -> Record:
    """D = +oo because p has mass where q has none."""
    chain = Chain(divergence_between(p, q, x))
    chain.apply(rules.support, p, q)
    inner, outer = p.support(), q.support()
    if p.kind != q.kind:
        kinds = f"{p.title} is {p.kind} and {q.name} is {q.kind}"
        reason: Words = f"{kinds}: a countable set carries all of the one and none of the other."
    else:
        outside = f", where {q.name} has no mass: $P(X \\notin \\operatorname{{supp}} q) > 0$."
        reason = Sentence(f"{p.title} is supported on ", inner, ", which reaches outside ", outer, outside)
    return closed(chain, p, q, "infinite", notes=(reason,))


def general(p: DistributionLike, q: DistributionLike) -> Record:
    """Take the general route for two distributions, however they are given."""
    return general_route(as_distribution(p, "p"), as_distribution(q, "q"))
