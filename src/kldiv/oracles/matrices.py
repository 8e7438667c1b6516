"""Vectors and matrices of balls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kldiv.arb import arb, arb_mat


def number(value: Any) -> arb:
    """Turn a rational, or a ball, into a ball."""
    return value if isinstance(value, arb) else arb(int(value.numerator)) / int(value.denominator)


def vector(values: Sequence[Any]) -> list[arb]:
    """Turn rationals into a list of balls."""
    return [number(v) for v in values]


def column(values: Any) -> arb_mat:
    """Turn rationals into a column."""
    return values if isinstance(values, arb_mat) else arb_mat(len(values), 1, vector(values))


def matrix(rows: Any) -> arb_mat:
    """Turn rows of rationals into a matrix."""
    return rows if isinstance(rows, arb_mat) else arb_mat([vector(row) for row in rows])


def quadratic(form: arb_mat, x: arb_mat) -> arb:
    """Return x^T A x."""
    return (x.transpose() * form * x)[0, 0]


def factor_of(positive: arb_mat) -> arb_mat:
    """Return the lower triangular L with L L^T = A, column by column."""
    n = positive.nrows()
    rows = [[arb(0)] * n for _ in range(n)]
    for j in range(n):
        rows[j][j] = (positive[j, j] - sum((v * v for v in rows[j][:j]), arb(0))).sqrt()
        for k in range(j + 1, n):
            inner = sum((a * b for a, b in zip(rows[k][:j], rows[j][:j], strict=True)), arb(0))
            rows[k][j] = (positive[k, j] - inner) / rows[j][j]
    return arb_mat(rows)


def gamma_n(n: int, a: arb) -> arb:
    """Return the logarithm of the multivariate gamma function."""
    return arb(n * (n - 1)) / 4 * arb.pi().log() + sum(((a - arb(k) / 2).lgamma() for k in range(n)), arb(0))
