"""The formulas that numbers are put into: read from a file that comes with the package, or derived.

The file holds what the engine derives for the package's own distributions of numbers; `make formulas` writes it, and
a test derives every entry anew. What is asked of other distributions is derived when it is first needed.
"""

# Deriving is imported where something is derived: a formula that is read needs none of it.

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import sympy as sp

from kldiv.algebra.exact import exact
from kldiv.answers.found import CLOSED_FORM, INFINITE
from kldiv.distributions import DISTRIBUTIONS
from kldiv.proof.record import Record
from kldiv.writing.rebuild import rebuild

PATH = Path(__file__).parent / "formulas.json"

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


@cache
def formula_of(p: str, q: str) -> Formula:
    """Return the formula of D(p || q) with a symbol for each parameter.

    Args:
        p: the slug of the first distribution.
        q: the slug of the second.

    Returns:
        The formula, in the symbols of `symbols_of`.

    Example:
        >>> formula_of("exponential", "exponential").result
        log(lambda_p/lambda_q) - 1 + lambda_q/lambda_p
    """
    row = rows().get(f"{p}-{q}")
    return Formula.read(row) if row else derived(p, q)


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
    row = rows().get(f"{p}-{q}")
    return rebuild(row.get("finite", "true")) if row else derived_condition(p, q)


@cache
def surprise_formula(p: str, q: str) -> sp.Expr | None:
    """Return the formula of the cross-entropy H(p, q).

    Args:
        p: the slug of the first distribution.
        q: the slug of the second.

    Returns:
        The formula, None if none is known.
    """
    return _surprise(p, q, "cross-entropy")


@cache
def entropy_formula(p: str) -> sp.Expr | None:
    """Return the formula of the entropy H(p).

    Args:
        p: the slug of the distribution.

    Returns:
        The formula, None if none is known.
    """
    return _surprise(p, p, "entropy")


def _surprise(p: str, q: str, name: str) -> sp.Expr | None:
    row = rows().get(f"{p}-{q}")
    if row is None:
        return derived_surprise(p, q, same=name == "entropy")
    return rebuild(row[name]) if name in row else None


#: Values of a parameter at which a formula may have its removable 0/0.
SPECIAL_VALUES = frozenset(Fraction(k, 2) for k in range(-4, 9))


@lru_cache(maxsize=1024)
def formula_at(p: str, q: str, fixed: tuple[tuple[str, str, Fraction], ...]) -> Formula | None:
    """Derive D(p || q) with some parameters given their values from the start.

    Args:
        p: the slug of the first distribution.
        q: the slug of the second.
        fixed: triples of "p" or "q", a parameter's name, and its value.

    Returns:
        The formula, None if the engine finds none.
    """
    from kldiv.deriving.derive import derive

    distributions = {"p": DISTRIBUTIONS[p].symbolic("p"), "q": DISTRIBUTIONS[q].symbolic("q")}
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


def symbols_of(slug: str, index: str) -> dict[str, sp.Symbol]:
    """Return a distribution's own symbols by the names of its parameters."""
    return dict(DISTRIBUTIONS[slug].symbolic(index).parameters)


def derived(p: str, q: str) -> Formula:
    """Derive D(p || q); `formula_of` reads the same from the file."""
    from kldiv.deriving.derive import derive

    return Formula.of(derive(p, q))


def derived_condition(p: str, q: str) -> sp.Basic:
    """Derive when D(p || q) is finite; `finite_condition` reads the same from the file."""
    from kldiv.distributions.tails import finite_when

    return finite_when(DISTRIBUTIONS[p].symbolic("p"), DISTRIBUTIONS[q].symbolic("q"))


def derived_surprise(p: str, q: str, *, same: bool = False) -> sp.Expr | None:
    """Derive H(p, q), or H(p) if both are the same; `surprise_formula` and `entropy_formula` read it from the file."""
    from kldiv.answers.surprise import general_surprise

    return general_surprise(p, q, same)


def row_of(p: str, q: str) -> Row:
    """Derive what the file says of a pair; what goes without saying is left out."""
    formula, finite = derived(p, q), derived_condition(p, q)
    entropy = derived_surprise(p, p, same=True) if p == q else None
    row = {
        "kind": formula.kind,
        "result": exact(formula.result) if formula.kind == CLOSED_FORM else None,
        "assumptions": [exact(condition) for condition in formula.assumptions],
        "scope": [exact(condition) for condition in formula.scope],
        "otherwise": _maybe(formula.otherwise),
        "finite": None if finite is sp.true else exact(finite),
        "cross-entropy": _maybe(derived_surprise(p, q)),
        "entropy": _maybe(entropy),
    }
    return {name: value for name, value in row.items() if value}


def _maybe(expression: sp.Basic | None) -> str | None:
    return None if expression is None else exact(expression)
