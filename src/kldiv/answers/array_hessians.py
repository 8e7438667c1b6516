"""Hessians between distributions of vectors, matrices and labels: one row and one column for each entry.

The gradient is written by matrix calculus (`array_gradients`), in operations that let a slope ride along as a tiny
imaginary part (`carried`). So the second derivatives are those of the gradient to the last digits; no difference is
taken. Those of labels and of Dirichlet distributions are short enough to be written out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any, TypeAlias

import numpy as np

from kldiv.answers.array_gradients import ARRAY_GRADIENTS
from kldiv.answers.carried import CarriedArray, Parts
from kldiv.answers.given import float_parameters, own_axes
from kldiv.answers.kernels.legendre import RULE
from kldiv.answers.kernels.matrices import diagonal, refuse_mismatch
from kldiv.answers.kernels.registry import FloatArray
from kldiv.answers.logits import by_logits, hessian_by_logits, hessian_of_labels
from kldiv.distributions.array_domains import LOWER_TRIANGULAR, POSITIVE_DEFINITE
from kldiv.distributions.base import Distribution
from kldiv.lazily import special

#: "p" or "q", a parameter's name, and the index of an entry.
Row: TypeAlias = tuple[str, str, *tuple[int, ...]]
#: Slopes are carried in this share of a number's size, whose square is nothing beside 1; and never in less than this.
STEP, LEAST = 2.0**-100, 2.0**-1000


def array_hessian(p: Distribution, q: Distribution) -> tuple[tuple[Row, ...], FloatArray] | None:
    """Differentiate D(p || q) twice in every entry of every parameter: of vectors, matrices and labels, and by logits.

    Args:
        p: a distribution of numbers, without symbols.
        q: another.

    Returns:
        Which entry stands in which row and column, and the matrices; None if nothing here differentiates this pair.

    Raises:
        ValueError: if the shapes do not fit.

    Example:
        >>> from kldiv.distributions import Dirichlet
        >>> rows, matrix = array_hessian(Dirichlet([1, 2]), Dirichlet([2, 2]))
        >>> rows
        (('p', 'concentration', 0), ('p', 'concentration', 1), ('q', 'concentration', 0), ('q', 'concentration', 1))
        >>> matrix.shape
        (4, 4)
    """
    trials = hessian_by_logits(p, q) if by_logits(p, q) else None
    if trials is not None:
        return (("p", "probs"), ("q", "probs")), trials
    pair = p.slug, q.slug
    if pair not in ARRAY_GRADIENTS:
        return None
    rows = tuple((index, *row) for index, one in (("p", p), ("q", q)) for row in _entries(one))
    with np.errstate(all="ignore"):  # what is beyond the largest float is infinite
        written = WRITTEN.get(pair[0])
        return rows, _carried(p, q, rows) if written is None else written(p, q)


def _entries(distribution: Distribution) -> Iterator[tuple[str, *tuple[int, ...]]]:
    """Yield the entries that can move by themselves: not those above the diagonal of a triangular factor."""
    axes, parts = own_axes(distribution), float_parameters(distribution)
    triangular = {parameter.name for parameter in distribution.spec if parameter.domain is LOWER_TRIANGULAR}
    for name, value in parts.items():
        for place in product(*(range(n) for n in value.shape[value.ndim - axes[name] :])):
            if name not in triangular or place[0] >= place[1]:
                yield (name, *place)


# --- by slopes that are carried along ---


def _carried(p: Distribution, q: Distribution, rows: tuple[Row, ...]) -> FloatArray:
    differentiate, pair = ARRAY_GRADIENTS[p.slug, q.slug], (("p", p), ("q", q))
    given = {index: float_parameters(one) for index, one in pair}
    steps = {index: _steps(one) for index, one in pair}
    shapes = {index: {n: v.shape[v.ndim - own_axes(d)[n] :] for n, v in given[index].items()} for index, d in pair}
    batches = (v.shape[: v.ndim - own_axes(d)[n]] for index, d in pair for n, v in given[index].items())
    batch = np.broadcast_shapes(*batches)
    every = [(i, n, *k) for i in "pq" for n, shape in shapes[i].items() for k in np.ndindex(*shape)]
    order = {row: k for k, row in enumerate(every)}
    moving = [order[row] for row in rows]
    columns = []
    for index, name, *place in rows:
        at: Any = (..., *place)
        step = steps[index][name]
        moved = given[index][name].astype(np.complex128)
        moved[at] += 1j * step[at]
        both: dict[str, Parts] = {**given, index: {**given[index], name: moved}}
        found = dict(zip("pq", differentiate(both["p"], both["q"]), strict=True))
        slopes = [_flat(found[i][n].imag, batch, shape) for i in "pq" for n, shape in shapes[i].items()]
        columns.append(np.concatenate(slopes, -1)[..., moving] / step[at][..., None])
    matrix = np.stack(columns, -1)
    return np.asarray((matrix + np.swapaxes(matrix, -1, -2)) / 2)  # equal but for rounding


def _flat(values: CarriedArray, batch: tuple[int, ...], shape: tuple[int, ...]) -> CarriedArray:
    """Lay the entries of each distribution's parameter in a row."""
    return np.broadcast_to(values, (*batch, *shape)).reshape(*batch, math.prod(shape))


