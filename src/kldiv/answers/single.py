"""One pair of distributions of exact numbers: the way taken where plain floats would not do.

In turn: the formula in ball arithmetic; the formula derived again for the very values at which the general
one is 0/0; a finite sum; quadrature. Whether the divergence is finite is asked first.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy as sp

from kldiv.algebra.notation import shortly
from kldiv.answers.arrays import edge_parameters, fraction
from kldiv.answers.formulas import (
    SPECIAL_VALUES,
    Formula,
    Kind,
    Values,
    entropy_formula,
    finite_condition,
    formula_at,
    formula_of,
    point,
)
from kldiv.answers.found import CLOSED_FORM, INFINITE, QUADRATURE, Found
from kldiv.answers.outcomes import TooMany, divergence_by_summation, entropy_by_summation, few_outcomes
from kldiv.distributions.categorical import Categorical
from kldiv.distributions.discrete_uniform import is_certain
from kldiv.oracles.estimate import Estimate, NoConvergence
from kldiv.values.balls import decided, settled
from kldiv.values.integrating.expectation import divergence_number, entropy_number
from kldiv.values.known import known_of

EPS = 2.0**-52


def divergence_of(p: Kind, p_values: Values, q: Kind, q_values: Values) -> Found:
    """Find D(p || q) for one pair of distributions.

    Args:
        p: the class of the first distribution.
        p_values: its parameters by name, exact.
        q: the class of the second.
        q_values: its parameters.

    Returns:
        The divergence.

    Raises:
        ValueError: if no way leads to a number.
    """
    (p, p_values), (q, q_values) = _regular(p, p_values), _regular(q, q_values)
    if p is q and p_values == q_values:
        return Found(0.0)
    if p.kind != q.kind:
        return Found(float("inf"), INFINITE)
    if _certain(p, p_values):  # minus the logarithm of q there
        return _added_up(p, p_values, q, q_values, CLOSED_FORM)
    if Categorical in (p, q):
        if not p.finite:  # every whole number is an outcome
            return Found(float("inf"), INFINITE)
        return _added_up(p, p_values, q, q_values, QUADRATURE)
    general, at = formula_of(p, q), point(p, p_values, q, q_values)
    if _at_edge(p, p_values):
        return _added_up(p, p_values, q, q_values, general.kind)
    if general.kind == INFINITE or _violated(general, at):
        return Found(float("inf"), INFINITE)
    condition = finite_condition(p, q)
    finite = None if condition is None else decided(condition, at)
    if finite is False:
        return Found(float("inf"), INFINITE)
    found = _from_formula(general, at)
    if found is None and general.kind == CLOSED_FORM:
        found = _derived_again(general, p, p_values, q, q_values, at)
    if found is not None:
        return Found(found)
    if p.finite and few_outcomes(p, p_values):
        return _added_up(p, p_values, q, q_values, general.kind)
    return _integrated(p, p_values, q, q_values, finite=finite is True)


def entropy_of(p: Kind, values: Values) -> Found:
    """Find H(p) for one distribution.

    Args:
        p: its class.
        values: its parameters by name, exact.

    Returns:
        The entropy.

    Raises:
        ValueError: if no way leads to a number.
    """
    p, values = _regular(p, values)
    if _certain(p, values):
        return Found(0.0)
    formula = None if p is Categorical else entropy_formula(p)
    if formula is not None:
        value = settled(formula, point(p, values, p, values))
        if value is not None:
            return Found(float(value))
    try:
        if p.finite and few_outcomes(p, values):
            estimate = entropy_by_summation(p, values)
        else:
            estimate = entropy_number(known_of(p), values)
    except (NoConvergence, TooMany) as failed:
        raise ValueError(f"{p.title}: no value of the entropy was found: {shortly(failed)}") from None
    return _estimated(estimate)


def _regular(kind: Kind, values: Values) -> tuple[Kind, Values]:
    """Name a distribution by what it is at a point where its own density is written as 0/0."""
    if kind.finite:  # where outcomes are left out, their probabilities are added up
        return kind, values
    given = kind.from_parameters(dict(values))
    plain = given.regular()
    return (kind, values) if plain is given else (type(plain), {k: fraction(v) for k, v in plain.parameters.items()})


def _at_edge(p: Kind, values: Values) -> bool:
    """Whether a distribution of finitely many outcomes leaves some of them out."""
    return any(values[name] in (0, 1) for name in edge_parameters(p))


def _certain(p: Kind, values: Values) -> bool:
    """Whether one outcome has all the mass."""
    if p is Categorical:
        return [chance != 0 for chance in values["probs"]].count(True) == 1
    return bool(p.finite and is_certain(p.from_parameters(dict(values))))


def _violated(general: Formula, at: Mapping[sp.Symbol, Fraction]) -> bool:
    if general.otherwise != sp.oo:
        return False
    return any(decided(condition, at) is False for condition in general.assumptions)


def _from_formula(found: Formula, at: Mapping[sp.Symbol, Fraction]) -> float | None:
    if found.kind != CLOSED_FORM or not all(decided(condition, at) for condition in found.scope):
        return None
    value = settled(found.result, at)
    return float(value) if value is not None and value >= 0 else None


def _derived_again(
    general: Formula, p: Kind, p_values: Values, q: Kind, q_values: Values, at: Mapping[sp.Symbol, Fraction]
) -> float | None:
    """Derive once more with the values put in first at which the general formula has a hole."""
    if any(isinstance(c, sp.Eq) and decided(c, at) is False for c in general.scope):
        return None  # a shared parameter differs: no value of it alone will help
    fixed = tuple(
        (index, name, value)
        for index, values in (("p", p_values), ("q", q_values))
        for name, value in values.items()
        if value in SPECIAL_VALUES
    )
    again = formula_at(p, q, fixed) if fixed else None
    if again is None or not all(decided(c, at) for c in again.assumptions):
        return None
    return _from_formula(again, at)


def _added_up(p: Kind, p_values: Values, q: Kind, q_values: Values, kind: str) -> Found:
    try:
        total = divergence_by_summation(p, p_values, q, q_values)
    except TooMany as many:
        raise ValueError(shortly(many)) from None
    if not total.value.is_finite():
        return Found(float("inf"), INFINITE)
    # at an edge the sum is the closed form's limit; elsewhere there is none, and the sum says how exact it is
    return Found(max(float(total.value), 0.0)) if kind == CLOSED_FORM else _estimated(total)


def _integrated(p: Kind, p_values: Values, q: Kind, q_values: Values, *, finite: bool) -> Found:
    try:
        estimate = divergence_number(known_of(p), p_values, known_of(q), q_values)
    except NoConvergence as failed:
        # of what the tails leave finite nothing else is said
        why = "it is finite, but the integral does not settle" if finite else shortly(failed)
        raise ValueError(f"{p.title} against {q.title}: no value was found: {why}") from None
    if not estimate.value.is_finite():
        return Found(float("inf"), INFINITE)
    return _estimated(estimate, lowest=0.0)


def _estimated(estimate: Estimate, lowest: float = -float("inf")) -> Found:
    value = max(float(estimate.value), lowest)
    return Found(value, QUADRATURE, float(estimate.error) + EPS * abs(value))
