"""An answer, and the notices that may come with it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from kldiv.algebra.notation import unit_name
from kldiv.answers.found import CLOSED_FORM, INFINITE, QUADRATURE

#: A bound on the error of a closed form that is larger than this, beside the value, is told, or even warned of.
_TOLD, _DOUBTFUL = 1e-12, 1e-6


class QuadratureNotice(UserWarning):
    """Says that a number comes from quadrature, not from a closed form.

    Attributes:
        bound: a bound on the number's error, in the number's own unit: nats, or what `base` says.

    Example:
        >>> str(QuadratureNotice(1e-12))
        'no closed form: the value comes from quadrature, its error at most 1e-12'
    """

    def __init__(self, bound: float) -> None:
        super().__init__(f"no closed form: the value comes from quadrature, its error at most {bound:.2g}")
        self.bound = bound

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with the bound: by itself an exception is made again from its message."""
        return type(self), (self.bound,)


class PrecisionNotice(UserWarning):
    """Says how many digits of a number are sure, where these are few.

    A covariance matrix that is nearly singular can leave a divergence without any. `kl_divergence(p, q, proved=True)`
    computes with as many digits as it takes.

    Attributes:
        bound: a bound on the number's error, in the number's own unit: nats, or what `base` says.
        digits: how many digits of it are sure, about.

    Example:
        >>> str(PrecisionNotice(2e-4, 3))
        'about 3 digits of the value are sure, its error at most 0.0002; proved=True gives them all'
    """

    def __init__(self, bound: float, digits: int) -> None:
        sure = {0: "no digit of the value is", 1: "about 1 digit of the value is"}
        said = sure.get(digits, f"about {digits} digits of the value are")
        super().__init__(f"{said} sure, its error at most {bound:.2g}; proved=True gives them all")
        self.bound, self.digits = bound, digits

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with both numbers."""
        return type(self), (self.bound, self.digits)


@dataclass(frozen=True)
class Answer:
    """A divergence and how it was found.

    Attributes:
        value: a float, an array, or an expression for distributions with symbols in them. An infinite float whose
            method is not "infinite" is finite but beyond the largest float.
        unit: "nats", "bits", ...
        method: "closed form", "infinite", "quadrature" or "estimate"; for an array "infinite" only if every entry is.
        error_bound: a bound on the error, in the unit of the value, for a quadrature and where rounding may have cost a
            closed form more than its last digits; else None.
        digits: how many digits of a closed form are sure, about, where these are few; else None.

    Example:
        >>> from kldiv import Categorical, evaluate
        >>> evaluate(Categorical([1, 0]), Categorical([0.5, 0.5]), base=2)
        Answer(value=1.0, unit='bits', method='closed form', error_bound=None)
    """

    value: Any
    unit: str
    method: str
    error_bound: float | None = None
    digits: int | None = field(default=None, repr=False)

    def __eq__(self, other: object) -> bool:
        """Whether all fields agree, those that are arrays in every entry."""
        return same_record(self, other)


def same_record(one: Any, other: Any) -> bool:
    """Whether two records are of one class, and all that they hold agrees; an array agrees in every entry.

    Example:
        >>> same_record(Answer(np.ones(2), "nats", "closed form"), Answer(np.ones(2), "nats", "closed form"))
        True
    """
    return type(one) is type(other) and all(_alike(value, vars(other)[name]) for name, value in vars(one).items())


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(value, other[key]) for key, value in one.items())
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return type(one) is type(other) and np.array_equal(one, other)
    return bool(one == other)


def doubted(value: Any, bound: Any, unit: float, base: float | None, infinite: Any = False) -> Answer:
    """Turn a kernel's nats into an answer, with a bound on the error where rounding has cost more than the last digits.

    Args:
        value: numbers.
        bound: on the error of each.
        unit: the logarithm of the base.
        base: of the logarithm.
        infinite: which of them are infinite.

    Returns:
        The answer.
    """
    method = INFINITE if np.size(infinite) and np.all(infinite) else CLOSED_FORM
    told = np.isfinite(value) & (bound > _TOLD * np.abs(value))
    if not np.any(told):
        return Answer(plain(value / unit), unit_name(base), method)
    bound, value_told = np.broadcast_to(bound, np.shape(told))[told], np.broadcast_to(value, np.shape(told))[told]
    share = float(np.max(bound / np.maximum(np.abs(value_told), 5e-324)))
    digits = max(0, math.floor(-math.log10(share))) if share > _DOUBTFUL else None
    return Answer(plain(value / unit), unit_name(base), method, float(np.max(bound)) / abs(unit), digits)


def rounded(value: Any, *given: Any) -> Any:
    """Round a double to single precision where every parameter of what was given came in it."""
    if not all(getattr(one, "is_single", False) for one in given):
        return value
    with np.errstate(over="ignore", under="ignore"):
        return np.float32(value) if np.ndim(value) == 0 else np.asarray(value).astype(np.float32)


def in_precision(answer: Answer, *given: Any) -> Answer:
    """Round an answer to single precision where every parameter came in it; the bound grows by the rounding."""
    value = rounded(answer.value, *given)
    if value is answer.value:
        return answer
    if answer.error_bound is None:
        return replace(answer, value=value)
    with np.errstate(invalid="ignore"):  # infinity less infinity
        moved = np.abs(np.asarray(value, dtype=np.float64) - answer.value)
    return replace(answer, value=value, error_bound=answer.error_bound + float(np.nanmax(moved, initial=0.0)))


def plain(value: Any) -> Any:
    """Return a Python float for a single number, an array for several."""
    return float(value) if np.ndim(value) == 0 else np.asarray(value)


def notice_of(answer: Answer) -> UserWarning | None:
    """Return what must be said of an answer, if anything.

    Args:
        answer: a number or an array, and how it was found.

    Returns:
        A notice that it comes from quadrature, or that few of its digits are sure; or None.
    """
    if answer.error_bound is None:
        return None
    if answer.method == QUADRATURE:
        return QuadratureNotice(answer.error_bound)
    return None if answer.digits is None else PrecisionNotice(answer.error_bound, answer.digits)
