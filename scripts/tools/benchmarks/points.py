"""Parameters to try accuracy at, by lot and always the same: ordinary ones, close pairs, and the extremes."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from kldiv.answers.formulas import formula_of, symbols_of
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import Distribution, Parameter
from kldiv.distributions.domains import COUNT, INTEGER, OPEN_UNIT, POSITIVE, PROBABILITY, REAL

Array = NDArray[np.float64]
Values = dict[str, Array]
Rng = np.random.Generator

#: What is drawn: ordinary pairs; q = p (1 + eps) for ordinary and for extreme p, eps from 1 to 1e-15; extreme pairs.
SETS = ("ordinary", "near", "near extreme", "extreme")
#: The same of two families, which are never close.
ACROSS = ("ordinary", "extreme")

#: Parameters that are scales, however they are called: extreme ones go further than shapes.
SCALES = frozenset({"scale", "rate", "loc", "low", "high"})
LARGEST_BELOW_ONE = 1 - 2.0**-53


def drawn(kind: type[Distribution], which: str, count: int) -> tuple[Values, Values]:
    """Draw the parameters of pairs of one family.

    Args:
        kind: the family.
        which: one of `SETS`.
        count: how many pairs.

    Returns:
        The parameters of p and of q.
    """
    rng = np.random.default_rng(zlib.crc32(f"{kind.slug} {which}".encode()))
    draw = _extreme if "extreme" in which else _ordinary
    p = {one.name: draw(one, rng, count) for one in kind.spec}
    if which.startswith("near"):
        size = 10.0 ** -rng.uniform(0, 15, count)
        q = {one.name: _moved(one, p[one.name], size, rng) for one in kind.spec}
    else:
        q = {one.name: draw(one, rng, count) for one in kind.spec}
    for name in shared_parameters(kind):
        q[name] = p[name]
    if kind.circular:  # a direction, of which a float as large as 1e150 says nothing
        p, q = ({**side, "loc": np.clip(side["loc"], -np.pi, np.pi)} for side in (p, q))
    return _inside(kind, p, q)


def drawn_across(
    p: type[Distribution], q: type[Distribution], count: int, which: str = "ordinary"
) -> tuple[Values, Values]:
    """Draw parameters of pairs of two families, where their closed form holds as far as that can be arranged.

    Args:
        p: the family of the data.
        q: the other family.
        count: how many pairs.
        which: "ordinary" or "extreme".

    Returns:
        The parameters of p and of q.
    """
    draw, lot = (_ordinary, "") if which == "ordinary" else (_extreme, " extreme")
    rng = np.random.default_rng(zlib.crc32(f"{p.slug} {q.slug}{lot}".encode()))
    one, other = ({part.name: draw(part, rng, count) for part in kind.spec} for kind in (p, q))
    for kind, side in ((p, one), (q, other)):
        if "low" in side:
            apart = 1 if which == "ordinary" else 0
            low, high = np.minimum(side["low"], side["high"]), np.maximum(side["low"], side["high"])
            side["low"], side["high"] = low, high + apart
        if kind.circular and which == "extreme":  # a direction, of which a float as large as 1e150 says nothing
            side["loc"] = np.clip(side["loc"], -4.0, 4.0)
    if "low" in one and "low" in other:
        sides = [side[name] for side in (one, other) for name in ("low", "high")]
        positive = any(kind.from_parameters(symbols_of(kind, "p")).support().lower.is_positive for kind in (p, q))
        ends = np.sort(np.abs(sides) if positive else sides, axis=0)
        other["low"], one["low"], one["high"], other["high"] = ends
    elif "low" in one:
        one["low"], one["high"] = _within(q, one, draw, rng)
    elif "low" in other and p.circular:
        other["low"] = one["loc"] - np.pi - np.abs(other["low"])
        other["high"] = one["loc"] + np.pi + np.abs(other["high"])
    return one, other


def _within(
    q: type[Distribution], p: Values, draw: Callable[[Parameter, Rng, int], Array], rng: Rng
) -> tuple[Array, Array]:
    """Bring the ends of p into the support of q where that is the unit interval or all above 0."""
    symbols = symbols_of(q, "q")
    support, count = q.from_parameters(symbols).support(), len(p["low"])
    if (support.lower, support.upper) == (0, 1):
        if q.kind == "discrete":
            return np.zeros(count), rng.integers(0, 2, count).astype(float)
        (chance,) = DISTRIBUTIONS["bernoulli"].spec
        low, high = np.sort([draw(chance, rng, count), draw(chance, rng, count)], axis=0)
        return np.where(low < high, low, low / 2), high
    if support.lower == 0:
        half = np.abs(p["low"]) / 2
        low = np.floor(half) if q.kind == "discrete" else half
        return low, np.maximum(np.abs(p["low"]), np.abs(p["high"]))
    return p["low"], p["high"]


def shared_parameters(kind: type[Distribution]) -> list[str]:
    """Return the parameters that two of a family must have in common for a closed form."""
    equalities = [c for c in formula_of(kind, kind).scope if isinstance(c, sp.Eq)]
    return [name for name, symbol in symbols_of(kind, "p").items() if any(c.has(symbol) for c in equalities)]


def _ordinary(parameter: Parameter, rng: Rng, count: int) -> Array:
    ways: dict[Any, Callable[[], Array]] = {
        REAL.text: lambda: rng.normal(0, 2, count),
        POSITIVE.text: lambda: np.exp(rng.uniform(-1.6, 1.6, count)),
        PROBABILITY.text: lambda: rng.uniform(0.01, 0.99, count),
        OPEN_UNIT.text: lambda: rng.uniform(0.01, 0.99, count),
        COUNT.text: lambda: rng.integers(1, 30, count).astype(float),
        INTEGER.text: lambda: rng.integers(-20, 20, count).astype(float),
    }
    return ways[parameter.domain.text]()


def _extreme(parameter: Parameter, rng: Rng, count: int) -> Array:
    largest = 150 if parameter.name in SCALES else 8
    size = 10.0 ** rng.uniform(-largest, largest, count)
    small, large = 10.0 ** -rng.uniform(0, 300, count), 1 - 10.0 ** -rng.uniform(0, 16, count)
    chance = np.clip(np.where(rng.random(count) < 0.5, small, large), 1e-300, LARGEST_BELOW_ONE)
    ways: dict[Any, Array] = {
        REAL.text: size * rng.choice([-1.0, 1.0], count),
        POSITIVE.text: size,
        PROBABILITY.text: chance,
        OPEN_UNIT.text: chance,
        COUNT.text: np.floor(10.0 ** rng.uniform(0, 8, count)),
        INTEGER.text: np.floor(10.0 ** rng.uniform(0, 8, count)) * rng.choice([-1.0, 1.0], count),
    }
    return ways[parameter.domain.text]


def _moved(parameter: Parameter, value: Array, size: Array, rng: Rng) -> Array:
    """Return value (1 + eps), half of the parameters together with the others and half by themselves."""
    own = rng.choice([-1.0, 1.0], value.size) * rng.uniform(0.2, 0.9, value.size)
    moved = value * (1 + size * np.where(np.arange(value.size) % 2, own, 1.0))
    if parameter.domain in (PROBABILITY, OPEN_UNIT):
        return np.clip(moved, 1e-305, LARGEST_BELOW_ONE)
    return np.round(moved) if parameter.domain in (COUNT, INTEGER) else moved


def _inside(kind: type[Distribution], p: Values, q: Values) -> tuple[Values, Values]:
    """Bring the ends of supports in order, so that the mass of p lies where q has some."""
    if "low" in p:
        ends = np.sort([p["low"], p["high"], q["low"], q["high"]], axis=0)
        q["low"], p["low"], p["high"], q["high"] = ends
        apart = p["low"] < p["high"]
        p, q = ({name: value[apart] for name, value in side.items()} for side in (p, q))
    if kind.slug == "pareto":
        p["scale"], q["scale"] = np.maximum(p["scale"], q["scale"]), np.minimum(p["scale"], q["scale"])
    return p, q
