"""Divergence, cross-entropy and entropy: a number where parameters are numbers, a formula where they are symbols."""

from __future__ import annotations

import math
import numbers
import warnings
from types import ModuleType
from typing import Any

import numpy as np

from kldiv.algebra.notation import log_of_base, unit_name
from kldiv.answers.foreign import as_known
from kldiv.answers.found import CLOSED_FORM, ESTIMATE, INFINITE, QUADRATURE
from kldiv.answers.given import float_parameters, require_distributions, shapes_named
from kldiv.answers.kernels import CROSS_ENTROPIES, ENTROPIES, KERNELS
from kldiv.answers.logits import by_logits, cross_entropy_by_logits, divergence_by_logits
from kldiv.answers.notices import Answer as Answer
from kldiv.answers.notices import QuadratureNotice as QuadratureNotice
from kldiv.answers.notices import doubted, in_precision, notice_of, plain, rounded
from kldiv.answers.parts import completed
from kldiv.answers.precise import divergence_with_bound, entropy_with_bound, has_balls
from kldiv.answers.samples import Samples
from kldiv.answers.spaces import in_one_space
from kldiv.distributions.base import Distribution

#: Whole numbers up to here are floats.
_WHOLE = 2**53


def kl_divergence(p: Distribution, q: Distribution, base: float | None = None, *, proved: bool = False) -> Any:
    """Return the Kullback-Leibler divergence D(p || q) of q from p.

    Args:
        p: the distribution that the data follow.
        q: the distribution that stands in for it.
        base: the base of the logarithm: 2 for bits; None for e, which gives nats.
        proved: compute with balls, so that every digit is proved, also between distributions of large vectors and
            matrices; up to 64 entries a side that is done wherever floats would lose digits.

    Returns:
        A float, an array if parameters are arrays, a SymPy expression if they hold symbols. Where p gives
        mass to what q holds impossible, the value is infinite. Parameters that are all in single precision give a
        value in single precision, computed in double.

    Raises:
        TypeError: if p or q is not a distribution.
        ValueError: if the base is not a positive number other than 1, or if shapes do not fit.

    Warns:
        QuadratureNotice: if the pair has no closed form.
        PrecisionNotice: if fewer than six digits are sure.

    Example:
        >>> from kldiv.distributions import Categorical, Normal
        >>> kl_divergence(Normal(loc=1, scale=1), Normal(loc=2, scale=0.5))
        2.8068528194400...
        >>> kl_divergence(Categorical([1, 0]), Categorical([0.8, 0.2]), base=2)
        0.32192809488736...
    """
    answer = in_precision(_evaluate("kl_divergence", p, q, base, proved), p, q)
    _notice(answer)
    return answer.value


def evaluate(p: Distribution, q: Distribution, base: float | None = None, *, proved: bool = False) -> Answer:
    """Return D(p || q) together with its unit and the way it was found.

    Args:
        p: the distribution that the data follow.
        q: the distribution that stands in for it.
        base: the base of the logarithm: 2 for bits; None for e, which gives nats.
        proved: compute with balls, as for `kl_divergence`.

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
    return in_precision(_evaluate("evaluate", p, q, base, proved), p, q)


def cross_entropy(p: Distribution, q: Distribution, base: float | None = None, *, proved: bool = False) -> Any:
    """Return the cross-entropy H(p, q), the expectation under p of -log q.

    Args:
        p: the distribution that the data follow.
        q: the distribution that stands in for it.
        base: the base of the logarithm: 2 for bits; None for e, which gives nats.
        proved: compute with balls, as for `kl_divergence`.

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
    p, q = as_known(p), as_known(q)
    require_distributions("cross_entropy", p, q)
    with shapes_named(p, q):
        return rounded(_crossed(*in_one_space(p, q), base, proved), p, q)


def _crossed(p: Distribution, q: Distribution, base: float | None, proved: bool) -> Any:
    unit = _log_base(base)
    if p.is_symbolic or q.is_symbolic:
        return _symbolic().cross_entropy(p, q, base)
    if by_logits(p, q):
        return plain(cross_entropy_by_logits(p, q) / unit)
    if has_balls(p, q):
        own, own_bound = entropy_with_bound(p, proved)
        value, bound = divergence_with_bound(p, q, proved)
        return _noted(doubted(own + value, own_bound + bound, unit, base), p, q)
    if (p.slug, q.slug) in CROSS_ENTROPIES:
        nats = CROSS_ENTROPIES[p.slug, q.slug](float_parameters(p), float_parameters(q))
        return plain(nats / unit)
    return _noticed(_numeric().cross_entropy_numeric(p, q), base, p, q)


