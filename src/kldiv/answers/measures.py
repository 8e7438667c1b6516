"""Divergence, cross-entropy and entropy: a number where parameters are numbers, a formula where they are symbols."""

from __future__ import annotations

import numbers
import warnings
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import numpy as np

from kldiv.algebra.notation import log_of_base, unit_name
from kldiv.answers.found import CLOSED_FORM, INFINITE, QUADRATURE
from kldiv.answers.kernels import CROSS_ENTROPIES, ENTROPIES, KERNELS
from kldiv.answers.kernels.registry import FloatArray
from kldiv.answers.parts import completed
from kldiv.distributions.base import Distribution

#: Whole numbers up to here are floats.
_WHOLE = 2**53


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


@dataclass(frozen=True)
class Answer:
    """A divergence and how it was found.

    Attributes:
        value: a float, an array, or an expression for distributions with symbols in them. An infinite float whose
            method is not "infinite" is finite but beyond the largest float.
        unit: "nats", "bits", ...
        method: "closed form", "infinite" or "quadrature"; for an array "infinite" only if every entry is.
        error_bound: a bound on the error of a quadrature, in the unit of the value, else None.

    Example:
        >>> from kldiv.distributions import Categorical
        >>> evaluate(Categorical([1, 0]), Categorical([0.5, 0.5]), base=2)
        Answer(value=1.0, unit='bits', method='closed form', error_bound=None)
    """

    value: Any
    unit: str
    method: str
    error_bound: float | None = None


def kl_divergence(p: Distribution, q: Distribution, base: float | None = None) -> Any:
    """Return the Kullback-Leibler divergence D(p || q) of q from p.

    Args:
        p: the distribution that the data follow.
        q: the distribution that stands in for it.
        base: the base of the logarithm: 2 for bits; None for e, which gives nats.

    Returns:
        A float, an array if parameters are arrays, a SymPy expression if they hold symbols. Where p gives
        mass to what q holds impossible, the value is infinite. Parameters that are all in single precision give a
        value in single precision, computed in double.

    Raises:
        TypeError: if p or q is not a distribution.
        ValueError: if the base is not a positive number other than 1, or if shapes do not fit.

    Warns:
        QuadratureNotice: if the pair has no closed form.

    Example:
        >>> from kldiv.distributions import Categorical, Normal
        >>> kl_divergence(Normal(loc=1, scale=1), Normal(loc=2, scale=0.5))
        2.8068528194400...
        >>> kl_divergence(Categorical([1, 0]), Categorical([0.8, 0.2]), base=2)
        0.32192809488736...
    """
    answer = _evaluate("kl_divergence", p, q, base)
    _notice(answer)
    return _rounded(answer.value, p, q)


def evaluate(p: Distribution, q: Distribution, base: float | None = None) -> Answer:
    """Return D(p || q) together with its unit and the way it was found.

    Args:
        p: the distribution that the data follow.
        q: the distribution that stands in for it.
        base: the base of the logarithm: 2 for bits; None for e, which gives nats.

    Returns:
        The answer; it says itself whether it comes from quadrature, so nothing is warned of.

    Raises:
        TypeError: if p or q is not a distribution.
        ValueError: if the base is not a positive number other than 1, or if shapes do not fit.

    Example:
        >>> from kldiv.distributions import Bernoulli
        >>> evaluate(Bernoulli(0.5), Bernoulli(0))
        Answer(value=inf, unit='nats', method='infinite', error_bound=None)
    """
    answer = _evaluate("evaluate", p, q, base)
    return replace(answer, value=_rounded(answer.value, p, q))


def cross_entropy(p: Distribution, q: Distribution, base: float | None = None) -> Any:
    """Return the cross-entropy H(p, q), the expectation under p of -log q.

    Args:
        p: the distribution that the data follow.
        q: the distribution that stands in for it.
        base: the base of the logarithm: 2 for bits; None for e, which gives nats.

    Returns:
        As for `kl_divergence`. For continuous distributions q stands for a density, and H(p, q) may be negative.

    Raises:
        TypeError: if p or q is not a distribution.
        ValueError: if the base is not a positive number other than 1, or if shapes do not fit.

    Warns:
        QuadratureNotice: if the pair has no closed form.

    Example:
        >>> from kldiv.distributions import Categorical
        >>> cross_entropy(Categorical([0.5, 0.5]), Categorical([0.75, 0.25]), base=2)
        1.2075187496394...
    """
    _require_distributions("cross_entropy", p, q)
    unit = _log_base(base)
    if p.is_symbolic or q.is_symbolic:
        return _symbolic().cross_entropy(p, q, base)
    if (p.slug, q.slug) in CROSS_ENTROPIES:
        nats = CROSS_ENTROPIES[p.slug, q.slug](_float_parameters(p), _float_parameters(q))
        return _rounded(_plain(nats / unit), p, q)
    return _rounded(_noticed(_numeric().cross_entropy_numeric(p, q), base), p, q)


