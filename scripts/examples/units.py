"""Nats and bits."""

from __future__ import annotations

import math

from kldiv.algebra.notation import log_of_base
from scripts.examples.display import Numbers, number
from scripts.examples.second_route import agreed, log


def numbers() -> Numbers:
    """Compute the two factors between nats and bits.

    Returns:
        Name -> value, unit and text.
    """
    nats = agreed("nats in a bit", log_of_base(2), log(2))
    return {
        "units.nats-per-bit": number(nats, "nats", how="log(2)"),
        "units.bits-per-nat": number(agreed("bits in a nat", 1 / nats, math.log2(math.e)), "bits", how="1/log(2)"),
    }
