"""Why an array is refused: which entry, or which property of the whole, and what may be done."""

from __future__ import annotations

from typing import Any

from kldiv.distributions.array_domains import (
    ANY_MATRIX,
    ASYMMETRY,
    LOWER_TRIANGULAR,
    POSITIVE_DEFINITE,
    POSITIVE_DIAGONAL,
    POSITIVE_VECTOR,
    UNIT_VECTOR,
    VECTORS,
)
from kldiv.distributions.domains import Domain
from kldiv.distributions.reading import first_bad
from kldiv.lazily import np


def why_refused(domain: Domain, array: Any) -> str:
    """Say why an array is outside a domain.

    Args:
        domain: one of those of `array_domains`.
        array: what is not in it; of what is not floats nothing is said.

    Returns:
        A few words; "" where the array itself says enough.

    Example:
        >>> why_refused(POSITIVE_VECTOR, np.array([1.0, -1.0]))
        'entry -1.0 at index 1'
    """
    if array.dtype.kind != "f":
        return ""
    axes = 1 if any(domain is one for one in VECTORS) else 2
    if array.ndim < axes or not array.size:
        return f"its shape is {array.shape}" if array.ndim else ""
    if not np.isfinite(array).all():
        return f"entry {first_bad(array, ~np.isfinite(array))}"
    if domain is POSITIVE_VECTOR or domain is POSITIVE_DIAGONAL:
        return f"entry {first_bad(array, ~(array > 0))}"
    if domain is UNIT_VECTOR:
        length = np.linalg.norm(array, axis=-1)
        return f"length {first_bad(length, np.abs(length - 1) > 1e-9)}; divide by it" if array.shape[-1] > 1 else ""
    if domain is ANY_MATRIX or axes == 1:
        return ""
    if array.shape[-1] != array.shape[-2]:
        return f"{array.shape[-2]} rows and {array.shape[-1]} columns"
    return _triangle(array) if domain is LOWER_TRIANGULAR else _definite(array) if domain is POSITIVE_DEFINITE else ""


def _triangle(array: Any) -> str:
    above = np.triu(array, 1) != 0
    if above.any():
        return f"above the diagonal stands {first_bad(array, above)}"
    diagonal = np.diagonal(array, axis1=-2, axis2=-1)
    return f"on the diagonal stands {first_bad(diagonal, ~(diagonal > 0))}"


def _definite(array: Any) -> str:
    turned = np.swapaxes(array, -1, -2)
    off = np.abs(array - turned) > ASYMMETRY * np.abs(array).max(axis=(-1, -2), keepdims=True)
    if off.any():
        return f"not symmetric, entry {first_bad(array, off)}"
    values = np.linalg.eigvalsh((array + turned) / 2)
    smallest, largest = values[..., 0], np.abs(values).max(-1)
    worst = np.unravel_index(np.argmin(smallest / np.maximum(largest, 5e-324)), smallest.shape)
    low, high = float(smallest[worst]), float(largest[worst])
    if low < -1e-12 * array.shape[-1] * high:
        return f"its smallest eigenvalue is {low:.3g}"
    return "it is singular: as p the divergence is infinite, as q there is no density; add a little to the diagonal"
