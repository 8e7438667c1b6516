"""A hunt for counterexamples among matrices: letters are drawn as rational matrices of random shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from random import Random
from typing import Any

import sympy as sp

from kldiv.arb import NoBalls, arb_mat
from kldiv.distributions.matrix_letters import is_definite, is_triangular
from kldiv.distributions.multivariate_normal import draw_triangle, gram
from kldiv.oracles.multivariate import BITS
from kldiv.precision import ball_precision
from kldiv.proof.checks.agreement import STEP_DIGITS, agreement, left_out
from kldiv.proof.report import Check
from kldiv.proof.statements import Statement
from kldiv.values.arrays import ArrayCompiler
from kldiv.values.at_point import to_mpf
from kldiv.values.settings import Setting, generator

#: At how many draws a theorem is tried, and how large the matrices are at most.
DRAWS, LARGEST = 12, 4


#: Draws numbers for the symbols that are no dimensions, knowing those.
More = Callable[[Random, dict[sp.Symbol, Fraction]], dict[sp.Symbol, Fraction]]


def drawn_matrices(statement: Statement, *, count: int = DRAWS, more: More | None = None) -> Callable[[], Check]:
    """Make a hunt for a statement about matrices; symbols that are not their dimensions are drawn by `more`."""

    def test() -> Check:
        parts = (statement.left, statement.right, *statement.conditions)
        bound = {limit[0] for part in parts for n in part.atoms(sp.Sum, sp.Product) for limit in n.limits}
        matrices = sorted(set().union(*(part.atoms(sp.MatrixSymbol) for part in parts)), key=str)
        sizes = sorted({s for m in matrices for side in m.shape for s in side.free_symbols} - bound, key=str)
        settings = []
        for number in range(count):
            rng = generator("matrices", str(statement.left), number)
            at = {s: Fraction(rng.randint(1, LARGEST)) for s in sizes}
            rows = {m.name: draw_matrix(rng, m, [int(side.xreplace(_exact(at))) for side in m.shape]) for m in matrices}
            settings.append(Setting(at | (more(rng, at) if more else {}), rows))
        return tried(both_sides(statement, settings))

    return test


def _exact(at: dict[sp.Symbol, Fraction]) -> dict[sp.Symbol, sp.Integer]:
    return {s: sp.Integer(int(v)) for s, v in at.items()}


def draw_matrix(rng: Random, letter: sp.MatrixSymbol, shape: list[int]) -> list[list[Fraction]]:
    """Draw what a letter may stand for: a definite matrix, a triangular one, or any."""
    if is_definite(letter):
        return gram(draw_triangle(rng, shape[0]))
    if is_triangular(letter):
        return draw_triangle(rng, shape[0])
    return [[Fraction(rng.randint(-20, 20), rng.randint(3, 9)) for _ in range(shape[1])] for _ in range(shape[0])]


def both_sides(statement: Statement, settings: Iterable[Setting]) -> Iterator[tuple[Any, Any]]:
    """The two sides of an equation in each setting, entry by entry; a setting outside the conditions is left out."""
    for at in settings:
        with ball_precision(BITS):
            compiler = ArrayCompiler(at)
            if any(compiler.value(c.lhs - c.rhs).contains(0) for c in statement.conditions):
                continue
            sides = compiler.value(statement.left), compiler.value(statement.right)
            pairs = list(zip(*map(_entries, sides), strict=True))
        for left, right in pairs:
            yield to_mpf(left), to_mpf(right)


def _entries(found: Any) -> list[Any]:
    return list(found.entries()) if isinstance(found, arb_mat) else [found]


def tried(pairs: Iterable[tuple[Any, Any]]) -> Check:
    """Compare pairs of numbers; a check that fails at a counterexample."""
    try:
        count, digits = agreement(pairs)
    except NoBalls as missing:
        return left_out("hunt", missing)
    return Check("hunt", digits >= STEP_DIGITS, count, digits, "no counterexample among the draws")
