"""Partial derivatives of one pair of distributions of exact numbers: where plain floats would not do.

In turn: the derivative of the formula in ball arithmetic; its limit at the end of a parameter's range; differences of
the formula, where its derivative has no name; an integral of the score, where there is no formula.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.answers.differentiated import Place, is_smooth, is_tied, partial, symbol_at
from kldiv.answers.formulas import Formula, Kind, Values, finite_condition, formula_of, point, symbols_of
from kldiv.answers.found import CLOSED_FORM, INFINITE
from kldiv.answers.scores import integrated, log_density
from kldiv.arb import arb
from kldiv.distributions.base import DISCRETE
from kldiv.distributions.discrete_uniform import DiscreteUniform
from kldiv.distributions.domains import INTEGER, PROBABILITY, REAL, as_exact
from kldiv.oracles.quadrature import PRECISION
from kldiv.oracles.truth import escapes
from kldiv.precision import ball_precision
from kldiv.values.balls import BallWalker, NoValue, Undecided, ball, decided, settled, to_digits
from kldiv.values.exactly import FractionWalker
from kldiv.values.known import known_of
from kldiv.values.walking import Unsupported

At = Mapping[sp.Symbol, Fraction]
NAN, INF, LARGEST = float("nan"), float("inf"), Fraction(2**1024 - 2**971)

#: Steps of differences, and the bits that are left of them after two.
STEP, BITS = 120, 1600

#: Just inside of a range, seen from its end.
NEAR = Fraction(1, 2**30)


def slope_of(p: Kind, p_values: Values, q: Kind, q_values: Values, places: tuple[Place, ...]) -> float:
    """Find a partial derivative of D(p || q) for one pair of distributions.

    Args:
        p: the class of the first distribution.
        p_values: its parameters by name, exact.
        q: the class of the second.
        q_values: its parameters.
        places: the parameters to differentiate in, one or two.

    Returns:
        The derivative, infinite if it grows without bound; nan where the divergence itself is infinite.

    Raises:
        ValueError: if no way leads to a number.

    Example:
        >>> from kldiv.distributions import Bernoulli
        >>> half, never = {"probs": Fraction(1, 2)}, {"probs": Fraction(0)}
        >>> slope_of(Bernoulli, never, Bernoulli, half, (("q", "probs"),))
        2.0
        >>> slope_of(Bernoulli, never, Bernoulli, half, (("p", "probs"),))
        -inf
    """
    at = point(p, p_values, q, q_values)
    ends = _ends(p, p_values, "p") + _ends(q, q_values, "q")
    if len(places) == 1 and is_smooth(p, q) and p_values == q_values and not ends:
        return 0.0
    if _is_infinite(p, p_values, q, q_values, at, bool(ends)):
        return NAN
    formula = formula_of(p, q)
    tied = any(is_tied(formula, symbol_at(p, q, place)) for place in places)
    held = all(decided(c, at) is not False for c in formula.scope if isinstance(c, sp.Eq))
    if formula.kind == CLOSED_FORM and held and not tied:
        found = _from_formula(formula, p, q, places, at, ends)
        if found is not None:
            return found
    found = _from_one_outcome(p, p_values, q, q_values, places)
    return found if found is not None else integrated(p, p_values, q, q_values, places)


def _is_infinite(p: Kind, p_values: Values, q: Kind, q_values: Values, at: At, at_end: bool) -> bool:
    """Whether D(p || q) is infinite at these numbers."""
    if p.kind != q.kind:
        return True
    if p.kind == DISCRETE and at_end:
        from kldiv.answers.single import divergence_of

        return divergence_of(p, p_values, q, q_values).method == INFINITE
    formula = formula_of(p, q)
    if formula.kind == INFINITE:
        return True
    if formula.otherwise == sp.oo and any(decided(condition, at) is False for condition in formula.assumptions):
        return True
    condition = finite_condition(p, q)
    if condition is not None and decided(condition, at) is False:
        return True
    if formula.kind == CLOSED_FORM:
        return False
    with ball_precision(PRECISION):
        ours, theirs = ([ball(v) for v in values.values()] for values in (p_values, q_values))
        return escapes(known_of(p), ours, known_of(q), theirs)


def _ends(kind: Kind, values: Values, index: str) -> list[sp.Symbol]:
    """Return the letters of those parameters that lie at the end of their range."""
    letters = symbols_of(kind, index)
    return [
        letters[parameter.name]
        for parameter in kind.spec
        if (values[parameter.name] == 0 and parameter.domain is not REAL and parameter.domain is not INTEGER)
        or (values[parameter.name] == 1 and parameter.domain is PROBABILITY)
        or (parameter.edge is not None and values[parameter.name] == parameter.edge)
    ]


# --- from the formula ---


def _from_formula(
    formula: Formula, p: Kind, q: Kind, places: tuple[Place, ...], at: At, ends: list[sp.Symbol]
) -> float | None:
    written = partial(p, q, places)
    symbols = [symbol_at(p, q, place) for place in places]
    hole = next((c for c in formula.scope if isinstance(c, sp.Ne) and decided(c, at) is not True), None)
    if hole is not None:
        return _rounded(lambda here: _about(hole, formula.result, symbols, here), at)
    if written is None:
        return _rounded(lambda here: _differences(formula.result, symbols, here), at)
    found = None if ends else _value(written, at)
    return found if found is not None else _limit(written, symbols, at, ends)


def _value(expression: sp.Expr, at: At) -> float | None:
    try:
        exactly = FractionWalker(at).value(expression)
    except (Unsupported, ZeroDivisionError):
        pass
    else:
        return float(exactly) if abs(exactly) <= LARGEST else INF if exactly > 0 else -INF
    value = settled(expression, at)
    if value is not None:
        return float(value)
    try:
        return 0.0 if to_digits(expression, at, 300).is_zero() else None
    except NoValue:
        return None


def _limit(expression: sp.Expr, symbols: list[sp.Symbol], at: At, ends: list[sp.Symbol]) -> float | None:
    """Return the limit at the ends of ranges: the other parameters are there already when one is moved."""
    fixed = {s: sp.Rational(v.numerator, v.denominator) for s, v in at.items() if s not in ends}
    found = expression.xreplace(fixed)
    for symbol in [*(s for s in ends if s not in symbols), *(s for s in ends if s in symbols)]:
        at_zero = at[symbol] == 0
        try:
            found = sp.limit(found, symbol, 0 if at_zero else 1, "+" if at_zero else "-")
        except (NotImplementedError, ValueError, TypeError):
            return None
    if found in (sp.oo, -sp.oo):
        return INF if found == sp.oo else -INF
    return _value(found, {}) if not found.has(sp.nan, sp.zoo, sp.oo) and not found.free_symbols else None


def _differences(expression: sp.Expr, symbols: list[sp.Symbol], at: Mapping[sp.Symbol, Any]) -> Any:
    """Differentiate by central differences, so small a step that a float does not see their error."""
    if not symbols:
        return BallWalker(at).value(expression)
    symbol, *rest = symbols
    step = abs(arb(at[symbol].mid())) * arb(2) ** -STEP if not at[symbol].contains(0) else arb(2) ** -STEP
    above, below = ({**at, symbol: at[symbol] + move} for move in (step, -step))
    return (_differences(expression, rest, above) - _differences(expression, rest, below)) / (2 * step)


def _about(hole: sp.Basic, expression: sp.Expr, symbols: list[sp.Symbol], at: Mapping[sp.Symbol, Any]) -> Any:
    """Return the mean of a derivative on both sides of a removable hole."""
    symbol = min(hole.free_symbols, key=str)
    step = arb(2) ** (-STEP // 2)
    sides = [{**at, symbol: at[symbol] + move} for move in (step, -step)]
    return sum((_differences(expression, symbols, side) for side in sides), arb(0)) / 2


def _rounded(compute: Callable[[dict[sp.Symbol, Any]], Any], at: At) -> float | None:
    try:
        with ball_precision(BITS):
            value = compute({symbol: ball(number) for symbol, number in at.items()})
            good = value.is_finite() and value.rad() <= (abs(value) + arb(2) ** -80) * arb(2) ** -60
            return float(value.mid()) if good else None
    except (Undecided, Unsupported, ZeroDivisionError):
        return None


# --- from the definition ---


def _from_one_outcome(p: Kind, p_values: Values, q: Kind, q_values: Values, places: tuple[Place, ...]) -> float | None:
    """Differentiate where p is certain of one outcome, so that the divergence is minus the logarithm of q there.

    Moving p away adds t log t, which falls infinitely fast, unless it makes the divergence infinite.
    """
    certain = p.from_parameters(dict(p_values)).regular()
    if len(places) > 1 or not isinstance(certain, DiscreteUniform) or p is DiscreteUniform:
        return None
    ((index, name),) = places
    at, ends_of_q = point(p, p_values, q, q_values), _ends(q, q_values, "q")
    if index == "p":
        if symbols_of(p, "p")[name] not in _ends(p, p_values, "p"):
            return 0.0
        upwards = p_values[name] == 0
        inside = {**p_values, name: NEAR if upwards else 1 - NEAR}
        rises = _is_infinite(p, inside, q, q_values, point(p, inside, q, q_values), bool(ends_of_q))
        return INF if rises == upwards else -INF
    x, symbol = q.symbolic("q").variable(), symbols_of(q, "q")[name]
    slope = -sp.diff(log_density(q, "q", x), symbol).subs(x, as_exact(certain.low))
    return _limit(slope, [symbol], at, ends_of_q) if ends_of_q else _value(slope, at)
