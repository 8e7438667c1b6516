"""Settings for two distributions of the same family, drawn at random, and the same ones moved together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from kldiv.distributions.arrays import ArrayDistribution
from kldiv.proof.checks.arrays import NEAR
from kldiv.values.settings import Draw, Setting, frozen, generator

#: From the parameters of p and of q to a setting.
Make = Callable[[Mapping[str, Any], Mapping[str, Any]], Setting]


def drawn(kind: type[ArrayDistribution], index: str, number: int, **size: int) -> dict[str, Any]:
    """Draw parameters, the same in every run."""
    return kind.draw(generator(kind.slug, index, number, *size.values()), **size)


def settings_for(
    kind: type[ArrayDistribution], make: Make, sizes: Iterable[Mapping[str, int]], seed: int = 0
) -> tuple[Setting, ...]:
    """Make a setting for each size, with two distributions drawn at random.

    Args:
        kind: the distribution.
        make: from the parameters of p and q to a setting.
        sizes: the arguments of the distribution's drawing.
        seed: changes the draw.

    Returns:
        The settings; each knows the parameters that the oracles want.
    """
    made = []
    for number, size in enumerate(sizes):
        p, q = (drawn(kind, index, number + seed, **size) for index in ("p", "q"))
        made.append(with_truth(make(p, q), p, q))
    return tuple(made)


def with_truth(setting: Setting, p: Mapping[str, Any], q: Mapping[str, Any]) -> Setting:
    """Tell a setting the parameters of both distributions, unless it knows them."""
    setting.truth = setting.truth or {"p": frozen(list(p.values())), "q": frozen(list(q.values()))}
    return setting


def joined(kind: type[ArrayDistribution], make: Make, sizes: Iterable[Mapping[str, int]]) -> tuple[Setting, ...]:
    """Settings in which q is p."""
    return tuple(make(p, p) for p in (drawn(kind, "p", k, **size) for k, size in enumerate(sizes)))


def near(kind: type[ArrayDistribution], make: Make, sizes: Iterable[Mapping[str, int]]) -> tuple[Setting, ...]:
    """Settings in which q is almost p: on the straight line towards another distribution, at a tiny part of the way."""
    made = []
    for k, size in enumerate(sizes):
        p, other = drawn(kind, "p", k, **size), drawn(kind, "q", k, **size)
        q = {name: between(p[name], other[name], Fraction(1, 10**NEAR)) for name in p}
        made.append(make(p, q))
    return tuple(made)


def between(a: Any, b: Any, part: Fraction) -> Any:
    """The point at a part of the way from a to b, entry by entry."""
    if isinstance(a, (list, tuple)):
        return [between(x, y, part) for x, y in zip(a, b, strict=True)]
    return a + (b - a) * part


__all__ = ["Draw", "Setting", "between", "drawn", "joined", "near", "settings_for", "with_truth"]
