"""The formulas that numbers are put into: read from a file that comes with the package, or derived.

The file holds what the engine derives for the package's own distributions of numbers; `make formulas` writes it, and
a test derives every entry anew. What is asked of other distributions is derived when it is first needed.
"""

# Deriving is imported where something is derived: a formula that is read needs none of it.

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import sympy as sp

from kldiv.algebra.exact import exact
from kldiv.algebra.rebuild import rebuild
from kldiv.answers.found import CLOSED_FORM, INFINITE
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import Distribution
from kldiv.distributions.remembering import remembered
from kldiv.proof.record import Record

PATH = Path(__file__).parent / "formulas.json"

#: A class of distributions: that of an object, which may be a reader's own.
Kind = type[Distribution]
#: Its parameters by name, exact.
Values = Mapping[str, Any]

#: What the file says of one pair: each expression in SymPy's exact notation.
Row = dict[str, Any]


@dataclass(frozen=True)
class Formula:
    """What a derivation of D(p || q) states, without the way to it; see `Record` for the attributes."""

    kind: str
    result: sp.Expr
    assumptions: tuple[sp.Basic, ...] = ()
    scope: tuple[sp.Basic, ...] = ()
    otherwise: sp.Basic | None = None

    @classmethod
    def of(cls, record: Record) -> Formula:
        """Take what a derivation states."""
        return cls(record.kind, record.result, record.assumptions, record.scope, record.otherwise)

    @classmethod
    def read(cls, row: Row) -> Formula:
        """Read what the file says."""
        result = rebuild(row["result"]) if "result" in row else sp.oo if row["kind"] == INFINITE else sp.nan
        otherwise = rebuild(row["otherwise"]) if "otherwise" in row else None
        assumptions, scope = (tuple(map(rebuild, row.get(name, ()))) for name in ("assumptions", "scope"))
        return cls(row["kind"], result, assumptions, scope, otherwise)


@lru_cache(maxsize=1)
def rows() -> dict[str, Row]:
    """Return what the file says of each pair, by the id of its derivation."""
    found: dict[str, Row] = json.loads(PATH.read_text(encoding="utf-8"))["formulas"]
    return found


def row_for(p: Kind, q: Kind) -> Row | None:
    """Return what the file says of two classes; nothing of a reader's own, whatever they are called."""
    known = all(DISTRIBUTIONS.get(kind.slug) is kind for kind in (p, q))
    return rows().get(f"{p.slug}-{q.slug}") if known else None


@remembered
def formula_of(p: Kind, q: Kind) -> Formula:
    """Return the formula of D(p || q) with a symbol for each parameter.

    Args:
        p: the class of the first distribution.
        q: the class of the second.

    Returns:
        The formula, in the symbols of `symbols_of`.

    Example:
        >>> from kldiv.distributions import Exponential
        >>> formula_of(Exponential, Exponential).result
        log(lambda_p/lambda_q) - 1 + lambda_q/lambda_p
    """
    row = row_for(p, q)
    return Formula.read(row) if row else derived(p, q)


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
    row = row_for(p, q)
    return rebuild(row.get("finite", "true")) if row else derived_condition(p, q)


@remembered
def surprise_formula(p: Kind, q: Kind) -> sp.Expr | None:
    """Return the formula of the cross-entropy H(p, q).

    Args:
        p: the class of the first distribution.
        q: the class of the second.

    Returns:
        The formula, None if none is known.
    """
    return _surprise(p, q, "cross-entropy")


@remembered
def entropy_formula(p: Kind) -> sp.Expr | None:
    """Return the formula of the entropy H(p).

    Args:
        p: the class of the distribution.

    Returns:
        The formula, None if none is known.
    """
    return _surprise(p, p, "entropy")


def _surprise(p: Kind, q: Kind, name: str) -> sp.Expr | None:
    row = row_for(p, q)
    if row is None:
        return derived_surprise(p, q, same=name == "entropy")
    return rebuild(row[name]) if name in row else None


#: Values of a parameter at which a formula may have its removable 0/0.
SPECIAL_VALUES = frozenset(Fraction(k, 2) for k in range(-4, 9))


@remembered
def formula_at(p: Kind, q: Kind, fixed: tuple[tuple[str, str, Fraction], ...]) -> Formula | None:
    """Derive D(p || q) with some parameters given their values from the start.

    Args:
        p: the class of the first distribution.
        q: the class of the second.
        fixed: triples of "p" or "q", a parameter's name, and its value.

    Returns:
        The formula, None if the engine finds none.
    """
    from kldiv.deriving.derive import derive

    distributions = {"p": p.symbolic("p"), "q": q.symbolic("q")}
    for index, name, value in fixed:
        distributions[index] = distributions[index].with_parameter(
            name, sp.Rational(value.numerator, value.denominator)
        )
    try:
        found = derive(distributions["p"], distributions["q"])
    except (ValueError, TypeError, ArithmeticError, NotImplementedError):
        return None
    closed = found.kind == CLOSED_FORM and not found.result.has(sp.nan, sp.zoo, sp.oo)
    return Formula.of(found) if closed else None


def symbols_of(kind: Kind, index: str) -> dict[str, sp.Symbol]:
    """Return a distribution's own symbols by the names of its parameters."""
    return dict(kind.symbolic(index).parameters)


def point(p: Kind, p_values: Values, q: Kind, q_values: Values) -> dict[sp.Symbol, Fraction]:
    """Put numbers to the letters of a formula.

    Args:
        p: the class of the first distribution.
        p_values: its parameters.
        q: the class of the second.
        q_values: its parameters.

    Returns:
        A number for each letter.
    """
    first, second = symbols_of(p, "p"), symbols_of(q, "q")
    return {
        **{symbol: p_values[name] for name, symbol in first.items()},
        **{symbol: q_values[name] for name, symbol in second.items()},
    }


def derived(p: Kind, q: Kind) -> Formula:
    """Derive D(p || q); `formula_of` reads the same from the file."""
    from kldiv.deriving.derive import derive

    return Formula.of(derive(p, q))


def derived_condition(p: Kind, q: Kind) -> sp.Basic | None:
    """Derive when D(p || q) is finite; `finite_condition` reads the same from the file."""
    from kldiv.distributions.tails import finite_when

    return finite_when(p.symbolic("p"), q.symbolic("q"))


def derived_surprise(p: Kind, q: Kind, *, same: bool = False) -> sp.Expr | None:
    """Derive H(p, q), or H(p) if both are the same; `surprise_formula` and `entropy_formula` read it from the file."""
    from kldiv.answers.surprise import general_surprise

    return general_surprise(p, q, same)


def row_of(p: Kind, q: Kind) -> Row:
    """Derive what the file says of a pair; what goes without saying is left out."""
    formula, finite = derived(p, q), derived_condition(p, q)
    entropy = derived_surprise(p, p, same=True) if p == q else None
    row = {
        "kind": formula.kind,
        "result": exact(formula.result) if formula.kind == CLOSED_FORM else None,
        "assumptions": [exact(condition) for condition in formula.assumptions],
        "scope": [exact(condition) for condition in formula.scope],
        "otherwise": _maybe(formula.otherwise),
        "finite": None if finite is sp.true else _maybe(finite),
        "cross-entropy": _maybe(derived_surprise(p, q)),
        "entropy": _maybe(entropy),
    }
    return {name: value for name, value in row.items() if value}


def _maybe(expression: sp.Basic | None) -> str | None:
    return None if expression is None else exact(expression)
