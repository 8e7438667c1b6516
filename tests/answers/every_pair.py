"""Evaluates ordered pairs at three-digit decimals: alone, in arrays, in threads. test_nothing_hangs.py runs it.

A process of its own can be ended when it hangs, whatever it hangs in.
"""

from __future__ import annotations

import json
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

import kldiv
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE, Distribution
from kldiv.distributions.domains import COUNT, INTEGER, OPEN_UNIT, POSITIVE, PROBABILITY, REAL, Domain

SLUGS = sorted(slug for slug, distribution in DISTRIBUTIONS.items() if distribution.variate == UNIVARIATE)
DRAWS, THREADS = 10, 8

#: A value as people write it: 1.24, 0.385, 7.
DRAWN = {
    REAL.text: lambda rng: rng.randint(-999, 999) / 100,
    POSITIVE.text: lambda rng: rng.randint(10, 999) / 100,
    PROBABILITY.text: lambda rng: rng.randint(1, 999) / 1000,
    OPEN_UNIT.text: lambda rng: rng.randint(1, 999) / 1000,
    COUNT.text: lambda rng: rng.randint(1, 12),
    INTEGER.text: lambda rng: rng.randint(-9, 9),
}


def value(domain: Domain, rng: random.Random) -> float:
    """Draw a number from a parameter's domain."""
    return DRAWN[domain.text](rng)


def drawn(slug: str, rng: random.Random) -> Distribution:
    """Draw parameters until they fit together, such as low < high."""
    while True:
        try:
            return DISTRIBUTIONS[slug](**{p.name: value(p.domain, rng) for p in DISTRIBUTIONS[slug].spec})
        except ValueError:
            continue


def pairs(p: str, q: str) -> list[tuple[Distribution, Distribution]]:
    """The pairs of distributions that are tried."""
    rng = random.Random(f"{p} {q}")
    return [(drawn(p, rng), drawn(q, rng)) for _ in range(DRAWS)]


def answer(pair: tuple[Distribution, Distribution]) -> list[Any]:
    """A value and how it was found; a refusal in place of them."""
    try:
        found = kldiv.evaluate(*pair)
    except ValueError as error:
        return [str(error), "refused"]
    return [found.value, found.method]


def in_arrays(drawn_pairs: list[tuple[Distribution, Distribution]]) -> list[float]:
    """The values of all the pairs at once."""
    distributions = []
    for side in zip(*drawn_pairs, strict=True):
        names = side[0].parameters
        distributions.append(
            type(side[0])(
                **{name: np.array([float(distribution.parameters[name]) for distribution in side]) for name in names}
            )
        )
    return [float(v) for v in kldiv.evaluate(*distributions).value]


def main(slugs: list[str]) -> None:
    """Print one JSON object for each pair."""
    for p in slugs:
        for q in SLUGS:
            tried = pairs(p, q)
            with ThreadPoolExecutor(THREADS) as pool:
                threaded = list(pool.map(answer, tried))  # the first to ask, so that they also derive
            alone = [answer(pair) for pair in tried]
            refused = any(method == "refused" for _, method in alone)
            result = {"alone": alone, "threaded": threaded, "arrays": [] if refused else in_arrays(tried)}
            print(json.dumps({"p": p, "q": q, **result}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
