"""Which pairs of distributions have a kernel. Later modules add theirs; none may replace another's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.floating[Any]]
#: A distribution's parameters by name, as float arrays.
Parameters: TypeAlias = Mapping[str, FloatArray]
PairFunction: TypeAlias = Callable[[Parameters, Parameters], FloatArray]
#: From the two distributions' parameters to the divergence and a bound on its error.
BoundedFunction: TypeAlias = Callable[[Parameters, Parameters], tuple[FloatArray, FloatArray]]
DistributionFunction: TypeAlias = Callable[[Parameters], FloatArray]


@dataclass(frozen=True)
class Kernel:
    """The divergence of one ordered pair of distributions, in nats.

    Attributes:
        function: from the two distributions' parameters to the divergence, broadcast by NumPy's rules.
        infinite: where the divergence is infinite, not merely beyond the largest float; None if nowhere.
        partial: whether it takes floats only, and leaves to the other roads what comes out as no number.
    """

    function: PairFunction
    infinite: Callable[[Parameters, Parameters], NDArray[np.bool_]] | None = None
    partial: bool = False

    def __call__(self, p: Parameters, q: Parameters) -> FloatArray:
        """Evaluate the kernel."""
        return self.function(p, q)


#: Kernels handle infinities themselves; NumPy need not warn of them.
_quietly = np.errstate(all="ignore")

#: Divergences D(p || q) by the slugs of p and q.
KERNELS: dict[tuple[str, str], Kernel] = {}
#: Divergences, each with a bound on its error, of pairs that rounding can cost more than the last digits.
BOUNDED: dict[tuple[str, str], BoundedFunction] = {}
#: Entropies H(p) by slug; differential entropies for continuous distributions.
ENTROPIES: dict[str, DistributionFunction] = {}
#: Bounds on the errors of entropies, by slug, where rounding can cost more than the last digits.
ENTROPY_DOUBTS: dict[str, DistributionFunction] = {}
#: Cross-entropies H(p, q) by the slugs of p and q.
CROSS_ENTROPIES: dict[tuple[str, str], PairFunction] = {}


def divergence_kernel(
    p: str,
    q: str,
    infinite: Callable[[Parameters, Parameters], NDArray[np.bool_]] | None = None,
    *,
    partial: bool = False,
) -> Callable[[PairFunction], PairFunction]:
    """Register the decorated function as the kernel of D(p || q).

    Args:
        p: the slug of the first distribution.
        q: the slug of the second distribution.
        infinite: where the divergence is infinite; None if it never is.
        partial: whether it leaves some values to the other roads.

    Returns:
        A decorator.

    Raises:
        ValueError: if that pair has a kernel already.
    """

    def add(function: PairFunction) -> PairFunction:
        if (p, q) in KERNELS:
            raise ValueError(f"{p}, {q}: a divergence kernel is registered already")
        quiet = _quietly(function)
        KERNELS[p, q] = Kernel(quiet, infinite, partial)
        return quiet

    return add


def bounded_kernel(p: str, q: str) -> Callable[[BoundedFunction], BoundedFunction]:
    """Register the decorated function as the kernel of D(p || q) that bounds its own error.

    Args:
        p: the slug of the first distribution.
        q: the slug of the second distribution.

    Returns:
        A decorator.

    Raises:
        ValueError: if that pair has a kernel already.
    """

    def add(function: BoundedFunction) -> BoundedFunction:
        divergence_kernel(p, q)(lambda first, second: function(first, second)[0])
        BOUNDED[p, q] = _quietly(function)
        return BOUNDED[p, q]

    return add


def cross_entropy_kernel(p: str, q: str) -> Callable[[PairFunction], PairFunction]:
    """Register the decorated function as the kernel of H(p, q).

    Args:
        p: the slug of the first distribution.
        q: the slug of the second distribution.

    Returns:
        A decorator.

    Raises:
        ValueError: if that pair has a kernel already.
    """

    def add(function: PairFunction) -> PairFunction:
        if (p, q) in CROSS_ENTROPIES:
            raise ValueError(f"{p}, {q}: a cross-entropy kernel is registered already")
        CROSS_ENTROPIES[p, q] = _quietly(function)
        return CROSS_ENTROPIES[p, q]

    return add


def entropy_kernel(p: str) -> Callable[[DistributionFunction], DistributionFunction]:
    """Register the decorated function as the kernel of H(p).

    Args:
        p: the slug of the distribution.

    Returns:
        A decorator.

    Raises:
        ValueError: if that distribution has a kernel already.
    """

    def add(function: DistributionFunction) -> DistributionFunction:
        if p in ENTROPIES:
            raise ValueError(f"{p}: an entropy kernel is registered already")
        ENTROPIES[p] = _quietly(function)
        return ENTROPIES[p]

    return add


def add_cross_entropy(slug: str) -> None:
    """Register H(p, q) = H(p) + D(p || q), from the kernels of both, between two distributions of one family."""
    own, gap = ENTROPIES[slug], KERNELS[slug, slug].function
    cross_entropy_kernel(slug, slug)(lambda p, q: own(p) + gap(p, q))
