"""Parameters as callers give them, read as floats: numbers, lists, arrays and tensors, or a reason why not."""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kldiv.algebra.notation import shortly
from kldiv.lazily import is_array, is_expression, np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: NumPy's letters for complex numbers, texts, dates and spans of time, all of which it would turn into floats.
_NOT_REAL = "cSUmM"


class Unreadable(ValueError):
    """A value cannot be read as floats; the text says why, and is empty where the value itself says enough."""


def first_bad(values: Any, bad: Any) -> str:
    """Write the first of several numbers that is not allowed, and where it stands.

    Args:
        values: an array.
        bad: which of its entries are not allowed.

    Returns:
        Such as "-1.0 at index 2"; an array without a bad entry is described by its shape.

    Example:
        >>> first_bad(np.array([1.0, -1.0]), np.array([False, True]))
        '-1.0 at index 1'
    """
    if values.ndim == 0:
        return shortly(float(values))
    if not np.any(bad):
        return shape_in_words(values)
    index = tuple(int(i) for i in np.argwhere(bad)[0])
    return f"{float(values[index])!r} at index {index[0] if len(index) == 1 else index}"


def shape_in_words(values: Any) -> str:
    """Describe an array by its shape."""
    return "an empty list" if values.shape == (0,) else f"an array of shape {values.shape}"


def all_single(given: Mapping[str, Any]) -> bool:
    """Return whether all that was given came in single precision."""
    return all(getattr(value, "dtype", None) == "float32" for value in given.values())


def as_floats(value: Any) -> float | NDArray[np.float64]:
    """Read a value as floats, dropping nothing.

    Args:
        value: a number, nested lists of numbers, or what NumPy can make an array of.

    Returns:
        A float for one number, else an array: of one of NumPy's in double precision no copy, but a view that cannot be
        written to.

    Raises:
        Unreadable: if that cannot be, whatever the value's own methods raise.

    Example:
        >>> as_floats([1, 0.5])
        array([1. , 0.5])
        >>> as_floats(10**400)
        Traceback (most recent call last):
        kldiv.distributions.reading.Unreadable: it is beyond the range of a float
    """
    if is_array(value) and np.ma.is_masked(value):
        raise Unreadable("some of it is masked; hand over .compressed(), or .filled() with what stands there")
    try:
        if isinstance(value, numbers.Real) or (is_expression(value) and value.is_number):
            return float(value)
        array = np.asarray(value)
        if array.dtype.kind in _NOT_REAL or (array.dtype.kind == "O" and any(map(np.iscomplexobj, array.flat))):
            raise Unreadable
        if not is_array(value) or array.dtype != np.float64:  # a tensor may share its memory with what is read of it
            return array.astype(np.float64)
    except OverflowError:
        raise Unreadable("it is beyond the range of a float") from None
    except (TypeError, ValueError):
        raise Unreadable from None
    except Exception as error:  # what a foreign __array__ or __float__ raises, such as that of a tensor with gradient
        raise Unreadable(shortly(error)) from None
    own = array.view()
    own.flags.writeable = False  # it is the caller's; to copy it would take as long as a simple divergence
    return own
