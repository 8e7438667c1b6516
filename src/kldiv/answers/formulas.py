"""The formulas that numbers are put into, each derived once."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from kldiv.deriving.derive import derive
from kldiv.distributions.base import Distribution
from kldiv.distributions.remembering import remembered
from kldiv.distributions.tails import finite_when
from kldiv.proof.record import Record

CLOSED_FORM = "closed form"
INFINITE = "infinite"
QUADRATURE = "quadrature"

#: A class of distributions: that of an object, which may be a reader's own.
Kind = type[Distribution]


@dataclass(frozen=True)
class Found:
    """One number and how it was found.

    Attributes:
        value: in nats.
        method: CLOSED_FORM, INFINITE or QUADRATURE.
        bound: on the error of a quadrature, else None.
    """

    value: float
    method: str = CLOSED_FORM
    bound: float | None = None


@remembered
def derivation(p: Kind, q: Kind) -> Record:
    """Derive D(p || q) with a symbol for each parameter.

    Args:
        p: the class of the first distribution.
        q: the class of the second.

    Returns:
        The derivation.
    """
    return derive(p, q)


#: Values of a parameter at which a formula may have its removable 0/0.
SPECIAL_VALUES = frozenset(Fraction(k, 2) for k in range(-4, 9))


@remembered
def derivation_at(p: Kind, q: Kind, fixed: tuple[tuple[str, str, Fraction], ...]) -> Record | None:
    """Derive D(p || q) with some parameters given their values from the start.

    Args:
        p: the class of the first distribution.
        q: the class of the second.
        fixed: triples of "p" or "q", a parameter's name, and its value.

    Returns:
        The derivation, None if the engine cannot.
    """
    distributions = {"p": p.symbolic("p"), "q": q.symbolic("q")}
    for index, name, value in fixed:
        distributions[index] = distributions[index].with_parameter(
            name, sp.Rational(value.numerator, value.denominator)
        )
    try:
        found = derive(distributions["p"], distributions["q"])
    except (ValueError, TypeError, ArithmeticError, NotImplementedError):
        return None
    return found if found.kind == CLOSED_FORM and not found.result.has(sp.nan, sp.zoo, sp.oo) else None


def symbols_of(kind: Kind, index: str) -> dict[str, sp.Symbol]:
    """Return a distribution's own symbols by the names of its parameters."""
    return dict(kind.symbolic(index).parameters)


@remembered
def finite_condition(p: Kind, q: Kind) -> sp.Basic | None:
    """Say once for all numbers when the tails leave D(p || q) finite.

    Numbers are put in by whoever decides it: SymPy, asked about powers of fractions with sixteen digits, never ends.

    Args:
        p: the class of the first distribution.
        q: the class of the second.

    Returns:
        A condition on the symbols of `symbols_of`; None if the tails of one are not known.
    """
    return finite_when(p.symbolic("p"), q.symbolic("q"))
