"""D(p || q) for two distributions on the same K outcomes, K a symbol or a number."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.algebra.notation import DISCRETE
from kldiv.deriving.general import general as general_pair
from kldiv.deriving.general import title_of
from kldiv.deriving.table import special
from kldiv.distributions.base import Distribution
from kldiv.distributions.finite import K, i
from kldiv.proof.checks.agreement import STEP_DIGITS, Sides, compare
from kldiv.proof.evidence import ListedEvidence, OutcomesEvidence
from kldiv.proof.record import Chain, Record, Sentence
from kldiv.proof.report import Check
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as rules_identities
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
    return listed(p, q, tuple(first), tuple(second))


def start(a: sp.IndexedBase, b: sp.IndexedBase, size: sp.Expr) -> Chain:
    """Definition, then the expectation written out as a sum over the outcomes."""
    x = sp.Symbol("x", integer=True, positive=True)
    chain = Chain(Divergence(a[x], b[x], x, sp.Integer(1), size, DISCRETE))
    chain.apply(
        rules.DEFINITION,
        lambda d: Expectation(sp.log(d.args[0] / d.args[1]), x, d.args[3], d.args[4], d.args[0], str(a), DISCRETE),
    )
    chain.apply(rules_identities.WRITE_OUT, written_out)
    return chain


def written_out(expectation: Expectation) -> sp.Sum:
    """Write an expectation over 1, ..., K as a weighted sum over i."""
    body = expectation.density * expectation.body
    return sp.Sum(body.xreplace({expectation.variable: i}), (i, expectation.lower, expectation.upper))


def symbolic_size(p: Distribution, q: Distribution, a: sp.IndexedBase, b: sp.IndexedBase) -> Record:
    """The divergence for K outcomes, K a symbol."""
    chain = start(a, b, K)
    assumptions = tuple(sp.Eq(sp.Sum(distribution[i], (i, 1, K)), 1) for distribution in dict.fromkeys((a, b)))
    instances = finite_instances(*dict.fromkeys((str(a), str(b))), size=K, seed="categorical")
    return Record(
        "categorical-categorical",
        title_of(p, q),
        "closed form",
        chain.steps[0].before,
        chain.expression,
        tuple(chain.steps),
        assumptions=assumptions,
        references=REFERENCES,
        evidence=OutcomesEvidence(p, q, (str(a), str(b)), instances, extra=(check_bernoulli,)),
        notes=(CONVENTION,),
    )


def listed(p: Distribution, q: Distribution, first: Sequence[sp.Expr], second: Sequence[sp.Expr]) -> Record:
    """The divergence for listed probabilities, numbers or expressions."""
    a, b = sp.IndexedBase("p", positive=True), sp.IndexedBase("q", positive=True)
    size = len(first)
    chain = start(a, b, sp.Integer(size))
    escaped = [k for k in range(size) if second[k] == 0 and first[k] != 0]
    if escaped:
        infinite = Chain(chain.steps[0].before)
        infinite.apply(rules.SUPPORT, lambda _: sp.oo)
        where = tuple(sp.Gt(first[k], 0) for k in escaped[:1] if not first[k].is_number)
        return Record(
            "categorical-categorical",
            title_of(p, q),
            "infinite",
            infinite.steps[0].before,
            sp.oo,
            tuple(infinite.steps),
            assumptions=where,
            references=REFERENCES,
            evidence=ListedEvidence(p, q, (first, second), escaped=escaped[0]),
            notes=(
                Sentence(f"Outcome {escaped[0]} has probability ", first[escaped[0]], " under $p$ and none under $q$."),
            ),
        )
    values = {a[k + 1]: first[k] for k in range(size)} | {b[k + 1]: second[k] for k in range(size)}
    live = [k for k in range(size) if first[k] != 0]
    chain.apply(rules_identities.EVALUATE, lambda total: sp.Add(*(total.function.subs(i, k + 1) for k in live)))
    chain.apply(rules.INSERT, lambda e: e.subs(values))
    return Record(
        "categorical-categorical",
        title_of(p, q),
        "closed form",
        chain.steps[0].before,
        chain.expression,
        tuple(chain.steps),
        references=REFERENCES,
        evidence=ListedEvidence(p, q, (first, second), listed_instances(first, second)),
        notes=(CONVENTION,),
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
