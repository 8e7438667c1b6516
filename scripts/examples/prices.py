"""What it costs to be wrong: a price list that must serve for one picture and for an album of two."""

from __future__ import annotations

import math
from fractions import Fraction

from scripts.examples.display import Numbers, number
from scripts.examples.second_route import agreed, in_bits, log

GIVEN = Fraction("0.4")  # what the forecast gave to the dog, and to the cat


def _moves() -> Numbers:
    """The same step of one in a hundred, from the middle and from near zero."""
    out: Numbers = {}
    for name, low, high in (("middle", "0.5", "0.51"), ("edge", "0.01", "0.02")):
        saved = agreed(
            name, math.log2(float(high)) - math.log2(float(low)), in_bits(log(Fraction(high) / Fraction(low)))
        )
        out[f"prices.{name}.from"] = number(float(low), "", None)
        out[f"prices.{name}.to"] = number(float(high), "", None)
        digits = None if float(round(saved, 12)).is_integer() else 4
        out[f"prices.{name}.saved.bits"] = number(saved, "bits", digits, f"log2({high}/{low})")
        out[f"prices.{name}.difference"] = number(float(Fraction(high) - Fraction(low)), "", None, f"{high} - {low}")
    return out


def _album() -> Numbers:
    """A dog and then a cat: two pictures, and one album of probability 0.16."""
    pair, square = GIVEN * GIVEN, (1 - GIVEN) ** 2
    one, both = (float(in_bits(log(1 / value))) for value in (GIVEN, pair))
    agreed("the album's price", both, one + one)
    return {
        "prices.gap.dog": number(float(1 - GIVEN), "", None, "1 - 0.4"),
        "prediction.four-times": number(0.8 / 0.2, "", None, "0.8/0.2"),
        "prices.given": number(float(GIVEN), "", None),
        "prices.album": number(float(pair), "", None, "0.4*0.4"),
        "prices.square.one": number(float(square), "", None, "(1 - 0.4)**2"),
        "prices.square.added": number(float(2 * square), "", None, "(1 - 0.4)**2 + (1 - 0.4)**2"),
        "prices.square.album": number(float((1 - pair) ** 2), "", None, "(1 - 0.4*0.4)**2"),
        "prices.log.one.bits": number(one, "bits", how="-log2(0.4)"),
        "prices.log.added.bits": number(one + one, "bits", how="-log2(0.4) - log2(0.4)"),
        "prices.log.album.bits": number(both, "bits", how="-log2(0.4*0.4)"),
    }


def numbers() -> Numbers:
    """Compute the numbers of the price list.

    Returns:
        Name -> value, unit and text.
    """
    return _moves() | _album()
