"""Ten animals seen: how likely models find them, which model finds them likeliest, and products that vanish."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from scipy.optimize import minimize_scalar

from scripts.examples.categorical import P, Q
from scripts.examples.display import Numbers, number, whole
from scripts.examples.second_route import agreed, divergence_sum, exact, log
from scripts.examples.sums import divergence

SEEN = (5, 3, 2)
MANY = 1000
THREE_HEADS = (3, 1)


def log_likelihood(counts: tuple[int, ...], q: tuple[str, ...]) -> float:
    """Return the log-likelihood, in nats, of a sequence with these counts.

    Args:
        counts: how often each outcome came.
        q: the model.

    Returns:
        The logarithm of the probability of that sequence.
    """
    return float(sum(count * log(Fraction(v)) for count, v in zip(counts, q, strict=True)))


def per_animal(dog: float) -> float:
    """Return the average log-likelihood of the ten animals, if cat and fox share the rest three to two.

    Args:
        dog: the model's probability of a dog.

    Returns:
        Nats per animal.
    """
    rest = 1 - dog
    return 0.5 * math.log(dog) + 0.3 * math.log(0.6 * rest) + 0.2 * math.log(0.4 * rest)


def _animals() -> Numbers:
    n = sum(SEEN)
    model, best = log_likelihood(SEEN, Q), log_likelihood(SEEN, P)
    gap = agreed("ten divergences", best - model, n * float(divergence_sum(exact(P), exact(Q))))
    likelihood = math.exp(model)
    product = float(np.prod([float(v) ** c for v, c in zip(Q, SEEN, strict=True)]))
    agreed("the product", product, likelihood)
    out: Numbers = {
        "likeliest.count": whole(n),
        "likeliest.model.nats": number(model, "nats", 4, "5*log(0.4) + 3*log(0.4) + 2*log(0.2)"),
        "likeliest.best.nats": number(best, "nats", 4, "5*log(0.5) + 3*log(0.3) + 2*log(0.2)"),
        "likeliest.gap.nats": number(gap, "nats", 4, "5*log(0.5/0.4) + 3*log(0.3/0.4) + 2*log(0.2/0.2)"),
        "likeliest.factor": number(math.exp(gap), "", 2, "(0.5/0.4)**5*(0.3/0.4)**3"),
        "likeliest.average.model.nats": number(model / n, "nats", 4, "0.5*log(0.4) + 0.3*log(0.4) + 0.2*log(0.2)"),
        "likeliest.average.best.nats": number(best / n, "nats", 4, "0.5*log(0.5) + 0.3*log(0.3) + 0.2*log(0.2)"),
    }
    out["likeliest.probability.exact"] = number(likelihood, "", 8, "0.4**5*0.4**3*0.2**2")
    for animal, count in zip(("dogs", "cats", "foxes"), SEEN, strict=True):
        out[f"likeliest.{animal}"] = whole(count)
    top = minimize_scalar(lambda d: -per_animal(d), bounds=(0.01, 0.99), method="bounded", options={"xatol": 1e-12})
    if abs(top.x - 0.5) > 1e-6:
        raise ArithmeticError("the likeliest share of dogs was to be the share that was seen")
    return out


def _alike() -> Numbers:
    """The best model among those that cannot tell dogs from cats gives them what both have together, halved."""
    top = minimize_scalar(lambda d: -(0.8 * math.log(d) + 0.2 * math.log(1 - 2 * d)), bounds=(0.01, 0.49),
                          method="bounded", options={"xatol": 1e-12})  # fmt: skip
    if abs(top.x - 0.4) > 1e-6:
        raise ArithmeticError(f"the best shared probability was to be 0.4, not {top.x}")
    return {
        "likeliest.shared": number(0.4, "", None, "(0.5 + 0.3)/2"),
        "likeliest.both": number(0.8, "", None, "0.5 + 0.3"),
    }


def _vanishing() -> Numbers:
    """A thousand animals: in floating point the product of their probabilities is zero."""
    counts = tuple(c * MANY // 10 for c in SEEN)
    each = np.repeat([float(v) for v in Q], counts)
    with np.errstate(divide="ignore"):
        printed = float(np.log(np.prod(each)))
    if not math.isinf(printed):
        raise ArithmeticError("the product was to vanish")
    right = agreed("the sum of logarithms", float(np.log(each).sum()), log_likelihood(counts, Q))
    return {
        "likeliest.many.nats": number(right, "nats", 1, "500*log(0.4) + 300*log(0.4) + 200*log(0.2)"),
        "likeliest.many.average": number(right / MANY, "nats", 4, "0.8*log(0.4) + 0.2*log(0.2)"),
    }


def _coin() -> Numbers:
    """Three heads in four tosses, by hand."""
    heads, tails = THREE_HEADS
    best, fair = ("0.75", "0.25"), ("0.5", "0.5")
    gap = log_likelihood(THREE_HEADS, best) - log_likelihood(THREE_HEADS, fair)
    out: Numbers = {
        "likeliest.coin.heads": whole(heads),
        "likeliest.coin.tosses": whole(heads + tails),
        "likeliest.coin.best": number(0.75, "", None, "3/4"),
        "likeliest.coin.best.nats": number(log_likelihood(THREE_HEADS, best), "nats", 4, "3*log(0.75) + log(0.25)"),
        "likeliest.coin.fair.nats": number(log_likelihood(THREE_HEADS, fair), "nats", 4, "4*log(0.5)"),
        "likeliest.coin.gap.nats": number(gap, "nats", 4, "3*log(0.75/0.5) + log(0.25/0.5)"),
    }
    per_toss = divergence("likeliest.coin.per-toss", best, fair)
    agreed("four tosses", gap, 4 * float(per_toss["likeliest.coin.per-toss.nats"]["value"]))
    swapped = divergence("likeliest.coin.swapped", fair, best)
    return out | per_toss | swapped


def numbers() -> Numbers:
    """Compute the numbers of the lesson on likelihood.

    Returns:
        Name -> value, unit and text.
    """
    return _animals() | _alike() | _vanishing() | _coin()
