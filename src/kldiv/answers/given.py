"""What callers hand in: distributions whose parameters fit together, or a message that says what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Any

import numpy as np

from kldiv.algebra.notation import shortly
from kldiv.answers.kernels.registry import FloatArray
from kldiv.distributions.array_domains import VECTORS
from kldiv.distributions.base import UNIVARIATE, Distribution
from kldiv.distributions.categorical import Categorical
from kldiv.distributions.domains import POSITIVE, REAL
from kldiv.lazily import is_matrix

Shape = tuple[int, ...]


def require_distributions(caller: str, *given: Any, besides: type | None = None) -> None:
    """Refuse what is no distribution, and say how to make one of it.

    Args:
        caller: the function that was called.
        given: p, or p and q.
        besides: what else is taken.

    Raises:
        TypeError: naming the argument.
    """
    for name, one in zip("pq", given, strict=False):
        if not isinstance(one, Distribution if besides is None else (Distribution, besides)):
            wanted = "expected a distribution such as Normal(loc=0, scale=1)"
            raise TypeError(f"{caller}: {wanted} for {name}, got {_what(one)}")


def _what(one: Any) -> str:
    if isinstance(one, type) and issubclass(one, Distribution):
        return f"the class {one.__name__} without its parameters"
    if isinstance(one, (str, bytes)):
        return f"the text {shortly(repr(one))}; write it without quotes"
    if isinstance(one, (list, tuple, np.ndarray, dict)) or hasattr(one, "__array__"):
        return (
            f"an object of type {type(one).__name__}; write Categorical(...) for probabilities, "
            "Categorical.from_counts(...) for counts or a histogram, kldiv.from_samples(...) for samples"
        )
    takes = getattr(one, "taken_by", None)  # such as a mixture or draws
    return f"an object of type {type(one).__name__[:60]}" + (f": {takes} takes it" if takes else "")


@contextmanager
def shapes_named(p: Distribution, q: Distribution) -> Iterator[None]:
    """Say of which parameters the shapes do not fit, where NumPy only says that some do not."""
    try:
        yield
    except ValueError as error:
        said = mismatch(p, q) if _is_of_shapes(str(error)) else None
        if said is None:
            raise
        raise ValueError(said) from None


def _is_of_shapes(text: str) -> bool:
    return "broadcast" in text or "mismatch" in text or "matmul" in text


def mismatch(p: Distribution, q: Distribution) -> str | None:
    """Name two parameters whose shapes cannot be broadcast together; None if there are none.

    Example:
        >>> from kldiv.distributions import Normal
        >>> mismatch(Normal([1, 2], 1), Normal([1, 2, 3], 1))
        'loc of p has shape (2,), loc of q (3,): these cannot be broadcast together'
    """
    shapes = [(f"{name} of {side}", *_shapes(d, name)) for side, d in (("p", p), ("q", q)) for name in d.parameters]
    for (one, shape, batch), (other, other_shape, other_batch) in combinations(shapes, 2):
        try:
            np.broadcast_shapes(batch, other_batch)
        except ValueError:
            less = batch != shape or other_batch != other_shape
            note = "apart from the axes of one draw " if less else ""
            return f"{one} has shape {shape}, {other} {other_shape}: {note}these cannot be broadcast together"
    return None


def _shapes(distribution: Distribution, name: str) -> tuple[Shape, Shape]:
    """Return the shape of a parameter, and what of it is a batch."""
    shape = float_parameters(distribution)[name].shape
    return shape, shape[: len(shape) - own_axes(distribution)[name]]


def float_parameters(distribution: Distribution) -> dict[str, FloatArray]:
    """Return the parameters as arrays of floats.

    Args:
        distribution: a distribution of numbers; a column of exact ones is a vector.

    Returns:
        The arrays by the parameters' names.
    """
    found: dict[str, FloatArray] = {
        name: np.asarray(value, dtype=np.float64) for name, value in distribution.parameters.items()
    }
    for name, value in distribution.parameters.items():
        if is_matrix(value) and own_axes(distribution)[name] == 1:
            found[name] = found[name][:, 0]
    return found


def own_axes(distribution: Distribution) -> dict[str, int]:
    """Return how many axes of each parameter are not the batch's.

    Args:
        distribution: any distribution.

    Returns:
        The numbers of axes by the parameters' names.
    """
    if isinstance(distribution, Categorical):
        return {"probs": 1}
    if distribution.variate == UNIVARIATE:
        return dict.fromkeys(distribution.parameters, 0)
    return {p.name: 0 if p.domain in (REAL, POSITIVE) else 1 if p.domain in VECTORS else 2 for p in distribution.spec}
