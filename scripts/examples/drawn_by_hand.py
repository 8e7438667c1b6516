"""A fixed p of five outcomes, and q's at given divergences from it: what a reader is to aim at by hand."""

from __future__ import annotations

import math
from fractions import Fraction

from scipy.optimize import brentq

import kldiv
from scripts.examples.display import Numbers, number, words
from scripts.examples.second_route import agreed, divergence_sum, exact

P = ("0.1", "0.2", "0.4", "0.2", "0.1")
TARGETS = (0.1, 1.0, 0.3, 2.0, 0.03)
SHOWN = (0.1, 1.0, 2.0)  # three of them, in the figure


def tilted(slope: float) -> list[float]:
    """Return p with weight moved to one side: each outcome times a power of its place.

    Args:
        slope: how much.

    Returns:
        The probabilities.

    Example:
        >>> tilted(0) == [float(v) for v in P]
        True
    """
    weights = [float(v) * math.exp(slope * (place - 2)) for place, v in enumerate(P)]
    return [weight / math.fsum(weights) for weight in weights]


def aimed(target: float) -> list[float]:
    """Return the tilted q at so many nats from p."""
    p = [float(v) for v in P]

    def miss(slope: float) -> float:
        return math.fsum(a * math.log(a / b) for a, b in zip(p, tilted(slope), strict=True)) - target

    return tilted(brentq(miss, 0.0, 10.0, xtol=1e-15))


def numbers() -> Numbers:
    """Compute the numbers of the game.

    Returns:
        Name -> value, unit and text.
    """
    out: Numbers = {"drawn.p": words(", ".join(P)), "drawn.targets": words(", ".join(f"{t:g}" for t in TARGETS))}
    for k, target in enumerate(SHOWN, start=1):
        q = aimed(target)
        value = kldiv.kl_divergence(kldiv.Categorical([float(v) for v in P]), kldiv.Categorical(q))
        shares = [Fraction(v) for v in q]
        second = divergence_sum(exact(P), [share / sum(shares) for share in shares])
        agreed(f"{target} nats", value, second)
        out[f"drawn.{k}.nats"] = number(value, "nats", 1)
    return out
