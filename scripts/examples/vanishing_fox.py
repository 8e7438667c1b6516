"""A stand-in that gives the fox less and less: the divergence grows without end, and an epsilon only picks a point."""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import brentq

from scripts.examples.categorical import P
from scripts.examples.display import Numbers, number, power_of_ten, words
from scripts.examples.second_route import agreed, exact, integral
from scripts.examples.sums import divergence
from scripts.examples.three_animals import ANIMALS

SHARES = ("0.1", "0.01", "0.001", "0.000001")
NEVER = ("5/8", "3/8", "0")
CUTS = (10, 100, 1000)


def forward(share: float) -> float:
    """Return D(p‖q) in nats for a stand-in that gives the fox so much, and the rest five to three.

    Args:
        share: the fox's, between 0 and 1.

    Returns:
        The divergence.

    Example:
        >>> forward(0.2)
        0.0
    """
    return 0.8 * math.log(0.8 / (1 - share)) + 0.2 * math.log(0.2 / share)


def _shrinking() -> Numbers:
    out: Numbers = {}
    for k, share in enumerate(SHARES, start=1):
        rest = 1 - float(share)
        q = (f"{rest * 5 / 8:.12g}", f"{rest * 3 / 8:.12g}", share)
        entries = divergence(f"vanishing.{k}", P, q)
        how = f"0.8*log(0.8/(1 - {share})) + 0.2*log(0.2/{share})"
        value = agreed(
            "the same in two outcomes", forward(float(share)), float(entries[f"vanishing.{k}.nats"]["value"])
        )
        out[f"vanishing.{k}.nats"] = number(value, "nats", 4, how)
        out[f"vanishing.{k}.share"] = number(float(share), "", None) if k < 4 else power_of_ten(float(share))
    step = 0.2 * math.log(10)
    out["vanishing.step.nats"] = number(step, "nats", 4, "0.2*log(10)")
    out["vanishing.step.thousand"] = number(3 * step, "nats", 4, "0.2*log(1000)")
    out |= divergence("vanishing.never.reverse", NEVER, P)
    out["vanishing.never.q"] = words(", ".join(NEVER))
    for animal, left in zip(ANIMALS, exact(NEVER), strict=True):
        out[f"vanishing.never.q.{animal}"] = number(float(left), "", None)
    return out


def _epsilons() -> Numbers:
    """A program that adds a speck before it divides."""
    p, q = np.array([0.5, 0.3, 0.2]), np.array([0.625, 0.375, 0.0])
    printed = {eps: float(np.sum(p * np.log((p + eps) / (q + eps)))) for eps in (1e-10, 1e-12)}
    for eps, value in printed.items():
        if abs(value - (0.8 * math.log(0.8) + 0.2 * math.log(0.2 / eps))) > 1e-8:
            raise ArithmeticError(f"with {eps} it is {value}")
    step = printed[1e-12] - printed[1e-10]
    return {
        "vanishing.printed.ten": number(printed[1e-10], "", 4, "0.8*log(0.8) + 0.2*log(0.2/10**-10)"),
        "vanishing.printed.twelve": number(printed[1e-12], "nats", 4, "0.8*log(0.8) + 0.2*log(0.2/10**-12)"),
        "vanishing.printed.step": number(step, "nats", 4, "0.2*log(100)"),
        "vanishing.infinite": number(math.inf, "nats"),
    }


def _design() -> Numbers:
    """The least that the fox may get if the divergence is to stay within a tenth of a nat, and a bound for mixtures."""
    least = brentq(lambda s: forward(s) - 0.1, 1e-9, 0.2, xtol=1e-16)
    agreed("a tenth", forward(least), 0.1)
    return {
        "vanishing.design.share": number(least, "", 4),
        "vanishing.design.nats": number(0.1, "nats", None),
        "vanishing.mixed.bound.nats": number(math.log(100), "nats", 4, "-log(0.01)"),
    }


def _tails() -> Numbers:
    """The average of x squared under a Cauchy distribution, as far out as one looks."""
    out: Numbers = {}
    for cut in CUTS:
        by_hand = 2 / math.pi * (cut - math.atan(cut))
        ends = sorted({-cut, -1, 0, 1, cut, *(s * 10**k for s in (-1, 1) for k in (1, 2) if 10**k < cut)})
        agreed("square", by_hand, integral(lambda x: x**2 / (math.pi * (1 + x**2)), ends))
        out[f"vanishing.square.{cut}.cut"] = number(cut, "", None)
        out[f"vanishing.square.{cut}"] = number(by_hand, "", 1)
    return out


def _samples() -> Numbers:
    out: Numbers = {}
    for n in (5, 10):
        out[f"vanishing.no-cat.{n}"] = number(100 * 0.8**n, "%", 0 if n == 10 else 1, f"100*0.8**{n}")
    return out | {
        "vanishing.uniform.high": number(4, "", None),
        "vanishing.uniform.bits": number(2, "bits", None, "log2(4)"),
    }


def numbers() -> Numbers:
    """Compute the numbers of the lesson on infinity.

    Returns:
        Name -> value, unit and text.
    """
    return _shrinking() | _epsilons() | _design() | _tails() | _samples()
