"""Random exact parameters for every distribution of the oracle, as the distribution itself draws them."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import mpmath
from flint import arb

from kldiv.distributions import DISTRIBUTIONS

Values = dict[str, Fraction]


def draw(slug: str, seed: Any) -> Values:
    return DISTRIBUTIONS[slug].draw(random.Random(f"{slug} {seed}"))


def to_mpf(ball: arb) -> mpmath.mpf:
    return mpmath.mpf(ball.mid().str(45, radius=False))


def floats(values: Values) -> list[float]:
    return [float(v) for v in values.values()]
