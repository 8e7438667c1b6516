"""What a reader needs to put numbers into a derivation: what is free in it, and numbers to begin with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from kldiv.algebra.exact import exact
from kldiv.distributions.base import UNIVARIATE, Distribution
from kldiv.proof.evidence import ArrayEvidence, Evidence, GivenEvidence
from kldiv.proof.record import Lemma, Record
from kldiv.values.at_point import AtPoint
from kldiv.values.instances import Instance
from kldiv.values.settings import Draw, Root, Setting


def free_data(derivation: Record) -> dict[str, Any]:
    """Say what the parameters of two distributions of numbers may be, besides what is assumed of their symbols.

    Args:
        derivation: any derivation.

    Returns:
        "domain", conditions in SymPy's notation that hold throughout; "scope", where the formula speaks; "supports",
        the two ends of each distribution's support.
    """
    distributions = [d for d in derivation.distributions if isinstance(d, Distribution) and d.variate == UNIVARIATE]
    x = sp.Dummy("x")
    domain = [part > 0 for d in distributions for part in (*d.positive_parameters(), *_joint(d, x))]
    domain += [condition for d in distributions for condition in d.removable()]
    supports = {index: d.support() for index, d in zip("pq", distributions, strict=False)}
    return {
        "domain": [exact(c) for c in dict.fromkeys(domain) if c is not sp.true],
        "scope": [exact(c) for c in derivation.scope],
        "supports": {
            index: {"lower": exact(sp.sympify(s.lower)), "upper": exact(sp.sympify(s.upper)), "kind": s.kind}
            for index, s in supports.items()
        },
    }


def _joint(distribution: Distribution, x: sp.Symbol) -> Iterator[sp.Expr]:
    """What is positive because the two ends of a support are in order."""
    support = distribution.support()
    width = sp.sympify(support.upper) - sp.sympify(support.lower)
    if width.free_symbols and not width.has(sp.oo, x):
        yield width + 1 if support.kind == "discrete" else width


def cases_data(derivation: Record) -> list[dict[str, Any]]:
    """Give numbers for all that a general statement, or one about arrays, leaves open.

    Args:
        derivation: any derivation.

    Returns:
        One dictionary a case: the numbers of "symbols", "arrays" and "matrices", formulas for "functions", and what
        expectations average over, in which a name stands for the numbers of that array. None for a derivation about
        two distributions of one number: their parameters are drawn from what `free_data` says.
    """
    evidence: Evidence = derivation.evidence
    if isinstance(evidence, GivenEvidence):
        evidence = evidence.general.evidence
    if isinstance(evidence, ArrayEvidence):
        return [setting_data(setting, evidence.settings, _own(derivation)) for setting in evidence.settings]
    functions = _applied(derivation)
    return [instance_data(at, functions) for at in getattr(evidence, "instances", ())]


def lemma_cases(lemma: Lemma) -> list[dict[str, Any]]:
    """Give numbers for all that a lemma with letters of its own leaves open; none for one that is used in place."""
    parts = [lemma.left, *lemma.conditions, *(step.after for step in lemma.steps)]
    applied = {node for part in parts for node in part.atoms(AppliedUndef)}
    instances = (Instance(dict(at.point)) if isinstance(at, AtPoint) else at for at in lemma.cases)
    return [instance_data(at, applied) for at in instances if isinstance(at, Instance)]


def _applied(derivation: Record) -> set[AppliedUndef]:
    """The undefined functions as they are applied, anywhere in a derivation."""
    chains = (derivation.steps, *(lemma.steps for lemma in derivation.lemmas.values()))
    parts = [derivation.left, *derivation.assumptions, *(step.after for steps in chains for step in steps)]
    parts += [lemma.left for lemma in derivation.lemmas.values()]
    return {node for part in parts for node in part.atoms(AppliedUndef)}


def instance_data(at: Instance, applied: set[AppliedUndef]) -> dict[str, Any]:
    """Write an instance."""
    return {
        "symbols": {exact(symbol): number_text(value) for symbol, value in at.symbols.items()},
        "arrays": {name: _numbers(values) for name, values in at.arrays.items()},
        "functions": {
            exact(function): list(_formulas(formula, function, at, applied))
            for function, formula in at.functions.items()
        },
    }


def _formulas(formula: Any, function: Any, at: Instance, applied: set[AppliedUndef]) -> Iterator[dict[str, Any]]:
    """A function's formula in its arguments; one for each outcome, if it is a family of probabilities."""
    node = next(node for node in sorted(applied, key=sp.default_sort_key) if node.func == function)
    size = max((int(v) for s, v in at.symbols.items() if s.is_integer), default=1)
    choices = [
        [sp.Integer(k) for k in range(1, size + 1)] if argument.is_integer else [sp.Symbol(f"x{place}", real=True)]
        for place, argument in enumerate(node.args)
    ]
    for arguments in product(*choices):
        yield {"arguments": list(map(exact, arguments)), "value": exact(sp.sympify(formula(*arguments)))}