def _steps(distribution: Distribution) -> dict[str, FloatArray]:
    """Return for each entry how large a slope it carries: a tiny share of what would change the distribution much."""
    domains = {parameter.name: parameter.domain for parameter in distribution.spec}
    found: dict[str, FloatArray] = {}
    for name, value in float_parameters(distribution).items():
        if name == "loc":  # of which gradients have no powers above the second
            sizes = np.ones_like(value)
        elif domains[name] is POSITIVE_DEFINITE:
            roots = np.sqrt(diagonal(value))
            sizes = roots[..., :, None] * roots[..., None, :]
        else:
            sizes = np.abs(value)
            if value.ndim and own_axes(distribution)[name]:
                sizes = np.where(sizes > 0, sizes, sizes.max(-1, keepdims=True))
        found[name] = np.maximum(STEP * np.where(sizes > 0, sizes, 1.0), LEAST)
    return found


# --- written out ---


def _dirichlet(p: Distribution, q: Distribution) -> FloatArray:
    """Return the matrices of a Dirichlet distribution's concentrations a of p and b of q."""
    a, b = float_parameters(p)["concentration"], float_parameters(q)["concentration"]
    refuse_mismatch("Dirichlet", "concentration", a, b, 1)
    a, b = np.broadcast_arrays(a, b)
    change = b - a
    total, rise = a.sum(-1, keepdims=True), change.sum(-1, keepdims=True)
    trigamma, bend = special.polygamma(1, total), special.polygamma(2, total)
    # a diagonal entry is a difference that vanishes where one concentration is nearly all
    in_p = _above(1, a) - _above(2, a) * change + bend * _without_each(change)
    in_q = _above(1, b)
    return _blocks(
        _off_diagonal(bend * rise - trigamma, in_p),
        _off_diagonal(trigamma, -_above(1, a)),
        _off_diagonal(-special.polygamma(1, b.sum(-1, keepdims=True)), in_q),
    )


def _above(order: int, a: FloatArray) -> FloatArray:
    """Return psi_order at each entry less the same at their sum, as an integral where the other entries are small."""
    others = _without_each(a)
    close = others <= 2 * a
    moved = np.where(close, others, 0.0)
    slope = sum(w * special.polygamma(order + 1, a + moved * t) for t, w in RULE)
    apart = special.polygamma(order, a) - special.polygamma(order, a.sum(-1, keepdims=True))
    return np.asarray(np.where(close, -moved * slope, apart))


def _without_each(entries: FloatArray) -> FloatArray:
    """Return for each entry the sum of the others."""
    return np.asarray((entries[..., None, :] * (1 - np.eye(entries.shape[-1]))).sum(-1))


def _off_diagonal(entry: CarriedArray, on_diagonal: FloatArray) -> FloatArray:
    """Return square matrices of one entry each, but for their diagonals."""
    size = on_diagonal.shape[-1]
    return np.asarray(np.where(np.eye(size, dtype=bool), on_diagonal[..., None], entry[..., None]))


def _blocks(in_p: FloatArray, across: FloatArray, in_q: FloatArray) -> FloatArray:
    """Put four blocks together."""
    return np.block([[in_p, across], [np.swapaxes(across, -1, -2), in_q]])


#: Families whose second derivatives are written out.
WRITTEN: dict[str, Callable[[Distribution, Distribution], FloatArray]] = {
    "categorical": hessian_of_labels,
    "dirichlet": _dirichlet,
}
