"""The example that runs through the path: dog, cat and fox, as a camera sees them (p) and as a forecast says (q).

`categorical.py` has the divergence and its terms; here is every column of the tables that lead to them.
"""

from __future__ import annotations

import math
from fractions import Fraction

import kldiv
from scripts.examples import expressions
from scripts.examples.categorical import P, Q, divergence
from scripts.examples.display import Numbers, number
from scripts.examples.second_route import agreed, cross_entropy_sum, exact, in_bits, log

ANIMALS = ("dog", "cat", "fox")
FORWARD, REVERSE = "table", "table.reverse"


def places(value: float) -> int | None:
    """Show whole numbers as they are, everything else with four digits."""
    return None if float(value).is_integer() else 4


def _columns(prefix: str, p: tuple[str, ...], q: tuple[str, ...]) -> Numbers:
    """The columns ratio, logarithm and product of one table."""
    out: Numbers = {}
    for animal, a, b in zip(ANIMALS, p, q, strict=True):
        ratio = Fraction(a) / Fraction(b)
        nats = agreed(animal, math.log(float(a)) - math.log(float(b)), log(ratio))
        product = float(Fraction(a)) * nats
        exactly = (ratio * 10000).denominator == 1
        out[f"{prefix}.ratio.{animal}"] = number(float(ratio), "", None if exactly else 4, how=f"{a}/{b}")
        out[f"{prefix}.log.{animal}.nats"] = number(nats, "nats", places(nats), how=f"log({a}/{b})")
        bits = nats / math.log(2)
        out[f"{prefix}.log.{animal}.bits"] = number(bits, "bits", places(bits), how=f"log({a}/{b})/log(2)")
        out[f"{prefix}.term.{animal}.nats"] = number(product, "nats", places(product), how=f"{a}*log({a}/{b})")
    return out


def _surprises(name: str, q: tuple[str, ...]) -> Numbers:
    """Surprise of each animal under one distribution, and what it adds to the average under p."""
    out: Numbers = {}
    for animal, weight, probability in zip(ANIMALS, P, q, strict=True):
        bits = float(in_bits(log(1 / Fraction(probability))))
        digits, product = places(round(bits, 12)), float(weight) * bits
        out[f"table.{name}.surprise.{animal}.bits"] = number(bits, "bits", digits, how=f"-log2({probability})")
        how = f"-{weight}*log2({probability})"
        out[f"table.{name}.paid.{animal}.bits"] = number(product, "bits", 4, how=how)
    ours, theirs = (kldiv.Categorical([float(v) for v in shares]) for shares in (P, q))
    average = agreed(name, kldiv.cross_entropy(ours, theirs, base=2), in_bits(cross_entropy_sum(exact(P), exact(q))))
    out[f"table.{name}.average.bits"] = number(average, "bits", how=expressions.cross_entropy(P, q, "log2"))
    return out


def numbers() -> Numbers:
    """Compute every column, in both directions.

    Returns:
        Name -> value, unit and text.
    """
    out: Numbers = {}
    for letter, shares in (("p", P), ("q", Q)):
        for animal, share in zip(ANIMALS, shares, strict=True):
            out[f"table.{letter}.{animal}"] = number(float(share), "", None)
    out |= _columns(FORWARD, P, Q) | _columns(REVERSE, Q, P)
    out |= _surprises("p", P) | _surprises("q", Q)
    lost = -out["table.term.cat.nats"]["value"]
    out["table.cat.lost.nats"] = number(lost, "nats", how="0.3*log(0.4/0.3)")
    both = {FORWARD: (P, Q), REVERSE: (Q, P)}
    for name, (p, q) in both.items():
        out[f"{name}.bits"] = number(divergence(p, q) / math.log(2), "bits", how=expressions.divergence(p, q, "log2"))
    excess = out["table.q.average.bits"]["value"] - out["table.p.average.bits"]["value"]
    agreed("what is paid above the least", excess, out["table.bits"]["value"])
    return out
