"""The formulas that numbers are put into, each derived once."""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache

import sympy as sp

from kldiv.answers.found import CLOSED_FORM
from kldiv.deriving.derive import derive
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.tails import finite_when
from kldiv.proof.record import Record


@cache
def derivation(p: str, q: str) -> Record:
    """Derive D(p || q) with a symbol for each parameter.

    Args:
        p: the slug of the first distribution.
        q: the slug of the second.

    Returns:
        The derivation.
    """
    return derive(p, q)


#: Values of a parameter at which a formula may have its removable 0/0.
SPECIAL_VALUES = frozenset(Fraction(k, 2) for k in range(-4, 9))


@lru_cache(maxsize=1024)
def derivation_at(p: str, q: str, fixed: tuple[tuple[str, str, Fraction], ...]) -> Record | None:
    """Derive D(p || q) with some parameters given their values from the start.

    Args:
        p: the slug of the first distribution.
        q: the slug of the second.
        fixed: triples of "p" or "q", a parameter's name, and its value.

    Returns:
        The derivation, None if the engine cannot.
    """
    distributions = {"p": DISTRIBUTIONS[p].symbolic("p"), "q": DISTRIBUTIONS[q].symbolic("q")}
    for index, name, value in fixed:
        distributions[index] = distributions[index].with_parameter(
            name, sp.Rational(value.numerator, value.denominator)
        )
    try:
        found = derive(distributions["p"], distributions["q"])
    except (ValueError, TypeError, ArithmeticError, NotImplementedError):
        return None
    return found if found.kind == CLOSED_FORM and not found.result.has(sp.nan, sp.zoo, sp.oo) else None


def symbols_of(slug: str, index: str) -> dict[str, sp.Symbol]:
    """Return a distribution's own symbols by the names of its parameters."""
    return dict(DISTRIBUTIONS[slug].symbolic(index).parameters)


@cache
def finite_condition(p: str, q: str) -> sp.Basic:
    """Say once for all numbers when the tails leave D(p || q) finite.

    Numbers are put in by whoever decides it: SymPy, asked about powers of fractions with sixteen digits, never ends.

    Args:
        p: the slug of the first distribution.
        q: the slug of the second.

    Returns:
        A condition on the symbols of `symbols_of`.
    """
    return finite_when(DISTRIBUTIONS[p].symbolic("p"), DISTRIBUTIONS[q].symbolic("q"))
