"""Divergence, cross-entropy and entropy: numbers for laws of numbers, formulas for laws with symbols."""

from __future__ import annotations

import math
import numbers
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from kldiv.laws.base import Law
from kldiv.laws.categorical import Categorical
from kldiv.laws.domains import as_exact
from kldiv.notation import log_of_base, unit_name
from kldiv.numeric import CROSS_ENTROPIES, ENTROPIES, KERNELS
from kldiv.numeric.registry import FloatArray

CLOSED_FORM = "closed form"
INFINITE = "infinite"
QUADRATURE = "quadrature"


class QuadratureNotice(UserWarning):
    """Says that a number comes from quadrature, not from a closed form.

    Attributes:
        bound: a bound on the number's error, in the number's own unit.
    """

    def __init__(self, bound: float) -> None:
        super().__init__(f"no closed form: the value comes from quadrature, its error at most {bound:.2g}")
        self.bound = bound


@dataclass(frozen=True)
class Answer:
    """A divergence and how it was found.

    Attributes:
        value: a float, an array, or an expression for laws with symbols in them. An infinite float whose
            method is "closed form" is finite but beyond the largest float.
        unit: "nats", "bits", ...
        method: "closed form", "infinite" or "quadrature"; for an array "infinite" only if every entry is.
        error_bound: a bound on the error of a quadrature, else None.
    """

    value: Any
    unit: str
    method: str
    error_bound: float | None = None


def kl_divergence(p: Law, q: Law, base: float | None = None) -> Any:
    """Return the Kullback-Leibler divergence D(p || q) of q from p.

    Args:
        p: the law that the data follow.
        q: the law that stands in for it.
        base: the base of the logarithm; None for e.

    Returns:
        A float, an array if parameters are arrays, a SymPy expression if they hold symbols. Where p gives
        mass to what q holds impossible, the value is infinite.

    Raises:
        TypeError: if p or q is not a law.
        ValueError: if the base is not a positive number other than 1, or if shapes do not fit.

    Warns:
        QuadratureNotice: if the pair has no closed form.

    Example:
        >>> from kldiv.laws import Categorical, Normal
        >>> kl_divergence(Normal(loc=1, scale=1), Normal(loc=2, scale=0.5))
        2.8068528194400...
        >>> kl_divergence(Categorical([1, 0]), Categorical([0.8, 0.2]), base=2)
        0.32192809488736...
    """
    answer = _evaluate("kl_divergence", p, q, base)
    _notice(answer)
    return answer.value


def evaluate(p: Law, q: Law, base: float | None = None) -> Answer:
    """Return D(p || q) together with its unit and the way it was found.

    Args:
        p: the law that the data follow.
        q: the law that stands in for it.
        base: the base of the logarithm; None for e.

    Returns:
        The answer; it says itself whether it comes from quadrature, so nothing is warned of.

    Raises:
        TypeError: if p or q is not a law.
        ValueError: if the base is not a positive number other than 1, or if shapes do not fit.

    Example:
        >>> from kldiv.laws import Bernoulli
        >>> evaluate(Bernoulli(0.5), Bernoulli(0))
        Answer(value=inf, unit='nats', method='infinite', error_bound=None)
    """
    return _evaluate("evaluate", p, q, base)


def cross_entropy(p: Law, q: Law, base: float | None = None) -> Any:
    """Return the cross-entropy H(p, q), the expectation under p of -log q.

    Args:
        p: the law that the data follow.
        q: the law that stands in for it.
        base: the base of the logarithm; None for e.

    Returns:
        As for `kl_divergence`. For continuous laws q stands for a density, and H(p, q) may be negative.

    Raises:
        TypeError: if p or q is not a law.
        ValueError: if the base is not a positive number other than 1, or if shapes do not fit.

    Warns:
        QuadratureNotice: if the pair has no closed form.

    Example:
        >>> from kldiv.laws import Categorical
        >>> cross_entropy(Categorical([0.5, 0.5]), Categorical([0.75, 0.25]), base=2)
        1.2075187496394...
    """
    _require_laws("cross_entropy", p, q)
    unit = _log_base(base)
    if p.is_symbolic or q.is_symbolic:
        return _change_unit(_expected_surprise(p, q), base)
    if (p.slug, q.slug) in CROSS_ENTROPIES:
        nats = CROSS_ENTROPIES[p.slug, q.slug](_float_parameters(p), _float_parameters(q))
        return _plain(nats / unit)
    answer = _evaluate("cross_entropy", p, q, base)
    _notice(answer)
    return entropy(p, base) + answer.value


def entropy(p: Law, base: float | None = None) -> Any:
    """Return the entropy H(p), for a continuous law the differential entropy.

    Args:
        p: a law.
        base: the base of the logarithm; None for e.

    Returns:
        A float, an array if parameters are arrays, a SymPy expression if they hold symbols.

    Raises:
        TypeError: if p is not a law.
        ValueError: if the base is not a positive number other than 1, or if no entropy is known of the law.

    Example:
        >>> from kldiv.laws import Bernoulli
        >>> entropy(Bernoulli(0.5), base=2)
        1.0
    """
    _require_laws("entropy", p)
    unit = _log_base(base)
    if p.is_symbolic:
        return _change_unit(_expected_surprise(p, p), base)
    if p.slug in ENTROPIES:
        return _plain(ENTROPIES[p.slug](_float_parameters(p)) / unit)
    if any(np.ndim(value) for value in p.parameters.values()):
        raise ValueError(f"{p.name}: no entropy is known for arrays of parameters")
    return float(sp.N(_expected_surprise(p, p), 20)) / unit


