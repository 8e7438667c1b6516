"""Arrays in which p is certain of the outcome 0: a count of rate 0, a first trial that must succeed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from kldiv.answers.arrays import Mask, Shape
from kldiv.answers.floats import Array
from kldiv.distributions.base import Distribution

#: Of which outcome a distribution is certain at the edge of a parameter: always 0.
_CERTAIN = ("poisson", "geometric", "negative-binomial")
#: Minus the logarithm of the chance of 0, by slug; all the parameters are arrays.
_SURPRISE: Mapping[str, Callable[[Mapping[str, Array]], Array]] = {
    "bernoulli": lambda q: -np.log1p(-q["probs"]),
    "binomial": lambda q: -q["total_count"] * np.log1p(-q["probs"]),
    "geometric": lambda q: -np.log(q["probs"]),
    "negative-binomial": lambda q: -q["total_count"] * np.log1p(-q["probs"]),
    "poisson": lambda q: q["rate"],
}


def certain_at_once(p: Distribution, q: Distribution, shape: Shape) -> tuple[Mask, Array]:
    """Return where p is certain of 0, and there D(p || q), the surprise of q at 0.

    Args:
        p: a distribution of numbers or arrays.
        q: another.
        shape: the shape that all their parameters share.

    Returns:
        A mask, nowhere true for numbers and for what is not here, which are found one by one; and the values.
    """
    nowhere = np.zeros(shape, bool), np.zeros(shape)
    if not shape or p.slug not in _CERTAIN or q.slug not in _SURPRISE:
        return nowhere
    edges = {parameter.name: parameter.edge for parameter in type(p).spec if parameter.edge is not None}
    where = nowhere[0]
    for name, edge in edges.items():
        where = where | (np.asarray(p.parameters[name], dtype=float) == edge)
    with np.errstate(all="ignore"):
        given = {name: np.asarray(value, dtype=float) for name, value in q.parameters.items()}
        value = np.broadcast_to(np.abs(_SURPRISE[q.slug](given)), shape)
    return where & np.isfinite(value), value
