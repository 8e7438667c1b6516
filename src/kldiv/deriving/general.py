"""D(p || q) from its definition: the general route, with the support compared first."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.conditions import strongest
from kldiv.algebra.logarithms import expand_logs, fresh, multiply_out, open_exponentials, split_terms
from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.algebra.notation import DISCRETE
from kldiv.algebra.tidying import tidy
from kldiv.deriving.expectations import Diverges, NoLemma, find_expectation
from kldiv.distributions import DistributionLike, as_distribution
from kldiv.distributions.base import Distribution
from kldiv.distributions.nodes import divergence_between, expectation_under
from kldiv.distributions.tails import finite_when
from kldiv.proof.evidence import PairEvidence
from kldiv.proof.record import Chain, Lemma, Record, Sentence, Words
from kldiv.proof.rules import general as rules


def support_conditions(p: Distribution, q: Distribution) -> tuple[sp.Basic, ...] | None:
    """When the support of p lies inside that of q.

    Args:
        p: the distribution with the mass.
        q: the distribution that must cover it.

    Returns:
        Conditions on the parameters, empty if it always does, None if it never does.
    """
    if p.kind != q.kind:
        return None
    if p.circular and q.circular:
        return ()  # both live on the whole circle, wherever it is cut open
    inner, outer = p.support(), q.support()
    widths = inner.upper - inner.lower, outer.upper - outer.lower
    if all(w.is_number for w in widths) and bool(widths[0] > widths[1]):
        return None
    held: list[sp.Basic] = []
    for condition in (inner.lower >= outer.lower, inner.upper <= outer.upper):
        decided = sp.sympify(condition)
        if decided is sp.false:
            return None
        if decided is not sp.true:
            held.append(decided)
    return tuple(held)


def variable_for(p: Distribution, q: Distribution) -> sp.Symbol:
    """The symbol x with what both supports say of it: p's mass lies where both are."""
    positive = any(distribution.support().lower.is_nonnegative for distribution in (p, q))
    if p.kind == DISCRETE:
        x = sp.Symbol("x", integer=True, nonnegative=True if positive else None)
    else:
        x = sp.Symbol("x", positive=True) if positive else sp.Symbol("x", real=True)
    return fresh(x, *p.symbols(), *q.symbols())


def title_of(p: Distribution, q: Distribution) -> str:
    """The title of a pair's derivation."""
    if type(p) is type(q):
        return f"KL divergence between two {p.name} distributions"
    return f"KL divergence from {p.title} to {q.title}"


def general_route(p: Distribution, q: Distribution) -> Record:
    """Definition, densities, logarithm, linearity, lemmas, simplification."""
    x = variable_for(p, q)
    slug = f"{p.slug}-{q.slug}"
    contained = support_conditions(p, q)
    left = divergence_between(p, q, x)
    evidence = PairEvidence(p, q)
    if contained is None:
        return infinite(slug, p, q, left)
    chain = Chain(left)
    positive = (*p.positive_on_support(x), *q.positive_on_support(x))
    chain.apply(
        rules.DEFINITION,
        lambda d: expectation_under(p, sp.log(d.args[0] / d.args[1]), x, "p"),
        conditions=contained,
    )
    chain.apply(rules.EXPAND_LOG, lambda e: e.of(open_exponentials(expand_logs(e.body, positive), x)))
    chain.apply(rules.LINEARITY, separate, keep_if_same=True)
    try:
        lemmas = lemmas_for(chain.expression, p)
    except Diverges as endless:
        chain.apply(rules.DIVERGENCE, lambda _: sp.oo)
        return Record(
            slug,
            title_of(p, q),
            "infinite",
            left,
            sp.oo,
            tuple(chain.steps),
            evidence=evidence,
            notes=(endless.reason,),
        )
    except NoLemma as missing:
        return undecided(chain, p, q, left, str(missing))
    table = {lemma.left: lemma.value for lemma in lemmas}
    chain.apply(rules.LEMMAS, lambda e: e.xreplace(table), lemmas=lemmas)
    chain.apply(rules.SIMPLIFY, lambda e: tidy(e, positive))
    conditions = tuple(strongest([c for c in chain.conditions if not isinstance(c, sp.Ne)]))
    scope = [c for c in chain.conditions if isinstance(c, sp.Ne)]
    return Record(
        slug,
        title_of(p, q),
        "closed form",
        left,
        chain.expression,
        tuple(chain.steps),
        chain.lemmas,
        conditions,
        sp.oo if conditions else None,
        evidence=evidence,
        scope=tuple(c for c in dict.fromkeys((*scope, *p.removable(), *q.removable())) if c is not sp.true),
    )


def separate(expectation: Expectation) -> sp.Expr:
    """Apply linearity: constants come out, each statistic keeps its own expectation."""
    pairs = split_terms(multiply_out(expectation.body), expectation.variable)
    return sp.Add(*(c if t == 1 else c * expectation.of(t) for c, t in pairs))


def lemmas_for(expression: sp.Expr, p: Distribution) -> tuple[Lemma, ...]:
    """Find a lemma for every expectation in an expression."""
    wanted = sorted(expression.atoms(Expectation), key=sp.default_sort_key)
    return tuple(find_expectation(p, e.body, e.variable, e.index) for e in wanted)


def undecided(chain: Chain, p: Distribution, q: Distribution, left: Divergence, missing: str) -> Record:
    """No closed form is known here; where the divergence is finite is still said, and where it never is."""
    condition = finite_when(p, q)
    evidence = PairEvidence(p, q)
    notes = [f"No closed form is known here: {missing}."]
    if condition is None:
        notes.append("How the tails fall is not declared, so that nothing is said of where it is finite.")
        condition = sp.true
    slug = f"{p.slug}-{q.slug}"
    if condition is sp.false:
        chain.apply(rules.DIVERGENCE, lambda _: sp.oo)
        reason = f"The tail of {p.name} is too heavy: the expectation of -log q is infinite for all parameters."
        return Record(
            slug, title_of(p, q), "infinite", left, sp.oo, tuple(chain.steps), evidence=evidence, notes=(reason,)
        )
    conditions = [*chain.conditions, *sp.And.make_args(condition)]
    kept = tuple(c for c in strongest(conditions) if c is not sp.true)
    return Record(
        slug,
        title_of(p, q),
        "undecided",
        left,
        sp.nan,
        tuple(chain.steps),
        {},
        kept,
        sp.oo if kept else None,
        evidence=evidence,
        notes=tuple(notes),
    )


def infinite(slug: str, p: Distribution, q: Distribution, left: Divergence) -> Record:
    """D = +oo because p has mass where q has none."""
    chain = Chain(left)
    chain.apply(rules.SUPPORT, lambda _: sp.oo)
    inner, outer = p.support(), q.support()
    if p.kind != q.kind:
        kinds = f"{p.title} is {p.kind} and {q.name} is {q.kind}"
        reason: Words = f"{kinds}: a countable set carries all of the one and none of the other."
    else:
        outside = f", where {q.name} has no mass: $P(X \\notin \\operatorname{{supp}} q) > 0$."
        reason = Sentence(f"{p.title} lives on ", inner, ", which reaches outside ", outer, outside)
    return Record(
        slug, title_of(p, q), "infinite", left, sp.oo, tuple(chain.steps), evidence=PairEvidence(p, q), notes=(reason,)
    )


def general(p: DistributionLike, q: DistributionLike) -> Record:
    """Take the general route for two distributions, however they are given."""
    return general_route(as_distribution(p, "p"), as_distribution(q, "q"))
