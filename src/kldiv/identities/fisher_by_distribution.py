"""The Fisher information of each distribution, from its own divergence, and checked against the mean squared score."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import partial
from typing import Any

import mpmath
import sympy as sp

from kldiv.algebra.nodes import Expectation
from kldiv.algebra.quantities import Quantity
from kldiv.deriving.derive import derive
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE, Distribution
from kldiv.distributions.nodes import expectation_under
from kldiv.identities import identity
from kldiv.identities.known_pairs import stated
from kldiv.proof.chain import Use, use
from kldiv.proof.checks.agreement import STEP_DIGITS, compare
from kldiv.proof.evidence import IdentityEvidence
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record, Sentence
from kldiv.proof.report import Check
from kldiv.proof.rules import general, parametric
from kldiv.proof.rules import identities as rules
from kldiv.values.at_instance import value_of
from kldiv.values.at_point import value_at
from kldiv.values.instances import Instance

#: How far q is from p, along a direction; one-sided, so that |epsilon| has a second derivative at 0.
EPSILON = sp.Symbol("epsilon", positive=True)

#: Where what is assumed of a close q is tried.
CLOSE = Fraction(1, 1000)

#: How many parameter points are tried, and how many of them tell changed mutants from equal ones.
POINTS, FRESH = 3, 2


def with_fisher_information() -> list[str]:
    """The slugs of the distributions that have a Fisher information and a divergence in closed form to read it from."""
    return [
        slug
        for slug, distribution in DISTRIBUTIONS.items()
        if distribution.variate == UNIVARIATE and not distribution.without_fisher
    ]


def plain(symbol: sp.Symbol) -> sp.Symbol:
    """The letter of a parameter without the index of its distribution."""
    facts = {fact: value for fact, value in symbol.assumptions0.items() if fact != "commutative"}
    return sp.Symbol(str(symbol).rsplit("_", 1)[0], **facts)


def setting(slug: str) -> tuple[Distribution, dict[sp.Symbol, sp.Symbol], Use]:
    """Read off a distribution, its directions and the divergence along them.

    Args:
        slug: the distribution.

    Returns:
        The distribution with plain letters, the component of the direction for each free parameter, and the lemma
        that evaluates D(theta || theta + epsilon h).
    """
    pair = derive(slug, slug)
    p, q = pair.distributions
    letters = {s: plain(s) for s in p.parameters.values()}
    distribution = type(p)(*letters.values())
    ends: set[sp.Basic] = set().union(
        *(e.free_symbols for e in (distribution.support().lower, distribution.support().upper))
    )
    if distribution.circular:
        ends = set()  # the circle is the same wherever it is cut open
    shared = {equation.lhs: equation.rhs for equation in pair.scope if isinstance(equation, sp.Eq)}
    table: dict[sp.Basic, sp.Expr] = {**letters, **{theirs: letters[mine] for theirs, mine in shared.items()}}
    directions: dict[sp.Symbol, sp.Symbol] = {}
    for one, other in zip(p.parameters.values(), q.parameters.values(), strict=True):
        here = letters[one]
        fixed = one == other or other in shared or here.is_integer or here in ends
        if not fixed:
            directions[here] = sp.Symbol(f"h_{here}", positive=True)
        if one != other:
            table[other] = here + EPSILON * directions.get(here, sp.S.Zero)
    return distribution, directions, use(pair.as_lemma(), table)


def listed(symbols: Iterable[sp.Symbol]) -> list[str | sp.Basic]:
    """Symbols with commas between them, as parts of a sentence."""
    return [part for symbol in symbols for part in (", ", symbol)][1:]


def given(distribution: Distribution) -> str:
    """Say in the title which parameter is held fixed, if it is one that could be changed smoothly."""
    fixed = distribution.shared
    return f" of known {fixed.replace('_', ' ')}" if fixed and not distribution.parameters[fixed].is_integer else ""


def points(
    slug: str, directions: dict[sp.Symbol, sp.Symbol], distribution: Distribution, numbers: range
) -> list[Instance]:
    """Draw parameters and directions."""
    made = []
    for number in numbers:
        drawn = type(distribution).draw(random.Random(f"fisher {slug} {number}"))
        values: dict[sp.Symbol, Any] = {s: drawn[name] for name, s in distribution.parameters.items()}
        steps = (Fraction(number + 1, 3), Fraction(2, number + 3))
        made.append(Instance({**values, EPSILON: CLOSE, **dict(zip(directions.values(), steps, strict=False))}))
    return made


def information(derivation: Record) -> sp.Matrix:
    """The Fisher information matrix of a derivation made here, its rows in the order of the directions."""
    directions = derivation.evidence_as(IdentityEvidence).directions
    return sp.hessian(derivation.result, list(directions.values())) / 2


def mean_squared_score(derivation: Record) -> Check:
    """The second route: E[(h . gradient of log p)^2] by quadrature, and E[h . gradient of log p] = 0."""
    distribution, directions = (
        derivation.evidence_as(IdentityEvidence).distribution,
        derivation.evidence_as(IdentityEvidence).directions,
    )
    x = sp.Symbol("x", **variable_facts(distribution))
    log_density = sp.expand_log(sp.log(distribution.density(x)), force=True)
    score = sp.Add(*(h * sp.diff(log_density, letter) for letter, h in directions.items()))
    square, mean = mean_under(distribution, score**2, x), mean_under(distribution, score, x)

    def sides() -> Iterator[tuple[mpmath.mpf, mpmath.mpf]]:
        for at in derivation.evidence_as(IdentityEvidence).instances:
            point = {s: Fraction(v) for s, v in at.symbols.items()}
            yield value_at(square, point), value_of(derivation.result, at)
            yield value_at(mean, point), mpmath.mpf(0)

    return compare("mean squared score", sides, STEP_DIGITS, "quadrature of the squared score; its mean is 0")


def mean_under(distribution: Distribution, body: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """E[body], in two halves if the density has a kink."""
    whole = expectation_under(distribution, body, x, "p")
    kinks = distribution.density(x).atoms(sp.Abs)
    if not kinks:
        return whole
    (kink,) = kinks
    turn, y = sp.solve(kink.args[0], x)[0], sp.Symbol("y", positive=True)
    halves = (
        (
            body.subs(x, turn + side * y),
            y,
            sp.S.Zero,
            sp.oo,
            distribution.density(turn + side * y),
            "p",
            distribution.kind,
        )
        for side in (1, -1)
    )
    return sp.Add(*(Expectation(*half) for half in halves))


def variable_facts(distribution: Distribution) -> dict[str, bool]:
    """What the support says of x."""
    if distribution.kind == "discrete":
        return {"integer": True, "nonnegative": True}
    return {"positive": True} if distribution.support().lower.is_nonnegative else {"real": True}


def fisher(slug: str) -> Record:
    """Derive the second derivative of D(theta || theta + epsilon h) in epsilon at 0.

    Args:
        slug: the distribution.

    Returns:
        The derivation; its result is the quadratic form of the Fisher information in the direction h.
    """
    distribution, directions, cited = setting(slug)
    name = DISTRIBUTIONS[slug].name
    tex = r"D(p_{\theta} \,\|\, p_{\theta + \epsilon h})"
    along = Quantity(tex, "D(p_theta || p_theta+eps h)", stated(cited).left)
    value = stated(cited).right
    smooth = not sp.diff(value, (EPSILON, 2)).subs(EPSILON, 0).has(sp.nan, sp.zoo, sp.oo)
    slope = sp.Derivative(along, (EPSILON, 2))
    proof = Proof(sp.Subs(slope, EPSILON, 0) if smooth else sp.Limit(slope, EPSILON, 0, "+"))
    proof.apply(parametric.open_names)
    proof.apply(general.lemmas, cited)
    proof.apply(rules.differentiate)
    proof.apply(parametric.put_in_value if smooth else parametric.limit_of_formula)
    proof.apply(parametric.collect_directions, *directions.values())
    matrix = sp.hessian(proof.expression, list(directions.values())) / 2
    order, fixed = listed(directions), listed(s for s in distribution.parameters.values() if s not in directions)
    held = [" ", *fixed, " is held fixed."] if fixed else []
    entries = matrix if matrix.shape != (1, 1) else matrix[0]
    return proof.close(
        f"fisher-{slug}",
        f"Fisher information of the {name} distribution{given(distribution)}",
        instances=points(slug, directions, distribution, range(POINTS)),
        fresh=points(slug, directions, distribution, range(POINTS, POINTS + FRESH)),
        assumptions=tuple(proof.conditions),
        references=(("kullback1959", "ch. 2"), ("amari2016", "sec. 3.5")),
        notes=(
            Sentence("$\\theta$ stands for ", *order, ", and $h$ for the direction in which it is changed.", *held),
            Sentence(
                "So $D \\approx \\tfrac12 \\epsilon^2 h^{\\mathsf T} F h$, where the Fisher information in ",
                *order,
                " is",
            ),
            Sentence(display=sp.Eq(sp.Symbol("F"), entries, evaluate=False)),
        ),
        extra=(mean_squared_score,),
        related=("fisher-information-matrix", "fisher-information-densities", "fisher-information"),
        distribution=distribution,
        directions=directions,
    )


for _slug in with_fisher_information():
    identity(f"fisher-{_slug}")(partial(fisher, _slug))
