"""From two distributions to the derivation of D(p || q)."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

import kldiv.deriving.arrays
import kldiv.deriving.special  # noqa: F401 - both register pairs with an idea of their own
from kldiv.deriving.general import general_route, title_of
from kldiv.deriving.table import SPECIAL, sourced
from kldiv.distributions import DistributionLike, as_distribution
from kldiv.distributions.base import UNIVARIATE, Distribution
from kldiv.precision import one_at_a_time
from kldiv.proof.record import Record


@one_at_a_time
def derive(p: DistributionLike, q: DistributionLike) -> Record:
    """Derive D(p || q) from its definition.

    Args:
        p: a distribution with symbols or numbers in it, a distribution's class, or its name.
        q: the same.

    Returns:
        The derivation; its kind says whether a closed form was found, the divergence is infinite, or neither.

    Raises:
        ValueError: if a name is unknown, or if the distributions live in different spaces.

    Example:
        >>> derive("normal", "normal").result
        log(sigma_q/sigma_p) - 1/2 + (sigma_p**2 + (mu_p - mu_q)**2)/(2*sigma_q**2)
    """
    first, second = as_distribution(p, "p"), as_distribution(q, "q")
    make = SPECIAL.get((first.slug, second.slug))
    if make is None and not first.variate == second.variate == UNIVARIATE:
        raise ValueError(f"{first.title}, {second.title}: {_no_way(first, second)}")
    regular = first.regular(), second.regular()
    if regular != (first, second):
        name, title = f"{first.slug}-{second.slug}", title_of(first, second)
        return replace(derive(*regular), id=name, title=title)
    _refuse_edges(first, second)
    if make is not None:
        return make(first, second)
    shared = first.shared if type(first) is type(second) else ""
    if shared and all(isinstance(distribution.parameters[shared], sp.Symbol) for distribution in (first, second)):
        mine, theirs = first.parameters[shared], second.parameters[shared]
        if mine != theirs:
            second = second.with_parameter(shared, mine)
            found = general_route(first, second)
            return sourced(replace(found, scope=(sp.Eq(theirs, mine), *found.scope)))
    return sourced(general_route(first, second))


def _refuse_edges(*distributions: Distribution) -> None:
    """Refuse numbers at which a distribution of vectors has no formula, though it has a divergence."""
    for distribution in distributions:
        for parameter in distribution.spec:
            at_edge = parameter.edge is not None and distribution.parameters[parameter.name] == parameter.edge
            if at_edge and distribution.variate != UNIVARIATE:
                raise ValueError(
                    f"{type(distribution).__name__}: {parameter.name} = {parameter.edge} is a limit, and no formula is "
                    "derived there; kl_divergence gives the number"
                )


def _no_way(p: Distribution, q: Distribution) -> str:
    """Say why no derivation joins two distributions, and what to ask for instead where there is something."""
    one, other = (d.slug if d.variate == UNIVARIATE else d.of_one_entry for d in (p, q))
    if one and one == other:
        return f"in one dimension this is the divergence from {one} to {other}: ask for that pair"
    return "no derivation joins distributions of these spaces"
