"""D(p || q) for two distributions on the same K outcomes, K a symbol or a number."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from kldiv.algebra.nodes import Divergence
from kldiv.algebra.notation import DISCRETE
from kldiv.deriving.general import general as general_pair
from kldiv.deriving.general import title_of
from kldiv.deriving.table import special
from kldiv.distributions.base import Distribution
from kldiv.distributions.categorical import Categorical
from kldiv.distributions.finite import K, i
from kldiv.proof.chain import Chain
from kldiv.proof.checks.agreement import STEP_DIGITS, Sides, compare
from kldiv.proof.evidence import ListedEvidence, OutcomesEvidence
from kldiv.proof.record import Record, Sentence, Words
from kldiv.proof.report import Check
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as rules_identities
from kldiv.proof.rules import outcomes
from kldiv.values.at_instance import value_of
from kldiv.values.instances import Instance, finite_instances, random_distribution

REFERENCES = (("kullback1951", "sec. 2"), ("cover2006", "eq. 2.26"))
CONVENTION = (
    "Terms with $p_i = 0$ are 0, since $t \\log t \\to 0$ as $t \\to 0$; if $q_i = 0 < p_i$ for some $i$, "
    "the divergence is $+\\infty$."
)


@special("categorical", "categorical")
def categorical_categorical(p: Distribution, q: Distribution) -> Record:
    """Derive the divergence between two distributions on finitely many outcomes."""
    first, second = p.parameters["probs"], q.parameters["probs"]
    if isinstance(first, sp.Indexed) and isinstance(second, sp.Indexed):
        return symbolic_size(p, q, first.base, second.base)
    if isinstance(first, sp.Indexed) or isinstance(second, sp.Indexed):
        raise ValueError("Categorical: give both distributions their probabilities, or neither")
    if len(first) != len(second):
        raise ValueError(f"Categorical: p and q must have equally many outcomes, got {len(first)} and {len(second)}")
    return listed(p, q)  # type: ignore[arg-type]


def symbolic_size(p: Distribution, q: Distribution, a: sp.IndexedBase, b: sp.IndexedBase) -> Record:
    """The divergence for K outcomes, K a symbol."""
    x = sp.Symbol("x", integer=True, positive=True)
    chain = Chain(Divergence(a[x], b[x], x, sp.Integer(1), K, DISCRETE))
    chain.apply(rules.definition)
    chain.apply(rules_identities.write_out, i)
    assumptions = tuple(sp.Eq(sp.Sum(distribution[i], (i, 1, K)), 1) for distribution in dict.fromkeys((a, b)))
    instances = finite_instances(*dict.fromkeys((str(a), str(b))), size=K, seed="categorical")
    return Record(
        "categorical-categorical",
        title_of(p, q),
        "closed form",
        chain.start,
        chain.expression,
        tuple(chain.steps),
        assumptions=assumptions,
        references=REFERENCES,
        evidence=OutcomesEvidence(p, q, (str(a), str(b)), instances, extra=(check_bernoulli,)),
        notes=(CONVENTION,),
    )


def listed(p: Categorical, q: Categorical) -> Record:
    """The divergence for listed probabilities, numbers or expressions."""
    first, second = tuple(p.parameters["probs"]), tuple(q.parameters["probs"])
    chain = Chain(outcomes.divergence_of_size(len(first)))
    outside = outcomes.escape(p, q)
    if outside is None:
        chain.apply(rules.definition)
        chain.apply(rules_identities.write_out, i)
        chain.apply(outcomes.write_terms)
        chain.apply(outcomes.insert_probabilities, p, q)
        evidence = ListedEvidence(p, q, (first, second), listed_instances(first, second))
        notes: tuple[Words, ...] = (CONVENTION,)
    else:
        chain.apply(outcomes.outside_outcome, p, q)
        evidence = ListedEvidence(p, q, (first, second), escaped=outside - 1)
        chance = first[outside - 1]
        notes = (Sentence(f"Outcome {outside - 1} has probability ", chance, " under $p$ and none under $q$."),)
    return Record(
        "categorical-categorical",
        title_of(p, q),
        "closed form" if outside is None else "infinite",
        chain.start,
        chain.expression,
        tuple(chain.steps),
        assumptions=tuple(chain.conditions),
        references=REFERENCES,
        evidence=evidence,
        notes=notes,
    )


def listed_instances(first: Sequence[sp.Expr], second: Sequence[sp.Expr]) -> tuple[Instance, ...]:
    """Values for the symbols at which every listed probability is positive (or is the number 0)."""
    symbols = sorted(set().union(*(v.free_symbols for v in (*first, *second))), key=str)
    made = []
    for number in range(400):
        rng = random.Random(f"listed {number}")
        at = {s: Fraction(rng.randint(1, 18), 37) for s in symbols}
        exact = {s: sp.Rational(v.numerator, v.denominator) for s, v in at.items()}
        rows = [[v.subs(exact) for v in side] for side in (first, second)]
        if all(
            v == w or v > 0
            for row, side in zip(rows, (first, second), strict=True)
            for v, w in zip(row, side, strict=True)
        ):
            arrays = {n: tuple(Fraction(v.p, v.q) for v in row) for n, row in zip("pq", rows, strict=True)}
            made.append(Instance(at, arrays))
            if len(made) == 4 or not symbols:
                break
    return tuple(made)


def check_bernoulli(derivation: Record) -> Check:
    """With two outcomes the result must be the divergence between two Bernoulli distributions."""
    pair, (one, other) = general_pair("bernoulli", "bernoulli"), derivation.evidence_as(OutcomesEvidence).names
    (first,), (second,) = pair.distributions[0].symbols(), pair.distributions[1].symbols()

    def sides() -> Sides:
        for number in range(3):
            rng = random.Random(f"coin {number}")
            a, b = random_distribution(rng, 2), random_distribution(rng, 2)
            two = Instance({K: 2}, {one: a, other: a if one == other else b})
            coin = Instance({first: two.arrays[one][0], second: two.arrays[other][0]})
            yield value_of(derivation.result, two), value_of(pair.result, coin)

    return compare("two outcomes", sides, STEP_DIGITS, "agrees with two Bernoulli distributions")
