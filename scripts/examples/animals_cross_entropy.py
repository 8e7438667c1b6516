"""Dog, cat and fox: what each costs in bits, and how the cost splits into entropy and divergence."""

from __future__ import annotations

import math

from scipy.optimize import brentq

from scripts.examples.categorical import P, Q
from scripts.examples.display import Numbers, number, words
from scripts.examples.second_route import agreed
from scripts.examples.sums import cross_entropy, divergence

ANIMALS = ("dog", "cat", "fox")
EVEN = ("1/3", "1/3", "1/3")
HALVES, OTHER = ("1/2", "1/4", "1/4"), ("1/4", "1/4", "1/2")


def heights() -> Numbers:
    """Enter the price of each animal under p and under q, and what it contributes to the average."""
    out: Numbers = {}
    for animal, p, q in zip(ANIMALS, P, Q, strict=True):
        own, other = -math.log2(float(p)), -math.log2(float(q))
        out[f"animals.{animal}.p"] = number(float(p), "", None)
        out[f"animals.{animal}.q"] = number(float(q), "", None)
        out[f"animals.{animal}.own.bits"] = number(own, "bits", None if own == 1 else 4, f"-log2({p})")
        out[f"animals.{animal}.price.bits"] = number(other, "bits", 4, f"-log2({q})")
        out[f"animals.{animal}.own.area"] = number(float(p) * own, "bits", None if own == 1 else 5, f"-{p}*log2({p})")
        out[f"animals.{animal}.price.area"] = number(float(p) * other, "bits", 5, f"-{p}*log2({q})")
        more = float(p) * (other - own)
        out[f"animals.{animal}.more.area"] = number(more, "bits", None if more == 0 else 5, f"{p}*log2({p}/{q})")
    return out


def _design() -> Numbers:
    """A fair coin described so badly that it costs two bits a toss instead of one."""
    larger = brentq(lambda h: -(math.log2(h) + math.log2(1 - h)) / 2 - 2, 0.5, 1 - 1e-9, xtol=1e-15)
    agreed("two bits a toss", larger, (1 + math.sqrt(3) / 2) / 2)
    return {
        "animals.design.heads": number(larger, "", 4, "(1 + sqrt(1 - 4/16))/2"),
        "animals.design.product": number(1 / 16, "", 4, "2**-4"),
    }


def numbers() -> Numbers:
    """Compute the numbers of the lesson on cross-entropy.

    Returns:
        Name -> value, unit and text.
    """
    out = heights()
    out |= cross_entropy("animals.entropy", P, P)
    out |= cross_entropy("animals.cross-entropy", P, Q)
    out |= divergence("animals.divergence", P, Q)
    out |= cross_entropy("animals.swapped", Q, P)
    out |= cross_entropy("animals.even", P, EVEN) | divergence("animals.even.divergence", P, EVEN)
    out |= cross_entropy("animals.halves", HALVES, OTHER) | cross_entropy("animals.halves.entropy", HALVES, HALVES)
    out |= cross_entropy("animals.halves.other", OTHER, OTHER) | divergence("animals.halves.divergence", HALVES, OTHER)
    out["animals.halves.p"], out["animals.halves.q"] = words(", ".join(HALVES)), words(", ".join(OTHER))
    for unit in ("bits", "nats"):
        whole, least, rest = (
            float(out[f"animals.{name}.{unit}"]["value"]) for name in ("cross-entropy", "entropy", "divergence")
        )
        agreed(f"the rest in {unit}", whole - least, rest)
    total = sum(float(out[f"animals.{animal}.more.area"]["value"]) for animal in ANIMALS)
    agreed("the areas add up", total, float(out["animals.divergence.bits"]["value"]))
    return out | _design()
