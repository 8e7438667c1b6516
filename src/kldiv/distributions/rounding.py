"""Parameters that meet a condition only but for the rounding of their type: mended, and said so."""

from __future__ import annotations

import math
import sys
import warnings
from pathlib import Path
from typing import Any

from kldiv.lazily import np

#: Half precision and its kin: the distance from 1 to the next number.
_UNITS = {"float16": 2.0**-10, "bfloat16": 2.0**-7, "float32": 2.0**-23, "float64": 2.0**-52}
#: A miss below this is taken for rounding, as torch takes it, and so is one of a few units of the type.
_FLOOR, _CEILING = 1e-6, 0.02
#: What is missed by so many units of a 64-bit float, for each number, is not worth a word.
_QUIET = 4
_PACKAGE = str(Path(__file__).parent.parent)


class RoundingNotice(UserWarning):
    """Says that a parameter met its condition only but for rounding, and was mended.

    The numbers of a softmax in 32 bits miss 1 by about 1e-7 in their sum. Python shows the notice once for each line
    that gives such numbers.

    Example:
        >>> from kldiv import Categorical
        >>> with warnings.catch_warnings(record=True) as caught:
        ...     warnings.simplefilter("always")
        ...     p = Categorical([0.33333333, 0.66666666])
        >>> str(caught[0].message)
        'Categorical: probs sum to 1 only but for rounding; they were divided by their sum'
    """


def normalised(label: str, name: str, given: Any, array: Any) -> Any:
    """Divide probabilities by their sum if it misses 1 by no more than rounding.

    Args:
        label: the distribution's name.
        name: the parameter's.
        given: what the caller gave, whose type tells the rounding.
        array: the same as 64-bit floats, none of them negative.

    Returns:
        The probabilities, or None if their sum is not 1.
    """
    total, count = array.sum(-1, keepdims=True), array.shape[-1]
    miss = float(np.max(np.abs(total - 1)))
    if not miss <= _tolerance(given, array, count):  # not: nan
        return None
    if miss <= _QUIET * _UNITS["float64"] * count:
        return array
    _tell(f"{label}: {name} sum to 1 only but for rounding; they were divided by their sum")
    return array / total


def of_unit_length(label: str, name: str, given: Any, array: Any) -> Any:
    """Divide vectors by their length if it misses 1 by no more than rounding; else return them as they are."""
    length, count = np.linalg.norm(array, axis=-1, keepdims=True), array.shape[-1]
    miss = float(np.max(np.abs(length - 1)))
    if _QUIET * _UNITS["float64"] * count < miss <= _tolerance(given, array, count):
        _tell(f"{label}: {name} has length 1 only but for rounding; it was divided by its length")
        return array / length
    return array


def made_symmetric(label: str, name: str, given: Any, array: Any) -> Any:
    """Return the mean of matrices and their transposes if they differ by no more than rounding; else the matrices."""
    if array.ndim < 2 or array.shape[-1] != array.shape[-2]:
        return array
    turned = np.swapaxes(array, -1, -2)
    largest = np.abs(array).max(axis=(-1, -2), keepdims=True)
    with np.errstate(all="ignore"):
        miss = float(np.max(np.abs(array - turned) / largest))
    if _QUIET * _UNITS["float64"] < miss <= _tolerance(given, array, 1):
        if miss > _FLOOR / 100:
            _tell(f"{label}: {name} is symmetric only but for rounding; the mean of it and its transpose was taken")
        return (array + turned) / 2
    return array


def _tolerance(given: Any, array: Any, count: int) -> float:
    return min(max(_FLOOR, _unit(given, array) * (4 + 2 * math.sqrt(count))), _CEILING)


def _unit(given: Any, array: Any) -> float:
    """Return the rounding unit of what was given; a list whose numbers are all of 32 bits counts as such."""
    named = str(getattr(given, "dtype", "")).rpartition(".")[2]
    if named in _UNITS:
        return _UNITS[named]
    with np.errstate(over="ignore"):
        return _UNITS["float32" if np.array_equal(array.astype(np.float32), array) else "float64"]


def _tell(text: str) -> None:
    """Warn at the line outside of the package from which the call came."""
    level, frame = 1, sys._getframe(0)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        level, frame = level + 1, frame.f_back
    warnings.warn(RoundingNotice(text), stacklevel=level)
