"""Two Gaussians, N(1, 1) and N(2, 0.5), in both directions."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache
from itertools import pairwise

import mpmath as mp

import kldiv
from scripts.examples.display import Numbers, number
from scripts.examples.second_route import DIGITS, agreed, in_bits, integral, normal_density

Pair = tuple[Fraction, Fraction]  # mean and standard deviation

P: Pair = (Fraction(1), Fraction(1))
Q: Pair = (Fraction(2), Fraction(1, 2))
NARROW: Pair = (Fraction(0), Fraction(1, 10))
STANDARD: Pair = (Fraction(0), Fraction(1))


def distribution(pair: Pair) -> kldiv.Normal:
    """Return the normal distribution with this mean and standard deviation.

    Args:
        pair: mean and standard deviation.

    Returns:
        The distribution.
    """
    return kldiv.Normal(loc=float(pair[0]), scale=float(pair[1]))


def window(pair: Pair) -> list[float]:
    """Return the ends of intervals outside which a distribution has less than 1e-40 of its mass."""
    loc, scale = map(float, pair)
    return [loc + k * scale for k in (-14, -7, -3, -1, 0, 1, 3, 7, 14)]


def log_ratio(p: Pair, q: Pair, x: mp.mpf) -> mp.mpf:
    """Return log p(x)/q(x) without ever forming a density that underflows."""
    first, second = ((x - _mp(m)) / _mp(s) for m, s in (p, q))
    return (second**2 - first**2) / 2 + mp.log(_mp(q[1]) / _mp(p[1]))


def _mp(value: Fraction) -> mp.mpf:
    return mp.mpf(value.numerator) / value.denominator


@cache
def divergence_integral(p: Pair, q: Pair) -> mp.mpf:
    """Integrate p log(p/q) numerically, in nats.

    Args:
        p: the reference.
        q: what stands in for it.

    Returns:
        D(p‖q), to some 25 digits.
    """
    density = normal_density(*p)
    return integral(lambda x: density(x) * log_ratio(p, q, x), window(p))


@cache
def cross_entropy_integral(p: Pair, q: Pair) -> mp.mpf:
    """Integrate -p log q numerically, in nats.

    Args:
        p: the reference.
        q: what stands in for it.

    Returns:
        H(p, q), to some 25 digits.
    """
    density, (m, s) = normal_density(*p), (_mp(q[0]), _mp(q[1]))

    def integrand(x: mp.mpf) -> mp.mpf:
        return density(x) * (((x - m) / s) ** 2 / 2 + mp.log(s * mp.sqrt(2 * mp.pi)))

    return integral(integrand, window(p))


def crossings(p: Pair, q: Pair) -> list[float]:
    """Return the two points where densities of different widths are equal.

    Args:
        p: the reference.
        q: what stands in for it.

    Returns:
        The points, in order.
    """
    (a, s), (b, t) = (tuple(map(float, pair)) for pair in (p, q))
    square, linear = 1 / t**2 - 1 / s**2, 2 * (a / s**2 - b / t**2)
    constant = b**2 / t**2 - a**2 / s**2 + 2 * math.log(t / s)
    root = math.sqrt(linear**2 - 4 * square * constant)
    return sorted((-linear + sign * root) / (2 * square) for sign in (-1, 1))


@cache
def signed_areas(p: Pair, q: Pair) -> tuple[float, float]:
    """Split the integral of p log(p/q) into what lies above the axis and what lies below it.

    Args:
        p: the reference.
        q: what stands in for it.

    Returns:
        The positive and the negative part, in nats.
    """
    density = normal_density(*p)
    edges = crossings(p, q)
    ends = sorted([*window(p), *edges])
    positive = negative = mp.mpf(0)
    for low, high in pairwise(ends):
        area = integral(lambda x: density(x) * log_ratio(p, q, x), [low, high])
        positive, negative = positive + max(area, 0), negative + min(area, 0)
    return float(positive), float(negative)


def direction(name: str, p: Pair, q: Pair) -> Numbers:
    """Compute everything about one direction of the pair.

    Args:
        name: "forward" or "reverse".
        p: the reference.
        q: what stands in for it.

    Returns:
        Name -> value, unit and text.
    """
    nats = agreed(name, kldiv.kl_divergence(distribution(p), distribution(q)), divergence_integral(p, q))
    bits = agreed(
        name, kldiv.kl_divergence(distribution(p), distribution(q), base=2), in_bits(divergence_integral(p, q))
    )
    cross = agreed(name, kldiv.cross_entropy(distribution(p), distribution(q)), cross_entropy_integral(p, q))
    terms = {
        "scale": math.log(q[1] / p[1]),
        "spread": float(p[1] ** 2 / (2 * q[1] ** 2)),
        "shift": float((p[0] - q[0]) ** 2 / (2 * q[1] ** 2)),
        "constant": -0.5,
    }
    agreed(f"{name}: the sum of the terms", nats, sum(terms.values()))
    positive, negative = signed_areas(p, q)
    agreed(f"{name}: the sum of the areas", nats, positive + negative)
    prefix = f"gaussians.{name}"
    out = {f"{prefix}.parts.{k}": number(v, "nats", 4 if k == "scale" else None) for k, v in terms.items()}
    return out | {
        f"{prefix}.nats": number(nats, "nats", 7),
        f"{prefix}.bits": number(bits, "bits"),
        f"{prefix}.cross-entropy.nats": number(cross, "nats"),
        f"{prefix}.area.above.nats": number(positive, "nats"),
        f"{prefix}.area.below.nats": number(-negative, "nats"),
        f"gaussians.distance-in-scales.{name}": number(float(abs(p[0] - q[0]) / q[1]), "", None),
    }


def entropy(pair: Pair) -> float:
    """Compute the entropy of one distribution by both routes.

    Args:
        pair: mean and standard deviation.

    Returns:
        The entropy in nats; negative for a narrow distribution.
    """
    return agreed(f"entropy of N{pair}", kldiv.entropy(distribution(pair)), cross_entropy_integral(pair, pair))


def numbers() -> Numbers:
    """Compute the numbers of the Gaussian example.

    Returns:
        Name -> value, unit and text.
    """
    with mp.workdps(DIGITS):
        out = direction("forward", P, Q) | direction("reverse", Q, P)
        shifted: Pair = (Fraction(1), Fraction(1))
        same = agreed(
            "equal scales",
            kldiv.kl_divergence(distribution(STANDARD), distribution(shifted)),
            divergence_integral(STANDARD, shifted),
        )
        agreed("equal scales, reversed", same, kldiv.kl_divergence(distribution(shifted), distribution(STANDARD)))
        for name, pair in (("p", P), ("q", Q)):
            out[f"gaussians.{name}.loc"] = number(float(pair[0]), "", None)
            out[f"gaussians.{name}.scale"] = number(float(pair[1]), "", None)
            out[f"gaussians.entropy.{name}.nats"] = number(entropy(pair), "nats")
        out["gaussians.same-scale.nats"] = number(same, "nats", None)
        out["gaussians.narrow.scale"] = number(float(NARROW[1]), "", None)
        out["gaussians.narrow.entropy.nats"] = number(entropy(NARROW), "nats")
    return out


def fragments() -> dict[str, str]:
    """Write both directions, term by term, as a table.

    Returns:
        Fragment name -> Markdown.
    """
    rows = [
        "| | $\\KL{p}{q}$ | $\\KL{q}{p}$ |",
        "|---|--:|--:|",
    ]
    for label, key in (
        ("logarithm of the ratio of the scales", "parts.scale"),
        ("spread", "parts.spread"),
        ("shift", "parts.shift"),
        ("constant", "parts.constant"),
        ("**sum, in nats**", "nats"),
        ("in bits", "bits"),
    ):
        rows.append(f"| {label} | [[n:gaussians.forward.{key}]] | [[n:gaussians.reverse.{key}]] |")
    return {"gaussians-table": "\n".join(rows)}