def _evaluate(caller: str, p: Law, q: Law, base: float | None) -> Answer:
    _require_laws(caller, p, q)
    unit, name = _log_base(base), unit_name(base)
    if p.is_symbolic or q.is_symbolic:
        return _formula(p, q, base)
    kernel = KERNELS.get((p.slug, q.slug))
    if kernel is None:
        from kldiv.evaluation import closed_form_numeric

        value, method, bound = closed_form_numeric(p, q)
        scaled_bound = None if bound is None else float(bound) / unit
        return Answer(_plain(np.asarray(value) / unit), name, method, scaled_bound)
    first, second = _float_parameters(p), _float_parameters(q)
    value = kernel(first, second)
    infinite = kernel.infinite is not None and bool(np.size(value) and np.all(kernel.infinite(first, second)))
    return Answer(_plain(value / unit), name, INFINITE if infinite else CLOSED_FORM)


def _formula(p: Law, q: Law, base: float | None) -> Answer:
    from kldiv.divergence import derive

    derivation = derive(_exact(p), _exact(q))
    if derivation.kind not in (CLOSED_FORM, INFINITE):
        raise ValueError(f"no closed form is known for the divergence from {p.name} to {q.name}")
    if derivation.result.has(sp.nan, sp.zoo):
        raise ValueError(f"{p.name}, {q.name}: the formula has no value at the edge of a parameter's domain")
    return Answer(_change_unit(derivation.result, base), unit_name(base), derivation.kind)


def _expected_surprise(p: Law, q: Law) -> sp.Expr:
    """Return E_p[-log q(X)] by the engine's own rules."""
    from kldiv.algebra import expand_logs, open_exponentials, tidy
    from kldiv.divergence import lemmas_for, separate, support_conditions, variable_for
    from kldiv.expectation import NoLemma
    from kldiv.expressions import expectation_under

    p, q = _exact(p), _exact(q)
    if isinstance(p, Categorical) and isinstance(q, Categorical):
        return _listed_surprise(p.probs, q.probs)
    contained = support_conditions(p, q)
    if contained is None:
        return sp.oo
    x = variable_for(p, q)
    positive = (*p.positive_on_support(x), *q.positive_on_support(x))
    surprise = expectation_under(p, -sp.log(q.density(x)), x, "p")
    try:
        separated = separate(surprise.of(open_exponentials(expand_logs(surprise.body, positive), x)))
        lemmas = lemmas_for(separated, p)
    except NoLemma as missing:
        what = f"the cross-entropy of {p.name} and {q.name}"
        raise ValueError(f"no closed form is known for {what}: {missing}") from None
    value = tidy(separated.xreplace({lemma.left: lemma.value for lemma in lemmas}), positive)
    return sp.Piecewise((value, sp.And(*contained)), (sp.oo, True)) if contained else value


def _listed_surprise(p: Any, q: Any) -> sp.Expr:
    """Return the sum of -p log q over the outcomes, whose number may be a symbol."""
    if isinstance(p, sp.Indexed) and isinstance(q, sp.Indexed):
        outcomes = Categorical.symbolic("p").support()
        (i,) = p.indices
        return -sp.Sum(p * sp.log(q), (i, outcomes.lower, outcomes.upper))
    if isinstance(p, sp.Indexed) or isinstance(q, sp.Indexed) or len(p) != len(q):
        raise ValueError("Categorical: p and q must have equally many outcomes")
    pairs = [(one, other) for one, other in zip(p, q, strict=True) if one != 0]
    return (
        sp.oo if any(other == 0 for _, other in pairs) else -sum(one * sp.log(other) for one, other in pairs)
    )


def _exact(law: Law) -> Law:
    try:
        return law.exact()
    except (TypeError, ValueError):
        raise ValueError(f"{law.name}: arrays of parameters do not mix with symbols") from None


def _require_laws(caller: str, *given: Any) -> None:
    for one in given:
        if isinstance(one, Law):
            continue
        if isinstance(one, type) and issubclass(one, Law):
            what = f"the class {one.__name__} without its parameters"
        else:
            what = f"an object of type {type(one).__name__}"
        raise TypeError(f"{caller}: expected a law such as Normal(loc=0, scale=1), got {what}")


def _float_parameters(law: Law) -> dict[str, FloatArray]:
    return {name: np.asarray(value, dtype=np.float64) for name, value in law.parameters.items()}


def _log_base(base: Any) -> float:
    """Return log(base), accepting NumPy's numbers and fractions as well."""
    if type(base) is not bool and isinstance(base, numbers.Real):
        try:
            base = float(base)
        except OverflowError:
            raise ValueError("base must be a positive number within the range of a float") from None
    return log_of_base(base)


def _change_unit(nats: sp.Expr, base: float | None) -> sp.Expr:
    if base is None or base == math.e or nats in (sp.oo, -sp.oo):
        return nats
    return nats / sp.log(as_exact(base))


def _plain(value: Any) -> Any:
    """Return a Python float for a single number, an array for several."""
    return float(value) if np.ndim(value) == 0 else np.asarray(value)


def _notice(answer: Answer) -> None:
    if answer.method == QUADRATURE:
        warnings.warn(QuadratureNotice(answer.error_bound or 0.0), stacklevel=3)
