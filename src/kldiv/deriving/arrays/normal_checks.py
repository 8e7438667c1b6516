"""Special cases of the divergence between normal vectors: one dimension, and independent components."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.tidying import is_zero
from kldiv.deriving.arrays.closing import N
from kldiv.deriving.general import general as general_pair
from kldiv.proof.record import Record
from kldiv.proof.report import Check


def explicit(result: sp.Expr, arrays: dict[str, sp.ImmutableMatrix], size: int) -> sp.Expr:
    """Put explicit matrices into a result in symbols for whole matrices.

    Args:
        result: made of traces, determinants and scalars.
        arrays: a matrix for each name.
        size: the dimension.

    Returns:
        A scalar expression in the entries.
    """
    table = {s: arrays[s.name] for s in result.atoms(sp.MatrixSymbol) if s.name in arrays}
    made = result.xreplace(table).subs(N, size)
    return made.doit()


def _diagonal(size: int) -> tuple[dict[str, sp.ImmutableMatrix], sp.Expr]:
    """Independent components, and the sum of the divergences of the components."""
    one = general_pair("normal", "normal")
    letters = {(s.name): s for distribution in (one.distributions) for s in distribution.symbols()}
    arrays, total = {}, sp.S.Zero
    parts = [{name: sp.Symbol(f"{name}_{k}", **s.assumptions0) for name, s in letters.items()} for k in range(size)]
    for index in ("p", "q"):
        arrays[f"mu_{index}"] = sp.ImmutableMatrix([[part[f"mu_{index}"]] for part in parts])
        arrays[f"Sigma_{index}"] = sp.ImmutableMatrix(sp.diag(*(part[f"sigma_{index}"] ** 2 for part in parts)))
    for part in parts:
        total += one.result.xreplace({letters[name]: s for name, s in part.items()})
    return arrays, total


def check_one_dimension(derivation: Record) -> Check:
    """In one dimension the result must be that for two normal distributions on the line."""
    return _check_sum(derivation, 1, "one dimension", "equals the result for two normal distributions, symbolically")


def check_independent(derivation: Record) -> Check:
    """With diagonal covariances the result must be the sum over the components."""
    said = "three independent components: equals the sum of three results for normal distributions, symbolically"
    return _check_sum(derivation, 3, "independent components", said)


def _check_sum(derivation: Record, size: int, name: str, said: str) -> Check:
    arrays, total = _diagonal(size)
    gap = sp.expand(explicit(derivation.result, arrays, size) - total)
    return Check(name, bool(is_zero(sp.expand(sp.expand_log(gap, deep=True)))), 1, None, said)


EXTRA = (check_one_dimension, check_independent)
