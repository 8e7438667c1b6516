"""Sums over a few outcomes: the value by two routes, and the sum written out as a reader would type it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import kldiv
from scripts.examples import expressions
from scripts.examples.display import Numbers, number
from scripts.examples.second_route import agreed, cross_entropy_sum, divergence_sum, exact

Decimals = Sequence[str]


def distribution(p: Decimals) -> kldiv.Categorical:
    """Return the distribution of a few outcomes.

    Args:
        p: their probabilities, as decimals or fractions.

    Returns:
        The distribution.
    """
    return kldiv.Categorical([float(v) for v in exact(p)])


def _entries(name: str, nats: float, written: dict[str, str]) -> Numbers:
    """Enter an amount of information in both units, each with its arithmetic."""
    out: Numbers = {}
    for unit, value, log in (("nats", nats, "log"), ("bits", nats / math.log(2), "log2")):
        rounded = round(value, 12)
        digits = None if rounded.is_integer() or math.isinf(rounded) else 4
        out[f"{name}.{unit}"] = number(rounded, unit, digits, written[log])
    return out


def divergence(name: str, p: Decimals, q: Decimals) -> Numbers:
    """Enter D(p‖q) in nats and in bits, by both routes and with its arithmetic.

    Args:
        name: without the unit.
        p: the reference.
        q: what stands in for it.

    Returns:
        Two entries.

    Example:
        >>> divergence("x", ["1", "0"], ["0.5", "0.5"])["x.bits"]["text"]
        '1'
    """
    value = agreed(name, kldiv.kl_divergence(distribution(p), distribution(q)), divergence_sum(exact(p), exact(q)))
    return _entries(name, value, {log: expressions.divergence(p, q, log) for log in ("log", "log2")})


def cross_entropy(name: str, p: Decimals, q: Decimals) -> Numbers:
    """Enter H(p, q) in nats and in bits, by both routes and with its arithmetic.

    Args:
        name: without the unit.
        p: the reference.
        q: what stands in for it; p itself for the entropy.

    Returns:
        Two entries.
    """
    value = agreed(name, kldiv.cross_entropy(distribution(p), distribution(q)), cross_entropy_sum(exact(p), exact(q)))
    return _entries(name, value, {log: expressions.cross_entropy(p, q, log) for log in ("log", "log2")})
