"""Some of many pairs: what a kernel leaves over, and long arrays block by block."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from kldiv.answers.found import CLOSED_FORM, INFINITE, QUADRATURE
from kldiv.distributions.base import Distribution

Answered = tuple[Any, str, float | None]
Numeric = Callable[[Distribution, Distribution], Answered]

#: So many pairs at once: more would fill memory with what a formula leaves half-way.
BLOCK = 16_384


def completed(numeric: Numeric, p: Distribution, q: Distribution, value: Any) -> Answered:
    """Find on another road what a kernel gave no number for.

    Args:
        numeric: that road.
        p: the distribution of the data, its parameters floats.
        q: the other distribution.
        value: the kernel's values.

    Returns:
        All values, how they were found, and a bound for quadratures.
    """
    value = np.asarray(value)
    if value.ndim == 0:
        return numeric(p, q)
    open_ = np.flatnonzero(np.isnan(value.reshape(-1)))
    found, method, bound = numeric(_chosen(p, value.shape, open_), _chosen(q, value.shape, open_))
    whole = value.reshape(-1).copy()
    whole[open_] = found
    if method == INFINITE and open_.size < whole.size:
        method = CLOSED_FORM
    return whole.reshape(value.shape), method, bound


def in_blocks(numeric: Numeric, p: Distribution, q: Distribution, shape: tuple[int, ...]) -> Answered:
    """Find many values, a block at a time.

    Args:
        numeric: how a block's values are found.
        p: the distribution of the data.
        q: the other distribution.
        shape: what their parameters broadcast to.

    Returns:
        As `completed`.
    """
    size = int(np.prod(shape))
    if size <= BLOCK:
        return numeric(p, q)
    whole, methods, bounds = np.empty(size), set(), []
    for start in range(0, size, BLOCK):
        here = np.arange(start, min(start + BLOCK, size))
        whole[here], method, bound = numeric(_chosen(p, shape, here), _chosen(q, shape, here))
        methods.add(method)
        bounds += [] if bound is None else [bound]
    method = QUADRATURE if QUADRATURE in methods else INFINITE if methods == {INFINITE} else CLOSED_FORM
    return whole.reshape(shape), method, max(bounds, default=None)


def _chosen(distribution: Distribution, shape: tuple[int, ...], places: Any) -> Distribution:
    """Return the distributions at some places of the common shape; a single number stays one."""
    parameters = {
        name: np.broadcast_to(value, shape).reshape(-1)[places] if np.ndim(value) else value
        for name, value in distribution.parameters.items()
    }
    return type(distribution).from_parameters(parameters)
