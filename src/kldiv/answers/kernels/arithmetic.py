"""The non-negative parts that divergences are written in, for arrays and for single floats alike.

A form such as `forms.gamma` says once how a divergence is put together from these parts. Run on arrays it works block
by block; run on floats it needs no NumPy; run on symbols (answers/proved_forms.py) it shows which formula it is.
No part cancels where its arguments are close: each goes over to a series, or to a rule of Gauss and Jacobi.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from kldiv.answers.kernels.binet import Rule
from kldiv.answers.kernels.choosing import ACCURATE, LARGE, NEAR, Part
from kldiv.answers.kernels.curves import Curves
from kldiv.answers.kernels.gamma_functions import Gammas


class Arithmetic(Gammas, Curves):
    """All parts, and what holds somewhere only."""

    def difference(self, a: Any, b: Any, unit: Any) -> Any:
        """Return (a - b) / unit, also where the difference alone overflows."""
        change = a - b
        return self.again(abs(change) > LARGE, lambda a, b, unit: (a / 2 - b / 2) / unit * 2, change / unit, a, b, unit)

    def shared(self, one: Any, other: Any, value: Any) -> Any:
        """Return the value where a parameter is shared; elsewhere nothing is known."""
        return self.again(one != other, lambda value: value * math.nan, value, value)

    def within(self, inside: Any, value: Any) -> Any:
        """Return the value where the support of p lies inside that of q, infinity elsewhere."""
        return self.again(inside == False, lambda value: 0 * value + math.inf, value, value)  # noqa: E712

    def vouched(self, value: Any, error: Any) -> Any:
        """Return the value where a bound on its error is small enough; elsewhere nothing is known."""
        lost = (error > ACCURATE * value) & (value < math.inf)
        return self.again(lost, lambda value: value * math.nan, value, value)


class Arrays(Arithmetic):
    """Works on arrays of one axis and of a block's length."""

    exp, expm1, log, log1p, hypot, sqrt, sin = np.exp, np.expm1, np.log, np.log1p, np.hypot, np.sqrt, np.sin

    def split(self, size: Any, near: Part, far: Part, *given: Any, limit: float = NEAR) -> Any:
        """Take both ways where a block needs both; the near one only where it is taken."""
        reach = float(size.max())
        if reach <= limit:
            return near(reach, *given)
        is_close = size <= limit
        close = np.count_nonzero(is_close)
        if 4 * close > 3 * size.size:  # then picking them out costs more than it saves
            found, others = near(limit, *given), np.flatnonzero(~is_close)
            found[others] = far(*(one[others] for one in given))
            return found
        found = far(*given)
        if close:
            places = np.flatnonzero(is_close)
            found[places] = near(limit, *(one[places] for one in given))
        return found

    def parted(self, size: Any, limits: Sequence[float], ways: Sequence[Part], *given: Any) -> Any:
        """Take each way where it is called for."""
        reach, lower = float(size.max()), -1.0
        if reach <= limits[0]:
            return ways[0](*given)
        beyond = np.flatnonzero(~(size <= limits[-1]))
        if 4 * beyond.size > 3 * size.size:  # then leaving the others out costs more than it saves
            found = ways[-1](*given)
        else:
            found = np.empty_like(size)
            if beyond.size:
                found[beyond] = ways[-1](*(one[beyond] for one in given))
        for limit, way in zip(limits, ways[:-1], strict=True):
            here = np.flatnonzero((size > lower) & (size <= limit))
            if here.size:
                found[here] = way(*(one[here] for one in given))
            lower = limit
        return found

    def again(self, doubtful: Any, better: Part, value: Any, *given: Any) -> Any:
        """Compute what is doubtful again, in place: a value is always new."""
        if doubtful.any():
            places = np.flatnonzero(doubtful)
            value.reshape(-1)[places] = better(*(one.reshape(-1)[places] for one in given))
        return value

    def mean_of(self, function: Part, start: Any, change: Any, rule: Rule) -> Any:
        """Evaluate the function at all nodes at once."""
        nodes, weights = np.array(rule).T
        points = nodes[:, None] * change
        points += start
        return weights @ function(points)


class LongArrays(Arrays):
    """Works on arrays of long doubles, where those are longer than doubles; constants are doubles still."""

    eps = 2.0**-58


class Floats(Arithmetic):
    """Works on Python's floats. What they refuse, such as 1/0, is for `Arrays`."""

    exp, expm1, log, log1p, hypot, sqrt, sin = (
        *(math.exp, math.expm1, math.log, math.log1p, math.hypot, math.sqrt, math.sin),
    )

    def split(self, size: Any, near: Part, far: Part, *given: Any, limit: float = NEAR) -> Any:
        """Take one of two ways."""
        return near(size, *given) if size <= limit else far(*given)

    def parted(self, size: Any, limits: Sequence[float], ways: Sequence[Part], *given: Any) -> Any:
        """Take one of several ways."""
        return next((way for limit, way in zip(limits, ways, strict=False) if size <= limit), ways[-1])(*given)

    def again(self, doubtful: Any, better: Part, value: Any, *given: Any) -> Any:
        """Compute again what is doubtful."""
        return better(*given) if doubtful else value

    def bessel_ratio(self, x: Any) -> Any:
        """Leave Bessel functions to arrays."""
        raise ArithmeticError

    def mean_of(self, function: Part, start: Any, change: Any, rule: Rule) -> Any:
        """Evaluate the function node by node."""
        return sum(weight * function(start + node * change) for node, weight in rule)


ARRAYS, LONG_ARRAYS, FLOATS = Arrays(), LongArrays(), Floats()