def entropy(p: Distribution, base: float | None = None, *, proved: bool = False) -> Any:
    """Return the entropy H(p), for a continuous distribution the differential entropy.

    Args:
        p: a distribution.
        base: the base of the logarithm: 2 for bits; None for e, which gives nats.
        proved: compute with balls, as for `kl_divergence`.

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
    if isinstance(p, Samples):
        answer: Answer = _estimates().entropy(p, base)
        _notice(answer)
        return answer.value
    p = as_known(p)
    require_distributions("entropy", p)
    with shapes_named(p, p):
        return rounded(_entropy(p, base, proved), p)


def _entropy(p: Distribution, base: float | None, proved: bool) -> Any:
    unit = _log_base(base)
    if p.is_symbolic:
        return _symbolic().cross_entropy(p, p, base)
    if by_logits(p, p):
        return plain(cross_entropy_by_logits(p, p) / unit)
    if has_balls(p, p):
        return _noted(doubted(*entropy_with_bound(p, proved), unit, base), p)
    if p.slug in ENTROPIES:
        return plain(ENTROPIES[p.slug](float_parameters(p)) / unit)
    return _noticed(_numeric().entropy_numeric(p), base, p)


def _evaluate(caller: str, p: Distribution, q: Distribution, base: float | None, proved: bool) -> Answer:
    p, q = as_known(p), as_known(q)
    if isinstance(p, Samples) or isinstance(q, Samples):
        require_distributions(caller, p, q, besides=Samples)
        estimate: Answer = _estimates().divergence(p, q, base)
        return estimate
    require_distributions(caller, p, q)
    with shapes_named(p, q):
        return _evaluated(*in_one_space(p, q), base, proved)


def _evaluated(p: Distribution, q: Distribution, base: float | None, proved: bool) -> Answer:
    unit, name = _log_base(base), unit_name(base)
    if p.is_symbolic or q.is_symbolic:
        result, kind = _symbolic().divergence(p, q, base)
        return Answer(result, name, kind)
    if by_logits(p, q):
        value, infinite, bound = divergence_by_logits(p, q)
        return doubted(value, bound, unit, base, infinite)
    if has_balls(p, q):
        return doubted(*divergence_with_bound(p, q, proved), unit, base)
    kernel = KERNELS.get((p.slug, q.slug))
    if kernel is None or (kernel.partial and not (_in_floats(p) and _in_floats(q))):
        return _in_units(_numeric().closed_form_numeric(p, q), base)
    first, second = float_parameters(p), float_parameters(q)
    value = kernel(first, second)
    if kernel.partial and math.isnan(value.max(initial=0.0) if value.ndim else value):
        return _in_units(completed(_numeric().closed_form_numeric, p, q, value), base)
    infinite = (
        kernel.infinite is not None
        and bool(np.size(value) and np.isinf(value).all())
        and bool(np.all(kernel.infinite(first, second)))
    )
    return Answer(plain(value if unit == 1 else value / unit), name, INFINITE if infinite else CLOSED_FORM)


def _in_units(found: tuple[Any, str, float | None], base: float | None) -> Answer:
    """Turn a number of nats into an answer."""
    unit = _log_base(base)
    value, method, bound = found
    scaled = None if bound is None else bound / abs(unit)  # a base below 1 turns signs
    return Answer(plain(np.asarray(value) / unit), unit_name(base), method, scaled)


def _noticed(found: tuple[Any, str, float | None], base: float | None, *given: Distribution) -> Any:
    """Return a number in its unit, saying so if it comes from quadrature."""
    return _noted(_in_units(found, base), *given)


def _noted(answer: Answer, *given: Distribution) -> Any:
    """Return an answer's number, saying what must be said of it to whoever called the function that called this one."""
    answer = in_precision(answer, *given)
    notice = notice_of(answer)
    if notice is not None:
        warnings.warn(notice, stacklevel=5 if answer.method == QUADRATURE else 4)
    return answer.value


# What has a kernel is answered without SymPy, which two of the following need.


def _symbolic() -> ModuleType:
    from kldiv.answers import symbolic

    return symbolic


def _numeric() -> ModuleType:
    from kldiv.answers import univariate

    return univariate


def _estimates() -> ModuleType:
    from kldiv.answers import estimates

    return estimates


def _in_floats(distribution: Distribution) -> bool:
    """Whether every parameter is a float, or a whole number that is one."""
    return all(
        isinstance(value, (float, np.floating, np.ndarray)) or (isinstance(value, int) and abs(value) <= _WHOLE)
        for value in distribution.parameters.values()
    )


def _log_base(base: Any) -> float:
    """Return log(base), accepting the numbers of NumPy and SymPy, fractions and decimals as well."""
    if type(base) is not bool and isinstance(base, numbers.Number) and not isinstance(base, complex):
        try:
            base = float(base)  # type: ignore[arg-type]
        except OverflowError:
            raise ValueError("base must be a positive number within the range of a float") from None
    return log_of_base(base)


def _notice(answer: Answer) -> None:
    if answer.method == ESTIMATE:
        warnings.warn(_estimates().notice(answer), stacklevel=3)
    found = notice_of(answer)
    if found is not None:
        warnings.warn(found, stacklevel=3)
