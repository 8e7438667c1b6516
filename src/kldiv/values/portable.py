"""Cases from plain data, as an exported derivation holds them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.algebra.rebuild import rebuild
from kldiv.values.cases import Case
from kldiv.values.instances import Instance
from kldiv.values.settings import Draw, Root, Setting, frozen

#: Ends that lie infinitely far.
ENDLESS = {"oo": sp.oo, "-oo": -sp.oo}


def case_of(data: Mapping[str, Any]) -> Case:
    """Make a case of plain data.

    Args:
        data: "symbols" and "arrays", each number as text; "functions" for a general statement; "matrices",
            "distributions" and "by_density" for one about arrays.

    Returns:
        The case.

    Raises:
        ValueError: if something is missing or is not what it should be.

    Example:
        >>> case_of({"symbols": {"Symbol('t')": "1/3"}, "arrays": {}, "functions": {}}).symbols
        {t: Fraction(1, 3)}
    """
    try:
        symbols = {rebuild(name): ENDLESS.get(number) or Fraction(number) for name, number in data["symbols"].items()}
        arrays = {name: frozen(values) for name, values in data["arrays"].items()}
        if "matrices" in data:
            return _setting(data, symbols, arrays)
        return Instance(symbols, arrays, {rebuild(name): _function(rows) for name, rows in data["functions"].items()})
    except (KeyError, TypeError, AttributeError, ZeroDivisionError) as error:
        raise ValueError(f"a case is not whole: {type(error).__name__}: {error}") from None


def _function(rows: list[dict[str, Any]]) -> Callable[..., sp.Expr]:
    """A function by its formulas; that one is taken whose arguments are these, where they are numbers."""
    table = [(list(map(rebuild, row["arguments"])), rebuild(row["value"])) for row in rows]

    def formula(*given: sp.Expr) -> sp.Expr:
        for arguments, body in table:
            pairs = list(zip(arguments, given, strict=True))
            if all(a == b for a, b in pairs if a.is_number):
                return body.xreplace(dict(pairs))
        raise ValueError(f"a function has no formula for {given}")

    return formula


def _setting(data: Mapping[str, Any], symbols: dict[sp.Symbol, Fraction], arrays: dict[str, Any]) -> Setting:
    given = data["matrices"]
    matrices = {name: frozen(rows) for name, rows in given.items() if not isinstance(rows, dict)}
    related = {name: relation for name, relation in given.items() if isinstance(relation, dict)}
    matrices |= {name: _inverse(matrices[r["inverse of"]]) for name, r in related.items() if "inverse of" in r}
    roots = {name: r["factor of"] for name, r in related.items() if "factor of" in r}
    matrices |= {name: Root(matrices[of] if isinstance(of, str) else frozen(of)) for name, of in roots.items()}

    def part(values: Any) -> Any:
        if not isinstance(values, dict):
            return frozen(values)
        name = values["of"]
        found = {**arrays, **matrices}.get(name)
        if found is None:
            return symbols[rebuild(name)]
        return tuple(entry for (entry,) in found) if values.get("flat") else found

    def draw(row: Mapping[str, Any]) -> Draw:
        first, *more = map(rebuild, row["variables"])
        return Draw(row["slug"], tuple(map(part, row["values"])), first, tuple(more))

    made = Setting(symbols, matrices, arrays)
    made.distributions = {name: draw(row) for name, row in data["distributions"].items()}
    made.by_density = {rebuild(density): draw(row) for density, row in data["by_density"].items()}
    return made


def _inverse(rows: Any) -> Any:
    inverse = sp.Matrix([[sp.Rational(str(v)) for v in row] for row in rows]).inv()
    return frozen([[str(v) for v in row] for row in inverse.tolist()])


def like(values: Any, rng: random.Random) -> Any:
    """Draw numbers like those given: a distribution, a direction, a positive definite matrix, or one by one."""
    if not isinstance(values, tuple):
        return _number_like(values, rng)
    if not isinstance(values[0], tuple):
        if sum(values) != 1 or min(values) < 0:
            return tuple(_number_like(v, rng) for v in values)
        weights = [rng.randint(1, 30) if v else 0 for v in values]
        return tuple(Fraction(w, sum(weights)) for w in weights)
    rows = sp.Matrix([[sp.Rational(str(v)) for v in row] for row in values])
    n = rows.rows
    if rows.cols == 1 and (rows.T * rows)[0] == 1:  # by stereographic projection
        at = sp.Matrix([rng.randint(-9, 9) / sp.Integer(7) for _ in range(n - 1)])
        square = sum(v**2 for v in at)
        rows = sp.Matrix([*(2 * v for v in at), square - 1]) / (square + 1)
    elif rows.is_symmetric() and rows.is_positive_definite:
        factor = sp.Matrix(n, n, lambda *_: rng.randint(-4, 4) / sp.Integer(3))
        rows = factor * factor.T + sp.eye(n)
    else:
        return tuple(like(row, rng) for row in values)
    return frozen([[str(v) for v in row] for row in rows.tolist()])


def _number_like(number: Fraction, rng: random.Random) -> Fraction:
    """Draw a number of the same sign, on the same side of 1, whole if that one is."""
    if number in (sp.oo, -sp.oo):
        return number
    sign = (number > 0) - (number < 0)
    if number.denominator == 1:
        return Fraction(rng.randint(1, 9) * sign)
    share = Fraction(rng.randint(1, 30), 31)
    return number + sign * share if abs(number) > 1 else sign * share
