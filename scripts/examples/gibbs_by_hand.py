"""Why no divergence is negative: the tangent to the logarithm at three animals, and sums that only look like one."""

from __future__ import annotations

import math
from fractions import Fraction

from scripts.examples.animals_cross_entropy import ANIMALS
from scripts.examples.categorical import P, Q
from scripts.examples.display import Numbers, number, words
from scripts.examples.second_route import agreed, divergence_sum, exact, log
from scripts.examples.sums import divergence

TRIES = {"cats": ("0.3", "0.5", "0.2"), "foxes": ("0.4", "0.2", "0.4"), "near": ("0.49", "0.31", "0.2")}
TOO_MUCH = ("0.8", "0.6", "0.6")
DESIGNED = ("0.5", "0.1", "0.4")


def _tangent() -> Numbers:
    """Compare log t with t - 1 at t = q/p, animal by animal."""
    out: Numbers = {}
    gaps = 0.0
    for animal, p, q in zip(ANIMALS, P, Q, strict=True):
        ratio, weight = Fraction(q) / Fraction(p), float(Fraction(p))
        t, below = float(ratio), float(log(ratio))
        gap = weight * (t - 1 - below)
        gaps += gap
        out[f"gibbs.{animal}.ratio"] = number(t, "", None if t in (0.8, 1.0) else 4, f"{q}/{p}")
        out[f"gibbs.{animal}.log"] = number(below, "", None if below == 0 else 4, f"log({q}/{p})")
        out[f"gibbs.{animal}.tangent"] = number(round(t - 1, 12), "", None if t <= 1 else 4, f"{q}/{p} - 1")
        out[f"gibbs.{animal}.gap"] = number(gap, "nats", None if gap == 0 else 4, f"{p}*({q}/{p} - 1 - log({q}/{p}))")
    agreed("the weighted gaps", gaps, divergence_sum(exact(P), exact(Q)))
    out["gibbs.gaps.nats"] = number(gaps, "nats", 4, " + ".join(f"{p}*({q}/{p} - 1 - log({q}/{p}))"
                                                               for p, q in zip(P, Q, strict=True)))  # fmt: skip
    return out


def _sum(p: tuple[str, ...], q: tuple[float, ...]) -> float:
    return float(sum(float(a) * math.log(float(a) / b) for a, b in zip(p, q, strict=True)))


def _unnormalised() -> Numbers:
    """What comes of a q that does not add up to one: its entries' excess, and counts."""
    total = sum(Fraction(v) for v in TOO_MUCH)
    value = _sum(P, tuple(float(v) for v in TOO_MUCH))
    twice = divergence_sum(exact(P), exact([Fraction(v) / total for v in TOO_MUCH]))
    agreed("divergence less the logarithm of the total", value, float(twice) - math.log(total))
    half = 0.5 * math.log(0.5 / 0.5) + 0.5 * math.log(0.5 / 1.0)
    return {
        "gibbs.too-much.q": words(", ".join(TOO_MUCH)),
        "gibbs.too-much.total": number(float(total), "", None, " + ".join(TOO_MUCH)),
        "gibbs.too-much.nats": number(value, "nats", 4, " + ".join(f"{p}*log({p}/{q})"
                                                                  for p, q in zip(P, TOO_MUCH, strict=True))),
        "gibbs.half.nats": number(half, "nats", 4, "0.5*log(0.5/0.5) + 0.5*log(0.5/1)"),
        "gibbs.half.bits": number(half / math.log(2), "bits", None, "0.5*log2(0.5/0.5) + 0.5*log2(0.5/1)"),
    }  # fmt: skip


def numbers() -> Numbers:
    """Compute the numbers of the lesson on Gibbs' inequality.

    Returns:
        Name -> value, unit and text.
    """
    out = _tangent() | _unnormalised()
    for name, q in TRIES.items():
        out |= divergence(f"gibbs.try.{name}", P, q)
        out[f"gibbs.try.{name}.q"] = words(", ".join(q))
        for animal, a, b in zip(ANIMALS, P, q, strict=True):
            term = float(log(Fraction(a) / Fraction(b))) * float(a)
            out[f"gibbs.try.{name}.{animal}.nats"] = number(term, "nats", None if term == 0 else 4, f"{a}*log({a}/{b})")
    out |= divergence("gibbs.designed", P, DESIGNED)
    out["gibbs.designed.cat"] = number(float(DESIGNED[1]), "", None, "0.3/3")
    out["gibbs.designed.fox"] = number(float(DESIGNED[2]), "", None, "1 - 0.5 - 0.1")
    out["gibbs.designed.left"] = number(0.5, "", None, "1 - 0.5")
    return out
