"""The one place where the precision of numbers is set, and given back.

Arb and mpmath each keep one precision for the whole process, and SymPy keeps half-finished answers about its
expressions in the expressions themselves. So threads take turns: whoever sets a precision, or works with SymPy,
holds one lock until it is done, and finds the precision that it set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import RLock
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_TURN = RLock()


@contextmanager
def ball_precision(bits: int) -> Iterator[None]:
    """Let Arb work with so many bits, and afterwards with as many as before.

    Never yield to a caller from inside: what it computes would be computed at this precision.

    Args:
        bits: the precision.

    Example:
        >>> from kldiv.arb import ctx
        >>> with ball_precision(200):
        ...     ctx.prec
        200
    """
    from kldiv.arb import ctx  # an optional dependency: deriving does without

    with _TURN:
        before, ctx.prec = ctx.prec, bits
        try:
            yield
        finally:
            ctx.prec = before


@contextmanager
def digit_precision(digits: int) -> Iterator[None]:
    """Let mpmath work with so many decimal digits, and afterwards with as many as before.

    Args:
        digits: the precision.

    Example:
        >>> import mpmath
        >>> with digit_precision(40):
        ...     mpmath.mp.dps
        40
    """
    import mpmath  # not before it is needed: a number that has a kernel does without

    with _TURN, mpmath.workdps(digits):
        yield


def one_at_a_time(function: Callable[P, R]) -> Callable[P, R]:
    """Let no other thread work with SymPy, Arb or mpmath while a function runs.

    Args:
        function: any function.

    Returns:
        The same function, which waits for its turn.
    """

    @wraps(function)
    def in_turn(*args: P.args, **kwargs: P.kwargs) -> R:
        with _TURN:
            return function(*args, **kwargs)

    return in_turn
