"""The expectation of -log q under p, as a formula."""

from __future__ import annotations

from typing import Any

import sympy as sp

from kldiv.algebra.logarithms import expand_logs, open_exponentials
from kldiv.algebra.tidying import tidy
from kldiv.deriving.expectations import Diverges, NoLemma
from kldiv.deriving.general import lemmas_for
from kldiv.distributions.arrays import ArrayDistribution
from kldiv.distributions.base import Distribution
from kldiv.distributions.categorical import Categorical
from kldiv.distributions.containment import support_conditions, variable_for
from kldiv.distributions.nodes import expectation_under
from kldiv.distributions.remembering import remembered
from kldiv.proof.rules.general import separated


def expected_surprise(p: Distribution, q: Distribution) -> sp.Expr:
    """Return E_p[-log q(X)] by the engine's own rules, infinite where its conditions fail.

    Args:
        p: a distribution with symbols or exact numbers in it.
        q: the same.

    Returns:
        A formula, by cases if it needs conditions.

    Raises:
        ValueError: if no closed form is known.

    Example:
        >>> from kldiv.distributions import Exponential
        >>> r = sp.Symbol("r", positive=True)
        >>> expected_surprise(Exponential(sp.Integer(2)), Exponential(r))
        r/2 - log(r)
    """
    if isinstance(p, Categorical) and isinstance(q, Categorical):
        return _listed_surprise(p.probs, q.probs)
    if isinstance(p, ArrayDistribution) or isinstance(q, ArrayDistribution):
        raise ValueError(f"the cross-entropy of {p.name} and {q.name} is known for numbers only")
    contained = support_conditions(p, q)
    if contained is None:
        return sp.oo
    x = variable_for(p, q)
    positive = (*p.positive_on_support(x), *q.positive_on_support(x))
    surprise = expectation_under(p, -sp.log(q.density(x)), x, "p")
    try:
        apart = separated(surprise.of(open_exponentials(expand_logs(surprise.body, positive), x)))
        lemmas = lemmas_for(apart, p)
    except Diverges:
        return sp.oo
    except NoLemma as missing:
        what = f"the cross-entropy of {p.name} and {q.name}"
        raise ValueError(f"no closed form is known for {what}: {missing}") from None
    value = tidy(apart.xreplace({lemma.left: lemma.value for lemma in lemmas}), positive)
    held = sp.And(*contained, *(c for lemma in lemmas for c in lemma.conditions if not isinstance(c, sp.Ne)))
    return value if held is sp.true else sp.Piecewise((value, held), (sp.oo, True))


@remembered
def general_surprise(p: type[Distribution], q: type[Distribution], same: bool = False) -> sp.Expr | None:
    """Return the formula for symbolic parameters, once and for all.

    Args:
        p: the class of the first distribution.
        q: the class of the second.
        same: whether both are one distribution, with one set of parameters: then it is the entropy.

    Returns:
        The formula, None if none is known.
    """
    first = p.symbolic("p")
    try:
        found = expected_surprise(first, first if same else q.symbolic("q"))
    except (ValueError, NotImplementedError):
        return None
    return None if found.has(sp.nan, sp.zoo, sp.Integral, sp.Sum) else found


def _listed_surprise(p: Any, q: Any) -> sp.Expr:
    """Return the sum of -p log q over the outcomes, whose number may be a symbol."""
    if isinstance(p, sp.Indexed) and isinstance(q, sp.Indexed):
        outcomes = Categorical.symbolic("p").support()
        (i,) = p.indices
        return -sp.Sum(p * sp.log(q), (i, outcomes.lower, outcomes.upper))
    if isinstance(p, sp.Indexed) or isinstance(q, sp.Indexed) or len(p) != len(q):
        raise ValueError("Categorical: p and q must have equally many outcomes")
    pairs = [(one, other) for one, other in zip(p, q, strict=True) if one != 0]
    return sp.oo if any(other == 0 for _, other in pairs) else -sum(one * sp.log(other) for one, other in pairs)
