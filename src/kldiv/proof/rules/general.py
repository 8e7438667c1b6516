"""The rules that derivations of all kinds share: definition, logarithms, linearity, putting in, rewriting."""

from __future__ import annotations

from typing import Any

import sympy as sp

from kldiv.algebra.logarithms import expand_logs, multiply_out, open_exponentials, split_terms
from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.algebra.quantities import Quantity, unfold
from kldiv.algebra.signs import direction
from kldiv.algebra.tidying import best_form
from kldiv.algebra.tidying import tidy as tidied
from kldiv.distributions.base import Distribution
from kldiv.distributions.containment import support_conditions, variable_for
from kldiv.distributions.nodes import divergence_between
from kldiv.distributions.tails import finite_when
from kldiv.proof.equality import are_equal
from kldiv.proof.kernel import Made, rule
from kldiv.proof.statements import Refused, Statement, refuse_caught

Ranged = (sp.Sum, sp.Integral)


def want(kind: type | tuple[type, ...], expression: sp.Basic, name: str) -> Any:
    """Ask that an expression is of the kind that a rule works on."""
    if not isinstance(expression, kind):
        raise Refused(f"{name}: does not apply to {str(expression)[:80]}")
    return expression


@rule(
    "definition",
    "Definition",
    "The divergence is the expected log-likelihood ratio when the data follow $p$.",
)
def definition(divergence: sp.Basic, *pair: Distribution) -> Made:
    """Write a divergence as an expectation; for two distributions of numbers where p's support lies inside q's."""
    p, q, x, lower, upper, kind = want(Divergence, divergence, "definition").args
    index = str(p.base) if isinstance(p, sp.Indexed) else "p"
    after = Expectation(sp.log(p / q), x, lower, upper, p, index, kind)
    if not pair:
        return Made(after)
    first, second = pair
    if divergence != divergence_between(first, second, x):
        raise Refused("definition: the densities are not those of the two distributions")
    contained = support_conditions(first, second)
    if contained is None:
        raise Refused("definition: p has mass where q has none")
    return Made(after, contained)


def positive_parts(x: sp.Symbol, distributions: tuple[Distribution, ...]) -> tuple[sp.Expr, ...]:
    """What is positive on the supports of the distributions, in the variable x."""
    return tuple(part for distribution in distributions for part in distribution.positive_on_support(x))


@rule(
    "expand-log",
    "Expand the logarithm",
    "The logarithm of a product is the sum of the logarithms, and $\\log e^a = a$; every factor is "
    "positive on the support.",
)
def expand_log(expectation: sp.Basic, *pair: Distribution) -> sp.Expr:
    """Open the logarithm of the ratio of two densities."""
    x = want(Expectation, expectation, "expand-log").variable
    if pair and expectation.density != pair[0].density(x):
        raise Refused("expand-log: the density is not that of the first distribution")
    positive = positive_parts(x, pair)
    return expectation.of(open_exponentials(expand_logs(expectation.body, positive), x))


@rule(
    "linearity",
    "Linearity of expectation",
    "The expectation of a finite sum is the sum of the expectations, and constants come out, since each "
    "part is integrable.",
)
def linearity(expression: sp.Basic, *parts: sp.Symbol) -> sp.Expr:
    """Constants come out of each expectation, each statistic keeps its own; further parts of a draw are given."""
    nodes = expression.atoms(Expectation)
    if not nodes:
        raise Refused("linearity: there is no expectation here")
    return expression.xreplace({node: separated(node, *parts) for node in nodes})


def separated(expectation: Expectation, *parts: sp.Symbol) -> sp.Expr:
    """Take an expectation apart: constants come out, each statistic keeps its own expectation."""
    pairs = split_terms(multiply_out(expectation.body), expectation.variable, *parts)
    total = expectation.of(sp.S.One) if expectation.part else sp.S.One  # of a part of the support, not all is there
    return sp.Add(*(c * (total if t == 1 else expectation.of(t)) for c, t in pairs))


