"""Domains of parameters that are vectors or matrices; the last axes are theirs, the others a batch."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from kldiv.distributions.domains import Domain
from kldiv.lazily import np

#: How far a matrix may be from symmetric, beside its largest entry: room for the rounding of its maker.
ASYMMETRY = 1e-8


def _no_draw(_: random.Random) -> Fraction:
    raise TypeError("a vector or a matrix is drawn by its distribution, which knows the dimension")


def _finite(value: Any, axes: int) -> bool:
    return value.ndim >= axes and 0 not in value.shape and bool(np.all(np.isfinite(value)))


def _square(value: Any) -> bool:
    return _finite(value, 2) and value.shape[-1] == value.shape[-2]


def _positive_definite(value: Any) -> bool:
    if not _square(value):
        return False
    turned = np.swapaxes(value, -1, -2)
    if np.any(abs(value - turned) > ASYMMETRY * abs(value).max(axis=(-1, -2), keepdims=True)):
        return False
    try:
        np.linalg.cholesky((value + turned) / 2)
    except np.linalg.LinAlgError:
        return False
    return True


def _triangular(value: Any) -> bool:
    if not _square(value):
        return False
    diagonal = np.diagonal(value, axis1=-2, axis2=-1)
    return bool(np.all(np.triu(value, 1) == 0) and np.all(diagonal > 0))


def _unit(value: Any) -> bool:
    return _finite(value, 1) and bool(np.all(abs(np.linalg.norm(value, axis=-1) - 1) <= 1e-9))


def _domain(text: str, tex: str, contains: Callable[[Any], bool]) -> Domain:
    def test(value: Any) -> bool:
        return not isinstance(value, float) and contains(np.asarray(value, dtype=float))

    return Domain(text, tex, {}, test, _no_draw)


VECTOR = _domain("a vector of finite real numbers", r"{} \in \mathbb{{R}}^n", lambda v: _finite(v, 1))
POSITIVE_VECTOR = _domain("a vector of positive numbers", "{}_i > 0", lambda v: _finite(v, 1) and bool(np.all(v > 0)))
POSITIVE_DIAGONAL = _domain(
    "a vector of positive numbers",
    r"{} \text{{ diagonal, positive}}",
    lambda v: _finite(v, 1) and bool(np.all(v > 0)),
)
UNIT_VECTOR = _domain(
    "a vector of length 1", r"{} \in \mathbb{{R}}^n, \lVert {0} \rVert = 1", lambda v: _unit(v) and v.shape[-1] >= 2
)
ANY_MATRIX = _domain("a matrix of finite real numbers", r"{} \text{{ real}}", lambda v: _finite(v, 2))
POSITIVE_DEFINITE = _domain("a symmetric positive definite matrix", r"{} \succ 0", _positive_definite)
LOWER_TRIANGULAR = _domain(
    "a lower triangular matrix with a positive diagonal",
    r"{0} \text{{ lower triangular}}, ({0})_{{ii}} > 0",
    _triangular,
)

#: Domains of one axis; the others have two.
VECTORS = (VECTOR, POSITIVE_VECTOR, POSITIVE_DIAGONAL, UNIT_VECTOR)
