"""Laws with listed arrays for parameters: the result in symbols, with the arrays put in at the end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy as sp

from kldiv.derivation import Derivation, Step
from kldiv.laws.array_law import ArrayLaw
from kldiv.multivariate import rules as array_rules
from kldiv.report import Check, Report


def with_arrays(
    general: Derivation, p: ArrayLaw, q: ArrayLaw, arrays: dict[sp.Basic, Any], sizes: dict[sp.Symbol, Any]
) -> Derivation:
    """Put listed arrays into a result in symbols for whole arrays.

    Args:
        general: the derivation in symbols.
        p: the law of the data, with its listed parameters.
        q: the other law.
        arrays: what stands for each symbol.
        sizes: the dimensions.

    Returns:
        The derivation with one step more.
    """
    made = general.result.xreplace(arrays).xreplace({s: sp.Integer(v) for s, v in sizes.items()})
    return with_result(general, p, q, made.doit())


def with_result(general: Derivation, p: ArrayLaw, q: ArrayLaw, result: sp.Expr) -> Derivation:
    """End a derivation with the arrays put in.

    Args:
        general: the derivation in symbols.
        p: the law of the data, with its listed parameters.
        q: the other law.
        result: the result with the arrays in it.

    Returns:
        The derivation with one step more.
    """
    step = Step(array_rules.INSTANCE, general.result, result)
    context = {"p": p, "q": q, "check": check_given, "general": general}
    return replace(general, result=result, steps=(*general.steps, step), context=context, assumptions=())


def check_given(derivation: Derivation) -> Report:
    """Check the derivation in symbols, and that the arrays were put into its result."""
    general = derivation.context["general"]
    report = general.check()
    held = derivation.steps[-1].before == general.result and not derivation.result.has(sp.MatrixSymbol)
    return Report(derivation.id, (*report.checks, Check("arrays", held, 1, None, "put into the result in symbols")))
