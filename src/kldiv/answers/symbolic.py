"""Formulas for distributions with symbols in them."""

from __future__ import annotations

import math

import sympy as sp

from kldiv.answers.found import CLOSED_FORM, INFINITE
from kldiv.answers.surprise import expected_surprise
from kldiv.deriving.derive import derive
from kldiv.distributions.base import Distribution
from kldiv.distributions.categorical import Categorical
from kldiv.distributions.discrete_uniform import is_certain
from kldiv.distributions.domains import as_exact
from kldiv.precision import one_at_a_time


@one_at_a_time
def divergence(p: Distribution, q: Distribution, base: float | None) -> tuple[sp.Expr, str]:
    """Derive D(p || q).

    Args:
        p: the distribution that the data follow.
        q: the distribution that stands in for it.
        base: the base of the logarithm; None for e.

    Returns:
        The formula, and the kind of its derivation.

    Raises:
        ValueError: if no closed form is known.

    Example:
        >>> from kldiv.distributions import Exponential
        >>> divergence(Exponential(sp.Symbol("r", positive=True)), Exponential(1), None)
        (log(r) - 1 + 1/r, 'closed form')
    """
    p, q, back = _with_safe_names(_exact(p), _exact(q))
    if isinstance(q, Categorical) and is_certain(p):
        # no derivation joins numbers and labels, but of one outcome the surprise is all there is
        surprise = expected_surprise(p.regular(), q)
        return _in_units(surprise.xreplace(back), base), INFINITE if surprise is sp.oo else CLOSED_FORM
    derivation = derive(p, q)
    if derivation.kind not in (CLOSED_FORM, INFINITE):
        raise ValueError(f"no closed form is known for the divergence from {p.name} to {q.name}")
    if derivation.result.has(sp.nan, sp.zoo):
        raise ValueError(f"{p.title}, {q.title}: the formula has no value at the edge of a parameter's domain")
    return _in_units(derivation.result.xreplace(back), base), derivation.kind


@one_at_a_time
def cross_entropy(p: Distribution, q: Distribution, base: float | None) -> sp.Expr:
    """Derive H(p, q), for p and q alike the entropy.

    Args:
        p: the distribution that the data follow.
        q: the distribution that stands in for it.
        base: the base of the logarithm; None for e.

    Returns:
        The formula.

    Raises:
        ValueError: if no closed form is known.

    Example:
        >>> from kldiv.distributions import Exponential
        >>> cross_entropy(Exponential(1), Exponential(sp.Symbol("r", positive=True)), 2)
        (r - log(r))/log(2)
    """
    p, q, back = _with_safe_names(_exact(p), _exact(q))
    return _in_units(expected_surprise(p.regular(), q.regular()).xreplace(back), base)


def _in_units(nats: sp.Expr, base: float | None) -> sp.Expr:
    if base is None or base == math.e or nats in (sp.oo, -sp.oo):
        return nats
    return nats / sp.log(as_exact(base))


def _with_safe_names(p: Distribution, q: Distribution) -> tuple[Distribution, Distribution, dict[sp.Symbol, sp.Symbol]]:
    """Rename symbols that might be taken for the derivation's own variables; return how to name them back."""
    taken = {
        s for distribution in (p, q) for s in distribution.symbols() if len(s.name) == 1 and not isinstance(s, sp.Dummy)
    }
    safe = {s: sp.Symbol(f"{s.name}_given", **s.assumptions0) for s in taken}

    def renamed(distribution: Distribution) -> Distribution:
        for name, value in distribution.parameters.items():
            if isinstance(value, sp.Basic) and value.free_symbols & taken:
                distribution = distribution.with_parameter(name, value.xreplace(safe))
        return distribution

    return renamed(p), renamed(q), {new: old for old, new in safe.items()}


def _exact(distribution: Distribution) -> Distribution:
    try:
        return distribution.exact()
    except (TypeError, ValueError):
        raise ValueError(f"{distribution.title}: arrays of parameters do not mix with symbols") from None
