"""Distributions with listed arrays for parameters: the result in symbols, with the arrays put in at the end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy as sp

from kldiv.distributions.arrays import ArrayDistribution
from kldiv.proof.evidence import GivenEvidence
from kldiv.proof.record import Record, Step
from kldiv.proof.rules import arrays as array_rules


def with_arrays(
    general: Record,
    p: ArrayDistribution,
    q: ArrayDistribution,
    arrays: dict[sp.Basic, Any],
    sizes: dict[sp.Symbol, Any],
) -> Record:
    """Put listed arrays into a result in symbols for whole arrays.

    Args:
        general: the derivation in symbols.
        p: the distribution of the data, with its listed parameters.
        q: the other distribution.
        arrays: what stands for each symbol.
        sizes: the dimensions.

    Returns:
        The derivation with one step more.
    """
    made = general.result.xreplace(arrays).xreplace({s: sp.Integer(v) for s, v in sizes.items()})
    return with_result(general, p, q, made.doit())


def with_result(general: Record, p: ArrayDistribution, q: ArrayDistribution, result: sp.Expr) -> Record:
    """End a derivation with the arrays put in.

    Args:
        general: the derivation in symbols.
        p: the distribution of the data, with its listed parameters.
        q: the other distribution.
        result: the result with the arrays in it.

    Returns:
        The derivation with one step more.
    """
    step = Step(array_rules.INSTANCE, general.result, result)
    evidence = GivenEvidence(p, q, general)
    return replace(general, result=result, steps=(*general.steps, step), evidence=evidence, assumptions=())
