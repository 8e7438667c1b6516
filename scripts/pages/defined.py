"""When the function in an expectation is defined on the support: the logarithm of X asks that no X be negative."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.nodes import Expectation
from kldiv.distributions.base import UNIVARIATE, Distribution


def defined_within(expectation: Expectation, distribution: Distribution) -> tuple[sp.Basic, ...]:
    """Find what the parameters must meet for the function to be real and finite inside the support.

    Args:
        expectation: an expectation under the distribution.
        distribution: the distribution, with letters.

    Returns:
        Conditions on the ends of the support; none where they are met whatever the parameters.

    Example:
        >>> from kldiv.distributions import DISTRIBUTIONS
        >>> import kldiv
        >>> [log] = [e.left for e in kldiv.derive("uniform", "gamma").lemmas.values() if e.left.body.has(sp.log)]
        >>> defined_within(log, DISTRIBUTIONS["uniform"].symbolic("p"))
        (a_p >= 0,)
    """
    if distribution.variate != UNIVARIATE or distribution.circular:
        return ()
    x = sp.Symbol("x", real=True)
    body = expectation.body.xreplace({expectation.variable: x})
    support = distribution.support()
    found = []
    for inner, strict in _must_be_positive(body, x):
        slope = sp.diff(inner, x)
        end = support.lower if slope.is_nonnegative else support.upper if slope.is_nonpositive else None
        if inner.is_nonnegative or end is None or end.is_infinite:
            continue
        at_end = inner.subs(x, end)
        condition = at_end > 0 if strict else at_end >= 0
        if condition.free_symbols:  # a fixed end at 0 is a matter of how fast the density falls there
            found.append(condition)
    kept = [c for c in dict.fromkeys(found) if not (isinstance(c, sp.GreaterThan) and (c.lhs > c.rhs) in found)]
    return tuple(kept)


def _must_be_positive(body: sp.Expr, x: sp.Symbol) -> list[tuple[sp.Expr, bool]]:
    """The parts of a function that may not be negative, and whether one may not be 0 either."""
    found = [(log.args[0], False) for log in body.atoms(sp.log)]
    powers = (power for power in body.atoms(sp.Pow) if not (power.exp.is_integer and power.exp.is_nonnegative))
    found += [(power.base, bool(power.exp.is_negative)) for power in powers]
    return [(inner, strict) for inner, strict in sorted(found, key=str) if inner.has(x)]
