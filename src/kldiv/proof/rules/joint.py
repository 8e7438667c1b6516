"""Rules about the joint distribution of a vector and a precision: one part first, then the other."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.nodes import Expectation
from kldiv.distributions.nodes import divergence_between, divergence_of, expectation_under
from kldiv.distributions.normal_gamma import NormalGamma
from kldiv.proof.equality import are_equal
from kldiv.proof.kernel import rule
from kldiv.proof.rules.arrays import expand_log
from kldiv.proof.rules.draws import want_under
from kldiv.proof.statements import Refused, Statement


@rule("factorise-density", "Factorise", "A joint density is the conditional density times the marginal one.")
def factorise(expression: sp.Basic, p: NormalGamma, q: NormalGamma) -> sp.Expr:
    """Split the logarithm of the ratio of two joint densities."""
    x, t = p.variable(), p.precision()
    node = want_under(expression, p.density(x), "factorise-density")
    if node.body != sp.log(p.density(x) / q.density(x)):
        raise Refused("factorise-density: takes the log-likelihood ratio of the two distributions")
    return node.of(_conditional(p, q) + sp.log(p.marginal_density(t) / q.marginal_density(t)))


def _conditional(p: NormalGamma, q: NormalGamma) -> sp.Expr:
    x, t = p.variable(), p.precision()
    return sp.log(p.conditional_density(x, t) / q.conditional_density(x, t))


@rule(
    "condition-on",
    "Take the expectation in two steps",
    "First over $X$ with $\\tau$ held fixed, which is a divergence between two normals, then over $\\tau$.",
)
def condition_on(expression: sp.Basic, p: NormalGamma, q: NormalGamma, between: Statement) -> sp.Expr:
    """Put the divergence between the conditional distributions, as a lemma derives it, for their log ratio."""
    x, t = p.variable(), p.precision()
    given = [d.given_precision() for d in (p, q)]
    for joint, normal in zip((p, q), given, strict=True):
        mine, other = (expand_log.run(sp.log(d)) for d in (joint.conditional_density(x, t), normal.density(x)))
        if not are_equal(mine, other):
            raise Refused("condition-on: the conditional distribution is another one")
    if between.source != "lemma" or between.relation != "=" or between.left != divergence_of(*given):
        raise Refused("condition-on: takes the divergence between the conditional distributions, from a lemma")
    whole = Expectation(_conditional(p, q), x, -sp.oo, sp.oo, p.density(x), "p", p.kind)
    if not expression.has(whole):
        raise Refused("condition-on: the mean of the conditional log-likelihood ratio does not occur")
    return expression.xreplace({whole: whole.of(between.right)})


@rule(
    "marginal",
    "Leave the other part out",
    "The mean of a function of $\\tau$ alone is its mean under the marginal distribution of $\\tau$.",
)
def marginal(expression: sp.Basic, p: NormalGamma, q: NormalGamma, letter: sp.Symbol) -> sp.Expr:
    """Pass to the gamma distribution of the precision; the mean of the marginal log ratio is a divergence."""
    x, t = p.variable(), p.precision()
    mine, theirs = p.of_precision(), q.of_precision()
    ratio = sp.log(p.marginal_density(t) / q.marginal_density(t))

    def passed(node: Expectation) -> sp.Expr:
        if node.density != p.density(x) or node.body.has(x) or not node.body.has(t):
            return node
        if node.body == ratio:
            return divergence_between(mine, theirs, letter)
        return expectation_under(mine, node.body.xreplace({t: letter}), letter, node.index)

    made = expression.xreplace({node: passed(node) for node in expression.atoms(Expectation)})
    if made == expression:
        raise Refused("marginal: there is no mean of a function of the precision alone")
    return made
