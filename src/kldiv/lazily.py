"""SymPy, NumPy and SciPy, each imported when something of it is first used.

Importing the three takes most of a second, and few uses of the package need all of them. So what is on the way to a
list, a citation or a number imports them from here, and the rest imports them as usual.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeGuard

__all__ = ["Lazily", "is_array", "is_expression", "is_matrix", "np", "sp", "special"]


class Lazily(ModuleType):
    """Stands for a module until something of it is asked for.

    `importlib.util.LazyLoader` would do, but in Python 3.11 two threads that ask at once get in each other's way.

    Args:
        name: the module's name.

    Example:
        >>> Lazily("math").sqrt(4)
        2.0
    """

    def __getattr__(self, name: str) -> Any:
        found = getattr(import_module(self.__name__), name)
        setattr(self, name, found)  # the next time it is found without this method
        return found


if TYPE_CHECKING:
    import numpy as np
    import scipy.special as special
    import sympy as sp
else:
    np, sp, special = map(Lazily, ("numpy", "sympy", "scipy.special"))


def is_expression(value: Any) -> bool:
    """Whether a value is SymPy's; before SymPy is imported nothing is, and asking does not import it.

    Args:
        value: anything.

    Example:
        >>> is_expression(0.5), is_expression(sp.Rational(1, 2))
        (False, True)
    """
    return "sympy" in sys.modules and isinstance(value, sp.Basic)


def is_matrix(value: Any) -> bool:
    """Whether a value is one of SymPy's matrices of known entries, not all of which are expressions.

    Args:
        value: anything.

    Example:
        >>> is_matrix([[1]]), is_matrix(sp.eye(2))
        (False, True)
    """
    return "sympy" in sys.modules and isinstance(value, sp.MatrixBase)


def is_array(value: Any) -> TypeGuard[np.ndarray[Any, Any]]:
    """Whether a value is NumPy's; before NumPy is imported nothing is, and asking does not import it.

    Args:
        value: anything.

    Example:
        >>> is_array([0.5]), is_array(np.ones(2))
        (False, True)
    """
    return "numpy" in sys.modules and isinstance(value, (np.ndarray, np.generic))
