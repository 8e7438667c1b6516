"""What differs between arrays, floats and symbols: elementary functions, and choosing between two ways."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kldiv.answers.kernels.binet import Rule

#: Below this a relative change is near: parts take their series, or a rule.
NEAR = 0.15
#: The same for logarithms, whose difference from x loses fewer digits than a rule costs time.
CLOSE = 0.04
#: A quotient inside these bounds has neither overflowed nor lost digits to underflow.
SMALL, LARGE = 1e-290, 1e290
#: The relative error up to which a value is taken.
ACCURATE = 1e-13
EPS = 2.0**-53
#: The relative error that a series may be cut short at: what a long double rounds to.
TINY = 2.0**-58

Part = Callable[..., Any]


class Choosing:
    """The operations that parts are made of; `arithmetic` fills them in."""

    exp: Part
    expm1: Part
    log: Part
    log1p: Part
    hypot: Part
    sqrt: Part
    sin: Part
    #: Half a unit in the last place of 1.
    eps = EPS

    def number(self, top: int, bottom: int) -> Any:
        """Return a fraction."""
        return top / bottom

    def split(self, size: Any, near: Part, far: Part, *given: Any, limit: float = NEAR) -> Any:
        """Return near(reach, *given) where size is at most the limit, far(*given) elsewhere."""
        raise NotImplementedError

    def parted(self, size: Any, limits: Sequence[float], ways: Sequence[Part], *given: Any) -> Any:
        """Return, for each size, what the way says whose limit is the first not below it; the last way has no limit."""
        raise NotImplementedError

    def again(self, doubtful: Any, better: Part, value: Any, *given: Any) -> Any:
        """Return better(*given) where it is doubtful, the value elsewhere."""
        raise NotImplementedError

    def mean_of(self, function: Part, start: Any, change: Any, rule: Rule) -> Any:
        """Return the integral over t in [0, 1] of (1 - t) function(start + t change), by a rule of Gauss and Jacobi."""
        raise NotImplementedError
