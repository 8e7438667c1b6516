"""Ten pictures in the camera's own shares, five dogs, three cats and two foxes: what p and q make of them."""

from __future__ import annotations

import math
from fractions import Fraction

from scripts.examples.categorical import P, Q, divergence
from scripts.examples.display import Numbers, number, whole
from scripts.examples.second_route import agreed, in_bits, log

#: In the order in which they come; 0 is a dog, 1 a cat, 2 a fox.
ORDER = (0, 1, 0, 2, 0, 0, 1, 2, 1, 0)
COUNTS = tuple(ORDER.count(k) for k in range(3))
PRIOR = Fraction(1, 10)  # somebody holds q to be ten times likelier beforehand


def likelihood(shares: tuple[str, ...], times: int = 1) -> Fraction:
    """Return the exact probability of the ten pictures, in their order, as often as they come.

    Args:
        shares: the probabilities of the three animals.
        times: how often the ten come.

    Returns:
        The product.
    """
    product = Fraction(1)
    for share, count in zip(shares, COUNTS, strict=True):
        product *= Fraction(share) ** (count * times)
    return product


def _products() -> Numbers:
    """Likelihoods, what is left between them, and their logarithms."""
    p, q = likelihood(P), likelihood(Q)
    ratio = float(p / q)
    out: Numbers = {
        f"pictures.{animal}": whole(count) for animal, count in zip(("dogs", "cats", "foxes"), COUNTS, strict=True)
    }
    out["pictures.count"] = whole(len(ORDER))
    out["pictures.p.likelihood"] = number(float(p), "", 8, "0.5**5*0.3**3*0.2**2")
    out["pictures.q.likelihood"] = number(float(q), "", 8, "0.4**5*0.4**3*0.2**2")
    out["pictures.difference"] = number(float(p - q), "", 8, "0.5**5*0.3**3*0.2**2 - 0.4**5*0.4**3*0.2**2")
    out["pictures.ratio"] = number(ratio, "", 4, "1.25**5*0.75**3*1**2")
    out["pictures.hundred.ratio"] = number(ratio**10, "", 1, "(1.25**5*0.75**3)**10")
    for name, shares, how in (
        ("p", P, "5*log(0.5) + 3*log(0.3) + 2*log(0.2)"),
        ("q", Q, "5*log(0.4) + 3*log(0.4) + 2*log(0.2)"),
    ):
        total = sum(count * math.log(float(share)) for share, count in zip(shares, COUNTS, strict=True))
        nats = agreed(name, total, log(likelihood(shares)))
        out[f"pictures.{name}.nats"] = number(nats, "nats", how=how)
    thousand = number(100 * out["pictures.p.nats"]["value"], "nats", 1, "100*(5*log(0.5) + 3*log(0.3) + 2*log(0.2))")
    out["pictures.lost.nats"] = number(-thousand["value"], "nats", 1, "-100*(5*log(0.5) + 3*log(0.3) + 2*log(0.2))")
    gap = agreed("ten times the divergence", math.log(ratio), 10 * divergence(P, Q))
    out["pictures.gap.nats"] = number(gap, "nats", how="5*log(1.25) + 3*log(0.75) + 2*log(1)")
    out["pictures.gap.bits"] = number(gap / math.log(2), "bits", how="5*log2(1.25) + 3*log2(0.75) + 2*log2(1)")
    return out | {"pictures.p.thousand.nats": thousand}


def _three() -> Numbers:
    """Dog, dog, cat, and what they do to the odds of somebody who held q to be likelier."""
    ratio = Fraction(5, 4) ** 2 * Fraction(3, 4)
    bits = agreed("dog, dog, cat", 2 * math.log2(0.5 / 0.4) + math.log2(0.3 / 0.4), in_bits(log(ratio)))
    after = float(PRIOR * ratio)
    return {
        "pictures.three.ratio": number(float(ratio), "", 4, "1.25*1.25*0.75"),
        "pictures.three.bits": number(bits, "bits", how="2*log2(1.25) + log2(0.75)"),
        "pictures.three.added": number(3.25, "", None, "1.25 + 1.25 + 0.75"),
        "pictures.three.average": number(3.25 / 3, "", 4, "(1.25 + 1.25 + 0.75)/3"),
        "pictures.prior.odds": number(float(PRIOR), "", None, "1/10"),
        "pictures.after.odds": number(after, "", 4, "1/10*1.25*1.25*0.75"),
        "pictures.after.probability": number(100 * after / (1 + after), "%", 1, "100*0.1171875/(1 + 0.1171875)"),
        "pictures.prior.logit.bits": number(math.log2(PRIOR), "bits", how="log2(1/10)"),
        "pictures.after.logit.bits": number(math.log2(after), "bits", how="log2(1/10) + 2*log2(1.25) + log2(0.75)"),
    }


def _clinic() -> Numbers:
    """A positive test for an illness that one person in a hundred has."""
    ill, well, share = Fraction(90, 100), Fraction(5, 100), Fraction(1, 100)
    positive = share * ill + (1 - share) * well
    after = share / (1 - share) * ill / well
    probability = agreed("by odds and by counting", float(after / (1 + after)), float(share * ill / positive))
    return {
        "clinic.ill": whole(90),
        "clinic.well": whole(5),
        "clinic.ratio": number(float(ill / well), "", None, "0.9/0.05"),
        "clinic.bits": number(math.log2(ill / well), "bits", 2, "log2(0.9/0.05)"),
        "clinic.before": number(float(share / (1 - share)), "", 4, "0.01/0.99"),
        "clinic.after": number(float(after), "", 4, "0.01/0.99*0.9/0.05"),
        "clinic.probability": number(100 * probability, "%", 1, "100*0.01*0.9/(0.01*0.9 + 0.99*0.05)"),
    }


def numbers() -> Numbers:
    """Compute the numbers of the ten pictures, and of the first three of them in another order.

    Returns:
        Name -> value, unit and text.
    """
    return _products() | _three() | _clinic()