def replaced(expression: sp.Basic, statements: tuple[Statement, ...], source: str, name: str) -> sp.Basic:
    """Put right sides for left sides; each must be there, by its name or written out, and of the right source."""
    if not statements:
        raise Refused(f"{name}: nothing to put in")
    for statement in statements:
        if not isinstance(statement, Statement) or statement.source != source or statement.relation != "=":
            raise Refused(f"{name}: takes equations that are {source}s, not {statement}")
    if source == "assumption":
        refuse_caught(expression, statements, name)
    return expression.xreplace({standing(expression, s.left, name): s.right for s in statements})


def standing(expression: sp.Basic, part: sp.Basic, name: str) -> sp.Basic:
    """A part as it stands in an expression: by its name, or written out."""
    nodes = set(sp.preorder_traversal(expression))
    for form in (part, unfold(part)):
        if form in nodes:
            return form
    raise Refused(f"{name}: {str(part)[:80]} does not occur")


@rule("lemmas", "Put in the expectations", "Each expectation is replaced by the value that its lemma derives.")
def lemmas(expression: sp.Basic, *statements: Statement) -> sp.Basic:
    """Put the values of lemmas in."""
    return replaced(expression, statements, "lemma", "lemmas")


@rule("recognise-by-lemma", "Recognise by a lemma", "A lemma is read from right to left: a value is what it evaluates.")
def lemmas_back(expression: sp.Basic, *statements: Statement) -> sp.Basic:
    """Put the left sides of lemmas in for their values; a value that is a sum may be some of the terms of a sum."""
    for statement in statements:
        if not isinstance(statement, Statement) or statement.source != "lemma" or statement.relation != "=":
            raise Refused("recognise-by-lemma: takes lemmas that are equations")
        refuse_caught(expression, [statement], "recognise-by-lemma")
        terms = set(sp.Add.make_args(statement.right))
        sums = (n for n in sp.preorder_traversal(expression) if terms <= set(sp.Add.make_args(n)))
        whole = next(sums, None)
        if whole is None:
            raise Refused(f"recognise-by-lemma: {str(statement.right)[:80]} does not occur")
        expression = expression.xreplace({whole: whole - statement.right + statement.left})
    return expression


@rule("theorem", "By a theorem", "What stands on the left of a cited theorem is replaced by what stands on its right.")
def theorem(expression: sp.Basic, *statements: Statement) -> sp.Basic:
    """Put in what a theorem says."""
    return replaced(expression, statements, "theorem", "theorem")


@rule("assumption", "Use an assumption", "What the statement assumes to be equal is put in.")
def assumption(expression: sp.Basic, *statements: Statement) -> sp.Basic:
    """Use assumed equations from left to right."""
    return replaced(expression, statements, "assumption", "assumption")


@rule(
    "simplify",
    "Simplify",
    "Terms are cancelled and collected, and logarithms joined; the value does not change.",
)
def tidy(expression: sp.Basic, *distributions: Distribution) -> sp.Expr:
    """Find the best form of a result, given its two distributions, or a short form of what leads to it."""
    if len(distributions) == 2:
        return best_form(expression)
    return tidied(expression, distributions[0].positive_parameters() if distributions else ())


@rule(
    "rewrite",
    "Rewrite",
    "The expression is put into another form; both are brought to one normal form, in which their difference is zero.",
)
def rewrite(expression: sp.Basic, target: sp.Basic, *facts: Statement) -> sp.Basic:
    """Pass to an equal form that is given; that it is equal is proved by algebra."""
    if not are_equal(expression, target, facts):
        raise Refused(f"rewrite: {str(target)[:80]} could not be shown to be equal")
    return target


@rule(
    "rewrite-part",
    "Rewrite a part",
    "A part of the expression is put into another form; their difference is shown to be zero by algebra.",
)
def rewrite_part(expression: sp.Basic, part: sp.Basic, target: sp.Basic, *facts: Statement) -> sp.Basic:
    """Pass to an equal form of a part, wherever it stands."""
    if not expression.has(part):
        raise Refused(f"rewrite-part: {str(part)[:80]} does not occur")
    if not are_equal(part, target, facts):
        raise Refused(f"rewrite-part: {str(target)[:80]} could not be shown to be equal")
    return expression.xreplace({part: target})