def entropy(p: Distribution, base: float | None = None) -> Any:
    """Return the entropy H(p), for a continuous distribution the differential entropy.

    Args:
        p: a distribution.
        base: the base of the logarithm: 2 for bits; None for e, which gives nats.

    Returns:
        A float, an array if parameters are arrays, a SymPy expression if they hold symbols.

    Raises:
        TypeError: if p is not a distribution.
        ValueError: if the base is not a positive number other than 1, or if no entropy is known of the distribution.

    Warns:
        QuadratureNotice: if the distribution's entropy has no closed form.

    Example:
        >>> from kldiv.distributions import Bernoulli
        >>> entropy(Bernoulli(0.5), base=2)
        1.0
    """
    _require_distributions("entropy", p)
    unit = _log_base(base)
    if p.is_symbolic:
        return _symbolic().cross_entropy(p, p, base)
    if p.slug in ENTROPIES:
        return _rounded(_plain(ENTROPIES[p.slug](_float_parameters(p)) / unit), p)
    return _rounded(_noticed(_numeric().entropy_numeric(p), base), p)


def _evaluate(caller: str, p: Distribution, q: Distribution, base: float | None) -> Answer:
    _require_distributions(caller, p, q)
    unit, name = _log_base(base), unit_name(base)
    if p.is_symbolic or q.is_symbolic:
        result, kind = _symbolic().divergence(p, q, base)
        return Answer(result, name, kind)
    kernel = KERNELS.get((p.slug, q.slug))
    if kernel is None or (kernel.partial and not (_in_floats(p) and _in_floats(q))):
        return _in_units(_numeric().closed_form_numeric(p, q), base)
    first, second = _float_parameters(p), _float_parameters(q)
    value = kernel(first, second)
    if kernel.partial and np.isnan(value).any():
        return _in_units(completed(_numeric().closed_form_numeric, p, q, value), base)
    infinite = (
        kernel.infinite is not None
        and bool(np.size(value) and np.isinf(value).all())
        and bool(np.all(kernel.infinite(first, second)))
    )
    return Answer(_plain(value if unit == 1 else value / unit), name, INFINITE if infinite else CLOSED_FORM)


def _in_units(found: tuple[Any, str, float | None], base: float | None) -> Answer:
    """Turn a number of nats into an answer."""
    unit = _log_base(base)
    value, method, bound = found
    scaled = None if bound is None else bound / unit
    return Answer(_plain(np.asarray(value) / unit), unit_name(base), method, scaled)


def _noticed(found: tuple[Any, str, float | None], base: float | None) -> Any:
    """Return a number in its unit, saying so if it comes from quadrature."""
    answer = _in_units(found, base)
    if answer.method == QUADRATURE:
        warnings.warn(QuadratureNotice(answer.error_bound or 0.0), stacklevel=3)
    return answer.value


# What has a kernel is answered without SymPy, which the following two need.


def _symbolic() -> ModuleType:
    from kldiv.answers import symbolic

    return symbolic


def _numeric() -> ModuleType:
    from kldiv.answers import univariate

    return univariate


def _require_distributions(caller: str, *given: Any) -> None:
    for one in given:
        if isinstance(one, Distribution):
            continue
        if isinstance(one, type) and issubclass(one, Distribution):
            what = f"the class {one.__name__} without its parameters"
        else:
            what = f"an object of type {type(one).__name__}"
        raise TypeError(f"{caller}: expected a distribution such as Normal(loc=0, scale=1), got {what}")


def _in_floats(distribution: Distribution) -> bool:
    """Whether every parameter is a float, or a whole number that is one."""
    return all(
        isinstance(value, (float, np.floating, np.ndarray)) or (isinstance(value, int) and abs(value) <= _WHOLE)
        for value in distribution.parameters.values()
    )


def _float_parameters(distribution: Distribution) -> dict[str, FloatArray]:
    return {name: np.asarray(value, dtype=np.float64) for name, value in distribution.parameters.items()}


def _log_base(base: Any) -> float:
    """Return log(base), accepting NumPy's numbers and fractions as well."""
    if type(base) is not bool and isinstance(base, numbers.Real):
        try:
            base = float(base)
        except OverflowError:
            raise ValueError("base must be a positive number within the range of a float") from None
    return log_of_base(base)


def _plain(value: Any) -> Any:
    """Return a Python float for a single number, an array for several."""
    return float(value) if np.ndim(value) == 0 else np.asarray(value)


def _rounded(value: Any, *given: Distribution) -> Any:
    """Round a double to single precision where every parameter came in it."""
    if not all(distribution.is_single for distribution in given):
        return value
    with np.errstate(over="ignore", under="ignore"):
        return np.float32(value) if np.ndim(value) == 0 else np.asarray(value).astype(np.float32)


def _notice(answer: Answer) -> None:
    if answer.method == QUADRATURE:
        warnings.warn(QuadratureNotice(answer.error_bound or 0.0), stacklevel=3)
