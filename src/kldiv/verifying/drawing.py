"""Numbers for what a derivation leaves open, drawn from the seed that the reader chooses."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import cycle, islice
from typing import Any

import sympy as sp

from kldiv.values.at_point import AtPoint
from kldiv.values.balls import decided
from kldiv.values.cases import Case, value
from kldiv.values.instances import Instance
from kldiv.values.portable import case_of, like
from kldiv.values.settings import frozen
from kldiv.verifying.reading import Export, rebuild

Point = dict[sp.Symbol, Fraction]

#: At how many points each step is tested, and how many draws may be refused.
POINTS, ATTEMPTS, NEAR = 3, 20_000, 2000  # after so many, numbers farther from 0 are tried as well

TOGETHER, ALONE = 8, 4  # how often numbers like those of a case are drawn: all at once, then one by one


def points(export: Export, rng: random.Random, violate: sp.Basic | None = None, count: int = POINTS) -> list[Point]:
    """Draw parameters at which all conditions hold and each case of the formula is met, or at which one fails."""
    letters, wanted = export.letters, list(export.assumed)
    missing = {c for node in export.main.value.atoms(sp.Piecewise) for _, c in node.args}
    if violate is not None:
        wanted, missing = [*export.domain, sp.Not(violate)], set()
    found: list[Point] = []
    for attempt in range(ATTEMPTS):
        point = {letter: number_for(letter, rng, 3 if attempt > NEAR else 1) for letter in letters}
        for condition in wanted:  # a parameter that both share
            if isinstance(condition, sp.Eq) and {condition.lhs, condition.rhs} <= point.keys():
                point[condition.rhs] = point[condition.lhs]
        if all(decided(condition, point) for condition in wanted):
            met = {c for c in missing if decided(c, point)}
            found += [point] if len(found) < count or met else []
            missing -= met
        if len(found) >= count and not missing:
            break
    return found


def number_for(letter: sp.Symbol, rng: random.Random, most: int = 1) -> Fraction:
    """Draw a number that a symbol's assumptions allow: whole only if it must be, as log 0 is never far."""
    if letter.is_integer:
        return Fraction(rng.randint(1 if letter.is_positive else 0 if letter.is_nonnegative else -4, 6))
    if letter.is_nonnegative:
        return Fraction(2 * rng.randint(2, 36) + 1, rng.choice((14, 22, 26))) * rng.choice((1, most))
    return Fraction(2 * rng.randint(-30, 29) + 1, rng.choice((14, 22, 26))) * rng.choice((1, 1, 3))


def cases(exported: list[Any], assumed: Sequence[sp.Basic], rng: random.Random) -> Iterator[tuple[str, Case]]:
    """Draw numbers like those exported where that leaves the conditions true: their names, and the case."""
    for data in islice(cycle(exported), max(POINTS, len(exported)) if exported else 0):
        sections = ("symbols", "arrays", *(["matrices"] if "matrices" in data else []))
        movable = [(s, n) for s in sections for n in data[s] if not (_is_size(s, n) or isinstance(data[s][n], dict))]
        if "matrices" in data and data.get("free") is not True:
            movable = []  # its arrays hang together in ways that are not written down
        for names, tries in ((movable, TOGETHER), *(([name], ALONE) for name in movable)):
            made = (case_of(_moved(data, names, rng)) for _ in range(tries))
            found = next((at for at in made if all(holds(c, at) for c in assumed)), None)
            if found is not None:
                yield ", ".join(n if s != "symbols" else str(rebuild(n)) for s, n in names), found
                break
        else:
            yield "", case_of(data)


def _is_size(section: str, name: str) -> bool:
    return section == "symbols" and bool(rebuild(name).is_integer)


def _moved(data: dict[str, Any], names: list[tuple[str, str]], rng: random.Random) -> dict[str, Any]:
    made = {key: dict(part) if isinstance(part, dict) else part for key, part in data.items()}
    for section, name in names:
        made[section][name] = like(frozen(data[section][name]), rng)
    return made


def holds(condition: sp.Basic, at: Case) -> bool:
    """Whether a condition holds in a case; an index that it leaves open takes the value 1."""
    if isinstance(at, AtPoint):
        return bool(decided(condition, at.point))
    if isinstance(condition, (sp.And, sp.Or)):
        parts = [holds(part, at) for part in condition.args]
        return all(parts) if isinstance(condition, sp.And) else any(parts)
    if not isinstance(condition, sp.core.relational.Relational):
        return condition is sp.true
    if isinstance(at, Instance):
        free = {s for s in condition.free_symbols if isinstance(s, sp.Symbol) and s.is_integer} - set(at.symbols)
        at = Instance({**at.symbols, **dict.fromkeys(free, 1)}, at.arrays, at.functions)
    left, right = (value(side, at) for side in (condition.lhs, condition.rhs))
    if isinstance(condition, sp.Eq):
        return bool(abs(left - right) < 1e-24)
    return bool(condition.func(sp.Float(left, 30), sp.Float(right, 30)))
