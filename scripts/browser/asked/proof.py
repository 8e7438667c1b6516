"""The value of a divergence at exact parameters, proved: the integral, or the sum, that defines it is enclosed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.arb import arb
from kldiv.derived import Derivation
from kldiv.distributions import as_distribution
from kldiv.oracles.enclosure import BITS, NotEnclosed, divergence_enclosure
from kldiv.oracles.estimate import NoConvergence
from kldiv.oracles.truth import divergence_by_quadrature
from kldiv.precision import ball_precision
from kldiv.values.balls import NoValue, decided, to_digits
from kldiv.values.known import known_of
from kldiv.writing.statement import condition_tex

#: To so many digits the formula is evaluated, and so many are shown.
DIGITS, SHOWN = 50, 30

Values = Mapping[str, Fraction]


def proved(derivation: Derivation, kinds: tuple[Any, Any], p_values: Values, q_values: Values) -> dict[str, Any]:
    """Enclose D(p || q) in a ball, and compare the formula with it.

    Args:
        derivation: of the two distributions.
        kinds: their classes or slugs; the oracle is told these.
        p_values: exact parameters of p.
        q_values: exact parameters of q.

    Returns:
        "says", one of "enclosed", "estimated" and "infinite"; the interval and the formula's value as text; why.
    """
    first, second = (as_distribution(kind, side) for kind, side in zip(kinds, "pq", strict=True))
    at = _point(first, p_values) | _point(second, q_values)
    independent = all(known_of(d).independent for d in (first, second))
    what = "sum" if first.kind == "discrete" else "integral"
    failing = [condition for condition in derivation.assumptions if decided(condition, at) is False]
    if derivation.kind == "infinite" or (failing and derivation.otherwise == sp.oo):
        because = " and ".join(condition_tex(c) for c in failing)
        return {"says": "infinite", "condition": because, "what": what}
    formula = _formula(derivation, at)
    common = {"what": what, "independent": independent, "formula": formula and formula.str(SHOWN, radius=False)}
    arguments = (known_of(first), _exact(p_values), known_of(second), _exact(q_values))
    try:
        found = divergence_enclosure(*arguments)
    except NotEnclosed as reason:
        return {"says": "estimated", "why": str(reason), **common, **_estimated(arguments)}
    inside = None
    if formula is not None:
        with ball_precision(2 * BITS):
            inside = bool(found.value.contains(formula))
    with ball_precision(BITS):
        low, high = found.value.lower(), found.value.upper()
        digits = min(found.digits + 2, 36)
        shown = {"interval": found.value.str(digits, more=True), "low": _str(low, digits), "high": _str(high, digits)}
    return {"says": "enclosed", "digits": found.digits, "inside": inside, **shown, **common}


def _str(value: arb, digits: int) -> str:
    return str(value.str(digits, radius=False))


def _formula(derivation: Derivation, at: Mapping[sp.Symbol, Fraction]) -> arb | None:
    if derivation.kind != "closed form":
        return None
    try:
        return to_digits(derivation.result, at, DIGITS)
    except (NoValue, ArithmeticError):
        return None  # 0/0 at these very numbers, or another case of the formula


def _estimated(arguments: tuple[Any, ...]) -> dict[str, Any]:
    try:
        found = divergence_by_quadrature(*arguments)
    except NoConvergence as reason:
        return {"estimate": None, "estimate_error": str(reason)}
    with ball_precision(BITS):
        return {"estimate": found.value.str(20, radius=False), "estimate_error": found.error.str(3, radius=False)}


def _point(distribution: Any, values: Values) -> dict[sp.Symbol, Fraction]:
    return {distribution.parameters[name]: value for name, value in values.items()}


def _exact(values: Values) -> dict[str, sp.Rational]:
    return {name: sp.Rational(value.numerator, value.denominator) for name, value in values.items()}