@rule(
    "support",
    "Compare the supports",
    "Where $p$ has mass and $q$ has none, the ratio $p/q$ is infinite on an event of positive probability.",
)
def support(divergence: sp.Basic, p: Distribution, q: Distribution) -> sp.Expr:
    """A divergence is infinite where p's support reaches outside q's."""
    x = want(Divergence, divergence, "support").variable
    if divergence != divergence_between(p, q, x):
        raise Refused("support: the densities are not those of the two distributions")
    if support_conditions(p, q) is not None:
        raise Refused("support: p's support may lie inside q's")
    return sp.oo


@rule(
    "divergent-expectation",
    "An expectation that diverges",
    "One part of the log ratio is not integrable under $p$ and the others are; since $D \\ge 0$ always "
    "exists, it is $+\\infty$.",
)
def divergent(expression: sp.Basic, p: Distribution, q: Distribution) -> sp.Expr:
    """A divergence, its expectations apart, is infinite where the tail of p is too heavy for log q."""
    if expression != taken_apart(p, q):
        raise Refused("divergent-expectation: this is not the divergence between the two distributions")
    if finite_when(p, q) is not sp.false:
        raise Refused("divergent-expectation: the tails do not say that it diverges for all parameters")
    return sp.oo


def taken_apart(p: Distribution, q: Distribution) -> sp.Basic:
    """The divergence between two distributions as a sum of expectations, one for each statistic."""
    made = definition.run(divergence_between(p, q, variable_for(p, q)), p, q)
    whole = made.after if isinstance(made, Made) else made
    for apart in (expand_log, linearity):
        step = apart.run(whole, *((p, q) if apart is expand_log else ()))
        whole = step.after if isinstance(step, Made) else step
    return whole


@rule(
    "bound",
    "Compare term by term",
    "A part is replaced by a bound for it; the whole rises or falls with that part, since the sign of its factor is "
    "known.",
)
def bound(expression: sp.Basic, *statements: Any) -> Made:
    """Replace parts by bounds for them; assumed inequalities among the arguments tell signs."""
    known = [s.left - s.right if s.relation == ">=" else s.right - s.left for s in statements if _is_sign(s)]
    relations = {"<=": -1, ">=": 1}
    found: set[int] = set()
    back: dict[sp.Basic, sp.Basic] = {}
    for statement in (s for s in statements if not _is_sign(s)):
        if statement.relation not in relations:
            raise Refused("bound: takes inequalities")
        both_positive = bool(statement.left.is_positive and statement.right.is_positive)
        stand_in = sp.Dummy(positive=True) if both_positive else sp.Dummy(real=True)
        marked = marked_in(expression, statement.left, stand_in)
        way = direction(marked, stand_in, known)
        if way is None:
            raise Refused(f"bound: whether it rises or falls with {str(statement.left)[:60]} cannot be told")
        found.add(way * relations[statement.relation])
        expression, back[stand_in] = marked, statement.right
    if len(found) != 1:
        raise Refused("bound: takes at least one inequality, and all must lead the same way")
    return Made(expression.xreplace(back), relation=">=" if found == {1} else "<=")


def marked_in(expression: sp.Basic, part: sp.Expr, stand_in: sp.Symbol) -> sp.Basic:
    """Put a symbol for a part, which may be a name for what stands there, or the inner sum of a double one."""
    if isinstance(part, Quantity) and not expression.has(part):
        part = part.definition

    def is_inside(node: sp.Basic) -> bool:
        if not isinstance(part, sp.Sum) or not isinstance(node, sp.Sum) or node.function != part.function:
            return False
        own = len(part.limits)
        return len(node.limits) > own and node.limits[:own] == part.limits

    table = {n: n.func(stand_in, *n.limits[len(part.limits) :]) for n in expression.atoms(sp.Sum) if is_inside(n)}
    marked = expression.xreplace({part: stand_in, **table})
    if marked == expression:
        raise Refused(f"bound: {str(part)[:80]} does not occur")
    return marked


def _is_sign(statement: Any) -> bool:
    return isinstance(statement, Statement) and statement.source == "assumption"
