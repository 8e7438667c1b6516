"""Ask for a number in every cell without a closed form: `python -m scripts.tools.undecided`.

Two ordinary draws in each cell, of which none may be refused, and three extreme ones, of which under one in a hundred
may. With --closed, ten extreme draws in each cell that has a closed form, of which none may. Exits 1 otherwise.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import kldiv
from kldiv.answers.formulas import rows
from kldiv.answers.found import CLOSED_FORM
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE, Distribution
from kldiv.distributions.domains import COUNT, INTEGER, OPEN_UNIT, POSITIVE, PROBABILITY, REAL

ORDINARY, EXTREME, EXTREME_IN_CLOSED = 2, 3, 10

Draw = Callable[[random.Random], float]


def _away(rng: random.Random, decades: float) -> float:
    return float(10.0 ** rng.uniform(-decades, decades))


def _near_an_end(rng: random.Random) -> float:
    small = float(10.0 ** -rng.uniform(0.1, 6))
    return small if rng.random() < 0.5 else 1 - small


#: Extreme values of a parameter, over six decades.
EXTREMES: dict[str, Draw] = {
    REAL.text: lambda rng: rng.choice((-1, 1)) * _away(rng, 3),
    POSITIVE.text: lambda rng: _away(rng, 3),
    PROBABILITY.text: _near_an_end,
    OPEN_UNIT.text: _near_an_end,
    COUNT.text: lambda rng: round(10 ** rng.uniform(0, 6)),
    INTEGER.text: lambda rng: rng.choice((-1, 1)) * round(10 ** rng.uniform(0, 4)),
}


@dataclass(frozen=True)
class Asked:
    """A number that was asked for."""

    kind: str
    p: Distribution
    q: Distribution
    value: float | None
    said: str
    seconds: float


def cells(kind: str) -> list[tuple[str, str]]:
    """The pairs of distributions of numbers whose formula is of a kind."""
    slugs = [slug for slug, distribution in DISTRIBUTIONS.items() if distribution.variate == UNIVARIATE]
    known = rows()
    return [(p, q) for p in slugs for q in slugs if known.get(f"{p}-{q}", {}).get("kind") == kind]


def ordinary(slug: str, rng: random.Random) -> Distribution:
    """Draw small parameters."""
    return DISTRIBUTIONS[slug](**{name: float(value) for name, value in DISTRIBUTIONS[slug].draw(rng).items()})


def extreme(slug: str, rng: random.Random) -> Distribution:
    """Draw parameters over many decades, until they fit together, such as low < high."""
    kind = DISTRIBUTIONS[slug]
    while True:
        try:
            return kind(**{parameter.name: EXTREMES[parameter.domain.text](rng) for parameter in kind.spec})
        except ValueError:
            continue


def ask(kind: str, p: Distribution, q: Distribution) -> Asked:
    """Ask for one divergence."""
    begun = time.perf_counter()
    try:
        value, said = float(kldiv.evaluate(p, q).value), ""
    except ValueError as refused:
        value, said = None, str(refused)
    return Asked(kind, p, q, value, said, time.perf_counter() - begun)


def undecided(seed: int, wanted: list[tuple[str, str]]) -> Iterator[Asked]:
    """Ask in cells without a closed form."""
    for p, q in wanted:
        rng = random.Random(f"{seed} {p} {q}")
        for kind, draw, count in (("ordinary", ordinary, ORDINARY), ("extreme", extreme, EXTREME)):
            for _ in range(count):
                yield ask(kind, draw(p, rng), draw(q, rng))


def closed(seed: int, wanted: list[tuple[str, str]]) -> Iterator[Asked]:
    """Ask in cells that have a closed form."""
    for p, q in wanted:
        rng = random.Random(f"{seed} {p} {q}")
        for _ in range(EXTREME_IN_CLOSED):
            yield ask("extreme, closed form", extreme(p, rng), extreme(q, rng))


def main() -> int:
    """Ask everywhere, print what was refused and how many there were."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--closed", action="store_true", help="the cells with a closed form instead")
    options = parser.parse_args()
    warnings.simplefilter("ignore", kldiv.QuadratureNotice)
    found = closed(options.seed, cells(CLOSED_FORM)) if options.closed else undecided(options.seed, cells("undecided"))
    asked, refused, slowest = Counter[str](), Counter[str](), 0.0
    for one in found:
        asked[one.kind] += 1
        slowest = max(slowest, one.seconds)
        if one.value is None or one.value != one.value or one.seconds > 2:
            print(f"{one.kind}: {one.p!r} to {one.q!r}: {one.said or one.value} ({one.seconds:.2f} s)", flush=True)
        refused[one.kind] += one.value is None or one.value != one.value
    for kind, count in asked.items():
        print(f"{kind}: {count} asked, {refused[kind]} refused")
    print(f"the slowest took {slowest:.2f} s")
    share = Fraction(refused["extreme"], asked["extreme"]) if asked["extreme"] else 0
    return int(refused["ordinary"] > 0 or refused["extreme, closed form"] > 0 or share >= Fraction(1, 100))


if __name__ == "__main__":
    sys.exit(main())
