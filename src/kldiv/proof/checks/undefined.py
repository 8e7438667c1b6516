"""Functions to try for those that a statement leaves undefined."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import sympy as sp

from kldiv.proof.evidence import IdentityEvidence
from kldiv.proof.record import Record
from kldiv.values.functions import Unsupported
from kldiv.values.plain import Values, plain

#: By how much the functions of the instances are also stretched and moved.
CHANGES = ((1.0, 0.0), (0.8, 0.3), (1.0, 0.01))

#: By the name of an undefined function what to try for it.
Pool = Mapping[str, Sequence[Callable[[float], float]]]


def pool_of(derivation: Record) -> Pool:
    """The functions of the instances, for the name of each that is left undefined, also moved and stretched.

    Raises:
        Unsupported: if two functions share a name.
    """
    evidence = derivation.evidence_as(IdentityEvidence)
    x = sp.Symbol("x", real=True)
    formulas = [formula for at in evidence.instances for formula in at.functions.values()]
    tries = [(plain(formula(x)), *change) for formula in formulas for change in CHANGES]
    undefined = dict.fromkeys(f for at in evidence.instances for f in at.functions)
    names = dict.fromkeys(f.__name__ for f in undefined)  # in their order: the draws hang on it
    if len(names) < len(undefined):
        raise Unsupported(f"two functions share a name: {', '.join(names)}")
    return {name: [stretched(x, *one) for one in tries] for name in names}


def stretched(
    x: sp.Symbol, density: Callable[[Values], float], factor: float, shift: float
) -> Callable[[float], float]:
    """The density of another variable, of which this one is a multiple plus a shift."""
    return lambda t: factor * density({x: factor * t + shift})