def setting_data(at: Setting, settings: Sequence[Setting], own: set[str]) -> dict[str, Any]:
    """Write a setting; what is the same numbers in all of them is written by its name.

    Args:
        at: the setting.
        settings: all of them.
        own: the names of the parameters of p and q.

    Returns:
        The numbers; "free" says whether others of the same make would do as well.
    """
    matrices = {name: _matrix(name, values, settings, own) for name, values in at.matrices.items()}
    draws = {
        name: _draw(draw, [s.distributions[name] for s in settings], settings)
        for name, draw in at.distributions.items()
    }
    known = own | {name for name, rows in matrices.items() if isinstance(rows, dict)}
    used = [value for index in "pq" for value in draws[index]["values"]]
    return {
        "symbols": {exact(symbol): number_text(value) for symbol, value in at.symbols.items()},
        "arrays": {name: _numbers(values) for name, values in at.arrays.items()},
        "matrices": matrices,
        "distributions": draws,
        "by_density": {
            exact(density): _draw(draw, [s.by_density[density] for s in settings], settings)
            for density, draw in at.by_density.items()
        },
        "free": all(isinstance(value, dict) and value["of"] in known for value in used),
    }


def _own(derivation: Record) -> set[str]:
    """The names of the parameters of p and q, as a setting has them."""
    letters = [v for d in derivation.distributions for v in d.parameters.values() if isinstance(v, sp.Basic)]
    parts = {part for v in letters for part in v.atoms(sp.MatrixSymbol, sp.IndexedBase)}
    return {str(getattr(part, "label", part)) for part in parts} | {
        exact(v) for v in letters if isinstance(v, sp.Symbol)
    }


def _matrix(name: str, values: Any, settings: Sequence[Setting], own: set[str]) -> Any:
    """The rows of a matrix, or which parameter it is the factor or the inverse of."""
    if isinstance(values, Root):
        whole = [s.matrices[name].rows for s in settings]
        return (
            {"factor of": found["of"]} if (found := _named(whole, settings)) else {"factor of": _numbers(values.rows)}
        )
    for other in sorted(own & settings[0].matrices.keys() - {name}) if name not in own else []:
        pairs = [(s.matrices[name], s.matrices[other]) for s in settings]
        if all(_are_inverse(one, two) for one, two in pairs):
            return {"inverse of": other}
    return _numbers(values)


def _are_inverse(one: Any, two: Any) -> bool:
    a, b = (sp.Matrix([[sp.Rational(str(v)) for v in row] for row in rows]) for rows in (one, two))
    return bool(a.is_square and a.shape == b.shape and a * b == sp.eye(a.rows))


def _draw(draw: Draw, every: Sequence[Draw], settings: Sequence[Setting]) -> dict[str, Any]:
    return {
        "slug": draw.slug,
        "values": [
            _named([one.values[k] for one in every], settings) or _numbers(value) for k, value in enumerate(draw.values)
        ],
        "variables": [exact(letter) for letter in draw.letters()],
    }


def _named(values: Sequence[Any], settings: Sequence[Setting]) -> dict[str, Any] | None:
    """The name under which all settings have these numbers, if there is one; "flat" if there they are a column."""
    for kind in ("symbols", "arrays", "matrices"):
        for name in getattr(settings[0], kind):
            held = [getattr(setting, kind)[name] for setting in settings]
            if any(isinstance(v, Root) for v in held) or list(map(_flat, held)) != list(map(_flat, values)):
                continue
            is_flat = kind == "matrices" and not isinstance(values[0][0], (list, tuple))
            return {"of": exact(name) if kind == "symbols" else name, **({"flat": True} if is_flat else {})}
    return None


def _flat(values: Any) -> list[Fraction]:
    if isinstance(values, (list, tuple)):
        return [number for part in values for number in _flat(part)]
    return [Fraction(values)]


def number_text(value: Any) -> str:
    """A rational number as text; an end that lies infinitely far as SymPy writes it."""
    return str(value) if value in (sp.oo, -sp.oo) else str(Fraction(value))


def _numbers(values: Any) -> Any:
    """Nested lists of exact numbers, each as text."""
    return list(map(_numbers, values)) if isinstance(values, (list, tuple)) else str(Fraction(values))
