"""How derivations about arrays begin and end: letters or listed arrays, the record, and arrays put in at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

import sympy as sp

from kldiv.deriving.arrays.cases import Make, joined, near, settings_for
from kldiv.deriving.general import title_of
from kldiv.distributions.arrays import ArrayDistribution, whole_number
from kldiv.distributions.nodes import divergence_of
from kldiv.proof.chain import Chain
from kldiv.proof.evidence import ArrayEvidence, Extra, GivenEvidence
from kldiv.proof.record import Record, Words
from kldiv.proof.rules import arrays as array_rules
from kldiv.proof.rules import general as rules
from kldiv.values.settings import Setting

Kind = TypeVar("Kind", bound=ArrayDistribution)

#: The dimension, where it is a symbol, and a second one for distributions that have two.
N, M = whole_number("n"), whole_number("m")


def start(p: ArrayDistribution, q: ArrayDistribution) -> Chain:
    """Begin with the definition, and open the logarithm of the ratio."""
    chain = Chain(divergence_of(p, q))
    chain.apply(rules.definition)
    chain.apply(array_rules.expand_log, p, q)
    return chain


def close(
    chain: Chain,
    p: ArrayDistribution,
    q: ArrayDistribution,
    make: Make,
    sizes: Iterable[Mapping[str, int]],
    large: Iterable[Mapping[str, int]],
    *,
    form: str = "",
    form_title: str = "",
    assumptions: tuple[sp.Basic, ...] = (),
    references: tuple[tuple[str, str], ...] = (),
    notes: tuple[Words, ...] = (),
    extra: tuple[Extra, ...] = (),
    near_by: tuple[Setting, ...] = (),
) -> Record:
    """Close the chain as the divergence between two distributions of a family.

    Args:
        chain: from the divergence to its value.
        p: the distribution of the data, in symbols.
        q: the other distribution.
        make: makes a setting of two distributions in numbers.
        sizes: the dimensions of the settings in which the steps are evaluated.
        large: dimensions at which the result alone is.
        form: what is added to the id for distributions given otherwise.
        form_title: what is added to the title.
        assumptions: when the result holds.
        references: bibliography keys and locators.
        notes: sentences that go with the statement.
        extra: further checks.
        near_by: settings in which q is almost p, where a straight line towards another does not lead to one.

    Returns:
        The derivation.
    """
    kind, few = type(p), list(sizes)
    evidence = ArrayEvidence(
        p,
        q,
        oracle=kind.slug,
        settings=settings_for(kind, make, few),
        fresh=settings_for(kind, make, few[-2:], seed=20),
        large=settings_for(kind, make, large),
        joined=joined(kind, make, few),
        near=near_by or near(kind, make, few),
        extra=extra,
    )
    return Record(
        "-".join([kind.slug, kind.slug, *([form] if form else [])]),
        f"{title_of(p, q)} {form_title}".rstrip(),
        "closed form",
        chain.start,
        chain.expression,
        tuple(chain.steps),
        chain.lemmas,
        assumptions,
        references=references,
        evidence=evidence,
        notes=notes,
    )


def derived(p: Kind, q: Kind, general: Callable[[Kind, Kind], Record]) -> Record:
    """Derive the divergence in symbols, and put listed arrays in if there are any.

    Args:
        p: the distribution of the data.
        q: the other distribution.
        general: derives the divergence for distributions in symbols.

    Returns:
        The derivation.

    Raises:
        ValueError: if the parameters are neither all listed nor the symbols of the general derivation, or the
            dimensions differ.
    """
    kind = type(p)
    letters = kind.symbolic("p"), kind.symbolic("q")
    if p.is_general and q.is_general and (p.parameters, q.parameters) == tuple(d.parameters for d in letters):
        return general(p, q)
    if p.is_general or q.is_general:
        known = ", ".join(str(v) for d in letters for v in d.parameters.values())
        raise ValueError(
            f"{kind.__name__}: list the arrays of both distributions, or give all parameters as the symbols {known}"
        )
    sides = [_shape(distribution, index) for distribution, index in ((p, "p"), (q, "q"))]
    if sides[0] != sides[1]:
        raise ValueError(f"{kind.__name__}: p has dimension {sides[0]} and q has dimension {sides[1]}")
    return with_arrays(general(*letters), p, q)


def _shape(distribution: ArrayDistribution, index: str) -> str:
    """The dimensions of a draw."""
    found = distribution.stands_for(index)
    return " x ".join(str(found[s]) for s in sorted((s for s in found if _is_size(s)), key=str))


def _is_size(symbol: sp.Basic) -> bool:
    return isinstance(symbol, sp.Symbol) and bool(symbol.is_integer)


def with_arrays(general: Record, p: ArrayDistribution, q: ArrayDistribution) -> Record:
    """End a derivation with listed arrays put in.

    Args:
        general: the derivation in symbols.
        p: the distribution of the data, with its listed parameters.
        q: the other distribution.

    Returns:
        The derivation with one step more.
    """
    chain = Chain(general.result)
    chain.apply(array_rules.insert, p, q)
    steps = (*general.steps, *chain.steps)
    listed = {**p.stands_for("p"), **q.stands_for("q")}
    assumptions = tuple(c for c in (a.xreplace(listed) for a in general.assumptions) if c is not sp.true)
    evidence = GivenEvidence(p, q, general)
    return replace(general, result=chain.expression, steps=steps, evidence=evidence, assumptions=assumptions)
