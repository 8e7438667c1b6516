"""Rules about distributions on listed outcomes."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.nodes import Divergence
from kldiv.distributions import finite
from kldiv.distributions.categorical import Categorical
from kldiv.proof.kernel import Made, rule
from kldiv.proof.rules.general import want
from kldiv.proof.statements import Refused


def divergence_of_size(size: int) -> Divergence:
    """The divergence between two distributions on so many outcomes, their probabilities being symbols."""
    x = sp.Symbol("x", integer=True, positive=True)
    return Divergence(finite.p[x], finite.q[x], x, sp.S.One, sp.Integer(size), Categorical.kind)


def rows(p: Categorical, q: Categorical) -> list[tuple[int, sp.Expr, sp.Expr]]:
    """Number the outcomes from 1, with their probabilities under both."""
    both = zip(p.parameters["probs"], q.parameters["probs"], strict=True)
    return [(k, first, second) for k, (first, second) in enumerate(both, 1)]


def escape(p: Categorical, q: Categorical) -> int | None:
    """The first outcome, numbered from 1, to which p may give something and q gives nothing."""
    return next((k for k, first, second in rows(p, q) if second == 0 and first != 0), None)


@rule("write-terms", "Evaluate", "A sum over so many outcomes is written out term by term.")
def write_terms(expression: sp.Basic) -> sp.Expr:
    """Write a sum between whole numbers out."""
    index, low, high = want(sp.Sum, expression, "write-terms").limits[0]
    if not (low.is_Integer and high.is_Integer and len(expression.limits) == 1):
        raise Refused("write-terms: takes a sum between whole numbers")
    return sp.Add(*(expression.function.subs(index, k) for k in range(int(low), int(high) + 1)))


@rule(
    "insert-probabilities",
    "Put in the probabilities",
    "The probabilities that were given are put in; a term with $p_i = 0$ is 0, since $t \\log t \\to 0$ as $t \\to 0$.",
)
def insert_probabilities(expression: sp.Basic, p: Categorical, q: Categorical) -> sp.Expr:
    """Put listed probabilities for the symbols; what p gives nothing to is left out."""
    outside = escape(p, q)
    if outside is not None:
        raise Refused(f"insert-probabilities: q gives nothing to outcome {outside}, which p may meet")
    mine, theirs, listed = finite.p, finite.q, rows(p, q)
    never = [k for k, first, _ in listed if first == 0]
    gone = {mine[k] * sp.log(mine[k] / theirs[k]): sp.S.Zero for k in never}
    values = {mine[k]: first for k, first, _ in listed} | {theirs[k]: second for k, _, second in listed}
    kept = sp.Add(*(gone.get(term, term) for term in sp.Add.make_args(expression)))
    if any(kept.has(mine[k]) for k in never):
        raise Refused("insert-probabilities: an outcome of probability 0 stands in a term of another form")
    return kept.xreplace(values)


@rule(
    "outside-outcome",
    "Compare the supports",
    "Where $p$ has mass and $q$ has none, the ratio $p/q$ is infinite on an event of positive probability.",
)
def outside_outcome(divergence: sp.Basic, p: Categorical, q: Categorical) -> Made:
    """Find an outcome that p meets and q never does."""
    if divergence != divergence_of_size(len(rows(p, q))):
        raise Refused("outside-outcome: this is not the divergence between two distributions on so many outcomes")
    outside = escape(p, q)
    if outside is None:
        raise Refused("outside-outcome: q gives something to every outcome that p may meet")
    chance = p.parameters["probs"][outside - 1]
    return Made(sp.oo, () if chance.is_positive else (sp.Gt(chance, 0),))
