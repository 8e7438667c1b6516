"""Parameters as callers give them, read as floats: numbers, lists, arrays and tensors, or a reason why not."""

from __future__ import annotations

import numbers
from typing import TYPE_CHECKING, Any

from kldiv.algebra.notation import shortly
from kldiv.lazily import is_expression, np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: NumPy's letters for complex numbers, texts, dates and spans of time, all of which it would turn into floats.
_NOT_REAL = "cSUmM"


class Unreadable(ValueError):
    """A value cannot be read as floats; the text says why, and is empty where the value itself says enough."""


def as_floats(value: Any) -> float | NDArray[np.float64]:
    """Read a value as floats, dropping nothing.

    Args:
        value: a number, nested lists of numbers, or what NumPy can make an array of.

    Returns:
        A float for one number, else an array.

    Raises:
        Unreadable: if that cannot be, whatever the value's own methods raise.

    Example:
        >>> as_floats([1, 0.5])
        array([1. , 0.5])
        >>> as_floats(10**400)
        Traceback (most recent call last):
        kldiv.distributions.reading.Unreadable: it is beyond the range of a float
    """
    try:
        if isinstance(value, numbers.Real) or (is_expression(value) and value.is_number):
            return float(value)
        array = np.asarray(value)
        if array.dtype.kind in _NOT_REAL or (array.dtype.kind == "O" and any(map(np.iscomplexobj, array.flat))):
            raise Unreadable
        return array.astype(np.float64)
    except OverflowError:
        raise Unreadable("it is beyond the range of a float") from None
    except (TypeError, ValueError):
        raise Unreadable from None
    except Exception as error:  # what a foreign __array__ or __float__ raises, such as that of a tensor with gradient
        raise Unreadable(shortly(error)) from None
