"""Densities in two units, cut into bars, and summed without their width."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from scipy.special import ndtr

import kldiv
from scripts.examples.display import Numbers, number
from scripts.examples.second_route import agreed

# Heights of grown people in two towns, in metres.
LOCS, SCALE = (1.70, 1.80), 0.1
FACTOR = 1000  # millimetres
WIDTHS = (2.0, 1.0, 0.5, 0.1)
SPACING = 0.01


def binned(width: float, shift: float = 1.0) -> float:
    """Return the divergence, in nats, of two normal distributions of scale one that are cut into bars.

    Args:
        width: of the bars.
        shift: how far apart the two are.

    Returns:
        The divergence of the bars' probabilities.
    """
    edges = np.arange(-12, 12 + shift + width / 2, width)
    # Differences of upper tails right of the middle, where those of lower ones would be rounded away.
    p = np.where(edges[1:] > 0, ndtr(-edges[:-1]) - ndtr(-edges[1:]), ndtr(edges[1:]) - ndtr(edges[:-1]))
    moved = edges - shift
    q = np.where(moved[1:] > 0, ndtr(-moved[:-1]) - ndtr(-moved[1:]), ndtr(moved[1:]) - ndtr(moved[:-1]))
    package = kldiv.kl_divergence(kldiv.Categorical(p / p.sum()), kldiv.Categorical(q / q.sum()))
    by_hand = math.fsum(_bar(low, high, shift) for low, high in pairwise(edges.tolist()))
    return agreed(f"bars of width {width}", package, by_hand)


def _bar(low: float, high: float, shift: float) -> float:
    """One bar's p log(p/q), with the error function of the standard library."""

    def mass(a: float, b: float) -> float:
        a, b = (a, b) if a + b < 0 else (-b, -a)  # the mirror image, where the small tail is kept
        return (math.erfc(-b / math.sqrt(2)) - math.erfc(-a / math.sqrt(2))) / 2

    p, q = mass(low, high), mass(low - shift, high - shift)
    return p * math.log(p / q) if p > 0 else 0.0


def _units() -> Numbers:
    """The same two distributions in metres and in millimetres."""
    out: Numbers = {}
    values = []
    for unit, factor in (("metres", 1), ("millimetres", FACTOR)):
        p, q = (kldiv.Normal(loc * factor, SCALE * factor) for loc in LOCS)
        value = agreed("shift", kldiv.kl_divergence(p, q), (LOCS[1] - LOCS[0]) ** 2 / (2 * SCALE**2))
        values.append(value)
        how = f"({LOCS[1] * factor:.12g} - {LOCS[0] * factor:.12g})**2/(2*{SCALE * factor:.12g}**2)"
        out[f"heights.{unit}.nats"] = number(round(value, 12), "nats", None, how)
        entropy = agreed("entropy", kldiv.entropy(p), math.log(SCALE * factor) + math.log(2 * math.pi * math.e) / 2)
        entropy_how = f"log({SCALE * factor:.12g}) + log(2*pi*exp(1))/2"
        out[f"heights.{unit}.entropy.nats"] = number(entropy, "nats", 4, entropy_how)
        peak = 1 / (SCALE * factor * math.sqrt(2 * math.pi))
        digits = 4 if unit == "metres" else 6
        out[f"heights.{unit}.peak"] = number(peak, "", digits, f"1/({SCALE * factor:.12g}*sqrt(2*pi))")
        for name, loc in zip("pq", LOCS, strict=True):
            out[f"heights.{unit}.{name}.loc"] = number(loc * factor, "", 2 if factor == 1 else None)
        out[f"heights.{unit}.scale"] = number(SCALE * factor, "", None)
    agreed("the unit", values[0], values[1])
    return out


def _bars() -> Numbers:
    out: Numbers = {}
    for k, width in enumerate(WIDTHS, start=1):
        out[f"heights.bars.{k}.width"] = number(width, "", None)
        out[f"heights.bars.{k}.nats"] = number(binned(width), "nats", 4)
    exact = kldiv.kl_divergence(kldiv.Normal(0, 1), kldiv.Normal(1, 1))
    out["heights.bars.limit.nats"] = number(agreed("one apart", exact, 0.5), "nats", None, "(1 - 0)**2/2")
    x = np.arange(-12, 14, SPACING)
    p, q = (np.exp(-((x - m) ** 2) / 2) / math.sqrt(2 * math.pi) for m in (0, 1))
    printed = float((p * np.log(p / q)).sum())
    agreed("the sum times the spacing", printed * SPACING, 0.5)
    out["heights.printed"] = number(round(printed, 9), "", 1)
    out["heights.spacing"] = number(SPACING, "", None)
    out["heights.repaired.nats"] = number(printed * SPACING, "nats", 4, f"50*{SPACING}")
    return out


def _uniforms() -> Numbers:
    """Uniform distributions: how wide for an entropy of minus one bit, and for a divergence of three bits."""
    half = agreed("minus one bit", kldiv.entropy(kldiv.Uniform(0, 0.5), base=2), -1.0)
    wide = kldiv.kl_divergence(kldiv.Uniform(0, 0.25), kldiv.Uniform(0, 2), base=2)
    return {
        "heights.uniform.entropy.bits": number(half, "bits", None, "log2(0.5)"),
        "heights.uniform.width": number(0.5, "", None, "2**-1"),
        "heights.uniform.bits": number(agreed("three halvings", wide, 3.0), "bits", None, "log2(2/0.25)"),
        "heights.uniform.high": number(2, "", None, "0.25*2**3"),
    }


def numbers() -> Numbers:
    """Compute the numbers of the lesson on densities.

    Returns:
        Name -> value, unit and text.
    """
    return _units() | _bars() | _uniforms()
