"""Formulas with 0/0 where a probability is one half, nearly there: the hole is divided out before floats come in.

Let pi = (1 + delta)/2. Then log(pi/(1 - pi)) is 2 artanh(delta) = 2 delta (1 + delta^2 s), where s is the sum of
delta^(2k)/(2k + 3) over k = 0, 1, ..., of which no term is negative. Written in delta and s, a term of a formula lets
the powers of delta cancel as they do on paper, and with them goes the loss of digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from kldiv.answers.floats import Array, Rounded
from kldiv.answers.formulas import Formula
from kldiv.answers.long_doubles import LONG, UNIT
from kldiv.answers.long_doubles import Array as LongArray
from kldiv.answers.long_floats import LongWalker, chosen, nowhere, put_in

_DELTA, _S = sp.symbols("delta s", real=True)
#: How far from 0 delta is taken, and how many terms of s: there they fall by a factor of 16 or more each.
NEAR, TERMS = 0.25, 18


def near_a_half(
    values: Mapping[sp.Symbol, tuple[Array, bool]], formula: Formula, where: NDArray[np.bool_]
) -> tuple[Array, Array]:
    """Evaluate a formula near its hole at one half, if it has just one.

    Args:
        values: for each symbol its doubles, which broadcast to the shape of `where`, and whether they are exact.
        formula: what to evaluate.
        where: at which places.

    Returns:
        Doubles, and bounds on their errors; infinite bounds elsewhere and where there is nothing to divide out.
    """
    holes = [c.lhs for c in formula.scope if isinstance(c, sp.Ne) and c.rhs == sp.S.Half and c.lhs in values]
    if len(holes) != 1:
        return nowhere(where.shape)
    (hole,) = holes
    near = where & (np.abs(2 * values[hole][0] - 1) < NEAR)
    if not near.any():
        return nowhere(where.shape)
    walker = LongWalker.at(chosen(values, near))
    probability = walker.values[hole]
    # no digit is lost here: pi lies between 1/4 and 1
    delta = Rounded(2 * probability.value - 1, 2 * probability.error)
    walker = LongWalker({**walker.values, _DELTA: delta, _S: _series(delta)})
    return put_in(walker, divided_out(formula.result, hole), near)


@cache
def divided_out(formula: sp.Expr, probability: sp.Symbol) -> sp.Expr:
    """Write a formula in delta and s instead of a probability, each of its terms as one fraction in lowest terms."""
    log_odds = sp.log(probability / (1 - probability))
    there = {log_odds: 2 * _DELTA * (1 + _DELTA**2 * _S), probability: (1 + _DELTA) / 2}
    terms = [sp.factor(term.xreplace(there)) for term in sp.Add.make_args(formula)]
    return sp.Add(*(term.replace(sp.log, lambda inner: sp.log(sp.factor(inner))) for term in terms))


def _series(delta: Rounded) -> Rounded:
    """Return s: its slope is at most |delta|/2 where delta is `NEAR` 0."""
    square = delta.value**2
    total: LongArray = 0 * square
    for k in reversed(range(TERMS)):
        total = total * square + 1 / LONG(2 * k + 3)
    left_out, rounding = square**TERMS, 2 * TERMS * UNIT * total
    return Rounded(total, left_out + rounding + np.abs(delta.value) / 2 * delta.error)
