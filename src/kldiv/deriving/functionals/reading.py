"""Read the expectation of a monomial off a generating functional: put numbers for its letters, and differentiate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import sympy as sp

from kldiv.algebra.conditions import positive_condition
from kldiv.algebra.nodes import Expectation
from kldiv.algebra.notation import DISCRETE
from kldiv.deriving.functionals.monomials import Monomial, monomial_of
from kldiv.distributions.base import Distribution
from kldiv.proof.kernel import Made, rule
from kldiv.proof.statements import Refused, Statement, apart, fill, positive_or_refuse


class Unreachable(Refused):
    """No functional reaches this expectation."""


class Infinite(Refused):
    """The expectation is infinite whatever the parameters."""


@dataclass(frozen=True)
class Moment:
    """The expectation of a monomial, with its conditions.

    Attributes:
        value: the expectation.
        conditions: when the integral converges.
    """

    value: sp.Expr
    conditions: tuple[sp.Basic, ...]


@dataclass(frozen=True)
class Letters:
    """What the letters of a functional do: exponents of u and 1 - u, the rate of an exponential, where it stops."""

    power: sp.Symbol | None
    co_power: sp.Symbol | None
    rate: sp.Symbol | None


def letters_of(left: Expectation) -> Letters:
    """Read the roles of the letters off the statistic of a functional."""
    coefficient, m = monomial_of(left.body, left.variable) or (None, Monomial())
    if coefficient != 1:
        raise Unreachable(f"functional: {left.body} is no monomial")
    return Letters(*(part if isinstance(part, sp.Symbol) else None for part in (m.power, m.co_power, m.rate)))


@lru_cache(maxsize=8192)
def moment(statement: Statement, m: Monomial) -> Moment | None:
    """Take the expectation of a monomial from a functional.

    Args:
        statement: the functional, an equation for the expectation of a monomial with letters in it.
        m: the monomial.

    Returns:
        The value and its conditions; None where the functional does not reach.
    """
    if monomial_of(statement.left.body, statement.left.variable) == (1, m):  # it says just this
        return Moment(statement.right, statement.conditions)
    roles = letters_of(statement.left)
    values: dict[sp.Symbol, sp.Expr] = {}
    orders: list[tuple[sp.Symbol, int]] = []
    for letter, exponent, logs in ((roles.power, m.power, m.logs), (roles.co_power, m.co_power, m.co_logs)):
        if letter is not None:
            values[letter] = exponent
            orders += [(letter, logs)] if logs else []
        elif logs or (exponent != 0 and letter is not roles.power):
            return None
    if roles.rate is not None:
        values[roles.rate] = m.rate
    elif m.rate != 0:
        return None
    if roles.power is None and m.power != 0:  # a whole power comes from the exponential, by differentiation
        if roles.rate is None or not (m.power.is_Integer and m.power > 0):
            return None
        orders.append((roles.rate, int(m.power)))
    value = sp.diff(statement.right, *orders) if orders else statement.right
    if value.has(sp.Derivative, sp.Subs, sp.meijerg):  # no function in use has this derivative
        return None
    stated = [strictly(c) for c in statement.conditions] if orders else statement.conditions
    conditions = tuple(c for condition in stated for c in _decided(fill(condition, values)))
    return Moment(_short(value.subs(values, simultaneous=True), statement.left.kind, m), conditions)


def _decided(condition: sp.Basic) -> tuple[sp.Basic, ...]:
    if condition in (sp.true, sp.false):
        return () if condition is sp.true else (sp.false,)
    if isinstance(condition, (sp.StrictGreaterThan, sp.StrictLessThan)):
        return positive_condition(condition.gts - condition.lts)
    if isinstance(condition, (sp.GreaterThan, sp.LessThan)):
        return tuple(sp.Ge(c.gts, c.lts) for c in positive_condition(condition.gts - condition.lts))
    return apart(condition) if isinstance(condition, sp.Ne) else (condition,)


def strictly(condition: sp.Basic) -> sp.Basic:
    """Without its edge, where a functional may have a value but no derivative."""
    return sp.Gt(condition.gts, condition.lts) if isinstance(condition, (sp.Ge, sp.Le)) else condition


def _short(value: sp.Expr, kind: str, m: Monomial) -> sp.Expr:
    """Cancel gamma functions whose arguments differ by whole numbers; polynomials of discrete ones are factorised."""
    if kind == DISCRETE:
        return sp.factor(sp.simplify(value))
    if value.has(sp.besselk) and m.power.is_Integer:  # of half-integer order: a polynomial in the reciprocal
        return sp.expand(sp.simplify(sp.expand_func(value)))
    if not value.has(sp.gamma):
        return _short_tilt(value)
    if any(power.free_symbols for power in (m.power, m.co_power)):
        return sp.expand_mul(value)
    return sp.Add(*(sp.gammasimp(term) for term in sp.Add.make_args(sp.expand(value))))


def _short_tilt(value: sp.Expr) -> sp.Expr:
    """Where log(a) - log(1 - a) stands beside a/(1 - a), the exponential of it: simplify in the one letter."""
    theta = sp.Dummy("theta", real=True, nonzero=True)
    for a in sorted(value.free_symbols, key=str):
        slope, odds, log = sp.log(a) - sp.log(1 - a), a / (1 - a), sp.log(a)
        sums = [n for n in value.atoms(sp.Add) if log in n.args]
        if slope in sums:
            inside = value.xreplace({n: (n - slope).expand() + theta for n in sums}).subs(odds, sp.exp(theta))
            return sp.simplify(inside).subs(sp.exp(theta), odds).subs(theta, slope)
    return value


def fits(expectation: Expectation, statement: Statement) -> bool:
    """Whether an expectation is under the distribution of a functional, whatever the range."""
    left = statement.left
    same = left.density.xreplace({left.variable: expectation.variable}) == expectation.density
    return bool(same and left.kind == expectation.kind)


def read(expectation: Expectation, statements: tuple[Statement, ...]) -> Moment:
    """Read the expectation of a sum of monomials off functionals, term by term.

    Args:
        expectation: its body is a sum of monomials; it may stop, or begin, inside the support.
        statements: functionals of the same distribution.

    Returns:
        The sum of the values, and the conditions of all terms.

    Raises:
        Unreachable: if a term is no monomial, or no functional reaches it.
        Infinite: if a term is infinite for all parameters.
    """
    fitting = [s for s in statements if fits(expectation, s)]
    ends = expectation.lower, expectation.upper
    whole = [s for s in fitting if (s.left.lower, s.left.upper) == ends]
    rest = [s for s in fitting if s.left.upper == expectation.lower]  # what lies before it is taken from the whole
    if not whole:
        whole = [s for s in fitting if s.left.upper == expectation.upper]
    else:
        rest = []
    total: list[sp.Expr] = []
    conditions: list[sp.Basic] = []
    for term in sp.Add.make_args(expectation.body):
        pair = monomial_of(term, expectation.variable)
        parts = [first(group, pair[1]) for group in (whole, rest) if group] if pair else []
        if pair is None or not parts or any(part is None for part in parts):
            raise Unreachable(f"functional: no value of E[{term}] is known")
        values = [part.value for part in parts if part is not None]
        total.append(pair[0] * (values[0] - values[1] if rest else values[0]))
        conditions += [c for part in parts if part is not None for c in part.conditions if c not in conditions]
    if sp.false in conditions:
        raise Infinite("functional: the expectation is infinite for all parameters")
    return Moment(sp.Add(*total), tuple(conditions))


def first(statements: list[Statement], m: Monomial) -> Moment | None:
    """The expectation of a monomial by the first functional that reaches it."""
    return next((found for s in statements if (found := moment(s, m)) is not None), None)


@rule(
    "functional",
    "Read off the generating functional",
    "Each expectation is a value or a derivative of the generating functional of the standard distribution.",
    fills_in=True,
)
def functional(expression: sp.Basic, distribution: Distribution, *statements: Statement) -> Made:
    """Replace each expectation of monomials by what the functionals give.

    What the distribution says of its own parameters is no condition; nor is that a partial expectation stops inside.
    """
    if not all(isinstance(s, Statement) and s.source == "lemma" and s.relation == "=" for s in statements):
        raise Refused("functional: takes lemmas")
    nodes = sorted(expression.atoms(Expectation), key=sp.default_sort_key)
    wanted = [node for node in nodes if any(fits(node, s) for s in statements)]
    if not wanted:
        raise Unreachable("functional: there is no expectation that a functional fits")
    found = {node: read(node, statements) for node in wanted}
    ends = {
        end for node in wanted for end in (node.lower, node.upper) if end.is_finite is not False and end not in (0, 1)
    }
    positive = (*distribution.positive_parameters(), *ends, *(1 - end for end in ends))
    known = {c for part in positive if not part.is_nonpositive for c in positive_or_refuse(part, part)}
    conditions = tuple(dict.fromkeys(c for m in found.values() for c in m.conditions if c not in known))
    return Made(expression.xreplace({node: m.value for node, m in found.items()}), conditions)
