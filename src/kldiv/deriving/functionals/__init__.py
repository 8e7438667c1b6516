"""The generating functional of each standard distribution, a lemma from its defining integral or sum."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from kldiv.deriving.functionals import continuous, discrete
from kldiv.distributions.standard import StandardDistribution
from kldiv.proof.chain import Use, use
from kldiv.proof.record import Lemma

#: A lemma, and what its letters stand for, from the shapes of the distribution.
Entry = tuple[Callable[[], Lemma], dict[Any, sp.Expr]]


def functionals(standard: StandardDistribution, *shapes: sp.Expr) -> tuple[Use, ...]:
    """The functionals of a standard distribution, for the rule that reads off them.

    Args:
        standard: the distribution.
        *shapes: its own parameters.

    Returns:
        Lemmas with the shapes filled in; none where no functional is known.
    """
    entries = WHOLE[standard.slug](*shapes) if standard.slug in WHOLE else []
    return tuple(use(lemma(), table, is_open=True) for lemma, table in entries)


def functionals_below(standard: StandardDistribution, edge: sp.Expr, *shapes: sp.Expr) -> tuple[Use, ...]:
    """The same for expectations that stop at an edge."""
    entries = BELOW[standard.slug](edge, *shapes) if standard.slug in BELOW else []
    return tuple(use(lemma(), table, is_open=True) for lemma, table in entries)


def _gamma(a: sp.Expr) -> list[Entry]:
    return [(continuous.gamma, {continuous.SHAPE_A: a})]


def _beta(a: sp.Expr, b: sp.Expr) -> list[Entry]:
    return [(continuous.beta, {continuous.SHAPE_A: a, continuous.SHAPE_B: b})]


def _tilted(share: sp.Expr) -> list[Entry]:
    makers = continuous.tilted, continuous.tilted_log, continuous.tilted_log_mirrored
    return [(make, {continuous.SHARE: share}) for make in makers]


def _inverse_gaussian(mean: sp.Expr, concentration: sp.Expr) -> list[Entry]:
    table = {continuous.MEAN: mean, continuous.CONCENTRATION: concentration}
    makers = continuous.inverse_gaussian, continuous.inverse_gaussian_log, continuous.inverse_gaussian_exponential
    return [(make, table) for make in makers]


def _discrete_uniform(low: sp.Expr, high: sp.Expr) -> list[Entry]:
    table = {discrete.LOW: low, discrete.HIGH: high}
    return [(lambda n=n: discrete.power_of_discrete_uniform(n), table) for n in (1, 2)]  # type: ignore[misc]


#: Standard distributions by name: from their shapes to functionals.
WHOLE: dict[str, Callable[..., list[Entry]]] = {
    "normal": lambda: [(continuous.normal, {})],
    "gamma": _gamma,
    "signed-gamma": _gamma,
    "beta": _beta,
    "signed-beta": _beta,
    "uniform": lambda: [*_beta(sp.S.One, sp.S.One), (continuous.uniform, {})],
    "tilted-uniform": _tilted,
    "inverse-gaussian": _inverse_gaussian,
    "bernoulli": lambda p: [(discrete.bernoulli, {discrete.CHANCE: p})],
    "binomial": lambda n, p: [(discrete.binomial, {discrete.DRAWS: n, discrete.CHANCE: p})],
    "geometric": lambda p: [(discrete.geometric, {discrete.CHANCE: p})],
    "poisson": lambda m: [(discrete.poisson, {discrete.MEAN: m})],
    "negative-binomial": lambda r, p: [(discrete.negative_binomial, {discrete.FAILURES: r, discrete.CHANCE: p})],
    "discrete-uniform": _discrete_uniform,
}


def _gamma_below(edge: sp.Expr, a: sp.Expr) -> list[Entry]:
    entries: list[Entry] = [(continuous.gamma_below, {continuous.SHAPE_A: a, continuous.EDGE: edge})]
    return [*entries, (continuous.exponential_log_below, {continuous.EDGE: edge})] if a == 1 else entries


def _beta_below(edge: sp.Expr, a: sp.Expr, b: sp.Expr) -> list[Entry]:
    return [(continuous.beta_below, {continuous.SHAPE_A: a, continuous.SHAPE_B: b, continuous.EDGE: edge})]


#: From an edge and the shapes to functionals that stop there.
BELOW: dict[str, Callable[..., list[Entry]]] = {
    "normal": lambda edge: [(continuous.normal_below, {continuous.POINT: edge})],
    "gamma": _gamma_below,
    "signed-gamma": _gamma_below,
    "beta": _beta_below,
    "signed-beta": _beta_below,
    "tilted-uniform": lambda edge, p: [(continuous.tilted_below, {continuous.SHARE: p, continuous.EDGE: edge})],
}
